"""The ledger's promises: nothing without a permit, nothing twice, nothing dropped in silence."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from core import clock
from core.errors import Changed, Code, Full, Stale
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits, Permit
from core.record.submission import Outcome, State
from tests.commands import REPOSITORY
from tests.core.record.desk import (
    DRAFTED,
    GROUP,
    RECEIVED,
    attempt,
    draft,
    edit,
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

UNCONFIRMED = Outcome(State.UNCONFIRMED, "cut")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


@pytest.fixture
def permit(ledger: Ledger) -> Permit:
    return permitted(ledger)


def elsewhere(folder: Path, statement: str) -> subprocess.CompletedProcess[str]:
    """Another process does something with the same ledger."""
    script = (
        "import sys; from pathlib import Path\n"
        "from core.record.ledger import Ledger\n"
        "from tests.core.record.desk import *\n"
        f"ledger = Ledger(Path(sys.argv[1]))\n{statement}\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)


# Permits


@pytest.mark.parametrize(
    "kind", ["declined", "withdrawn", "switched_on", "switched_off", "paused", "resumed", "paths_off"]
)
def test_any_later_decision_ends_a_permit(ledger: Ledger, permit: Permit, kind: str) -> None:
    [waiting] = queued(ledger, permit, "one")
    assert ledger.current(permit)
    ledger.append(kind)
    assert not ledger.current(permit)
    with pytest.raises(Stale):
        ledger.queue(envelope("two"), permit, now())
    with pytest.raises(Stale):
        attempt(ledger, [waiting], permit)
    assert [each.id for each in ledger.history.pending()] == [waiting.id]
    assert state(ledger, waiting) is State.WAITING


def test_a_decision_in_another_process_ends_a_permit_too(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    [waiting] = queued(ledger, permit, "one")
    elsewhere(tmp_path, "ledger.append('withdrawn')")
    assert not ledger.current(permit)
    with pytest.raises(Stale):
        ledger.queue(envelope("two"), permit, now())
    with pytest.raises(Stale):
        attempt(ledger, [waiting], permit)


def test_what_is_no_decision_ends_no_permit(ledger: Ledger, permit: Permit) -> None:
    ledger.append("stopped", detail={"of": 1})
    ledger.append("noticed", detail={"what": "something"})
    queued(ledger, permit, "one")
    assert ledger.current(permit)


def test_a_permit_covers_its_groups_only(ledger: Ledger, permit: Permit) -> None:
    narrow = replace(permit, categories=frozenset({DRAFTED}))
    with refuses(Code.NOT_ALLOWED_NOW, Stale, group=GROUP):
        ledger.queue(envelope("one"), narrow, now())
    [waiting] = queued(ledger, permit, "one")
    with refuses(Code.NOT_ALLOWED_NOW, Stale, group=GROUP):
        attempt(ledger, [waiting], narrow)


def test_a_permit_of_another_record_is_none(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger(tmp_path / "other")
    other.append("noticed")
    permit = permitted(other)
    permitted(ledger)
    assert not ledger.current(permit)
    assert not ledger.current(Permit(0, permit.categories))


def test_the_gate_is_quick(ledger: Ledger, permit: Permit) -> None:
    queued(ledger, permit, *map(str, range(1000)))
    start = time.perf_counter()
    for _ in range(100):
        assert ledger.current(permit)
    # A third of a millisecond where nothing else runs; this bound only tells an index from a walk.
    assert time.perf_counter() - start < 0.5


# Drafts


def test_queueing_uses_up_the_draft_and_the_next_has_its_own_id(ledger: Ledger, permit: Permit) -> None:
    shown = draft(ledger, "Linux")
    ledger.queue(shown, permit, now())
    assert found(ledger, shown).envelope == shown
    fresh = draft(ledger, "Linux")
    assert fresh.id != shown.id
    assert draft(ledger, "Linux") == fresh


def test_a_changed_draft_is_not_queued(ledger: Ledger, permit: Permit) -> None:
    shown = draft(ledger, "Linux")
    changed = draft(ledger, "Windows")
    with pytest.raises(Changed):
        ledger.queue(shown, permit, now())
    assert ledger.history.pending() == []
    ledger.queue(changed, permit, now())


def test_what_was_shown_before_another_process_sent_is_not_queued(ledger: Ledger, permit: Permit) -> None:
    shown = draft(ledger, "Linux")
    ledger.queue(draft(ledger, "Windows"), permit, now())
    with pytest.raises(Changed):
        ledger.queue(shown, permit, now())
    assert len(ledger.history.pending()) == 1


def test_nothing_is_queued_twice(ledger: Ledger, permit: Permit) -> None:
    one = envelope("one")
    ledger.queue(one, permit, now())
    with pytest.raises(Changed):
        ledger.queue(one, permit, now())
    two = envelope("two")
    with pytest.raises(Changed):
        ledger.queue([two, two], permit, now())
    assert [each.id for each in ledger.history.pending()] == [one.id]


def test_of_processes_that_queue_one_draft_at_once_exactly_one_wins(
    tmp_path: Path, ledger: Ledger, permit: Permit
) -> None:
    shown = draft(ledger, "Linux")
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.core.record.desk import *\n"
        "from core.errors import Changed\n"
        "ledger = Ledger(Path(sys.argv[1])); shown = draft(ledger, 'Linux'); print(shown.id, flush=True)\n"
        f"sys.stdin.read(); permit = Permit({permit.event}, {permit.categories})\n"
        "try: ledger.queue(shown, permit, now()); print('won')\n"
        "except Changed: print('changed')\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    many = [
        subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert {each.stdout.readline().strip() for each in many if each.stdout} == {shown.id}
    for each in many:
        assert each.stdin is not None
        each.stdin.close()
        each.stdin = None
    answers = sorted(each.communicate()[0].strip() for each in many)
    assert answers == ["changed", "changed", "changed", "won"]
    assert len(ledger.history.pending()) == 1


# Limits


def test_when_full_the_new_is_refused_with_an_event_and_the_old_stays(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, OutboxLimits(submissions=2))
    permit = permitted(ledger)
    old = queued(ledger, permit, "one", "two")
    shown = draft(ledger, "Linux")
    with refuses(Code.OUTBOX_FULL, Full, limit="2 submissions"):
        ledger.queue(shown, permit, now())
    assert [each.id for each in ledger.history.pending()] == [each.id for each in old]
    noticed = ledger.last("noticed")
    assert noticed is not None
    assert (noticed.category, noticed.detail["what"]) == (DRAFTED, "full")
    # The draft is still there, to go when there is room.
    assert ledger.cancel(old[0].id)
    ledger.queue(shown, permit, now())


def test_bytes_are_limited_too(tmp_path: Path) -> None:
    one = envelope("one")
    ledger = Ledger(tmp_path, OutboxLimits(bytes=len(one.body) + 1))
    permit = permitted(ledger)
    ledger.queue(one, permit, now())
    with refuses(Code.OUTBOX_FULL, Full, limit=f"{len(one.body) + 1} bytes"):
        ledger.queue(envelope("two"), permit, now())


def test_what_is_too_old_expires_and_is_not_sent(ledger: Ledger, permit: Permit) -> None:
    never, tried = queued(ledger, permit, "never", "tried")
    settled(ledger, tried, permit, UNCONFIRMED)
    assert ledger.expire(clock.now() + timedelta(days=29)) == 0
    assert ledger.expire(clock.now() + timedelta(days=31)) == 2
    assert (state(ledger, never), state(ledger, tried)) == (State.EXPIRED, State.UNCONFIRMED)
    assert ready(ledger) == []


# Attempts


def test_an_attempt_is_written_down_with_its_permit(ledger: Ledger, permit: Permit) -> None:
    one, two = queued(ledger, permit, "one", "two")
    attempt(ledger, [one, two], permit)
    events = happened(ledger, "attempted")
    assert [event.of for event in events] == [found(ledger, each).number for each in (one, two)]
    assert {event.detail["permit"] for event in events} == {permit.event}
    assert (state(ledger, one), found(ledger, one).attempts, ready(ledger)) == (State.SENDING, 1, [])


@pytest.mark.parametrize("kept", [State.CONFIRMED, State.REFUSED])
def test_what_is_finished_is_not_tried_again(ledger: Ledger, permit: Permit, kept: State) -> None:
    one, two = queued(ledger, permit, "one", "two")
    settled(ledger, one, permit, Outcome(kept, "said so"))
    with pytest.raises(Changed):
        attempt(ledger, [two, one], permit)
    assert state(ledger, two) is State.WAITING
    assert found(ledger, one).finished == happened(ledger, kept.value)[0].at


def test_an_edited_body_is_neither_given_out_nor_attempted(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    one, two = queued(ledger, permit, "one", "two")
    before = found(ledger, one)
    edit(tmp_path, f"UPDATE submission SET body = CAST('{{}}' AS BLOB) WHERE id = x'{one.id.replace('-', '')}'")
    assert ready(ledger) == [two.id]
    assert not found(ledger, one).intact
    with pytest.raises(Changed):
        ledger.attempt([before], permit)
    with pytest.raises(Changed):
        attempt(ledger, [one], permit)


def test_a_confirmed_one_keeps_its_receipt_and_the_event_its_time(ledger: Ledger, permit: Permit) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.CONFIRMED, receipt=signed(one)))
    assert found(ledger, one).receipt == signed(one).text(one.id, one.sha256)
    [confirmed] = happened(ledger, "confirmed")
    assert confirmed.sha256 == signed(one).digest(one.id, one.sha256).hex()
    assert one.id not in str(happened(ledger))


def test_what_may_have_arrived_is_never_called_waiting_again(ledger: Ledger, permit: Permit) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.WAITING, "no connection"))
    assert state(ledger, one) is State.WAITING
    settled(ledger, one, permit, UNCONFIRMED)
    settled(ledger, one, permit, Outcome(State.WAITING, "no connection"))
    assert (state(ledger, one), found(ledger, one).attempts) == (State.UNCONFIRMED, 3)
    assert ready(ledger) == [one.id]


def test_what_a_killed_sender_left_is_unconfirmed(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    one, two = queued(ledger, permit, "one", "two")
    attempt(ledger, [one], permit)
    again = Ledger(tmp_path)
    assert again.recover() == 1
    assert (state(again, one), state(again, two)) == (State.UNCONFIRMED, State.WAITING)
    assert again.recover() == 0
    assert ready(again) == [one.id, two.id]
    assert again.history.verify().ok


def test_settling_is_all_or_nothing(ledger: Ledger, permit: Permit, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = queued(ledger, permit, "one", "two")
    attempt(ledger, [one], permit)
    outcomes = {each.id: Outcome(State.CONFIRMED, receipt=signed(each)) for each in (one, two)}
    with refuses(Code.SUBMISSION_MOVED_ON, Changed, submission=two.id):
        settle(ledger, outcomes)
    attempt(ledger, [two], permit)
    with monkeypatch.context() as broken:
        broken.setattr("core.record.steps.keep_signed", disk_error)
        with pytest.raises(OSError, match="disk I/O"):
            settle(ledger, outcomes)
    assert [state(ledger, each) for each in (one, two)] == [State.SENDING] * 2
    assert happened(ledger, "confirmed") == []
    settle(ledger, outcomes)
    assert [found(ledger, each).received for each in (one, two)] == [RECEIVED] * 2


def disk_error(*_: object) -> None:
    raise apsw.IOError("disk I/O error")


# Each column of a submission's row, and what somebody with an editor may make of it.
EDITS = (
    *("category='other'", "sha256=X'00'", "bytes=1", "queued=2", "due=2", "attempts=7", "reason='x'", "exposed=1"),
    *("erased=1", "drafted=1", "id=zeroblob(16 + number)", "body=X'7B7D'", "secret=X'00'", "received='x'", "leaf=7"),
    *("signature=X'00'", "request=7", "site='x'", "state='refused'", "finished=2"),
)


@pytest.mark.parametrize("change", EDITS)
def test_a_row_that_is_not_as_it_was_read_is_neither_attempted_nor_settled(
    tmp_path: Path, ledger: Ledger, permit: Permit, change: str
) -> None:
    queued(ledger, permit, "one", "two", "three")
    first, second, third = ledger.waiting(100_000)
    under_way = ledger.attempt([first, second], permit)
    edit(tmp_path, f"UPDATE submission SET {change} WHERE id <> x'{second.id.replace('-', '')}'")
    with refuses(Code.SUBMISSION_EDITED, Changed):
        ledger.attempt([third], permit)
    [settled] = ledger.settle([(each, Outcome(State.CONFIRMED, receipt=signed(each))) for each in under_way])
    assert settled.row == found(ledger, second.id).row
    assert (settled.state, settled.received) == (State.CONFIRMED, RECEIVED)
    assert [event.of for event in happened(ledger, "confirmed")] == [second.number]
    assert len(happened(ledger, "attempted")) == 2


@pytest.mark.parametrize("change", EDITS)
def test_a_row_that_was_edited_holds_up_no_decision_and_no_delivery(
    tmp_path: Path, ledger: Ledger, permit: Permit, change: str
) -> None:
    edited, waiting, under_way, whole = queued(ledger, permit, "edited", "waiting", "under way", "whole")
    attempt(ledger, [under_way, whole], permit)
    edit(tmp_path, *(f"UPDATE submission SET {change} WHERE id = '{each.id}'" for each in (edited, under_way)))
    ledger.recover()
    assert state(ledger, whole) is State.UNCONFIRMED
    ledger.append("withdrawn", ending=None)
    assert (state(ledger, waiting), ready(ledger)) == (State.CANCELLED, [])


@pytest.mark.parametrize("missing", ["body", "secret"])
def test_a_row_without_its_envelope_is_neither_given_out_nor_attempted(
    tmp_path: Path, ledger: Ledger, permit: Permit, missing: str
) -> None:
    one, two = queued(ledger, permit, "one", "two")
    edit(tmp_path, f"UPDATE submission SET {missing} = NULL WHERE id = x'{one.id.replace('-', '')}'")
    assert ready(ledger) == [two.id]
    with refuses(Code.SUBMISSION_EDITED, Changed):
        attempt(ledger, [one], permit)
