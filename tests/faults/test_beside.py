"""A decision waits for nobody who reads or sends, and not long for those who write."""

from __future__ import annotations

from tests.faults.beside import sweep
from tests.faults.driver import ROWS, SEED, swept

DECISIONS = 50


def test_decisions_are_taken_beside_an_open_reader_a_stalled_sender_and_two_writers() -> None:
    found = sweep(DECISIONS, SEED)
    assert found.held, found.figure


def test_the_same_decisions_find_a_record_that_readers_lock() -> None:
    [guard] = ROWS[9].guards
    assert not swept(9, ROWS[9].few, guard=guard).held
