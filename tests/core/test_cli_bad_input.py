"""A spoilt file costs one line on stderr and the exit status 1: never a traceback, never a change to the file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.record.store import NAME as STATE
from tests.catalogues import ITEMS
from tests.commands import REPOSITORY, Ended, command, environment, run

# What a file holds instead; None is no file, FOLDER a folder in its place.
FOLDER = b"(a folder)"
HOSTILE = "\u202e\u200b<b>&</b>"
FAULTS: dict[str, bytes | None] = {
    "missing": None,
    "empty": b"",
    "malformed": b"{[=",
    "cut": b'name = "Example',
    "NUL": b"\0" * 64,
    "not UTF-8": b"\xff\xfe\x00",
    "hostile TOML": f'name = "{HOSTILE}"\n"{HOSTILE}" = 1\n'.encode(),
    "hostile JSON": json.dumps({"format": 1, HOSTILE: HOSTILE, "\0": 1}).encode(),
    "one line of 1 MB": b'name = "' + b"x" * 1_000_000 + b'"',
    "one value of 1 MB": b'{"format": "' + b"x" * 1_000_000 + b'"}',
    "wrong type": b"[1, 2]",
    "nested": b"[" * 100_000,
    "nested TOML": b"a = " + b"[" * 100_000,
    "a folder": FOLDER,
}
FILES = {
    "catalogue": "resources/catalogue/catalogue.toml",
    "group": "resources/catalogue/environment.toml",
    "product": "resources/product.toml",
    "install record": "home/install-record.json",
    "settings": "home/settings.json",
    "state": f"home/{STATE}",
}
NORMAL = {("install record", "missing"), ("settings", "missing"), ("state", "missing"), ("state", "empty")}
ROWS = [(file, fault) for file in FILES for fault in FAULTS]
SPOILT = [row for row in ROWS if row not in NORMAL]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in a folder where its own files can be spoilt."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(REPOSITORY / "core", folder / "core", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("catalogue", "license", "statement"):
        shutil.copytree(REPOSITORY / "resources" / name, folder / "resources" / name)
    shutil.copy(REPOSITORY / "resources" / "product.toml", folder / "resources")
    return folder


@pytest.fixture
def spoilt(checkout: Path, file: str, fault: str) -> Iterator[Path]:
    """The named file with the named fault; whole again afterwards."""
    path, home = checkout / FILES[file], checkout / "home"
    home.mkdir()
    before = path.read_bytes() if path.exists() else None
    put(path, FAULTS[fault])
    yield path
    put(path, before)
    shutil.rmtree(home)


def put(path: Path, content: bytes | None) -> None:
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    if content == FOLDER:
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)


def holds(path: Path, content: bytes | None) -> bool:
    """Whether `path` is still as `put` left it."""
    if content == FOLDER:
        return path.is_dir() and not list(path.iterdir())
    return not path.exists() if content is None else path.read_bytes() == content


def vitrinectl(checkout: Path, *arguments: str) -> Ended:
    return run(command("core", *arguments), environment(checkout / "home"), checkout)


@pytest.mark.parametrize(("file", "fault"), SPOILT)
def test_a_spoilt_file_is_told_in_one_line_and_left_as_it_is(checkout: Path, spoilt: Path, fault: str) -> None:
    done = vitrinectl(checkout, "show")
    assert done.code == 1
    assert done.line.startswith("vitrinectl: ")
    assert spoilt.name in done.line
    assert done.line.isprintable()
    assert len(done.line) < 600
    assert holds(spoilt, FAULTS[fault])


@pytest.mark.parametrize(("file", "fault"), sorted(NORMAL))
def test_what_may_be_missing_is_no_error(checkout: Path, spoilt: Path) -> None:
    done = vitrinectl(checkout, "show")
    assert (done.code, done.error) == (0, b"")


@pytest.mark.parametrize(("file", "fault"), [("install record", "malformed"), ("state", "malformed")])
def test_a_spoilt_file_in_the_home_hides_nothing_else(checkout: Path, spoilt: Path) -> None:
    done = vitrinectl(checkout, "show", "--json")
    groups = json.loads(done.out)["categories"]
    assert done.code == 1
    assert sum(len(group["items"]) for group in groups) == ITEMS
    assert next(item["value"] for item in groups[2]["items"] if item["key"] == "os_family") is not None
    assert all(group["bytes"] for group in groups if group["trigger"] == "snapshot")


@pytest.mark.parametrize(("file", "fault"), [("product", "malformed"), ("state", "malformed"), ("group", "empty")])
def test_the_doctor_names_the_spoilt_file_and_what_to_do(checkout: Path, spoilt: Path) -> None:
    done = vitrinectl(checkout, "doctor", "--json")
    wrong = [check for check in json.loads(done.out)["checks"] if not check["ok"]]
    assert (done.code, done.error) == (1, b"")
    assert len(wrong) == 1
    assert spoilt.name in wrong[0]["found"]
    assert wrong[0]["next"]


@pytest.mark.parametrize(("file", "fault"), [("product", "malformed")])
def test_where_it_came_from_is_shown_only_when_asked(checkout: Path, spoilt: Path) -> None:
    done = vitrinectl(checkout, "show", "--debug")
    assert done.code == 1
    assert b"Traceback" in done.error
    assert b"Refused" in done.error


@pytest.mark.parametrize(
    ("file", "word"),
    [("product", "Example Security"), ("group", "Operating system"), ("catalogue", "better operation")],
)
def test_a_text_that_cannot_be_seen_is_refused_wherever_it_stands(checkout: Path, file: str, word: str) -> None:
    path = checkout / FILES[file]
    whole = path.read_bytes()
    path.write_bytes(whole.replace(f'"{word}"'.encode(), f'"{word}\u200b"'.encode()))
    try:
        done = vitrinectl(checkout, "show")
    finally:
        path.write_bytes(whole)
    assert done.code == 1
    assert f"“{word}<U+200B>” holds a character that cannot be seen" in done.line


@pytest.mark.parametrize("name", ["a\u202eb.toml", "two\nlines.toml", "\x1b[31mred.toml", "\udcff.toml", "x" * 5000])
def test_a_hostile_file_name_is_told_in_one_line_that_cannot_deceive(checkout: Path, name: str) -> None:
    variables = environment(checkout / "home", VITRINE_PRODUCT=str(checkout / name))
    done = run(command("core", "show"), variables, checkout)
    assert done.code == 1
    assert done.line.isprintable()
    assert len(done.line) < 600


def test_an_agreement_that_is_not_there_is_told_in_one_line(checkout: Path) -> None:
    text = checkout / "resources/statement/example-agreement.txt"
    whole = text.read_bytes()
    text.unlink()
    try:
        done = vitrinectl(checkout, "show")
    finally:
        text.write_bytes(whole)
    assert done.code == 1
    assert text.name in done.line
