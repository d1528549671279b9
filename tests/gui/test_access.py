"""Everyone reaches everything: by keyboard, by name, in a small window, in large text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.shell import HEIGHT, WIDTH
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.focus_ring import FocusRing
from gui.widgets.sidebar import SearchEntry, Sidebar
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs
from tests.gui.screen import READABLE, REQUEST, focusable, in_its_shell, page, part, sidebar
from tests.gui.user import accept

PAGES = 16


def menu_button(viewer: Viewer) -> Button:
    """The button that stands for the folded sidebar."""
    return next(button for button in viewer.window.findChildren(Button) if button.menu() is not None)


def test_every_page_is_reached_from_the_sidebar_by_keyboard(viewer: Viewer) -> None:
    pages = sidebar(viewer)
    viewer.window.choose(viewer.window.keys[0])
    seen = []
    for _ in viewer.window.keys:
        assert viewer.window.page is not None
        seen.append(viewer.window.page.key)
        QTest.keyClick(pages, Qt.Key.Key_Down)
    assert seen == viewer.window.keys
    assert len(set(seen)) == PAGES


def test_tab_goes_around_the_whole_window_and_is_caught_nowhere(viewer: Viewer, qtbot: QtBot) -> None:
    page(viewer, "environment")
    viewer.window.activateWindow()
    qtbot.waitUntil(viewer.window.isActiveWindow)
    sidebar(viewer).setFocus()
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in seen:
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), Sidebar)
    assert set(map(id, seen)) == set(map(id, focusable(viewer.window)))
    assert {type(widget) for widget in seen} >= {Sidebar, Tabs, Table, Button}


def test_the_ring_shows_where_the_keyboard_is_also_in_the_window_the_program_starts_with(
    viewer: Viewer, qtbot: QtBot
) -> None:
    shell = in_its_shell(viewer, qtbot)
    ring, entry = part(viewer.window, FocusRing), part(viewer.window, SearchEntry)
    sidebar(viewer).setFocus()
    QTest.keyClick(sidebar(viewer), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is entry
    assert ring.isVisible()
    assert ring.geometry() == QRect(entry.mapTo(viewer.window, QPoint(0, 0)), entry.size())
    assert viewer.window.window() is shell
    viewer.window.setParent(None)


def test_at_its_usual_size_all_pages_stand_in_the_sidebar_at_once(viewer: Viewer, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    QApplication.processEvents()
    assert viewer.window.size() == QSize(WIDTH, HEIGHT)
    assert "Pause all sending" in [button.text() for button in viewer.window.findChildren(Button)]
    assert sidebar(viewer).verticalScrollBar().maximum() == 0
    rows = [sidebar(viewer).sizeHintForRow(row) for row in range(sidebar(viewer).model().rowCount())]
    assert min(rows) >= 1.7 * viewer.window.fontMetrics().height()
    viewer.window.resize(WIDTH, HEIGHT + 400)
    QApplication.processEvents()
    assert sidebar(viewer).sizeHintForRow(0) > rows[0]


def test_tabs_are_changed_by_keyboard(viewer: Viewer) -> None:
    tabs = part(page(viewer, "environment"), Tabs)
    for _ in range(REQUEST - READABLE):
        QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.currentIndex() == REQUEST


def test_whatever_takes_the_focus_has_a_name(viewer: Viewer) -> None:
    for key in viewer.window.keys:
        viewer.window.choose(key)
        QApplication.processEvents()
        nameless = [widget for widget in focusable(viewer.window) if not name_of(widget).strip()]
        assert nameless == [], key


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    if isinstance(widget, QTabBar):
        return " ".join(widget.tabText(index) for index in range(widget.count()))
    return widget.accessibleName()


def test_a_screen_reader_is_told_the_same_names(viewer: Viewer) -> None:
    viewer.window.choose("environment")
    QApplication.processEvents()
    for widget in focusable(viewer.window):
        found = QAccessible.queryAccessibleInterface(widget)
        assert found is not None
        assert found.text(QAccessible.Text.Name).strip(), widget


@pytest.mark.parametrize(("size", "text"), [((640, 480), 1.0), ((900, 600), 2.0)])
def test_where_there_is_no_room_the_sidebar_folds_into_a_menu(
    open_viewer: Callable[..., Viewer], qapp: QApplication, size: tuple[int, int], text: float
) -> None:
    theme.apply(qapp, "light", text)
    viewer = open_viewer()
    viewer.window.resize(*size)
    QApplication.processEvents()
    assert (viewer.window.width(), viewer.window.height()) == size
    assert not sidebar(viewer).isVisible()
    assert menu_button(viewer).isVisible()
    assert menu_button(viewer).text() == "Pages"


def test_where_there_is_room_the_pages_stand_at_the_side(viewer: Viewer) -> None:
    assert sidebar(viewer).isVisible()
    assert not menu_button(viewer).isVisible()


def test_the_menu_of_pages_opens_every_page(viewer: Viewer) -> None:
    viewer.window.resize(640, 480)
    QApplication.processEvents()
    opened: list[str] = []
    menu = part(viewer.window, QMenu)
    for action in [each for each in menu.actions() if not each.isSeparator()][::-1]:
        action.trigger()
        assert viewer.window.page is not None
        opened.append(viewer.window.page.key)
    assert opened == viewer.window.keys[::-1]


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_nothing_is_pushed_out_of_a_small_window(
    open_viewer: Callable[..., Viewer], qapp: QApplication, text: float
) -> None:
    theme.apply(qapp, "light", text)
    viewer = open_viewer()
    viewer.window.resize(900, 600)
    for key in viewer.window.keys:
        viewer.window.choose(key)
        QApplication.processEvents()
        assert (viewer.window.width(), viewer.window.height()) == (900, 600), key
        for widget in focusable(viewer.window):
            left = widget.mapTo(viewer.window, QPoint(0, 0)).x()
            assert left >= 0, (key, widget)
            assert left + widget.width() <= 900, (key, widget)
