"""What comes from outside is shown letter for letter: never taken for markup, and what cannot be seen is marked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.engine import Shown
from core.reading import LONGEST_TEXT, known
from core.text import visible
from gui.models.live import Group, Live, read
from gui.viewer import Viewer
from gui.widgets.label import Label
from gui.widgets.table import Table
from tests.commands import another_product
from tests.engines import read_by
from tests.gui.screen import BYTES, cells, page, part, problem, read_again, row_of, shown_bytes, texts, write_record

VERSION = "Version"
HOSTILE = {
    "markup": '<b>bold</b><img src="file:///etc/passwd"><a href="https://www.example.com">x</a>',
    "entities": "&lt;b&gt; &#x202e; &amp;",
    "reordering": "4.2\u202e0.\u2066\u200b\ufeff",
    "control": "4.2\n\t\r\x1b[31m",
    "line ends": "one\u2028two\u2029three\x85",
    "wide": "漢字 🙂 é e\u0301 \U0001f1e9\U0001f1ea",
    "as long as allowed": "W" * LONGEST_TEXT,
    "long and marked": "\u202e" * LONGEST_TEXT,
    "mnemonic": "a &b && c",
    "format": "%1 %s {0} \\n \\u0041",
}


def show(viewer: Viewer, value: str) -> Group:
    """Hand the window a reading in which the version has this value, as the worker would."""
    engine = viewer._engine
    collector = engine._collectors["installed_software"]
    version = {"software_version": known(value, f"a place named {value[:40]}")}
    read_by(engine, {"installed_software": lambda: {**collector(), **version}})
    live = read(engine)
    viewer.window.show_live(live)
    read_by(engine, {"installed_software": collector})
    QApplication.processEvents()
    return live.groups["installed_software"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_value_is_shown_letter_for_letter_and_marked(viewer: Viewer, kind: str) -> None:
    front = page(viewer, "installed_software")
    part(front, Table).selectRow(row_of(front, VERSION))
    group = show(viewer, HOSTILE[kind])
    assert cells(front)[VERSION][0] == visible(HOSTILE[kind])
    assert cells(front)[VERSION][0].isprintable()
    assert group.sent_as["software_version"] in texts(front)
    assert visible(f"a place named {HOSTILE[kind][:40]}") in texts(front)
    viewer.window.grab()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_value_stands_in_the_bytes_as_it_is_sent(viewer: Viewer, kind: str) -> None:
    group = show(viewer, HOSTILE[kind])
    front = page(viewer, "installed_software", BYTES)
    assert group.shown.envelope is not None
    assert shown_bytes(front) == group.shown.envelope.body
    assert json.loads(shown_bytes(front))["items"]["software_version"] == HOSTILE[kind]
    viewer.window.grab()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_change_is_marked_in_few_letters(viewer: Viewer, kind: str) -> None:
    front = page(viewer, "installed_software")
    part(front, Table).selectRow(0)
    for value in (HOSTILE[kind], "4.2.1"):
        part(front, Table).selectRow(row_of(front, VERSION))
        part(front, Table).selectRow(0)
        show(viewer, value)
    mark = cells(front)[VERSION][1]
    assert mark.startswith("was ")
    assert mark.isprintable()
    assert len(mark) < 40


def test_a_value_beyond_any_screen_has_failed_and_is_told(viewer: Viewer) -> None:
    front = page(viewer, "installed_software")
    group = show(viewer, "W" * (LONGEST_TEXT + 1))
    assert cells(front)[VERSION][0] == "the reading failed"
    assert group.shown.problems
    assert "longer than 8192 characters" in problem(viewer)
    assert len(problem(viewer)) < 300


def test_a_product_with_markup_in_its_names_is_shown_as_it_is(
    open_viewer: Callable[..., Viewer], tmp_path: Path
) -> None:
    name = "<b>Example</b> &amp; <img src=x>"
    viewer = open_viewer(VITRINE_PRODUCT=str(another_product(tmp_path, '"Example Software"', f"'{name}'")))
    assert viewer.window.page is not None
    assert name in texts(viewer.window.page)
    assert name in texts(page(viewer, "environment"))


def test_a_record_with_a_hostile_update_is_told_literally(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    write_record(home, software_update_id="<b>\u202e</b>")
    read_again(qtbot, viewer)
    assert "<b><U+202E></b>" in problem(viewer)
    write_record(home, software_update_id="<b>1</b>")
    read_again(qtbot, viewer)
    assert problem(viewer) == ""
    assert cells(page(viewer, "installed_software"))["Last installed update"][0] == "<b>1</b>"


def test_no_label_anywhere_guesses_at_rich_text(viewer: Viewer) -> None:
    for key in viewer.window.keys:
        viewer.window.choose(key)
        QApplication.processEvents()
    labels = viewer.window.findChildren(QLabel)
    assert len(labels) > 100
    assert [label.text() for label in labels if label.textFormat() is not Qt.TextFormat.PlainText] == []
    assert [label for label in labels if label.openExternalLinks()] == []
    assert not any(label.toolTip() for label in viewer.window.findChildren(Label))


def test_what_the_window_was_handed_was_a_reading(viewer: Viewer) -> None:
    group = show(viewer, "x")
    assert isinstance(group.shown, Shown)
    assert isinstance(viewer.window._live, Live)
