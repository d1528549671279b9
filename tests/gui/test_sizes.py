"""In every size of the window and of the text no word is cut, and the keyboard is led to what can be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.assembly import build
from gui import theme
from gui.pages.page import Page
from gui.pages.submission_details import ListAndDetails
from gui.viewer import Viewer
from gui.widgets import scroll_area
from gui.widgets.button import Button
from gui.widgets.focus_ring import FocusRing
from gui.widgets.label import ElidedLabel, Label, Paragraph
from gui.widgets.status_pill import StatusPill, StatusPillLink
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs
from tests.gui.screen import read_again

# Texts ask their layouts for room, which lay out in the turn after.
TURNS = 6
WHOLE = (Label, StatusPill, StatusPillLink, QPushButton)


@pytest.fixture
def demo(qtbot: QtBot, qapp: QApplication) -> Iterator[Viewer]:
    viewer = Viewer(build("demo", {}))
    qtbot.addWidget(viewer.window)
    viewer.window.show()
    viewer.window.choose("overview")
    read_again(qtbot, viewer)
    yield viewer
    viewer.close()


def settled(qtbot: QtBot, viewer: Viewer, key: str) -> Page:
    viewer.window.choose(key)
    page = viewer.window.page
    assert page is not None
    qtbot.waitUntil(lambda: not page.busy)
    for _ in range(TURNS):
        QApplication.processEvents()
    return page


def cut(page: Page) -> list[str]:
    """What is lower than its lines, narrower than its word, or reaches beyond the window, on the page and around it."""
    window = page.window()
    shown = [each for each in window.findChildren(QWidget) if each.isVisible() and isinstance(each, WHOLE)]
    return [
        f"{page.key}: {each.text()!r}"
        for each in shown
        if each.mapTo(window, QPoint(each.width(), 0)).x() > window.width() + 1 or is_small(each)
    ]


def is_small(each: Label | StatusPill | StatusPillLink | QPushButton) -> bool:
    if not each.text() or isinstance(each, ElidedLabel):
        return False
    if isinstance(each, Paragraph):
        return each.heightForWidth(each.width()) > each.height() + 1
    return each.minimumSizeHint().width() > each.width() + 1


@pytest.mark.parametrize("share", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(640, 480), (836, 600), (900, 600), (1200, 780)])
def test_nothing_is_cut_on_any_side_of_any_page(
    demo: Viewer, qtbot: QtBot, qapp: QApplication, size: tuple[int, int], share: float
) -> None:
    theme.apply(qapp, "light", share)
    demo.window.resize(*size)
    found = []
    for key in demo.window.keys:
        page = settled(qtbot, demo, key)
        for tabs in page.findChildren(Tabs)[:1]:
            for tab in range(tabs.count()):
                tabs.setCurrentIndex(tab)
                settled(qtbot, demo, key)
                found += cut(page)
        found += cut(page)
    assert not found


@pytest.mark.parametrize("key", ["history", "outbox"])
def test_why_nothing_is_listed_can_be_read_whole_in_large_letters(
    demo: Viewer, qtbot: QtBot, qapp: QApplication, key: str
) -> None:
    theme.apply(qapp, "light", 2.0)
    demo.window.resize(640, 480)
    page = settled(qtbot, demo, key)
    page.findChildren(ListAndDetails)[0].set_empty(True)
    settled(qtbot, demo, key)
    assert not cut(page)


def test_the_keyboard_is_led_to_what_can_be_seen(demo: Viewer, qtbot: QtBot) -> None:
    demo.window.resize(900, 600)
    page = settled(qtbot, demo, "agreement")
    demo.window.activateWindow()
    qtbot.waitUntil(demo.window.isActiveWindow)
    foot = next(each for each in page.findChildren(Button) if each.text() == "See what would be sent")
    read = next(each for each in page.findChildren(Button) if each.text() == "Read it")
    assert read.visibleRegion().isEmpty()
    foot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(foot, Qt.Key.Key_Backtab)
    assert read.hasFocus()
    settled(qtbot, demo, "agreement")
    assert not read.visibleRegion().isEmpty()
    QTest.keyClick(read, Qt.Key.Key_Space)
    back = next(each for each in page.findChildren(Button) if each.text() == "Back to the summary")
    settled(qtbot, demo, "agreement")
    QTest.keyClick(back, Qt.Key.Key_Space)
    settled(qtbot, demo, "agreement")
    assert read.hasFocus()
    assert not read.visibleRegion().isEmpty()


@pytest.mark.parametrize(("key", "size"), [("installed_software", (640, 480)), ("web_request", (836, 600))])
def test_the_keyboard_is_led_to_each_row_of_a_list(demo: Viewer, qtbot: QtBot, key: str, size: tuple[int, int]) -> None:
    demo.window.resize(*size)
    page = settled(qtbot, demo, key)
    demo.window.activateWindow()
    table = next(each for each in page.findChildren(Table) if each.isVisible())
    table.setFocus(Qt.FocusReason.TabFocusReason)
    rows = table.model().rowCount()
    table.selectRow(0)
    for row in range(rows):
        assert table.currentIndex().row() == row
        settled(qtbot, demo, key)
        seen = table.viewport().visibleRegion().boundingRect()
        assert seen.contains(table.visualRect(table.currentIndex()).center())
        QTest.keyClick(table, Qt.Key.Key_Down)


def low_button(qtbot: QtBot, viewer: Viewer) -> tuple[Page, Button]:
    """The keyboard on a button far down on a page, which was then scrolled back to its beginning."""
    viewer.window.resize(900, 600)
    page = settled(qtbot, viewer, "agreement")
    viewer.window.activateWindow()
    low = next(each for each in page.findChildren(Button) if each.text() == "Read it")
    low.setFocus(Qt.FocusReason.TabFocusReason)
    settled(qtbot, viewer, "agreement")
    assert page._area.verticalScrollBar().value() > 0
    page._area.verticalScrollBar().setValue(0)
    return page, low


def place(page: Page, of: QWidget) -> int:
    """Where the middle of it stands on its page, whatever of that is seen."""
    return of.mapTo(page._area.viewport(), of.rect().center()).y() + page._area.verticalScrollBar().value()


def test_a_window_that_comes_to_the_front_again_stands_as_it_did(demo: Viewer, qtbot: QtBot) -> None:
    page, low = low_button(qtbot, demo)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not low)
    demo.window.activateWindow()
    qtbot.waitUntil(low.hasFocus)
    settled(qtbot, demo, "agreement")
    assert page._area.verticalScrollBar().value() == 0


def test_under_the_mouse_nothing_moves(demo: Viewer, qtbot: QtBot) -> None:
    page, low = low_button(qtbot, demo)
    bar = page._area.verticalScrollBar()
    demo.window._sidebar.setFocus()
    settled(qtbot, demo, "agreement")
    # So far that half of it is seen.
    bar.setValue(place(page, low) - page._area.viewport().height())
    before = bar.value()
    # Only of what a window is told does Qt remember which buttons are down.
    spot = low.mapTo(demo.window, QPoint(4, 2))
    QTest.mousePress(demo.window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)
    settled(qtbot, demo, "agreement")
    was_focused, after = low.hasFocus(), bar.value()
    QTest.mouseRelease(demo.window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)
    assert (was_focused, after) == (True, before)


def test_the_ring_ends_where_its_widget_is_covered(demo: Viewer, qtbot: QtBot) -> None:
    page, low = low_button(qtbot, demo)
    bar, view = page._area.verticalScrollBar(), page._area.viewport()
    QTest.keyClick(low, Qt.Key.Key_Backtab)
    QTest.keyClick(demo.window.focusWidget(), Qt.Key.Key_Tab)
    assert low.hasFocus()
    settled(qtbot, demo, "agreement")
    bar.setValue(place(page, low) - view.height())
    ring = demo.window.findChildren(FocusRing)[0]
    assert ring.isVisible()
    seen = ring.mask().boundingRect().translated(ring.pos())
    edge = view.mapTo(demo.window, QPoint(0, view.height())).y()
    assert (seen.bottom() + 1, ring.geometry().bottom() + 1 > edge) == (edge, True)


def test_what_is_too_high_for_the_page_is_led_to_one_place(demo: Viewer, qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 2.0)
    demo.window.resize(640, 480)
    page = settled(qtbot, demo, "about")
    table = next(each for each in page.findChildren(Table) if each.isVisible())
    bar, places = page._area.verticalScrollBar(), set()
    for _ in range(3):
        scroll_area.into_sight(table)
        places.add(bar.value())
    assert len(places) == 1


def test_a_key_that_moves_nothing_leaves_the_page_where_it_is(demo: Viewer, qtbot: QtBot) -> None:
    demo.window.resize(640, 480)
    page = settled(qtbot, demo, "installed_software")
    table = next(each for each in page.findChildren(Table) if each.isVisible())
    table.setFocus(Qt.FocusReason.TabFocusReason)
    settled(qtbot, demo, "installed_software")
    table.selectRow(table.model().rowCount() - 1)
    bar = page._area.verticalScrollBar()
    bar.setValue(0)
    QTest.keyClick(table, Qt.Key.Key_Control)
    assert bar.value() == 0
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert bar.value() > 0
