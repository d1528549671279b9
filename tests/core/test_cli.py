"""What a terminal is promised: the whole preview, the very bytes, and one line where something is wrong."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core.reading import Reason
from core.sources.install_record import NAME
from tests.catalogues import ITEMS
from tests.commands import REPOSITORY, another_product, command, environment, vitrinectl

SNAPSHOTS = ("installed_software", "transmission", "environment", "license")
EVENTS = ("processed_object", "web_request", "payment")
COMMANDS = ("show", "doctor", "settings", "schema")
PRINTING = (["show"], ["show", "--json"], ["show", "license", "--bytes"], ["doctor"], ["settings"], ["schema"])
GROUP_FIELDS = {
    *("key", "title", "basis", "recipient", "trigger", "sending"),
    *("state", "bytes", "sha256", "items"),
}
ITEM_FIELDS = {"key", "title", "value", "reason", "source", "clause", "purpose", "left_out"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that the tests of this module only read."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def document(kept: Path) -> dict[str, Any]:
    """What `show --json` says."""
    return shown(kept)


def shown(home: Path, **more: str) -> dict[str, Any]:
    done = vitrinectl(home, "show", "--json", **more)
    assert (done.code, done.error) == (0, b"")
    found: dict[str, Any] = json.loads(done.out)
    return found


def body(home: Path, group: str, **more: str) -> bytes:
    done = vitrinectl(home, "show", group, "--bytes", **more)
    assert (done.code, done.error) == (0, b"")
    return done.out


def record(home: Path, update: str) -> None:
    home.mkdir(exist_ok=True)
    (home / NAME).write_text(json.dumps({"format": 1, "software_update_id": update}), encoding="utf-8")


def group_of(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(group for group in document["categories"] if group["key"] == key)


def test_every_group_and_every_item_is_told_to_scripts(document: dict[str, Any]) -> None:
    assert {"statement", "endpoint", "practice", "paused", "categories"} <= document.keys()
    assert {"id", "region", "accepted"} <= document["statement"].keys()
    groups = document["categories"]
    assert sorted(group["key"] for group in groups) == sorted((*SNAPSHOTS, *EVENTS))
    assert sum(len(group["items"]) for group in groups) == ITEMS
    assert all(group.keys() >= GROUP_FIELDS for group in groups)
    assert all(item.keys() >= ITEM_FIELDS for group in groups for item in group["items"])


def test_every_item_has_a_value_or_a_reason_and_says_from_where_and_what_for(document: dict[str, Any]) -> None:
    for item in (item for group in document["categories"] for item in group["items"]):
        assert (item["value"] is None) != (item["reason"] is None), item
        assert item["reason"] in {None, *Reason}
        for field in ("title", "source", "clause", "purpose", "left_out"):
            assert item[field].strip(), (item["key"], field)


def test_what_has_not_happened_has_no_bytes_and_the_rest_has(document: dict[str, Any]) -> None:
    for key in SNAPSHOTS:
        group = group_of(document, key)
        assert group["state"] == "live"
        assert group["bytes"] > 0
        assert len(group["sha256"]) == 64
    for key in EVENTS:
        group = group_of(document, key)
        assert (group["state"], group["bytes"], group["sha256"]) == ("nothing_yet", None, None)


def test_before_the_agreement_nothing_is_accepted_and_no_group_is_sent(document: dict[str, Any]) -> None:
    assert document["statement"]["accepted"] is False
    assert not any(group["sending"] for group in document["categories"])


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_the_bytes_are_those_of_the_json_and_the_same_again(kept: Path, document: dict[str, Any], group: str) -> None:
    first, told = body(kept, group), group_of(document, group)
    assert body(kept, group) == first
    assert len(first) == told["bytes"]
    assert hashlib.sha256(first).hexdigest() == told["sha256"]
    values = {item["key"]: item["value"] for item in told["items"] if item["value"] is not None}
    assert json.loads(first)["items"] == values


@pytest.mark.parametrize("group", ["installed_software", "license"])
def test_processes_that_start_at_once_show_the_same_bytes(tmp_path: Path, group: str) -> None:
    ask = command("core", "show", group, "--bytes")
    together = [
        subprocess.Popen(ask, cwd=REPOSITORY, env=environment(tmp_path / "home"), stdout=subprocess.PIPE)
        for _ in range(8)
    ]
    bodies = {process.communicate()[0] for process in together}
    assert len(bodies) == 1
    assert bodies == {body(tmp_path / "home", group)}


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_the_wire_is_head_empty_line_and_those_bytes(kept: Path, group: str) -> None:
    done, expected = vitrinectl(kept, "show", group, "--wire"), body(kept, group)
    head, _, rest = done.out.partition(b"\r\n\r\n")
    assert (done.code, rest) == (0, expected)
    first, *headers = head.decode("ascii").split("\r\n")
    assert first == "POST /v1/submissions HTTP/1.1"
    fields = dict(line.split(": ", 1) for line in headers)
    assert len(fields) == len(headers)
    assert fields["Content-Length"] == str(len(expected))
    assert fields["Host"] == "receiver.practice.invalid"


def test_another_value_makes_other_bytes_and_another_number(tmp_path: Path) -> None:
    home = tmp_path / "home"
    record(home, "2024-03-1")
    before = json.loads(body(home, "installed_software"))
    record(home, "2024-03-2")
    after = json.loads(body(home, "installed_software"))
    assert before["items"].pop("software_update_id") == "2024-03-1"
    assert after["items"].pop("software_update_id") == "2024-03-2"
    assert before["items"] == after["items"]
    assert before["submission"] != after["submission"]


def test_another_product_makes_other_bytes_and_is_named(tmp_path: Path) -> None:
    home, path = tmp_path / "home", another_product(tmp_path, '"4.2.0"', '"4.2.1"')
    before, other = body(home, "installed_software"), body(home, "installed_software", VITRINE_PRODUCT=str(path))
    assert json.loads(before)["items"]["software_version"] == "4.2.0"
    assert json.loads(other)["items"]["software_version"] == "4.2.1"
    assert shown(home, VITRINE_PRODUCT=str(path))["product"]["file"] == str(path)


@pytest.mark.parametrize("form", ["--bytes", "--wire"])
@pytest.mark.parametrize("group", EVENTS)
def test_what_has_not_happened_is_refused_in_one_line(kept: Path, group: str, form: str) -> None:
    done = vitrinectl(kept, "show", group, form)
    assert (done.code, done.out) == (1, b"")
    assert "nothing has happened yet" in done.line


@pytest.mark.parametrize("asked", [[], *([name] for name in COMMANDS)])
def test_every_command_helps_with_an_example(kept: Path, asked: list[str]) -> None:
    done = vitrinectl(kept, *asked, "--help")
    assert (done.code, done.error) == (0, b"")
    assert b"example" in done.out
    assert b"vitrinectl" in done.out.partition(b"example")[2]


@pytest.mark.parametrize("asked", PRINTING)
def test_a_reader_that_goes_away_is_no_error(kept: Path, asked: list[str]) -> None:
    process = subprocess.Popen(
        command("core", *asked), cwd=REPOSITORY, env=environment(kept), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() in (0, 1)


@pytest.mark.parametrize("asked", [["show"], ["show", "environment"], ["doctor"]])
def test_a_person_reads_words_and_no_number_that_does_not_add_up(kept: Path, asked: list[str]) -> None:
    done = vitrinectl(kept, *asked)
    assert (done.code, done.error) == (0, b"")
    text = done.out.decode()
    assert text.replace("\n", "").isprintable()
    if "environment" in asked:
        assert f"{len(body(kept, 'environment'))} bytes" in text


def test_the_doctor_finds_everything_in_order(kept: Path) -> None:
    done = vitrinectl(kept, "doctor", "--json")
    checks = json.loads(done.out)["checks"]
    assert done.code == 0
    assert [check["key"] for check in checks if not check["ok"]] == []
    assert all(check.keys() >= {"key", "ok", "found", "meaning", "next"} for check in checks)
    assert any(f"{ITEMS} items" in check["found"] for check in checks)
