"""Without a consent that holds, word for word, for what would happen now, nothing leaves; and one line says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cli import main
from tests.commands import vitrinectl
from tests.fakes.receiver import Receiver
from tests.fakes.server import Server
from tests.faults.driver import ROWS, swept
from tests.faults.refused import CASES, Case

CONSENTS = 150
# In processes of their own, as a person has them; the others run in this one.
BY_HAND = ("never: nothing was decided", "withdrawn", "another port", "withdrawn, and called noticed")


@pytest.mark.parametrize("name", CASES)
def test_nothing_leaves_without_a_consent_that_holds(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Server(Receiver()) as server:
        case = Case(tmp_path, server.port)
        case.begin(accepted=not name.startswith("never"))
        CASES[name](case)
        for key, value in case.environment().items():
            monkeypatch.setenv(key, value)
        if case.catalogue is not None:
            monkeypatch.setattr("core.paths.resources", lambda: case.catalogue)
        for command in (["send"], ["send", "license"], ["outbox", "retry"]):
            capsys.readouterr()
            code, told = main(command), capsys.readouterr()
            assert server.peers == [], command
            if command[0] == "send":
                assert (code, told.out, told.err.count("\n")) == (1, "", 1), told
                assert told.err.startswith("vitrinectl: ")
                assert "Traceback" not in told.err


@pytest.mark.parametrize("name", BY_HAND)
def test_the_command_itself_sends_nothing_and_says_so_in_one_line(name: str, tmp_path: Path) -> None:
    with Server(Receiver()) as server:
        case = Case(tmp_path, server.port)
        case.begin(accepted=not name.startswith("never"))
        CASES[name](case)
        ended = vitrinectl(case.home, "send", VITRINE_PRODUCT=str(case.product))
        assert (ended.code, ended.out) == (1, b"")
        assert ended.line.startswith("vitrinectl: ")
        assert server.peers == []


def test_an_honest_consent_sends(tmp_path: Path) -> None:
    with Server(Receiver()) as server:
        case = Case(tmp_path, server.port)
        case.begin()
        assert vitrinectl(case.home, "send", VITRINE_PRODUCT=str(case.product)).code == 0
        assert len(server.peers) == 1


def test_no_forged_consent_sends() -> None:
    found = swept(23, CONSENTS)
    assert found.held, found.figure


@pytest.mark.parametrize("guard", ROWS[23].guards)
def test_the_forgeries_find_a_program_that_believes_them(guard: str) -> None:
    assert not swept(23, ROWS[23].few, guard=guard).held
