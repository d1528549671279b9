"""The catalogue is the only list of keys: a new item is an entry in it and a line in a source, and nothing else."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import UNSET, UnsetType, defstruct

from core import paths
from core.cli import main
from core.reading import known
from core.sources import install_record, this_system
from core.sources.install_record import NAME, InstallRecord
from tests.catalogues import CATALOGUE
from tests.engines import build_real

NEW = """
[[items]]
key = "invented_fact"
title = "Invented fact"
type = "text"
position = {position}
read_from = "Nowhere."
left_out = "Nothing."
points = "no"
points_why = "It is the same everywhere."
not_to_be_confused_with = "Nothing."
example = "one"
"""
FACT = {"invented_fact": known("a new value", "a line in a source")}


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Adds an item to a group, in a copy of what came with the program."""
    copy = tmp_path / "resources"
    shutil.copytree(paths.resources(), copy)

    def add(group: str) -> None:
        with (copy / "catalogue" / f"{group}.toml").open("a", encoding="utf-8") as file:
            file.write(NEW.format(position=len(CATALOGUE.categories[group].items) + 1))
        monkeypatch.setattr(paths, "resources", lambda: copy)

    return add


def a_line_in_the_system(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    system = type(this_system())
    told = system.environment
    monkeypatch.setattr(system, "environment", lambda self: {**told(self), **FACT})


def a_line_in_the_install_record(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    field = ("invented_fact", str | UnsetType, UNSET)
    monkeypatch.setattr(
        install_record, "InstallRecord", defstruct("More", [field], bases=(InstallRecord,), frozen=True)
    )
    # Taken from the fields when the module is imported.
    monkeypatch.setattr(install_record, "KEYS", (*install_record.KEYS, "invented_fact"))
    home.mkdir()
    (home / NAME).write_text('{"format": 1, "invented_fact": "a new value"}')


@pytest.mark.parametrize(
    ("group", "add_line"),
    [("environment", a_line_in_the_system), ("installed_software", a_line_in_the_install_record)],
)
def test_a_declared_item_with_a_line_in_a_source_is_shown_and_sealed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    declare: Callable[[str], None],
    capsysbinary: pytest.CaptureFixture[bytes],
    group: str,
    add_line: Callable[[pytest.MonkeyPatch, Path], None],
) -> None:
    declare(group)
    add_line(monkeypatch, tmp_path / "home")
    engine = build_real(tmp_path / "home").engine
    shown = engine.show(group)
    assert list(shown.reading)[-1] == "invented_fact"
    assert shown.body is not None
    assert json.loads(shown.body)["items"]["invented_fact"] == "a new value"
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    assert main(["show", group, "--json"]) == 0
    [told] = json.loads(capsysbinary.readouterr().out)["categories"]
    assert (told["items"][-1]["title"], told["items"][-1]["value"]) == ("Invented fact", "a new value")
    assert told["sha256"] == hashlib.sha256(shown.body).hexdigest()
