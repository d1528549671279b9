"""Whoever edits the state file by hand gets nothing sent by it, and takes no decision back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from core.assembly import Vitrine
from core.clock import now, stamp
from core.envelope import seal
from core.errors import Code, Refused
from core.reading import known
from core.record.store import NAME
from core.record.submission import Outcome, State
from tests.engines import build_real
from tests.refusals import refuses


def edit(home: Path, *commands: tuple[str, tuple[object, ...]]) -> None:
    with closing(sqlite3.connect(home / NAME)) as connection, connection:
        for command, values in commands:
            connection.execute(command, values)


def queued(home: Path, category: str = "license", count: int = 1) -> Vitrine:
    """The program, agreed to, with submissions that may go at once."""
    vitrine = build_real(home)
    engine = vitrine.engine
    if engine.consent.choices().standing != "accepted":
        engine.consent.accept("eu", "script")
    if category == "environment":
        engine.choose(category, True, "script")
    for number in range(count):
        key = "retail_item_id" if category == "license" else "os_family"
        envelope = seal(category, {key: known(f"N{number}", "a test")}, engine.catalogue.statement.id)
        engine.ledger.queue(envelope, engine.consent.choices().permit, stamp(now()))
    return vitrine


def states(vitrine: Vitrine) -> list[State]:
    return [each.state for each in vitrine.engine.ledger.history.submissions()]


def other_body(home: Path) -> None:
    with closing(sqlite3.connect(home / NAME)) as connection:
        body = bytes(connection.execute("SELECT body FROM submission").fetchone()[0])
    items = {**json.loads(body), "items": {"canary": "PASSWORD"}}
    forged = json.dumps(items, separators=(",", ":"), sort_keys=True).encode()
    edit(home, ("UPDATE submission SET body=?, sha256=?, bytes=?", (forged, sha256(forged).hexdigest(), len(forged))))


def other_secret(home: Path) -> None:
    edit(home, ("UPDATE submission SET secret=randomblob(32) WHERE number=(SELECT min(number) FROM submission)", ()))


def other_group(home: Path) -> None:
    edit(home, ("UPDATE submission SET category='transmission'", ()))


@pytest.mark.parametrize("forge", [other_body, other_group])
def test_a_submission_edited_in_the_outbox_is_not_sent(home: Path, forge: Callable[[Path], None]) -> None:
    vitrine = queued(home)
    forge(home)
    assert not vitrine.delivery.drain(urgent=True).states
    assert not (home / "receiver").exists()
    assert not vitrine.engine.ledger.history.verify().ok


def test_one_edited_submission_holds_up_no_other(home: Path) -> None:
    vitrine = queued(home, count=3)
    other_secret(home)
    assert list(vitrine.delivery.drain(urgent=True).states.values()) == [State.CONFIRMED] * 2


def test_a_decision_edited_away_while_vitrine_runs_is_missed(home: Path) -> None:
    vitrine = queued(home)
    vitrine.engine.withdraw("script")
    vitrine.engine.consent.choices()
    edit(home, ("UPDATE event SET kind='noticed' WHERE kind='withdrawn'", ()))
    with refuses(Code.DECISION_GONE):
        vitrine.engine.consent.choices()
    assert not vitrine.engine.choices().allowed


def test_a_trigger_that_could_swallow_a_withdrawal_is_refused(home: Path) -> None:
    vitrine = queued(home)
    trigger = "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event WHERE number=NEW.number; END"
    edit(home, (trigger, ()))
    with refuses(Code.RECORD_PLANTED):
        vitrine.engine.withdraw("script")
    assert not vitrine.engine.choices().allowed


def test_a_withdrawal_killed_right_after_its_event_has_ended_what_waited(home: Path) -> None:
    vitrine = queued(home, count=2)
    vitrine.engine.consent.withdraw("script")
    assert states(vitrine) == [State.CANCELLED] * 2
    vitrine.engine.consent.accept("eu", "script")
    assert not vitrine.delivery.drain(urgent=True).states


def test_what_a_killed_sender_left_is_not_sent_after_a_withdrawal(home: Path) -> None:
    vitrine = queued(home)
    ledger = vitrine.engine.ledger
    waiting = ledger.waiting(1000)[0]
    ledger.attempt([waiting], vitrine.engine.consent.choices().permit)
    vitrine.engine.consent.withdraw("script")
    vitrine.engine.consent.accept("eu", "script")
    assert not vitrine.delivery.drain(urgent=True).states
    assert states(vitrine) == [State.UNCONFIRMED]


def test_accepting_anew_ends_what_waits_of_a_choice(home: Path) -> None:
    vitrine = queued(home, "environment")
    vitrine.engine.consent.accept("eu", "script")
    assert states(vitrine) == [State.CANCELLED]
    vitrine.engine.choose("environment", True, "script")
    assert not vitrine.delivery.drain(urgent=True).states


def test_a_receiver_that_asks_to_be_left_alone_is_asked_nothing_else_either(home: Path) -> None:
    vitrine = queued(home, count=2)
    ledger = vitrine.engine.ledger
    first = ledger.waiting(1)[0]
    [first] = ledger.attempt([first], vitrine.engine.consent.choices().permit)
    ledger.settle([(first, Outcome(State.UNCONFIRMED, "503", retry_after=3600.0))])
    assert not vitrine.delivery.drain(urgent=True).states


def test_the_state_file_is_not_written_through_a_link(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (tmp_path / "other").touch(0o644)
    (home / NAME).symlink_to(tmp_path / "other")
    with pytest.raises(Refused, match="link"):
        build_real(home).engine.consent.accept("eu", "script")
    assert (tmp_path / "other").read_bytes() == b""
