"""Pictures: of every page and state, the same bytes at each run, and each with a sentence for those who do not see."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.demo.invented import samples
from tests.commands import REPOSITORY, environment, run, vitrine

MOST_GALLERY_BYTES = 8_000_000
# The viewer years later, by this computer's clock.
LATER = """
import sys
from datetime import UTC, datetime
from core import clock
clock.now = lambda: datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
from gui.app import main
sys.exit(main())
"""
GROUPS = [
    *("installed_software", "transmission", "environment", "processed_object"),
    *("web_request", "license", "payment"),
]
EVENTS = ("processed_object", "web_request", "payment")
OTHERS = [
    *("overview", "outbox", "history", "agreement", "license-status", "settings", "connection", "support", "about"),
]
PAGES = {
    *((page, "default") for page in (*GROUPS, *OTHERS)),
    *((group, "readable") for group in EVENTS),
    *((group, tab) for group in GROUPS for tab in ("bytes", "request")),
}
STATES = {
    *((group, "changed") for group in GROUPS if group not in EVENTS),
    *(("license-status", state) for state in samples()),
    *(("agreement", state) for state in ("first-run", "text", "changed", "withdrawn", "unreadable")),
    *(("overview", state) for state in ("first-run", "offline", "paused", "withdrawn", "unreadable", "search")),
    *(("overview", "license-ending"), ("installed_software", "paused")),
    *(("outbox", state) for state in ("empty", "refused", "unconfirmed", "offline", "paused")),
    *(("outbox", state) for state in ("withdrawn", "unreadable")),
    *(("history", state) for state in ("empty", "checked", "limits")),
    *(("history", f"confirmed-{side}") for side in ("bytes", "receipt", "changed", "details")),
    *(("processed_object", state) for state in ("found", "signed", "failed", "not-fully-scanned")),
    *((group, "nothing-yet") for group in EVENTS),
    *(("environment", "first-run"), ("environment", "off"), ("web_request", "sample")),
    *(("processed_object", "off"), ("web_request", "off"), ("payment", "on")),
}


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, as its header says."""
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def draw(folder: Path, *asked: str) -> Path:
    """Draw into a new folder, in a home of its own, which must stay as it was."""
    done = vitrine(folder / "home", "--screenshots", str(folder / "new" / "pictures"), *asked)
    assert (done.code, done.said, done.out) == (0, [], b"")
    return folder / "new" / "pictures"


def listed(folder: Path) -> list[dict[str, Any]]:
    """The list beside the pictures."""
    pictures = json.loads((folder / "manifest.json").read_bytes())["pictures"]
    assert isinstance(pictures, list)
    return pictures


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of everything that was written."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages of this computer in the dark theme at twice the size."""
    return draw(tmp_path_factory.mktemp("real"), "--theme", "dark", "--scale", "2")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages and states of the demo."""
    folder = tmp_path_factory.mktemp("demo")
    drawn = draw(folder, "--profile", "demo", "--theme", "light", "--language", "en")
    assert not (folder / "home").exists()
    return drawn


def test_every_page_and_every_tab_is_drawn_and_named(real: Path) -> None:
    names = {f"{page}.{state}.dark.en.2.png" for page, state in PAGES}
    assert {path.name for path in real.iterdir()} == names | {"manifest.json"}


def test_the_pictures_have_the_size_asked_for_and_each_shows_something_else(real: Path) -> None:
    assert {size(path) for path in real.glob("*.png")} == {(2400, 1560)}
    assert len({path.read_bytes() for path in real.glob("*.png")}) == len(PAGES)


def test_of_the_demo_every_state_is_drawn(demo: Path) -> None:
    assert {(each["page"], each["state"]) for each in listed(demo)} == PAGES | STATES
    assert {size(path) for path in demo.glob("*.png")} == {(1200, 780)}
    # What is seen first is a state too: an active license, a signed file.
    twice = {name for name, count in Counter(sums(demo).values()).items() if count > 1}
    assert {name.rsplit(".light", 1)[0] for name, found in sums(demo).items() if found in twice} == {
        *("license-status.default", "license-status.active"),
        *("processed_object.default", "processed_object.signed"),
    }


@pytest.mark.parametrize("folder", ["real", "demo"])
def test_each_is_listed_with_one_sentence_of_what_is_to_be_seen(request: pytest.FixtureRequest, folder: str) -> None:
    pictures = request.getfixturevalue(folder)
    assert {each["file"] for each in listed(pictures)} == {path.name for path in pictures.glob("*.png")}
    for each in listed(pictures):
        assert each["file"].startswith(f"{each['page']}.{each['state']}.")
        assert each["title"]
        assert each["alt"].endswith(".")
        assert ". " not in each["alt"]
        assert each["alt"][0].isupper() or each["alt"][0] == "“"
    assert len({each["alt"] for each in listed(pictures)}) == len(listed(pictures))


def test_of_the_demo_another_run_on_another_day_draws_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    asked = ("--profile", "demo", "--screenshots", str(tmp_path / "again"), "--theme", "light")
    done = run([sys.executable, "-c", LATER, *asked], environment(tmp_path / "home", QT_QPA_PLATFORM="offscreen"))
    assert (done.code, done.said) == (0, [])
    assert sums(tmp_path / "again") == sums(demo)
    assert not (tmp_path / "home").exists()


def test_the_gallery_shows_what_it_holds_in_the_same_words_and_is_small(demo: Path) -> None:
    docs = REPOSITORY / "docs"
    page = (docs / "GALLERY.md").read_text(encoding="utf-8")
    shown = {name: alt for alt, name in re.findall(r"!\[(.+?)\]\(gallery/(.+?)\)", page)}
    gallery = docs / "gallery"
    held = {path.relative_to(gallery).as_posix(): path.stat().st_size for path in gallery.rglob("*.png")}
    assert shown.keys() == held.keys()
    assert sum(held.values()) < MOST_GALLERY_BYTES
    assert {name.split(".")[2] for name in held} == {"light", "dark", "contrast"}
    alts = {f"{each['page']}.{each['state']}": each["alt"] for each in listed(demo)}
    assert {name: alts[".".join(Path(name).name.split(".")[:2])] for name in shown} == shown


def test_pictures_that_cannot_be_written_are_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    done = vitrine(tmp_path / "home", "--screenshots", str(tmp_path / "file"))
    assert done.code == 1
    assert len(done.said) == 1
    assert "file" in done.said[0]
    assert (tmp_path / "file").read_bytes() == b"kept"
