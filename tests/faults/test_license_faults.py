"""Clocks, licenses and keyrings that are not as they should be: a short run of each, and the broken guards found."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

FEW = {21: 240, 24: 1200, 36: 21}
GUARDS = [(number, guard) for number in FEW for guard in ROWS[number].guards]


@pytest.mark.parametrize("number", FEW)
def test_what_is_promised_of_license_clock_and_keyring_holds(number: int) -> None:
    found = swept(number, FEW[number])
    assert found.held, found.figure


@pytest.mark.parametrize(("number", "guard"), GUARDS)
def test_the_faults_find_a_program_without_the_guard(number: int, guard: str) -> None:
    assert not swept(number, ROWS[number].few, guard=guard).held
