"""The handbook says what is: a page for each page of the window, the words on the screen, commands that there are."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from contextlib import nullcontext
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core import cli, paths
from core.checking.walk import MOST_FILES
from core.license.status import WARNINGS
from core.sending.answers import FIRST_BACK_OFF, MOST_BACK_OFF
from core.settings import Settings
from gui import theme
from gui.app import PAGES
from gui.pages.handbook import CONTENTS, leads_to
from gui.pages.search import MOST_RECALLED
from tests.commands import REPOSITORY, run
from tests.gui.screen_words import AROUND, Heard, in_code, listen

FOLDER = REPOSITORY / "docs" / "handbook"
CHAPTERS = sorted(path.stem for path in FOLDER.glob("*.md"))
MOST_BYTES = 4_000_000
LONGEST_PAGE = 110
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
QUOTED = re.compile(r"“(.+?)”")
CODE = re.compile(r"`(vitrinectl[^`]*)`")


def text_of(chapter: str) -> str:
    """A page as one line: a name may be broken between two."""
    return " ".join((FOLDER / f"{chapter}.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def heard(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    theme.apply(qapp, "light")
    return listen(tmp_path_factory.mktemp("heard") / "home")


@pytest.fixture(scope="module")
def code() -> set[str]:
    return in_code()


def test_there_is_a_page_for_each_page_of_the_window_and_no_other() -> None:
    groups = tomllib.loads((paths.resources() / "catalogue" / "catalogue.toml").read_text("utf-8"))["categories"]
    assert set(CHAPTERS) == {CONTENTS, *groups, *PAGES}


def test_the_list_of_pages_leads_to_every_one() -> None:
    assert {leads_to(link) for link in LINK.findall(text_of(CONTENTS))} == {*CHAPTERS} - {CONTENTS}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_link_leads_to_a_page_of_the_handbook(chapter: str) -> None:
    for link in LINK.findall(text_of(chapter)):
        assert leads_to(link) in CHAPTERS, link


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_page_is_short_and_has_its_part_for_support_staff(chapter: str) -> None:
    lines = (FOLDER / f"{chapter}.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_PAGE
    assert lines[0].startswith("# ")
    assert "## For support staff" in lines


def test_each_page_shows_one_picture_and_says_what_is_to_be_seen(heard: Heard) -> None:
    used = set()
    for chapter in {*CHAPTERS} - {CONTENTS}:
        [(alt, name)] = PICTURE.findall(text_of(chapter))
        page, state, *rest = Path(name).name.split(".")
        assert (page, rest) == (chapter, ["light", "en", "1", "png"])
        assert (FOLDER / name).read_bytes().startswith(b"\x89PNG")
        assert alt == heard.alts[f"{page}.{state}"]
        used.add(name)
    held = list(FOLDER.glob("*.png"))
    assert {path.name for path in held} == {name for name in used if "/" not in name}
    assert sum(path.stat().st_size for path in held) < MOST_BYTES


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_whatever_is_set_in_bold_stands_on_the_screen(chapter: str, heard: Heard, code: set[str]) -> None:
    here = heard.pages.get(chapter, set()) | heard.pages[AROUND]
    missing = [name for name in BOLD.findall(text_of(chapter)) if name not in here | heard.texts | code]
    assert missing == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_whatever_is_quoted_is_said_on_the_screen(chapter: str, heard: Heard, code: set[str]) -> None:
    said = heard.texts | code
    pieces = [piece.strip() for quoted in QUOTED.findall(text_of(chapter)) for piece in quoted.split("…")]
    assert [piece for piece in pieces if not any(piece in text for text in said)] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_command_is_one_that_there_is(chapter: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in CODE.findall(text_of(chapter)):
        # As far as reading what was typed: nothing is done. To print the version ends it.
        ending = pytest.raises(SystemExit) if command.endswith("--version") else nullcontext()
        if words := command.split()[1:]:
            with ending:
                cli._parse(words)


@pytest.mark.parametrize(
    ("chapter", "says"),
    [
        ("README", "for {hold_minutes} minutes before it goes"),
        ("README", "every {interval_hours} hours, as the product says"),
        ("README", "waited longer than the product lets it: {most_days} days"),
        ("environment", "for {hold_minutes} minutes, and one follows every {interval_hours} hours"),
        ("outbox", "{hold_minutes} minutes after it was put here"),
        ("outbox", "at most {most_submissions:,} submissions or {most_mebibytes} MiB, as the product says"),
        ("outbox", "for more than {most_days} days"),
        ("history", "longer than {most_days} days"),
        ("agreement", "for {hold_minutes} minutes, where you can still read and cancel each"),
    ],
)
def test_times_and_limits_are_those_of_the_product(chapter: str, says: str) -> None:
    sending = tomllib.loads((paths.resources() / "product.toml").read_text(encoding="utf-8"))["sending"]
    assert says.format(**sending) in text_of(chapter)


def test_other_limits_are_those_of_the_program() -> None:
    assert f"up to {MOST_FILES:,}" in text_of("processed_object")
    assert f"the newest {MOST_RECALLED}" in text_of("history")
    assert "at {}, {}, {} and {} days".format(*WARNINGS) in text_of("license-status")
    minutes, hours = FIRST_BACK_OFF // 60, MOST_BACK_OFF // 3600
    assert (minutes, hours) == (1, 2)
    assert "after one minute, then ever longer, up to two hours" in text_of("outbox")
    assert f"every {Settings().refresh_seconds} seconds" in text_of("installed_software")


def test_each_group_says_how_many_facts_it_has() -> None:
    folder = paths.resources() / "catalogue"
    counted = {
        path.stem: len(tomllib.loads(path.read_text(encoding="utf-8"))["items"])
        for path in folder.glob("*.toml")
        if path.stem != "catalogue"
    }
    assert f"the {sum(counted.values())} facts" in text_of("overview")
    for key in ("installed_software", "environment", "license"):
        assert f": {counted[key]} facts" in text_of(key)
    assert ": one fact" in text_of("transmission")


def test_the_script_fills_in_pictures_and_their_sentences(tmp_path: Path) -> None:
    drawn, handbook = tmp_path / "drawn", tmp_path / "docs" / "handbook"
    for folder in (drawn, handbook):
        folder.mkdir(parents=True)
    entries = [
        {"file": f"{page}.default.light.en.1.png", "page": page, "state": "default", "alt": f"All of {page}."}
        for page in ("history", "outbox", "about")
    ]
    (drawn / "manifest.json").write_text(json.dumps({"pictures": entries}), encoding="utf-8")
    for entry in entries:
        (drawn / entry["file"]).write_bytes(entry["page"].encode())
    (handbook.parent / "gallery").mkdir()
    (handbook.parent / "gallery" / "outbox.default.light.en.1.png").write_bytes(b"of the gallery")
    before = "# H\n\n![](../gallery/history.default.light.en.1.png)\n![old](outbox.default.light.en.1.png)\n"
    (handbook / "history.md").write_text(before, encoding="utf-8")
    (handbook / "left.png").write_bytes(b"of an earlier run")
    script = "import sys, pathlib; sys.path.insert(0, 'packaging'); from gallery import illustrate; "
    script += "illustrate(*map(pathlib.Path, sys.argv[1:]))"
    assert run([sys.executable, "-c", script, str(drawn), str(handbook)], {}).code == 0
    after = "# H\n\n![All of history.](history.default.light.en.1.png)\n"
    after += "![All of outbox.](../gallery/outbox.default.light.en.1.png)\n"
    assert (handbook / "history.md").read_text(encoding="utf-8") == after
    assert {path.name: path.read_bytes() for path in handbook.glob("*.png")} == {
        "history.default.light.en.1.png": b"history"
    }
