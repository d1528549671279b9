"""The values are read again and again: what changed is marked, and nothing moves under the reader's eyes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.record.store import NAME as STATE
from core.settings import Settings, save_settings
from core.sources.install_record import NAME as RECORD
from gui.viewer import Viewer
from gui.widgets.bytes_view import BytesView
from gui.widgets.table import Table
from tests.commands import vitrinectl
from tests.gui.screen import BYTES, cells, page, part, problem, read_again, row_of, shown_bytes, write_record

UPDATE = "Last installed update"
SECONDS = "Seconds the installation took"
SPOILT: dict[str, tuple[str, bytes]] = {
    "a bad record": (RECORD, b"{"),
    "a hostile record": (RECORD, '{"\u202e<b>x</b>": 1}'.encode()),
    "a bad state file": (STATE, b"not a database, and longer than the header of one" * 100),
}


@pytest.fixture
def changed(viewer: Viewer, home: Path, qtbot: QtBot) -> Viewer:
    """A viewer on the group whose update number has just changed."""
    write_record(home, software_update_id="2024-03-1", install_seconds=74)
    read_again(qtbot, viewer)
    front = page(viewer, "installed_software")
    part(front, Table).selectRow(0)
    front.leave()
    write_record(home, software_update_id="2024-03-2", install_seconds=74)
    read_again(qtbot, viewer)
    return viewer


def test_a_changed_value_is_marked_with_what_it_was(changed: Viewer) -> None:
    rows = cells(page(changed, "installed_software"))
    assert rows[UPDATE] == ("2024-03-2", "was 2024-03-1")
    assert [title for title, (_, mark) in rows.items() if mark] == [UPDATE]


def test_a_page_behind_another_rests_and_takes_the_newest_reading_when_it_comes_to_the_front(
    viewer: Viewer, home: Path, qtbot: QtBot
) -> None:
    behind = page(viewer, "installed_software")
    viewer.window.choose("overview")
    before = cells(behind)
    write_record(home, software_update_id="2024-03-9", install_seconds=74)
    read_again(qtbot, viewer)
    assert cells(behind) == before
    viewer.window.choose("installed_software")
    assert cells(behind)[UPDATE][0] == "2024-03-9"


def test_the_mark_stays_until_its_row_is_chosen(changed: Viewer, qtbot: QtBot) -> None:
    front = page(changed, "installed_software")
    read_again(qtbot, changed)
    part(front, Table).selectRow(row_of(front, SECONDS) if SECONDS in cells(front) else 1)
    assert cells(front)[UPDATE][1] == "was 2024-03-1"
    part(front, Table).selectRow(row_of(front, UPDATE))
    assert cells(front)[UPDATE] == ("2024-03-2", "")
    read_again(qtbot, changed)
    assert cells(front)[UPDATE] == ("2024-03-2", "")


def test_a_value_that_went_is_marked_too(changed: Viewer, home: Path, qtbot: QtBot) -> None:
    front = page(changed, "installed_software")
    part(front, Table).selectRow(row_of(front, UPDATE))
    part(front, Table).selectRow(0)
    (home / RECORD).unlink()
    read_again(qtbot, changed)
    assert cells(front)[UPDATE] == ("not installed by an installer", "was 2024-03-2")


def test_the_bytes_follow_the_change_and_stay_those_of_the_terminal(changed: Viewer, home: Path) -> None:
    body = shown_bytes(page(changed, "installed_software", BYTES))
    assert json.loads(body)["items"]["software_update_id"] == "2024-03-2"
    assert vitrinectl(home, "show", "installed_software", "--bytes").out == body


def test_it_reads_again_by_itself(open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot) -> None:
    save_settings(home, Settings(refresh_seconds=2))
    viewer = open_viewer()
    front = page(viewer, "installed_software")
    with qtbot.waitCallback() as shown:
        viewer.when_read(shown)
        viewer.start()
    write_record(home, software_update_id="2024-03-1")
    qtbot.waitUntil(lambda: cells(front)[UPDATE][0] == "2024-03-1", timeout=5000)


def test_a_reading_moves_neither_the_chosen_row_nor_the_place(changed: Viewer, home: Path, qtbot: QtBot) -> None:
    front = page(changed, "installed_software")
    changed.window.resize(900, 480)
    QApplication.processEvents()
    table = part(front, Table)
    table.selectRow(9)
    table.verticalScrollBar().setValue(30)
    assert table.verticalScrollBar().value() == 30
    write_record(home, software_update_id="2024-03-3")
    read_again(qtbot, changed)
    QApplication.processEvents()
    assert (table.currentIndex().row(), table.verticalScrollBar().value()) == (9, 30)


def test_the_same_bytes_keep_what_is_marked_in_them(viewer: Viewer, qtbot: QtBot) -> None:
    view = part(page(viewer, "environment", BYTES), BytesView)
    view.selectAll()
    marked = view.textCursor().selectedText()
    read_again(qtbot, viewer)
    assert view.textCursor().selectedText() == marked != ""


@pytest.mark.parametrize("fault", SPOILT)
def test_a_problem_is_one_red_line_until_it_is_mended(viewer: Viewer, home: Path, qtbot: QtBot, fault: str) -> None:
    name, content = SPOILT[fault]
    assert problem(viewer) == ""
    (home / name).unlink(missing_ok=True)
    (home / name).unlink(missing_ok=True)
    (home / name).write_bytes(content)
    read_again(qtbot, viewer)
    assert name in problem(viewer)
    assert problem(viewer).isprintable()
    for key in viewer.window.keys:
        viewer.window.choose(key)
        assert name in problem(viewer)
    assert (home / name).read_bytes() == content
    (home / name).unlink()
    read_again(qtbot, viewer)
    assert problem(viewer) == ""


def test_a_bad_state_file_hides_no_value_and_no_bytes(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    before = shown_bytes(page(viewer, "environment", BYTES))
    (home / STATE).write_bytes(b"not a database, and longer than the header of one" * 100)
    read_again(qtbot, viewer)
    assert shown_bytes(page(viewer, "environment", BYTES)) == before
    (home / STATE).unlink()
    read_again(qtbot, viewer)
    assert vitrinectl(home, "show", "environment", "--bytes").out == before


def test_a_fault_of_our_own_is_told_and_reading_goes_on(
    viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("gui.viewer.read", lambda _engine: 1 // 0)
        viewer.refresh()
        qtbot.waitUntil(lambda: "could not be read" in problem(viewer))
    read_again(qtbot, viewer)
    assert problem(viewer) == ""


def test_a_press_of_a_key_looks_at_the_next_row(changed: Viewer) -> None:
    front = page(changed, "installed_software")
    table = part(front, Table)
    table.selectRow(row_of(front, UPDATE) - 1)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert cells(front)[UPDATE] == ("2024-03-2", "")
