"""What is kept no longer is erased from the file, and nothing else is; each erasing is an event, and a failure told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest

from core import clock
from core.envelope import Envelope
from core.record import ledger as module
from core.record.history import FINISHED
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.store import NAME
from core.record.submission import Outcome, State
from core.settings import NAME as SETTINGS
from core.settings import Settings, save_settings
from tests.commands import vitrinectl
from tests.core.record.desk import found, happened, on_disk, permitted, queued, settled, signed
from tests.engines import build_real

NOW = clock.now


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


@pytest.fixture
def permit(ledger: Ledger) -> Permit:
    return permitted(ledger)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """So many days pass."""

    def passing(days: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW() + timedelta(days=days))

    return passing


def confirmed(ledger: Ledger, permit: Permit, text: str) -> Envelope:
    """One that was sent, with its receipt."""
    [made] = queued(ledger, permit, text)
    settled(ledger, made, permit, Outcome(State.CONFIRMED, receipt=signed(made)))
    return made


def whole(ledger: Ledger) -> list[str]:
    """The IDs of what is not erased, oldest first."""
    return [each.id for each in reversed(ledger.history.submissions()) if not each.life.erased]


def test_everything_is_kept_until_the_user_says_otherwise(
    ledger: Ledger, permit: Permit, later: Callable[[int], None]
) -> None:
    made = confirmed(ledger, permit, "one")
    later(36_500)
    assert ledger.erase_older(Settings().keep_days) == 0
    assert whole(ledger) == [made.id]


def test_what_was_finished_longer_ago_is_gone_from_the_file_and_known_to_the_record(
    ledger: Ledger, permit: Permit, later: Callable[[int], None], tmp_path: Path
) -> None:
    old = confirmed(ledger, permit, "a word that nobody else says")
    before = found(ledger, old)
    later(10)
    new = confirmed(ledger, permit, "a later word")
    later(31)
    assert ledger.erase_older(30) == 1
    assert ledger.erase_older(30) == 0
    assert whole(ledger) == [new.id]
    kept = ledger.history.submission(f"event-{before.number}")
    assert kept is not None
    assert (kept.state, kept.bytes, kept.sha256, kept.finished) == (
        *(State.CONFIRMED, before.bytes, before.sha256, before.finished),
    )
    file = on_disk(tmp_path)
    for secret in (
        b"a word that nobody else says",
        old.id.encode(),
        bytes.fromhex(old.id.replace("-", "")),
        old.secret,
    ):
        assert secret not in file
    assert b"a later word" in file
    assert [event.of for event in happened(ledger, "erased")] == [before.number]
    assert ledger.history.verify().ok


def test_what_is_not_finished_is_never_erased_however_old(
    ledger: Ledger, permit: Permit, later: Callable[[int], None]
) -> None:
    waits, unsure, given_up = queued(ledger, permit, "waits", "unsure", "given up")
    for each in (unsure, given_up):
        settled(ledger, each, permit, Outcome(State.UNCONFIRMED, "cut"))
    ledger.cancel(given_up.id)
    later(3_000)
    assert ledger.erase_older(1) == 1
    assert whole(ledger) == [waits.id, unsure.id]
    # What may have arrived and is not tried again is finished, and leaves the Outbox with its body.
    assert [each.id for each in ledger.history.pending()] == [waits.id, unsure.id]


def test_a_refused_one_leaves_the_outbox_when_its_body_does(
    ledger: Ledger, permit: Permit, later: Callable[[int], None]
) -> None:
    [made] = queued(ledger, permit, "one")
    settled(ledger, made, permit, Outcome(State.REFUSED, "no"))
    assert [each.id for each in ledger.history.pending()] == [made.id]
    later(31)
    ledger.erase_older(30)
    assert ledger.history.pending() == []
    assert ledger.history.counts()[State.REFUSED] == 1


def test_more_than_one_transaction_holds_is_erased_in_several(
    ledger: Ledger, permit: Permit, later: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ERASED_AT_ONCE", 3)
    for number in range(8):
        confirmed(ledger, permit, str(number))
    later(31)
    assert ledger.erase_older(30) == 8
    assert whole(ledger) == []
    assert ledger.history.verify().ok


def test_nothing_to_erase_writes_nothing(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "home").erase_older(30) == 0
    assert not (tmp_path / "home").exists()


def test_looking_for_what_could_be_erased_is_one_walk_along_an_index(ledger: Ledger, permit: Permit) -> None:
    with ledger._store.reading() as connection:
        plan: list[Any] = connection.execute(f"EXPLAIN QUERY PLAN {FINISHED}", (2026, 10)).fetchall()
    [step] = [row[3] for row in plan]
    assert step.startswith("SEARCH submission USING COVERING INDEX submission_whole (finished")


def test_erasing_brings_no_group_forward(home: Path, later: Callable[[int], None]) -> None:
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    assert engine.schedule()
    for each in engine.ledger.history.pending():
        engine.ledger.cancel(each.id)
    later(2)
    assert engine.ledger.erase_older(1) == 3
    later(0)
    assert engine.schedule() == []


def test_a_user_may_make_it_rarer_and_never_more_often(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    product_hours = engine.product.sending.interval_hours
    assert engine.schedule()
    for hours, rarer, goes in (
        (1, 1, False),
        (product_hours - 1, 1, False),
        (product_hours, 24, False),
        (24, 24, True),
    ):
        at = NOW() + timedelta(hours=hours, minutes=1)
        monkeypatch.setattr("core.engine.now", lambda at=at: at)
        assert bool(engine.schedule(rarer)) == goes, (hours, rarer)


def cancelled(home: Path) -> None:
    """A home with three that were cancelled."""
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    engine.schedule()
    for each in engine.ledger.history.pending():
        engine.ledger.cancel(each.id)


def age(home: Path, days: int) -> None:
    """As if all of that had been finished so many days earlier; the record notices only when asked."""
    with closing(apsw.Connection(str(home / NAME))) as connection:
        before = clock.milliseconds(clock.stamp(NOW() - timedelta(days=days)))
        connection.execute("UPDATE submission SET finished = ? WHERE finished IS NOT NULL", (before,))


def test_sending_in_a_terminal_erases_and_says_so(home: Path) -> None:
    cancelled(home)
    age(home, 31)
    assert b"erased" not in vitrinectl(home, "send").out
    save_settings(home, Settings(keep_days=30))
    assert b"3 erased here, finished longer ago than you keep them" in vitrinectl(home, "send").out
    assert b"erased" not in vitrinectl(home, "send").out


def test_settings_that_cannot_be_read_are_told_after_sending(home: Path) -> None:
    cancelled(home)
    (home / SETTINGS).write_text("{", encoding="utf-8")
    done = vitrinectl(home, "send")
    assert done.code == 1
    assert b"confirmed" in done.out
    assert SETTINGS in done.line
