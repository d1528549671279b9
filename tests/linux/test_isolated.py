"""Viewing needs neither a network nor a place to write."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from core.record.store import NAME
from tests.commands import Ended, command, environment, run, vitrinectl

OFFLINE = ["unshare", "--map-root-user", "--net", "--"]
# A file system that not even root can write to, for this one command.
READ_ONLY = "mount --bind {home} {home} && mount -o remount,ro,bind {home} && exec {command}"


def read_only(home: Path, *arguments: str) -> Ended:
    script = READ_ONLY.format(home=shlex.quote(str(home)), command=shlex.join(command("core", *arguments)))
    return run(["unshare", "--map-root-user", "--mount", "--", "sh", "-c", script], environment(home))


def offline(home: Path, *arguments: str) -> Ended:
    return run([*OFFLINE, *command("core", *arguments)], environment(home))


def told(done: Ended) -> list[dict[str, Any]]:
    assert done.code == 0, done.error
    groups: list[dict[str, Any]] = json.loads(done.out)["categories"]
    return groups


def test_without_any_network_the_same_is_shown(tmp_path: Path) -> None:
    # Without adapters there is no number of one: that fact alone may differ.
    online, apart = told(vitrinectl(tmp_path, "show", "--json")), told(offline(tmp_path, "show", "--json"))
    assert [group for group in apart if group["key"] != "environment"] == [
        group for group in online if group["key"] != "environment"
    ]
    items = [[item for group in groups for item in group["items"]] for groups in (online, apart)]
    differing = [before["key"] for before, after in zip(*items, strict=True) if before != after]
    assert set(differing) <= {"mac_prefix"}


def test_without_any_network_the_bytes_are_the_same(tmp_path: Path) -> None:
    for group in ("installed_software", "transmission", "license"):
        for form in ("--bytes", "--wire"):
            assert offline(tmp_path, "show", group, form) == vitrinectl(tmp_path, "show", group, form)


def test_there_really_is_no_network(tmp_path: Path) -> None:
    script = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=5)"
    done = run([*OFFLINE, command("core")[0], "-c", script], environment(tmp_path))
    assert b"unreachable" in done.error


@pytest.mark.parametrize("form", [["--json"], [], ["environment", "--bytes"], ["license", "--wire"]])
def test_in_a_home_that_cannot_be_written_the_kept_bytes_are_shown(tmp_path: Path, form: list[str]) -> None:
    before = vitrinectl(tmp_path, "show", *form)
    assert before.code == 0
    assert read_only(tmp_path, "show", *form) == before


def test_in_a_home_that_cannot_be_written_a_first_look_is_shown_and_told(tmp_path: Path) -> None:
    done = read_only(tmp_path, "show", "--json")
    assert "nothing can be kept" in done.line
    assert sum(item["value"] is not None for group in told(done) for item in group["items"]) > 10
    assert not (tmp_path / NAME).exists()


def test_in_a_home_that_cannot_be_written_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    done = read_only(tmp_path, "doctor", "--json")
    wrong = [check for check in json.loads(done.out)["checks"] if not check["ok"]]
    assert (done.code, done.error) == (1, b"")
    assert [check["key"] for check in wrong] == ["state"]
    assert "writable" in wrong[0]["next"]


def test_the_home_really_cannot_be_written(tmp_path: Path) -> None:
    done = read_only(tmp_path, "settings", "set", "theme", "dark")
    assert done.code == 1
    assert "Read-only file system" in done.line
    assert list(tmp_path.iterdir()) == []
