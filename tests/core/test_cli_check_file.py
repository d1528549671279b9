"""`vitrinectl check file`: what would be told of a file, that its name never is, and what becomes of it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from core.reading import Reason
from tests.commands import Ended, vitrinectl
from tests.fakes.eicar import EICAR

ON = [("agreement", "accept", "--region", "eu"), ("consent", "on", "processed_object")]


@pytest.fixture
def eicar(tmp_path: Path) -> Path:
    """A file in which something is found, and by whose name one would know it again."""
    path = tmp_path / "private name"
    path.write_bytes(EICAR)
    return path


def decide(home: Path, *commands: tuple[str, ...]) -> None:
    for command in commands:
        assert vitrinectl(home, *command).code == 0


def files(ended: Ended) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ended.out)["files"]
    return found


def outbox(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(vitrinectl(home, "outbox", "list", "--json").out)["submissions"]
    return found


def test_the_document_has_the_form_that_scripts_read(home: Path, eicar: Path) -> None:
    ended = vitrinectl(home, "check", "file", str(eicar), "--json")
    assert (ended.code, ended.error) == (0, b"")
    [found] = files(ended)
    assert found["path"] == str(eicar)
    assert found["items"]["detection_name"] == {"value": "EICAR-Test-File", "reason": None}
    assert found["items"]["certificate_public_key"] == {"value": None, "reason": "not_checked"}
    assert found["signature"] == {
        "state": "not_read", "signer": "", "digest_ok": None, "chain": [], "signed_at": "",
        "why": "Signatures of this format are not read.",
    }  # fmt: skip
    assert found["detections"][0] == {
        "engine": "yara", "name": "EICAR-Test-File", "id": "vitrine-0001", "type": "test file",
        "timestamp": "2026-11-25T00:00:00Z", "precision": "record", "of_user": False,
    }  # fmt: skip
    assert {"name", "state"} <= found["engines"][0].keys()
    for fact in found["items"].values():
        assert (fact["value"] is None) == (fact["reason"] is not None)
        assert fact["reason"] in (None, *Reason)


def test_while_the_group_is_off_it_is_only_shown_and_stays_so(home: Path, eicar: Path) -> None:
    decide(home, ON[0])
    ended = vitrinectl(home, "check", "file", str(eicar))
    assert (ended.code, ended.error) == (0, b"")
    assert b" only shown: it is switched off." in b" ".join(ended.out.split())
    decide(home, ON[1])
    assert outbox(home) == []


def test_while_it_is_on_exactly_what_was_told_waits_to_be_read_and_cancelled(home: Path, eicar: Path) -> None:
    decide(home, *ON)
    [found] = files(vitrinectl(home, "check", "file", str(eicar), "--json"))
    waiting = {row["id"]: row for row in outbox(home)}
    assert waiting.keys() == {each["id"] for each in found["submissions"]}
    bodies = {each["id"]: vitrinectl(home, "outbox", "show", each["id"]).out for each in found["submissions"]}
    for each in found["submissions"]:
        body = bodies[each["id"]]
        values = {key: fact["value"] for key, fact in each["items"].items() if fact["value"] is not None}
        assert json.loads(body)["items"] == values
        assert (len(body), hashlib.sha256(body).hexdigest()) == (each["bytes"], each["sha256"])
        assert b"private" not in body
    assert vitrinectl(home, "show", "processed_object", "--bytes").out == list(bodies.values())[-1]
    [group] = json.loads(vitrinectl(home, "show", "processed_object", "--json").out)["categories"]
    assert (group["state"], group["sha256"]) == ("last_event", found["submissions"][-1]["sha256"])
    told = vitrinectl(home, "check", "file", str(eicar))
    assert b" queued as another submission, beside 1 waiting with the same facts; held until " in b" ".join(
        told.out.split()
    )


def test_a_person_reads_the_state_first_and_that_the_name_is_never_sent(home: Path, eicar: Path) -> None:
    lines = vitrinectl(home, "check", "file", str(eicar)).out.decode().splitlines()
    assert lines[0].startswith("FOUND: EICAR-Test-File")
    assert lines[1].split()[:3] == ["File", "(never", "sent)"]


def test_what_was_not_checked_is_one_line_and_the_rest_is_shown(home: Path, eicar: Path) -> None:
    missing = eicar.with_name("mis\u202esing")
    ended = vitrinectl(home, "check", "file", str(missing), str(eicar))
    assert ended.code == 1
    assert ended.line.endswith("was not checked: there is no such file.")
    assert ended.line.isprintable()
    assert b"1 of 2: NOT CHECKED: there is no such file" in ended.out
    assert b"2 of 2: FOUND: EICAR-Test-File" in ended.out
    assert "\u202e" not in ended.out.decode()


def test_several_that_were_not_checked_are_one_line_too(home: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ended = vitrinectl(home, "check", "file", str(tmp_path / "pipe"), "/dev/zero", str(tmp_path / "missing"), "--json")
    assert ended.code == 1
    assert ended.line == "vitrinectl: 3 of 3 files were not checked."
    states = {each["path"]: each["signature"]["state"] for each in files(ended)}
    assert set(states.values()) == {"failed"}
    assert len(states) == 3


def test_a_folder_is_every_file_in_it(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b", "a", "c"):
        (folder / name).write_bytes(b"plain")
    ended = vitrinectl(home, "check", "file", str(folder), "--json")
    assert ended.code == 0
    assert [Path(each["path"]).name for each in files(ended)] == ["a", "b", "c"]
    assert [each["submissions"] for each in files(ended)] == [[], [], []]


def test_an_empty_folder_and_no_file_are_told_apart(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    empty = ("check", "file", str(tmp_path / "empty"))
    assert files(vitrinectl(home, *empty, "--json")) == []
    assert vitrinectl(home, *empty).out == b"There is no file to check.\n"
    assert vitrinectl(home, "check", "file").code == 2
