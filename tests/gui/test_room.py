"""What a page does with little room: its foot, its title, the words and the chosen row of its table."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.page import SIDE, Page
from gui.theme import Role
from gui.widgets.table import Table

MOST_KEYS = 50
LONG = "Memory protection, as the system itself reports it"


class Fickle(QWidget):
    """Shows much where it is wide, so that a page may need a scroll bar, beside which it is narrow."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit, self.resizes = limit, 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resizes += 1
        height = 2000 if self.width() >= self._limit else 100
        QTimer.singleShot(0, self, partial(self.setMinimumHeight, height))


def settle() -> None:
    """Let all that is asked for by turns happen; what never ends goes on after it."""
    for _ in range(20):
        QApplication.processEvents()


def page_with_foot(qtbot: QtBot, height: int) -> tuple[Page, QPushButton, QPushButton]:
    page = Page("page", "A page", "With a foot.")
    qtbot.addWidget(page)
    first, last = QPushButton("First"), QPushButton("Last")
    page.column.addWidget(first)
    tall = QWidget()
    tall.setMinimumHeight(2 * height)
    page.column.addWidget(tall)
    page.pin(last)
    page.resize(700, height)
    page.show()
    return page, first, last


def is_in_sight(page: Page, part: QWidget) -> bool:
    return page.rect().contains(part.rect().translated(part.mapTo(page, part.rect().topLeft())))


def points(page: Page, count: float) -> int:
    return round(page.font().pointSizeF() * count)


def test_what_can_be_done_stays_in_sight_below_what_scrolls(qtbot: QtBot) -> None:
    page, _, last = page_with_foot(qtbot, 600)
    assert is_in_sight(page, last)
    assert page.minimumSizeHint().height() < page.height()


def test_a_foot_that_would_take_the_page_scrolls_with_it_and_comes_back(qtbot: QtBot) -> None:
    page, _, last = page_with_foot(qtbot, 600)
    page.resize(700, points(page, 40))
    assert not is_in_sight(page, last)
    assert last.isVisible()
    page.resize(700, 600)
    assert is_in_sight(page, last)


def test_a_page_comes_to_rest_at_a_width_at_which_its_scroll_bar_decides(qtbot: QtBot) -> None:
    page, width = Page("page", "A page", "That could scroll."), 700
    qtbot.addWidget(page)
    page.show()
    for limit in range(width - 2 * SIDE, width):
        fickle = Fickle(limit)
        page.column.addWidget(fickle)
        page.resize(width, 600)
        settle()
        fickle.resizes = 0
        settle()
        assert not fickle.resizes
        fickle.setParent(None)


def test_all_ends_where_what_is_pinned_does_whichever_way_one_reads(qtbot: QtBot, qapp: QApplication) -> None:
    for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
        qapp.setLayoutDirection(direction)
        page = Page("page", "A page", "With a foot.")
        qtbot.addWidget(page)
        inside, foot = QWidget(), QPushButton("foot")
        page.column.addWidget(inside)
        page.pin(foot)
        page.resize(900, 600)
        page.show()
        settle()
        assert [each.mapTo(page, QPoint()).x() for each in (inside, foot)] == [SIDE, SIDE]
        assert inside.width() == foot.width() == page.width() - 2 * SIDE


def test_the_keyboard_stays_on_a_foot_that_moves(qtbot: QtBot) -> None:
    page, _, last = page_with_foot(qtbot, 600)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    last.setFocus()
    assert last.hasFocus()
    for height in (points(page, 40), 600):
        page.resize(700, height)
        assert last.hasFocus()


def test_a_page_is_turned_from_wherever_on_it_the_keyboard_is(qtbot: QtBot) -> None:
    page, first, last = page_with_foot(qtbot, 600)
    for part in (first, last):
        top = first.mapTo(page, first.rect().topLeft()).y()
        QTest.keyClick(part, Qt.Key.Key_PageDown)
        assert first.mapTo(page, first.rect().topLeft()).y() < top
        QTest.keyClick(part, Qt.Key.Key_PageUp)
        assert first.mapTo(page, first.rect().topLeft()).y() == top


def test_what_belongs_to_the_title_stands_under_it_where_both_find_no_room(qtbot: QtBot) -> None:
    page, _, _ = page_with_foot(qtbot, 600)
    state = QPushButton("This group is sent")
    page.top.addWidget(state)
    for width, is_under in ((points(page, 60), False), (points(page, 40), True)):
        page.resize(width, 600)
        QApplication.processEvents()
        assert (state.x() < page.width() // 4) is is_under


def table_of(qtbot: QtBot, *, wrap: bool, rows: int = 1) -> Table:
    model = QStandardItemModel(rows, 2)
    for row in range(rows):
        value = QStandardItem("home_security")
        value.setData("protection for homes", Role.SECOND)
        value.setData(True, Role.MONO)
        model.setItem(row, 0, QStandardItem(LONG))
        model.setItem(row, 1, value)
    table = Table("A table", wrap=wrap)
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.resize(1200, 400)
    table.show()
    return table


@pytest.mark.parametrize(
    ("shares", "width", "grows"),
    [
        pytest.param((30, 70), 500, True, id="words take more lines"),
        pytest.param((75, 25), 700, True, id="a decoded form stands below its value"),
        pytest.param((50, 50), 1200, False, id="there is room"),
    ],
)
def test_rows_grow_where_that_helps(qtbot: QtBot, shares: tuple[int, int], width: int, grows: bool) -> None:
    table = table_of(qtbot, wrap=True)
    wide = table.rowHeight(0)
    table.set_shares(shares)
    table.resize(width, 400)
    assert (table.rowHeight(0) > wide) is grows


def test_a_row_is_never_lower_in_a_narrower_column(qtbot: QtBot) -> None:
    table = table_of(qtbot, wrap=True)
    heights = []
    for share in range(3, 80):
        table.set_shares((share, 100 - share))
        heights.append(table.sizeHintForIndex(table.model().index(0, 0)).height())
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1]


def test_a_heading_takes_more_lines_rather_than_be_cut(qtbot: QtBot) -> None:
    table = table_of(qtbot, wrap=True)
    header = table.horizontalHeader()
    table.set_shares((20, 80))
    table.model().setHeaderData(0, Qt.Orientation.Horizontal, "What")
    low = header.height()
    table.model().setHeaderData(0, Qt.Orientation.Horizontal, LONG)
    assert header.height() > low
    table.set_shares((95, 5))
    assert header.height() == low


def test_of_a_row_higher_than_its_table_the_keyboard_shows_all(qtbot: QtBot) -> None:
    table = table_of(qtbot, wrap=True, rows=2)
    table.set_shares((6, 94))
    table.resize(500, 200)
    settle()
    room = table.viewport().height()
    assert table.rowHeight(0) > 2 * room
    table.selectRow(0)
    tops: list[int] = []
    while table.currentIndex().row() == 0 and len(tops) < MOST_KEYS:
        tops.append(table.visualRect(table.currentIndex()).top())
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert all(0 < before - after <= room for before, after in pairwise(tops))
    assert tops[-1] + table.rowHeight(0) <= room
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.currentIndex().row() == 0
    assert table.visualRect(table.currentIndex()).bottom() < room


def test_the_chosen_row_stays_in_sight_when_the_table_gets_lower(qtbot: QtBot) -> None:
    table = table_of(qtbot, wrap=False, rows=40)
    table.selectRow(8)
    table.resize(500, 150)
    chosen = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(chosen.left() + 1, chosen.bottom() - 1)
