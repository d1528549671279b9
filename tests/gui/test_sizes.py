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
from gui.pages.chosen import Pair
from gui.pages.page import Page
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.label import ElidedLabel, Label, Paragraph
from gui.widgets.pill import Pill, PillLink
from gui.widgets.tabs import Tabs
from tests.gui.screen import read_again

# Texts ask their layouts for room, which lay out in the turn after.
TURNS = 6
WHOLE = (Label, Pill, PillLink, QPushButton)


@pytest.fixture
def demo(qtbot: QtBot, qapp: QApplication) -> Iterator[Viewer]:
    viewer = Viewer(build("demo", {}))
    qtbot.addWidget(viewer.window)
    viewer.window.show()
    viewer.window.choose("overview")
    read_again(qtbot, viewer)
    yield viewer
    viewer.close()


def settled(viewer: Viewer, key: str) -> Page:
    viewer.window.choose(key)
    page = viewer.window.page
    assert page is not None
    while page.busy:
        QApplication.processEvents()
    for _ in range(TURNS):
        QApplication.processEvents()
    return page


def cut(page: Page) -> list[str]:
    """What is lower than its lines, narrower than its word, or reaches beyond the page."""
    shown = [each for each in page.findChildren(QWidget) if each.isVisible() and isinstance(each, WHOLE)]
    return [
        f"{page.key}: {each.text()!r}"
        for each in shown
        if each.mapTo(page, QPoint(each.width(), 0)).x() > page.width() + 1 or is_small(each)
    ]


def is_small(each: Label | Pill | PillLink | QPushButton) -> bool:
    if not each.text() or isinstance(each, ElidedLabel):
        return False
    if isinstance(each, Paragraph):
        return each.heightForWidth(each.width()) > each.height() + 1
    return each.minimumSizeHint().width() > each.width() + 1


@pytest.mark.parametrize("share", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(640, 480), (836, 600), (900, 600), (1200, 780)])
def test_nothing_is_cut_on_any_side_of_any_page(
    demo: Viewer, qapp: QApplication, size: tuple[int, int], share: float
) -> None:
    theme.apply(qapp, "light", share)
    demo.window.resize(*size)
    found = []
    for key in demo.window.keys:
        page = settled(demo, key)
        for tabs in page.findChildren(Tabs)[:1]:
            for tab in range(tabs.count()):
                tabs.setCurrentIndex(tab)
                settled(demo, key)
                found += cut(page)
        found += cut(page)
    assert not found


@pytest.mark.parametrize("key", ["history", "outbox"])
def test_why_nothing_is_listed_can_be_read_whole_in_large_letters(demo: Viewer, qapp: QApplication, key: str) -> None:
    theme.apply(qapp, "light", 2.0)
    demo.window.resize(640, 480)
    page = settled(demo, key)
    page.findChildren(Pair)[0].set_empty(True)
    settled(demo, key)
    assert not cut(page)


def test_the_keyboard_is_led_to_what_can_be_seen(demo: Viewer, qtbot: QtBot) -> None:
    demo.window.resize(900, 600)
    page = settled(demo, "agreement")
    demo.window.activateWindow()
    qtbot.waitUntil(demo.window.isActiveWindow)
    foot = next(each for each in page.findChildren(Button) if each.text() == "See what would be sent")
    read = next(each for each in page.findChildren(Button) if each.text() == "Read it")
    assert read.visibleRegion().isEmpty()
    foot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(foot, Qt.Key.Key_Backtab)
    assert read.hasFocus()
    settled(demo, "agreement")
    assert not read.visibleRegion().isEmpty()
    QTest.keyClick(read, Qt.Key.Key_Space)
    back = next(each for each in page.findChildren(Button) if each.text() == "Back to the summary")
    settled(demo, "agreement")
    QTest.keyClick(back, Qt.Key.Key_Space)
    settled(demo, "agreement")
    assert read.hasFocus()
    assert not read.visibleRegion().isEmpty()
