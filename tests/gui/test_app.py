"""The viewer starts, draws its pages, and says in one line why it could not."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.license.sample import samples
from tests.commands import REPOSITORY, Ended, another_product, vitrine

GROUPS = [
    *("installed_software", "transmission", "environment", "processed_object"),
    *("web_request", "license", "payment"),
]
PAGES = [
    "overview",
    *GROUPS,
    "outbox",
    "history",
    "agreement",
    "license-status",
    "settings",
    "connection",
    "support",
    "about",
]
EVENTS = ("processed_object", "web_request", "payment")
PICTURES = {
    *PAGES,
    *(f"{group}-readable" for group in EVENTS),
    *(f"{group}-{tab}" for group in GROUPS for tab in ("bytes", "request")),
}


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, as its header says."""
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def said(done: Ended) -> list[str]:
    """What it told of itself; Qt's offscreen platform says a line of its own."""
    lines = done.error.decode().splitlines()
    return [line for line in lines if "propagateSizeHints" not in line]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages in the dark theme at twice the size."""
    folder = tmp_path_factory.mktemp("drawn")
    asked = ("--screenshots", str(folder / "new" / "pictures"), "--theme", "dark", "--scale", "2")
    done = vitrine(folder / "home", *asked)
    assert (done.code, said(done), done.out) == (0, [], b"")
    return folder / "new" / "pictures"


def test_every_page_and_every_tab_is_drawn(drawn: Path) -> None:
    assert {path.stem for path in drawn.iterdir()} == PICTURES
    assert {path.suffix for path in drawn.iterdir()} == {".png"}


def test_the_pictures_have_the_size_asked_for_and_each_shows_something_else(drawn: Path) -> None:
    assert {size(path) for path in drawn.iterdir()} == {(2400, 1560)}
    assert len({path.read_bytes() for path in drawn.iterdir()}) == len(PICTURES)


def test_the_demo_reads_nothing_of_this_computer_and_keeps_nothing(tmp_path: Path) -> None:
    done = vitrine(tmp_path / "home", "--profile", "demo", "--screenshots", str(tmp_path / "pictures"))
    assert (done.code, said(done)) == (0, [])
    assert not (tmp_path / "home").exists()
    states = {f"license-status.{state}" for state in samples()}
    assert {path.stem for path in (tmp_path / "pictures").iterdir()} == PICTURES | states


def test_pictures_that_cannot_be_written_are_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    done = vitrine(tmp_path / "home", "--screenshots", str(tmp_path / "file"))
    assert done.code == 1
    assert len(said(done)) == 1
    assert "file" in said(done)[0]
    assert (tmp_path / "file").read_bytes() == b"kept"


@pytest.mark.parametrize("page", ["nonsense", "Overview", "../overview", "over\u202eview", ""])
def test_a_page_there_is_not_is_refused_in_one_line(tmp_path: Path, page: str) -> None:
    done = vitrine(tmp_path / "home", "--page", page)
    assert done.code != 0
    assert len(said(done)) == 1
    assert said(done)[0].isprintable()


@pytest.mark.parametrize("wrong", [["--nothing"], ["--profile", "nothing"], ["--theme", "pink"], ["--scale", "x"]])
def test_wrong_usage_ends_with_two(tmp_path: Path, wrong: list[str]) -> None:
    done = vitrine(tmp_path / "home", *wrong)
    assert done.code == 2
    assert done.error.startswith(b"usage: vitrine")


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "1000"])
def test_a_scale_no_screen_has_is_wrong_usage(tmp_path: Path, scale: str) -> None:
    done = vitrine(tmp_path / "home", "--page", "nonsense", f"--scale={scale}")
    assert done.code == 2
    assert b"--scale" in done.error.splitlines()[-1]


def test_help_shows_an_example(tmp_path: Path) -> None:
    done = vitrine(tmp_path / "home", "--help")
    assert (done.code, done.error) == (0, b"")
    assert b"example: vitrine" in done.out


@pytest.mark.parametrize("content", [b"", b"{[", b"\xff\xfe", '"\u202e<b>" = 1'.encode(), b"x" * 1_000_000])
def test_a_bad_product_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    refused(tmp_path, {"VITRINE_PRODUCT": str(tmp_path / "bad.toml")}, "bad.toml")
    assert (tmp_path / "bad.toml").read_bytes() == content


def test_a_product_with_an_address_of_another_kind_is_told_in_one_line(tmp_path: Path) -> None:
    path = another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "ftp://example.com"')
    refused(tmp_path, {"VITRINE_PRODUCT": str(path)}, "ftp://example.com")


def test_a_product_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    refused(tmp_path, {"VITRINE_PRODUCT": str(REPOSITORY / "nothing.toml")}, "nothing.toml")


def refused(folder: Path, variables: Mapping[str, str], word: str) -> None:
    done = vitrine(folder / "home", **variables)
    assert (done.code, done.out) == (1, b"")
    assert done.line.startswith("vitrine: ")
    assert done.line.isprintable()
    assert word in done.line
