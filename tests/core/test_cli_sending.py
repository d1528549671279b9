"""Decide, send, keep, from a terminal: what left is what was shown, and nothing leaves unasked."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.commands import Ended, another_product, vitrinectl

SNAPSHOTS = ("installed_software", "license", "transmission")
CODES = {"accept": ("agreement", "accept", "--region", "eu"), "withdraw": ("consent", "withdraw")}


def done(home: Path, *arguments: str, **more: str) -> Ended:
    ended = vitrinectl(home, *arguments, **more)
    assert (ended.code, ended.error) == (0, b""), ended
    return ended


def document(home: Path, *arguments: str, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(home, *arguments, "--json", **more).out)
    return found


def submissions(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document(home, "history", "list")["submissions"]
    return found


def received(home: Path) -> dict[str, bytes]:
    """What the practice receiver kept, by submission."""
    path = home / "receiver" / "received.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        bodies = [bytes(row[0]) for row in connection.execute("SELECT body FROM submission WHERE body IS NOT NULL")]
    return {json.loads(body)["submission"]: body for body in bodies}


@pytest.fixture
def accepted(home: Path) -> Path:
    done(home, *CODES["accept"])
    return home


@pytest.mark.parametrize(
    "before",
    [
        [],
        [("agreement", "decline")],
        [("agreement", "accept", "--region", "other")],
        [CODES["accept"], CODES["withdraw"]],
        [CODES["accept"], ("agreement", "decline")],
        [CODES["accept"], ("pause",)],
    ],
)
def test_nothing_is_sent_unless_it_is_accepted_and_not_paused(home: Path, before: list[tuple[str, ...]]) -> None:
    for command in before:
        vitrinectl(home, *command)
    ended = vitrinectl(home, "send")
    assert ended.code == 1
    assert ended.line.startswith("vitrinectl: nothing is sent: ")
    assert received(home) == {}


def test_what_the_receiver_kept_is_what_was_shown_and_what_history_holds(accepted: Path) -> None:
    shown = {key: done(accepted, "show", key, "--bytes").out for key in SNAPSHOTS}
    done(accepted, "send")
    rows = {row["category"]: row for row in submissions(accepted)}
    assert set(rows) == set(SNAPSHOTS)
    kept = received(accepted)
    for key, body in shown.items():
        row = rows[key]
        assert row["state"] == "confirmed"
        assert (row["bytes"], row["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
        assert done(accepted, "history", "show", row["id"], "--bytes").out == body == kept[row["id"]]
        # The draft was used up: what goes next has a number of its own.
        assert done(accepted, "show", key, "--bytes").out != body
    assert document(accepted, "history", "verify")["ok"]
    assert document(accepted, "outbox", "list")["submissions"] == []


def test_a_choice_is_sent_only_while_it_is_on(accepted: Path) -> None:
    refused = vitrinectl(accepted, "send", "environment")
    assert (refused.code, refused.line[:11]) == (1, "vitrinectl:")
    done(accepted, "consent", "on", "environment")
    done(accepted, "send", "environment")
    done(accepted, "consent", "off", "environment")
    assert vitrinectl(accepted, "send", "environment").code == 1
    assert [row["category"] for row in submissions(accepted)] == ["environment"]


def test_what_cannot_be_reached_waits_and_switching_off_removes_it(home: Path, tmp_path: Path) -> None:
    product = str(another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "http://127.0.0.1:9"'))
    done(home, *CODES["accept"], VITRINE_PRODUCT=product)
    done(home, "consent", "on", "environment", VITRINE_PRODUCT=product)
    ended = vitrinectl(home, "send", VITRINE_PRODUCT=product)
    assert ended.code == 1
    waiting = document(home, "outbox", "list", VITRINE_PRODUCT=product)["submissions"]
    assert {row["state"] for row in waiting} == {"waiting"}
    assert len(waiting) == 4
    done(home, "consent", "off", "environment", VITRINE_PRODUCT=product)
    left = document(home, "outbox", "list", VITRINE_PRODUCT=product)["submissions"]
    assert {row["category"] for row in left} == set(SNAPSHOTS)
    done(home, "outbox", "cancel", left[0]["id"], VITRINE_PRODUCT=product)
    done(home, *CODES["withdraw"], VITRINE_PRODUCT=product)
    assert document(home, "outbox", "list", VITRINE_PRODUCT=product)["submissions"] == []
    assert {row["state"] for row in submissions(home)} == {"cancelled"}
    assert document(home, "history", "verify")["ok"]


def test_a_swapped_product_file_sends_nothing_and_says_so(accepted: Path, tmp_path: Path) -> None:
    product = str(another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "http://127.0.0.1:9"'))
    ended = vitrinectl(accepted, "send", VITRINE_PRODUCT=product)
    assert ended.code == 1
    assert "has changed" in ended.line


def test_what_was_queued_for_one_receiver_never_goes_to_another(home: Path, tmp_path: Path) -> None:
    product = str(another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "http://127.0.0.1:9"'))
    done(home, *CODES["accept"], VITRINE_PRODUCT=product)
    assert vitrinectl(home, "send", VITRINE_PRODUCT=product).code == 1
    left = {row["id"] for row in document(home, "outbox", "list")["submissions"]}
    done(home, *CODES["accept"])
    vitrinectl(home, "outbox", "retry")
    vitrinectl(home, "send", "license")
    assert len(received(home)) == 1
    assert not left & received(home).keys()
    assert {row["id"] for row in document(home, "outbox", "list")["submissions"]} == left


def test_that_accepting_again_switches_groups_off_is_said(accepted: Path) -> None:
    done(accepted, "consent", "on", "environment")
    assert b"are off now, until you switch them on" in done(accepted, *CODES["accept"]).out
    assert b"Your device          off\n" in done(accepted, "consent").out


def test_a_record_without_a_decision_says_so(home: Path) -> None:
    assert done(home, "consent", "history").out == b"Nothing was decided yet.\n"
    assert document(home, "consent", "history") == {"events": []}


def test_who_decided_is_recorded_as_a_script_here(accepted: Path) -> None:
    events = document(accepted, "consent", "history")["events"]
    assert [(event["kind"], event["how"]) for event in events] == [("accepted", "script")]
    assert set(events[0]) == {"number", "at", "kind", "category", "how", "terms"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE submission SET body = CAST(replace(CAST(body AS TEXT), 'HTTP', 'FTPS') AS BLOB)",
        "UPDATE submission SET state = 'cancelled'",
        "UPDATE event SET at = at - 1 WHERE number = 2",
        "DELETE FROM event WHERE number = 3",
    ],
)
def test_an_edited_record_is_found_and_named(accepted: Path, change: str) -> None:
    done(accepted, "send")
    with closing(apsw.Connection(str(accepted / "vitrine.db"))) as connection:
        connection.execute(change)
    ended = vitrinectl(accepted, "history", "verify", "--json")
    verdict = json.loads(ended.out)
    assert (ended.code, verdict["ok"]) == (1, False)
    assert isinstance(verdict["first_bad"], int)


def test_a_dry_run_names_the_bytes_and_sends_nothing(accepted: Path) -> None:
    ended = done(accepted, "send", "license", "--dry-run")
    body = done(accepted, "show", "license", "--bytes").out
    assert hashlib.sha256(body).hexdigest().encode() in ended.out
    assert submissions(accepted) == []
    assert received(accepted) == {}


def test_an_export_never_overwrites_and_follows_no_link(accepted: Path, tmp_path: Path) -> None:
    done(accepted, "send")
    target = tmp_path / "victim"
    target.write_text("precious")
    (tmp_path / "link").symlink_to(target)
    for name in ("victim", "link"):
        for command in ("history", "outbox"):
            ended = vitrinectl(accepted, command, "export", str(tmp_path / name))
            assert ended.code == 1
            assert ended.line
    assert target.read_text() == "precious"
    done(accepted, "history", "export", str(tmp_path / "new"))
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "refused",
    [
        ("consent", "off", "license"),
        ("outbox", "cancel", "\u202e"),
        ("history", "show", "nothing"),
        ("history", "export", "/nowhere/at/all"),
        ("outbox", "export", "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_done_is_one_line(accepted: Path, refused: tuple[str, ...]) -> None:
    ended = vitrinectl(accepted, *refused)
    assert ended.code == 1
    assert ended.line.isprintable()
