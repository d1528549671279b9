"""Once a withdrawal has returned, no byte leaves this computer, whatever was under way."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

INSTANTS = 12


def test_no_byte_leaves_after_a_withdrawal_has_returned() -> None:
    found = swept(22, INSTANTS)
    assert found.held, found.figure
    assert found.n == INSTANTS


@pytest.mark.parametrize("guard", ROWS[22].guards)
def test_the_count_finds_a_program_that_goes_on_sending(guard: str) -> None:
    assert not swept(22, ROWS[22].few, guard=guard).held
