"""A record that was cut or rolled back is sound in itself, and known to be another by whoever noted its head."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

RECORDS = 40


def test_what_was_cut_or_rolled_back_is_found_by_whoever_holds_a_head_and_by_nobody_else() -> None:
    found = swept(8, RECORDS)
    assert found.held, found.figure
    assert f"with a head held {RECORDS} of {RECORDS}, without 0" in found.figure


@pytest.mark.parametrize("guard", ROWS[8].guards)
def test_the_cuts_find_a_check_that_does_not_compare_the_head(guard: str) -> None:
    assert not swept(8, ROWS[8].few, guard=guard).held
