"""`vitrinectl check url`: asks a server once, shows what would be told, and tells no more than that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from tests.commands import vitrinectl
from tests.fakes.authority import Authority
from tests.fakes.server import Peer, Server

CANARIES = ("canaryuser", "canarypass", "canarypath", "canaryquery", "canaryfragment")
KEYS = {"url", "dropped", "ipv4", "certificate_type", "trusted", "why"}


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Server]:
    """A server whose certificate is signed by itself."""
    (tmp_path / "keys").mkdir()
    tls = Authority().server(tmp_path / "keys", is_self_signed=True)
    with Server(Peer.read_all, tls) as server:
        yield server


def full(port: int) -> str:
    """An address with everything in it."""
    user, password, path, query, fragment = CANARIES
    return f"https://{user}:{password}@127.0.0.1:{port}/{path}?{query}#{fragment}"


def bodies(home: Path) -> list[dict[str, Any]]:
    """What waits in the Outbox."""
    waiting = json.loads(vitrinectl(home, "outbox", "--json").out)["submissions"]
    shown = (vitrinectl(home, "history", "show", each["id"], "--bytes").out for each in waiting)
    return [json.loads(body) for body in shown]


def test_what_is_learnt_is_printed_for_scripts(home: Path, listening: Server) -> None:
    done = vitrinectl(home, "check", "url", full(listening.port), "--allow-private", "--json")
    assert (done.code, done.error) == (0, b"")
    found = json.loads(done.out)
    assert found.keys() >= KEYS
    assert {key: found[key] for key in KEYS} == {
        "url": f"https://127.0.0.1:{listening.port}",
        "dropped": ["user_info", "path", "query", "fragment"],
        "ipv4": "127.0.0.1",
        "certificate_type": "self_signed",
        "trusted": False,
        "why": "its certificate is signed by itself",
    }
    listening.settle()
    assert listening.arrived == b""


def test_it_says_what_the_server_sees_before_and_after(home: Path, listening: Server) -> None:
    told = vitrinectl(home, "check", "url", "--help").out.decode()
    assert "once" in told
    assert "The server sees this computer's IP address" in told
    text = vitrinectl(home, "check", "url", full(listening.port), "--allow-private").out.decode()
    for words in (
        "What Example Software would be told:",
        "issued by the site to itself",
        "Left out: the user name or password, the path, what follows “?”, what follows “#”.",
        "Not trusted: its certificate is signed by itself.",
        "it can have seen this computer’s IP address and the name it was asked for",
        "Only shown: the agreement is not accepted.",
    ):
        assert words in text


def test_nothing_of_what_is_left_out_is_printed_or_kept(home: Path, listening: Server) -> None:
    agree()
    address = full(listening.port)
    for arguments in (
        ("--debug", "url", address),
        ("--debug", "url", f"{address}%"),
        ("url", address, "--allow-private"),
        ("url", address, "--allow-private", "--json"),
    ):
        done = vitrinectl(home, "check", *arguments)
        assert not [each for each in CANARIES if each.encode() in done.out + done.error]
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"web_request" in kept
    assert not [each for each in CANARIES if each.encode() in kept]


def agree() -> None:
    """Accept, and switch the group on."""
    assert main(["agreement", "accept", "--region", "eu"]) == 0
    assert main(["consent", "on", "web_request"]) == 0


def test_what_was_shown_waits_in_the_outbox_once_the_group_is_on(home: Path, listening: Server) -> None:
    address = full(listening.port)
    assert vitrinectl(home, "check", "url", address, "--allow-private").code == 0
    assert bodies(home) == []
    agree()
    assert json.loads(vitrinectl(home, "check", "url", address, "--allow-private", "--json").out)["due"]
    told = {"url": f"https://127.0.0.1:{listening.port}", "ipv4": "127.0.0.1", "certificate_type": "self_signed"}
    assert [body["items"] for body in bodies(home)] == [told]


def test_the_path_is_told_by_a_second_choice_only(home: Path, listening: Server) -> None:
    agree()
    assert vitrinectl(home, "settings", "set", "send_paths", "true").out == b"send_paths = true\n"
    done = vitrinectl(home, "check", "url", full(listening.port), "--allow-private", "--json")
    assert json.loads(done.out)["dropped"] == ["user_info", "query", "fragment"]
    assert [body["items"]["url"] for body in bodies(home)] == [f"https://127.0.0.1:{listening.port}/canarypath"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "[::1]"])
def test_this_computer_is_asked_only_if_the_user_says_so(home: Path, listening: Server, host: str) -> None:
    agree()
    done = vitrinectl(home, "check", "url", f"https://{host}:{listening.port}/")
    assert (done.code, done.out) == (1, b"")
    assert "this computer itself" in done.line
    assert "--allow-private" in done.line
    assert listening.peers == []
    assert bodies(home) == []


def test_a_name_that_leads_nowhere_is_told_to_nobody(home: Path) -> None:
    agree()
    done = vitrinectl(home, "check", "url", "https://nobody.invalid/", "--json")
    assert done.code == 1
    assert "was not found" in done.line
    assert json.loads(done.out)["certificate_type"] is None
    assert bodies(home) == []


def test_a_server_that_does_not_answer_is_an_end_with_one_line(home: Path) -> None:
    done = vitrinectl(home, "check", "url", "https://127.0.0.1:1/", "--allow-private", "--json")
    assert done.code == 1
    assert done.line == "vitrinectl: 127.0.0.1 could not be asked: nothing listens at 127.0.0.1, port 1."
    assert json.loads(done.out)["ipv4"] == "127.0.0.1"


def test_both_forms_of_a_name_are_shown(home: Path) -> None:
    done = vitrinectl(home, "check", "url", "https://b\u00fccher.invalid/", "--json")
    found = json.loads(done.out)
    assert (found["url"], found["letters"]) == ("https://xn--bcher-kva.invalid", "b\u00fccher.invalid")


@pytest.mark.parametrize(
    "text",
    ["", "bank.example", "https://bank.example:0", "https://bank.example/%zz", "https://b\u202e.example", "https://["],
)
def test_what_is_no_web_address_is_refused_in_one_line(home: Path, text: str) -> None:
    done = vitrinectl(home, "check", "url", text)
    assert (done.code, done.out) == (1, b"")
    assert re.match(r"vitrinectl: [A-Z].*\.$", done.line)


@pytest.mark.parametrize("text", ["https://bank.example/?" + "x" * 1024 * 1024, "https://a\0b.example/", "\udc80" * 9])
def test_what_no_terminal_could_pass_on_is_refused_too(
    home: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "url", text]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_spoilt_settings_let_no_path_through(home: Path, listening: Server) -> None:
    home.mkdir()
    (home / "settings.json").write_text('{"send_paths": "yes"}', encoding="ascii")
    done = vitrinectl(home, "check", "url", full(listening.port), "--allow-private", "--json")
    assert done.code == 1
    assert "settings.json" in done.line
    assert json.loads(done.out)["url"] == f"https://127.0.0.1:{listening.port}"
