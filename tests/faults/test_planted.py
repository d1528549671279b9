"""No record is opened whose definitions are not ours, however they came there."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, SEED, swept
from tests.faults.planted import counted

VARIANTS = 500


def test_no_planted_definition_is_opened_and_none_swallows_a_decision() -> None:
    found = counted(VARIANTS, SEED)
    assert (found.opened, found.swallowed) == ([], [])
    assert found.variants == VARIANTS


@pytest.mark.parametrize("guard", ROWS[42].guards)
def test_the_same_definitions_find_a_program_that_does_not_compare(guard: str) -> None:
    assert not swept(42, ROWS[42].few, guard=guard).held
