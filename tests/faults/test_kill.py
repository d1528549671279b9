"""A sender that is killed loses nothing, doubles nothing, and never says of anything that it surely did not leave."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

KILLS = 20
FEW = 12


def test_nothing_is_lost_or_doubled_by_kills_while_sending() -> None:
    found = swept(1, KILLS)
    assert found.held, found.figure
    assert found.n == KILLS


@pytest.mark.parametrize("guard", ROWS[1].guards)
def test_the_kills_find_a_program_that_does_not_keep_this(guard: str) -> None:
    assert not swept(1, FEW, guard=guard).held
