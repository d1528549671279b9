"""Whoever edits the state file by hand gets nothing sent by it, and takes no decision back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import apsw
import pytest

from core.assembly import Vitrine
from core.clock import now, stamp
from core.envelope import seal
from core.errors import Code, Refused
from core.reading import known
from core.record.ledger import Ledger
from core.record.store import NAME
from core.record.submission import Outcome, State
from core.settings import Settings, save_settings
from tests.core.record.desk import edit, happened
from tests.engines import build_real
from tests.refusals import refuses


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
    [of] = Ledger(home).history.submissions()
    items = {**json.loads(of.body or b""), "items": {"canary": "PASSWORD"}}
    forged = json.dumps(items, separators=(",", ":"), sort_keys=True).encode()
    digest, size = sha256(forged).hexdigest(), len(forged)
    edit(home, f"UPDATE submission SET body=x'{forged.hex()}', sha256=x'{digest}', bytes={size}")


def other_secret(home: Path) -> None:
    edit(home, "UPDATE submission SET secret=randomblob(32) WHERE number=(SELECT min(number) FROM submission)")


def other_group(home: Path) -> None:
    edit(home, "UPDATE submission SET category='transmission'")


def received(home: Path) -> int:
    """How much the receiver inside has."""
    with closing(apsw.Connection(str(home / "receiver" / "received.db"))) as connection:
        return int(connection.execute("SELECT count(*) FROM submission").get)


@pytest.mark.parametrize("forge", [other_body, other_group])
def test_a_submission_edited_in_the_outbox_is_not_sent(home: Path, forge: Callable[[Path], None]) -> None:
    vitrine = queued(home)
    forge(home)
    assert not vitrine.delivery.drain(urgent=True).states
    assert received(home) == 0
    assert not vitrine.engine.ledger.history.verify().ok


def test_one_edited_submission_holds_up_no_other(home: Path) -> None:
    vitrine = queued(home, count=3)
    other_secret(home)
    assert list(vitrine.delivery.drain(urgent=True).states.values()) == [State.CONFIRMED] * 2


def test_a_decision_edited_away_while_vitrine_runs_holds_all_the_same(home: Path) -> None:
    vitrine = queued(home)
    vitrine.engine.withdraw("script")
    edit(home, "UPDATE decision SET kind='noticed' WHERE kind='withdrawn'")
    assert not vitrine.engine.choices().allowed
    with refuses(Code.EVENT_EDITED):
        build_real(home).engine.consent.choices()


def test_a_decision_taken_out_while_vitrine_runs_is_missed(home: Path) -> None:
    vitrine = queued(home)
    vitrine.engine.withdraw("script")
    edit(home, "DELETE FROM decision WHERE number >= (SELECT number FROM decision WHERE kind='withdrawn')")
    with refuses(Code.EVENTS_EDITED):
        vitrine.engine.consent.choices()
    assert not vitrine.engine.choices().allowed


SWALLOWING = (
    "CREATE TRIGGER t AFTER INSERT ON decision BEGIN DELETE FROM decision WHERE number=NEW.number; END",
    (
        "ALTER TABLE decision ADD COLUMN x INTEGER GENERATED ALWAYS AS "
        "(CASE kind WHEN 'withdrawn' THEN NULL ELSE 1 END) VIRTUAL NOT NULL ON CONFLICT IGNORE"
    ),
)


@pytest.mark.parametrize("planted", SWALLOWING)
def test_what_could_swallow_a_withdrawal_is_refused_also_while_vitrine_runs(home: Path, planted: str) -> None:
    vitrine = queued(home)
    edit(home, planted)
    with refuses(Code.RECORD_PLANTED):
        vitrine.engine.withdraw("script")
    assert not vitrine.engine.choices().allowed
    with refuses(Code.RECORD_PLANTED):
        build_real(home).engine.consent.withdraw("script")


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


REVIVED = (
    "UPDATE submission SET state='waiting', finished=NULL, reason=''",
    "UPDATE submission SET state='unconfirmed', finished=NULL, reason='', exposed=1, attempts=1",
)


@pytest.mark.parametrize("edited", REVIVED)
def test_what_was_cancelled_is_not_sent_because_its_row_was_edited(home: Path, edited: str) -> None:
    vitrine = queued(home)
    for each in vitrine.engine.ledger.history.pending():
        vitrine.engine.ledger.cancel(each.id)
    edit(home, edited)
    assert vitrine.delivery.drain(urgent=True).states == {}
    assert happened(vitrine.engine.ledger, "attempted") == []


def test_what_is_held_is_not_sent_earlier_because_its_row_was_edited(home: Path) -> None:
    vitrine = queued(home)
    edit(home, "UPDATE submission SET due = 0, queued = 0")
    assert vitrine.delivery.drain(urgent=True).states == {}


def test_paths_are_switched_off_by_the_record_whatever_the_file_says(home: Path) -> None:
    vitrine = queued(home)
    vitrine.preferences.change("send_paths", "true", "script")
    (home / "settings.json").unlink()
    vitrine.preferences.change("send_paths", "false", "script")
    assert vitrine.engine.ledger.events()[-2].kind == "paths_off"
    save_settings(home, Settings(send_paths=True))
    assert not vitrine.preferences.load().send_paths
