"""A spoilt catalogue is refused whole, in one line: nothing is guessed, repaired or skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core import paths
from core.catalogue import load_catalogue
from core.errors import Code, Refused
from core.wording.errors import sentence

FOLDER = paths.resources() / "catalogue"
Change = Callable[[Path], object]


def _replace(old: str, new: str) -> Change:
    def change(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def _add(data: bytes) -> Change:
    return lambda path: path.write_bytes(path.read_bytes() + data)


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _items_again(path: Path) -> None:
    _add(path.read_bytes().partition(b"\n\n")[2])(path)


FRAME, GROUP = "catalogue.toml", "transmission.toml"


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        (FRAME, _replace("[regions]", "surprise = 1\n[regions]"), ["surprise", "$.statement"]),
        (FRAME, _replace('number = "175193"', "number = 175193"), ["`str`", "`int`", "$.statement.number"]),
        (FRAME, _replace('"transmission",', '"license",'), ["category “license” stands twice"]),
        (FRAME, _replace('"license",', '"licence",'), ["licence.toml", "cannot be read"]),
        (FRAME, _replace('key = "counting"', 'key = "profiling"'), ["installed_software.toml", "“counting”"]),
        (GROUP, _replace("[[items]]", "surprise = 1\n[[items]]"), ["unknown field `surprise`"]),
        (GROUP, _replace("position = 1", "position = true"), ["`int`", "`bool`", "item 1", "$.position"]),
        (GROUP, _replace('points = "no"', 'points = "maybe"'), ["maybe", "points"]),
        (GROUP, _replace('key = "transmission"', 'key = "environment"'), ["“environment”", "“transmission”"]),
        (GROUP, _replace('key = "protocol"', 'key = "pröt"'), ["item 1", "$.key"]),
        (GROUP, _replace('type = "text"', 'type = "enum"'), ["item protocol", "“values”"]),
        (GROUP, _replace('type = "text"', 'type = "integer"'), ["item protocol", "example"]),
        (GROUP, _replace("title =", 'title = "twice"\ntitle ='), ["line 3"]),
        (GROUP, _items_again, ["item “protocol” stands twice"]),
        (GROUP, _replace("position = 1", "position = -3"), ["item 1", "$.position"]),
        (GROUP, _replace("position = 1", f"position = {'9' * 5000}"), ["digits"]),
        (GROUP, _replace('title = "Protocol"', 'title = "\\u202eProtocol"'), ["<U+202E>", "cannot be seen"]),
        (GROUP, _replace('trigger = "snapshot"', 'trigger = "snapshot"\nbasis = "agreed"'), ["`basis`"]),
        (FRAME, _replace('"transmission",', '"../transmission",'), ["$.categories"]),
        (FRAME, _replace('key = "site"', 'key = "vendor"'), ["recipient “vendor” stands twice"]),
        (FRAME, _replace('key = "format"', 'key = "category"'), ["delivery field “category” stands twice"]),
        (GROUP, Path.unlink, ["cannot be read"]),
        (GROUP, lambda path: path.write_bytes(b""), ["missing required field `key`"]),
        (GROUP, _add(b"\xff"), ["not UTF-8", "byte"]),
        (GROUP, _add(b"no TOML"), ["line "]),
        (GROUP, _add(b"\n" + b"#" * 5_000_000), ["larger than"]),
        (GROUP, _folder_instead, ["not a file"]),
    ],
)
def test_a_spoilt_file_is_refused_in_one_line_that_names_it_and_the_place(
    tmp_path: Path, file: str, change: Change, expected: list[str]
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    change(folder / file)
    with pytest.raises(Refused) as refused:
        load_catalogue(folder, frozenset())
    line = sentence(refused.value)
    assert len(line.splitlines()) == 1
    missing = [part for part in [*expected, ".toml"] if part not in line]
    assert not missing, line


def test_a_switch_for_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        load_catalogue(FOLDER, frozenset({"camera"}))
    assert (refused.value.code, refused.value.about) == (Code.CATALOGUE_CHOICE_UNKNOWN, {"group": "camera"})
