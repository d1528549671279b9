"""Hostile values in few words: marked as changed, told as failed, refused by their record. All else: faults, row 31."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.reading import LONGEST_TEXT, Reason, absent, known
from gui.state.snapshot import ShownGroup, read
from gui.viewer import Viewer
from gui.widgets.label import label
from gui.widgets.table import Table
from tests.engines import read_by
from tests.gui.screen import cells, page, part, problem, read_again, row_of, write_record

VERSION = "Version"
HOSTILE = {
    "markup": '<b>bold</b><img src="file:///etc/passwd"><a href="https://www.example.com">x</a>',
    "long and marked": "\u202e" * LONGEST_TEXT,
    "as long as allowed": "W" * LONGEST_TEXT,
}
LONG_WORD, MOST_SECONDS = 120_000, 1.5


def show(viewer: Viewer, value: str) -> ShownGroup:
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


def test_a_reading_that_failed_without_end_is_told_in_one_line(viewer: Viewer) -> None:
    engine, collector = viewer._engine, viewer._engine._collectors["installed_software"]
    failed = {"software_version": absent(Reason.FAILED, "W" * 1_000_000)}
    read_by(engine, {"installed_software": lambda: {**collector(), **failed}})
    live = read(engine)
    viewer.window.show_live(live)
    assert len(live.groups["installed_software"].shown.reading["software_version"].source) == LONGEST_TEXT
    assert "WWW" in problem(viewer)
    assert len(problem(viewer)) < 500


def test_a_record_with_a_hostile_update_is_told_literally(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    write_record(home, software_update_id="<b>\u202e</b>")
    read_again(qtbot, viewer)
    assert "<b><U+202E></b>" in problem(viewer)
    write_record(home, software_update_id="<b>1</b>")
    read_again(qtbot, viewer)
    assert problem(viewer) == ""
    assert cells(page(viewer, "installed_software"))["Last installed update"][0] == "<b>1</b>"


@pytest.mark.parametrize("letters", ["W", "<U+202E>", "é"])
def test_a_word_without_end_is_laid_out_before_anybody_notices(qtbot: QtBot, letters: str) -> None:
    shown = label((letters * LONG_WORD)[:LONG_WORD], mono=True, selectable=True)
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    began = time.perf_counter()
    assert shown.heightForWidth(400) > 20_000
    shown.grab()
    # Where it looked for the word's end line by line, it took six.
    assert time.perf_counter() - began < MOST_SECONDS
