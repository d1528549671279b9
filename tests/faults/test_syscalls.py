"""Whatever write or sync of the state file fails or is the last one: nothing that was called done is lost."""

from __future__ import annotations

from tests.faults.driver import ROWS, SEED, swept
from tests.faults.syscalls import sweep

POINTS = 40


def test_nothing_called_done_is_lost_where_a_write_fails() -> None:
    found = sweep(POINTS, SEED)
    assert found.held, found.figure
    assert found.n == POINTS


def test_the_same_faults_find_a_program_that_calls_done_what_failed() -> None:
    [guard] = ROWS[2].guards
    assert not swept(2, ROWS[2].few, guard=guard).held
