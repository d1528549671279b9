"""An error has a code for scripts; one that nobody foresaw is one clear sentence, and in the log without any value."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import get_args

import pytest

from core import log
from core.cli import MODULES, submissions
from core.consent.consent import Standing
from core.wording import commands, terminal
from core.wording.errors import MESSAGES
from tests.commands import REPOSITORY, Ended, environment, run, vitrinectl

CANARY = "canary-4c1d"
# A process in which what a collector read cannot be looked up, for a reason that names what was read.
BROKEN = f"""
import sys
from core import cli, engine

def declared(category, reading):
    value = "{CANARY}"
    return {{}}[value]

engine.declared = declared
sys.exit(cli.main(sys.argv[1:]))
"""


def broken(home: Path, *arguments: str) -> Ended:
    return run([sys.executable, "-c", BROKEN, *arguments], environment(home), REPOSITORY)


@pytest.mark.parametrize(
    ("typed", "code", "exit_code"),
    [
        ("history show nothing --json", "submission_unknown", 1),
        ("license activate /nowhere --json", "file_unreadable", 1),
        ("consent history --json --pink", "usage_unknown", 2),
        ("show pink --json", "group_unknown", 2),
        ("agreement accept --json", "usage_no_region", 2),
    ],
)
def test_a_script_gets_code_and_sentence_where_a_person_gets_the_sentence(
    tmp_path: Path, typed: str, code: str, exit_code: int
) -> None:
    ended = vitrinectl(tmp_path / "home", *typed.split())
    told = json.loads(ended.out)
    assert ended.code == exit_code
    assert told == {"error": {"code": code, "what": ended.line.removeprefix("vitrinectl: ")}}
    assert not (tmp_path / "home").exists()


def test_what_is_a_name_does_not_ask_for_a_document(tmp_path: Path) -> None:
    ended = vitrinectl(tmp_path / "home", "history", "show", "--", "--json")
    assert (ended.code, ended.out) == (1, b"")


def test_an_error_nobody_foresaw_is_one_sentence_and_its_places_are_in_the_log(tmp_path: Path) -> None:
    home = tmp_path / CANARY
    ended = broken(home, "show", "environment")
    file = home / log.FOLDER / "terminal.log"
    assert (ended.code, ended.out) == (1, b"")
    assert ended.line == (
        "vitrinectl: “show” failed: an error in Vitrine that nobody foresaw (KeyError). Where it happened is "
        f"in the log, {file}. Try again; if it fails again, send the log to support. --debug shows the traceback."
    )
    kept = file.read_text("ascii")
    [line] = [line for line in kept.splitlines() if " unexpected " in line]
    assert " type=builtins.KeyError " in line
    places = line.partition(" at=")[2].split(",")
    modules = list(dict.fromkeys(place.partition(":")[0] for place in places))
    assert modules == ["core.cli", "core.cli.show", "core.engine", "__main__"]
    assert all(place.partition(":")[2].isdigit() for place in places)
    assert CANARY not in kept


def test_its_traceback_is_shown_only_when_asked_for(tmp_path: Path) -> None:
    ended = broken(tmp_path / "home", "show", "--json", "--debug")
    assert ended.code == 1
    assert f"KeyError: '{CANARY}'" in ended.error.decode()
    assert "Traceback" in ended.error.decode()
    assert json.loads(ended.out)["error"]["code"] == "unexpected"


def test_where_no_log_can_be_kept_the_sentence_says_so(tmp_path: Path) -> None:
    # Nobody, not even root, makes a folder there.
    ended = broken(Path("/proc/vitrine"), "show", "license")
    assert ended.code == 1
    assert ended.line == (
        "vitrinectl: “show” failed: an error in Vitrine that nobody foresaw (KeyError). No log could be kept. "
        "Try again; if it fails again, tell support. --debug shows the traceback."
    )


def test_every_command_has_its_module_its_examples_and_every_state_its_words() -> None:
    folder = REPOSITORY / "core" / "cli"
    for name in commands.COMMANDS:
        assert (folder / f"{MODULES.get(name, name)}.py").is_file()
        examples = [commands.EXAMPLES[key] for key in (name, f"{name} file", f"{name} url") if key in commands.EXAMPLES]
        assert examples
        assert all(f"vitrinectl {name}" in each for each in examples)
    assert {"accepted", *submissions.STANDING} == set(get_args(Standing))
    assert {*terminal.STANDING, "unread"} == {*get_args(Standing), "changed"}
    assert set(submissions.STANDING.values()) <= set(MESSAGES)
