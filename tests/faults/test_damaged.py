"""A damaged record is told as one, and nothing in it is shown as if it were whole."""

from __future__ import annotations

from tests.faults.damaged import counted
from tests.faults.driver import ROWS, SEED, swept

FILES = 300


def test_no_damage_is_shown_unnoticed_and_none_makes_anybody_wait() -> None:
    found = counted(FILES, SEED)
    assert (found.unseen, found.slow) == ([], [])
    assert found.files == FILES


def test_the_same_damage_finds_a_check_that_finds_nothing() -> None:
    [guard] = ROWS[6].guards
    assert not swept(6, ROWS[6].few, guard=guard).held
