"""The search over everything: opened by key or mouse, moved in by keyboard, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.reading import known
from core.text import visible
from core.wording.search import HINT, KINDS
from gui.pages.search import Search
from gui.viewer import Viewer
from gui.widgets.button import Button, LinkButton
from gui.widgets.sidebar import SearchEntry
from gui.widgets.table import Table
from gui.widgets.text_field import TextField
from tests.gui.screen import page, part, read_again, sidebar, texts, write_record
from tests.gui.searching import chosen, panel, rows, search


def press(key: Qt.Key) -> None:
    """A key, to whoever has the focus."""
    QTest.keyClick(focused(), key)
    QApplication.processEvents()


def focused() -> QWidget:
    """Who has it."""
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


@pytest.fixture
def active(viewer: Viewer, qtbot: QtBot) -> Viewer:
    """A window that has the keyboard."""
    viewer.window.activateWindow()
    qtbot.waitUntil(viewer.window.isActiveWindow)
    sidebar(viewer).setFocus()
    return viewer


@pytest.mark.parametrize("keys", [(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Slash,)])
def test_its_keys_open_it_over_any_page_and_esc_gives_the_focus_back(
    active: Viewer, keys: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    before = part(page(active, "environment"), Table)
    before.setFocus()
    found = panel(active)
    assert not found.isVisible()
    QTest.keyClick(before, *keys)
    assert found.isVisible()
    assert found.geometry() == active.window.rect()
    assert focused() is part(found, TextField)
    press(Qt.Key.Key_Escape)
    assert not found.isVisible()
    assert focused() is before


def test_nothing_of_it_is_built_before_somebody_asks(active: Viewer) -> None:
    assert active.window.findChildren(Search) == []
    QTest.keyClick(sidebar(active), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert part(active.window, Search).isVisible()


def test_a_slash_typed_into_a_field_stays_there(active: Viewer) -> None:
    active.window.choose("settings")
    assert active.window.page is not None
    field = next(each for each in active.window.page.findChildren(TextField) if each.accessibleName() == "Proxy")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Slash)
    assert field.text() == "/"
    assert not panel(active).isVisible()


def test_the_mouse_opens_and_closes_it_too(viewer: Viewer) -> None:
    entry, found = part(viewer.window, SearchEntry), panel(viewer)
    assert (entry.text(), entry.accessibleDescription()) == ("Search", "Ctrl+K")
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    QTest.mouseClick(found.card, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert found.isVisible()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not found.isVisible()
    entry.click()
    next(link for link in found.findChildren(LinkButton) if link.text() == "Close").click()
    assert not found.isVisible()
    viewer.window.resize(640, 480)
    QApplication.processEvents()
    [button] = [each for each in viewer.window.findChildren(Button) if each.text() == "Search" and each.isVisible()]
    button.click()
    assert found.isVisible()


def test_tab_stays_in_it(active: Viewer, qtbot: QtBot) -> None:
    found = search(active, "a", qtbot)
    seen = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        press(key)
        seen.append(focused())
    assert [type(each) for each in seen] == [LinkButton, TextField, LinkButton]
    assert all(found.isAncestorOf(each) for each in seen)


def test_before_a_word_is_typed_it_says_what_can_be_found(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "", qtbot)
    items = sum(len(group.items) for group in viewer._engine.catalogue.categories.values())
    assert HINT.format(items=items) in texts(found)
    assert not part(found, Table).isVisible()


def test_what_is_not_there_is_said_as_it_was_typed(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "<b>zz\u202e", qtbot)
    assert "Nothing found for “<b>zz<U+202E>”." in texts(found)
    found = search(viewer, "yy", qtbot)
    assert "Nothing found for “yy”." in texts(found)
    assert part(found, TextField).accessibleDescription() == "Nothing found for “yy”."


def test_a_value_is_found_as_it_is_now(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    write_record(home, software_update_id="41.97.3")
    read_again(qtbot, viewer)
    found = search(viewer, "41.97.3", qtbot)
    assert [(each.kind, each.title, each.place.item) for each in rows(found)] == [
        ("value", "41.97.3", "software_update_id")
    ]
    # A new reading arrives while it is open.
    write_record(home, software_update_id="42")
    read_again(qtbot, viewer)
    assert rows(found) == []
    assert [each.title for each in rows(search(viewer, "last installed update 42", qtbot))] == ["42"]


@pytest.mark.parametrize("hostile", ['<b>x</b>&amp;<img src="x">', "one\u202etwo\u2066", "zero\u200bwidth"])
def test_a_hostile_value_is_listed_letter_for_letter(viewer: Viewer, home: Path, qtbot: QtBot, hostile: str) -> None:
    engine = viewer._engine
    collector = engine._collectors["installed_software"]
    version = {"software_version": known(hostile, "a test")}
    engine._collectors = {**engine._collectors, "installed_software": lambda: {**collector(), **version}}
    read_again(qtbot, viewer)
    found = search(viewer, visible(hostile), qtbot)
    assert [each.title for each in rows(found)] == [visible(hostile)]
    model = part(found, Table).model()
    assert all(str(model.index(0, column).data() or "").isprintable() for column in range(3))
    viewer.window.grab()


def test_up_and_down_move_in_the_list_and_each_row_is_read_out(active: Viewer, qtbot: QtBot) -> None:
    found = search(active, "license", qtbot)
    table, field, count = part(found, Table), part(found, TextField), len(rows(found))
    seen = []
    for key, times in ((Qt.Key.Key_Down, count + 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_PageUp, 9), (Qt.Key.Key_Up, 1)):
        for _ in range(times):
            press(key)
        seen.append(table.currentIndex().row())
        entry = chosen(found)
        assert field.accessibleDescription() == (
            f"{KINDS[entry.kind]}, {entry.title}, {entry.more}, {seen[-1] + 1} of {count}"
        )
    assert seen == [count - 1, count - 2, 0, 0]
    assert focused() is field
    second = rows(found)[1]
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(1, 1)).center()
    )
    assert active.window.page is not None
    assert active.window.page.key == second.place.page


def test_where_one_reads_from_the_right_the_first_one_found_is_chosen_too(
    open_viewer: Callable[..., Viewer], qapp: QApplication, qtbot: QtBot
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        found = search(open_viewer(), "license", qtbot)
        assert [index.row() for index in part(found, Table).selectionModel().selectedRows()] == [0]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_screen_reader_knows_field_and_list(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "license", qtbot)
    told = {}
    for widget in (part(found, TextField), part(found, Table)):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        told[interface.text(QAccessible.Text.Name)] = interface.role()
    assert told == {"Search": QAccessible.Role.EditableText, "Found": QAccessible.Role.Table}
    table = part(found, Table)
    assert table.model().headerData(0, Qt.Orientation.Vertical).startswith("Page, License")


def test_what_is_chosen_stays_chosen_when_new_values_come(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "license", qtbot)
    QTest.keyClick(part(found, TextField), Qt.Key.Key_Down)
    before = chosen(found)
    read_again(qtbot, viewer)
    assert chosen(found) == before
