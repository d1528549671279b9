"""The log holds nothing of a person: over every command and every way to break it, no canary stands in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Never

import pytest

from core import cli
from core.log import FOLDER
from core.settings import NAME
from core.wording.commands import COMMANDS

CANARY = "canary-4c1d"
# Of each command what a person types, with a canary wherever something can be typed.
TYPED = {
    "agreement": ("show",),
    "consent": ("history",),
    "pause": (),
    "resume": (),
    "send": (),
    "outbox": ("show", CANARY),
    "history": ("show", CANARY),
    "show": ("environment",),
    "check": ("file", f"/{CANARY}"),
    "browser": ("safe", f"https://{CANARY}.example/{CANARY}"),
    "license": ("activate", f"/{CANARY}"),
    "doctor": (),
    "settings": ("set", "proxy", f"http://{CANARY}@{CANARY}.example:1"),
    "receiver": ("--data", f"/{CANARY}"),
    "schema": (CANARY,),
}
# Where the program breaks: what it reads first, what it sends with, what it keeps, what it looks into.
BREAKS = (
    "core.assembly.load_product",
    "core.record.store.Store.reading",
    "core.record.store.Store.transaction",
    "core.engine.declared",
    "core.settings.load_settings",
    "core.checking.files.FileCheck.check",
    "core.cli.browser.run",
)


def fail(*_: object, **__: object) -> Never:
    """Whatever was given, what comes of it names it."""
    value = CANARY
    raise KeyError(value, Path(f"/home/{value}/secret"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose name and settings are a canary."""
    home = tmp_path / CANARY
    home.mkdir()
    (home / NAME).write_text(json.dumps({"proxy": f"http://{CANARY}@{CANARY}.example:1"}), encoding="utf-8")
    monkeypatch.setenv("VITRINE_HOME", str(home))
    return home


def logged(home: Path) -> str:
    """Everything that stands in the logs."""
    return "".join(file.read_text(encoding="utf-8") for file in sorted((home / FOLDER).glob("*.log")) if file.is_file())


def test_every_command_is_tried() -> None:
    assert list(TYPED) == list(COMMANDS)


@pytest.mark.parametrize("place", BREAKS)
def test_of_what_breaks_a_command_the_log_has_the_place_and_nothing_of_a_person(
    home: Path, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Else it would go on until it is ended.
    monkeypatch.setattr("core.receiver.practice.PracticeReceiver.start", fail)
    monkeypatch.setattr(place, fail)
    unforeseen = 0
    for name, words in TYPED.items():
        code = cli.main([name, *words])
        told = capsys.readouterr().err.splitlines()
        if any("nobody foresaw (KeyError)" in line for line in told):
            unforeseen += 1
            assert code == 1, name
            assert len(told) == 1, name
    kept = logged(home)
    assert unforeseen > 1, "nothing was broken: the promise would be empty"
    assert kept.count("type=builtins.KeyError") >= unforeseen
    assert CANARY not in kept


def test_of_what_is_refused_or_done_the_log_has_nothing_of_a_person(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["agreement", "accept", "--region", "eu"])
    for name, words in TYPED.items():
        if name != "receiver":
            cli.main([name, *words])
    assert CANARY not in logged(home)
