"""What waits, for how long, and how it ends without being sent."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from core import clock
from core.errors import Code, Refused, Unavailable
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.store import NAME
from core.record.submission import OUTBOX, Outcome, State
from tests.core.record.desk import (
    DRAFTED,
    MUCH,
    attempt,
    draft,
    envelope,
    found,
    happened,
    now,
    permitted,
    queued,
    ready,
    settle,
    settled,
    signed,
    state,
)
from tests.refusals import refuses


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


@pytest.fixture
def permit(ledger: Ledger) -> Permit:
    return permitted(ledger)


def test_nothing_goes_before_it_is_due(ledger: Ledger, permit: Permit) -> None:
    later = clock.stamp(clock.now() + timedelta(minutes=10))
    ledger.queue(envelope("later"), permit, later)
    [due] = queued(ledger, permit, "now")
    assert ready(ledger) == [due.id]
    assert len(ledger.waiting(MUCH, at=later)) == 2


def test_the_oldest_go_first_and_only_what_fits_but_always_one(ledger: Ledger, permit: Permit) -> None:
    made = queued(ledger, permit, "one", "two", "three")
    size = len(made[0].body) + 1
    assert [each.id for each in ledger.waiting(2 * size)] == [each.id for each in made[:2]]
    assert [each.id for each in ledger.waiting(1)] == [made[0].id]


@pytest.mark.parametrize(("asked", "own", "urgent"), [(60.0, None, False), (None, 60.0, True)])
def test_back_off_is_kept_and_only_our_own_can_be_overridden(
    ledger: Ledger,
    permit: Permit,
    asked: float | None,
    own: float | None,
    urgent: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.WAITING, "busy", retry_after=asked, back_off=own))
    assert ready(ledger) == []
    assert bool(ledger.waiting(MUCH, urgent=True)) is urgent
    start = clock.monotonic()
    monkeypatch.setattr(clock, "now", lambda: clock.moment("2036-01-01T00:00:00.000Z"))
    # Setting the clock ahead changes nothing; waiting does.
    assert ready(ledger) == []
    monkeypatch.setattr(clock, "monotonic", lambda: start + 60)
    assert ready(ledger) == [one.id]


def test_after_another_start_of_the_computer_the_wait_begins_anew(
    ledger: Ledger, permit: Permit, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.WAITING, "busy", retry_after=60))
    monkeypatch.setattr(clock, "boot", lambda: "another")
    monkeypatch.setattr(clock, "monotonic", lambda: 1e9)
    assert ready(ledger) == []
    assert ledger.recover() == 0
    assert ready(ledger) == []
    monkeypatch.setattr(clock, "monotonic", lambda: 1e9 + 60)
    assert ready(ledger) == [one.id]


def test_cancelling_takes_back_only_what_never_left(ledger: Ledger, permit: Permit) -> None:
    waiting, sent, under_way, confirmed = queued(ledger, permit, "waiting", "sent", "under way", "confirmed")
    settled(ledger, sent, permit, Outcome(State.UNCONFIRMED))
    settled(ledger, confirmed, permit, Outcome(State.CONFIRMED, receipt=signed(confirmed)))
    attempt(ledger, [under_way], permit)
    assert [ledger.cancel(each.id) for each in (waiting, sent, under_way, confirmed)] == [True, True, False, False]
    assert state(ledger, waiting) is State.CANCELLED
    # It may have arrived, so it is not called cancelled; but it is never tried again.
    assert (state(ledger, sent), found(ledger, sent).reason) == (State.UNCONFIRMED, "you")
    assert ready(ledger) == []
    assert (ledger.cancel(sent.id), ledger.cancel("no such")) == (False, False)
    assert ledger.history.verify().ok


def test_a_receipt_that_comes_late_is_believed(ledger: Ledger, permit: Permit) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.UNCONFIRMED))
    ledger.cancel(one.id)
    settle(ledger, {one.id: Outcome(State.CONFIRMED, receipt=signed(one))})
    assert state(ledger, one) is State.CONFIRMED
    assert ledger.history.verify().ok


def test_a_purge_ends_what_waits_of_the_named_groups_and_says_why(ledger: Ledger, permit: Permit) -> None:
    waiting, sent = queued(ledger, permit, "waiting", "sent")
    settled(ledger, sent, permit, Outcome(State.UNCONFIRMED))
    shown = draft(ledger, "Linux")
    ledger.queue(shown, permit, now())
    assert ledger.purge([DRAFTED], "withdrawn") == 1
    assert (state(ledger, shown), state(ledger, waiting)) == (State.CANCELLED, State.WAITING)
    assert ledger.purge([], "withdrawn") == 0
    assert ledger.purge(None, "withdrawn") == 2
    assert (state(ledger, waiting), state(ledger, sent)) == (State.CANCELLED, State.UNCONFIRMED)
    assert {event.detail["reason"] for event in happened(ledger, "cancelled", "given_up")} == {"withdrawn"}
    assert ready(ledger) == []


def test_the_outbox_holds_what_is_not_over_and_what_was_refused(ledger: Ledger, permit: Permit) -> None:
    made = queued(ledger, permit, "waiting", "sending", "unconfirmed", "refused", "confirmed", "cancelled")
    attempt(ledger, made[1:5], permit)
    kept = {State.UNCONFIRMED: made[2], State.REFUSED: made[3], State.CONFIRMED: made[4]}
    settle(ledger, {each.id: Outcome(state) for state, each in kept.items()})
    ledger.cancel(made[5].id)
    assert [each.state for each in ledger.history.pending()] == list(OUTBOX)
    assert ledger.history.counts() == {each: 1 if each in (*OUTBOX, *kept, State.CANCELLED) else 0 for each in State}


def test_what_is_not_finished_cannot_be_erased(ledger: Ledger, permit: Permit) -> None:
    [one] = queued(ledger, permit, "one")
    with pytest.raises(Refused):
        ledger.erase([one.id])
    assert found(ledger, one).body == one.body


def test_without_a_folder_all_is_empty_and_nothing_is_written() -> None:
    ledger = Ledger(None)
    assert (ledger.events(), ledger.last(), ledger.history.pending(), ready(ledger)) == ([], None, [], [])
    assert ledger.history.verify().ok
    with refuses(Code.RECORD_NOT_KEPT, Unavailable):
        ledger.append("accepted")


def test_reading_makes_no_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "home")
    assert (ledger.events(), sum(ledger.history.counts().values())) == ([], 0)
    # Where nothing was decided, nothing is permitted.
    assert not ledger.current(Permit(0, frozenset()))
    assert not (tmp_path / "home").exists()


def test_a_file_set_to_a_faster_journal_is_set_back(tmp_path: Path) -> None:
    Ledger(tmp_path).append("noticed")
    with closing(apsw.Connection(str(tmp_path / NAME))) as connection:
        connection.execute("PRAGMA journal_mode=delete")
    Ledger(tmp_path).append("noticed")
    with closing(apsw.Connection(str(tmp_path / NAME))) as connection:
        assert connection.execute("PRAGMA journal_mode").get == "wal"


def test_a_file_moved_away_while_open_takes_its_permits_along(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    assert ledger.current(permit)
    (tmp_path / NAME).rename(tmp_path / "set-aside.db")
    with refuses(Code.DECISION_GONE):
        ledger.current(permit)
    with refuses(Code.DECISION_GONE):
        ledger.queue(envelope("one"), permit, now())
    assert [event.kind for event in Ledger(tmp_path).events()] == []
