"""What waits goes in order and at the receiver's pace, and one that is bad costs no other its place."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

SUBMISSIONS, WAITING = 4000, 5000


def test_of_a_thousand_in_one_batch_only_the_bad_one_is_refused() -> None:
    found = swept(12, SUBMISSIONS)
    assert found.held, found.figure
    assert found.n == SUBMISSIONS


def test_what_waited_for_thirty_days_goes_in_order_at_the_receivers_pace_and_nothing_is_lost() -> None:
    found = swept(20, WAITING)
    assert found.held, found.figure
    # As many go each day, so there may be a few more.
    assert WAITING <= found.n < WAITING * 1.01


@pytest.mark.parametrize(("row", "guard"), [(row, guard) for row in (12, 20) for guard in ROWS[row].guards])
def test_the_deliveries_find_an_outbox_that_does_not_keep_this(row: int, guard: str) -> None:
    assert not swept(row, ROWS[row].few, guard=guard).held
