"""What of a window is cut: widgets that are smaller than their text, and cells, rows and tabs in which it is elided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyleOptionViewItem,
    QTabBar,
    QWidget,
)

from gui import theme
from gui.theme import Role
from gui.widgets import charts, painting, table
from gui.widgets.charts import BarChart, ProgressRing
from gui.widgets.label import ElidedLabel, Label, Paragraph
from gui.widgets.sidebar import Sidebar
from gui.widgets.status_pill import StatusPill, StatusPillLink
from gui.widgets.switch import Switch

# Where a text stands, and the text.
Cut = tuple[str, str]
KINDS: tuple[tuple[type[QWidget], str], ...] = (
    *((StatusPill, "pill"), (StatusPillLink, "pill"), (QPushButton, "button")),
    *((ElidedLabel, "line"), (Paragraph, "text"), (Label, "label")),
)


def cut(widget: QWidget) -> Iterator[Cut]:
    """What of this widget alone, which can be seen, is not to be read whole."""
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield from _words(widget)
    elif isinstance(widget, QLineEdit):
        room = widget.width() - widget.textMargins().left() - widget.textMargins().right()
        if widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room:
            yield "field", widget.placeholderText()
    elif isinstance(widget, QTabBar):
        shown = (index for index in range(widget.count()) if widget.isTabVisible(index))
        yield from (("tab", widget.tabText(index)) for index in shown if not _holds(widget, widget.tabRect(index)))
    elif isinstance(widget, ProgressRing):
        yield from _in_ring(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _cells(widget)
        if isinstance(widget, table.Table):
            yield from _headings(widget)


def _words(widget: QLabel | QAbstractButton) -> Iterator[Cut]:
    kind = next((name for of, name in KINDS if isinstance(widget, of)), "")
    # What a chart and a switch are called is only read out.
    if widget.text() and kind and not isinstance(widget, (BarChart, Switch)) and (_is_small(widget) or _is_out(widget)):
        yield kind, widget.text()


def _is_small(widget: QWidget) -> bool:
    if isinstance(widget, Paragraph):
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    wanted = widget.sizeHint() if isinstance(widget, ElidedLabel) else widget.minimumSizeHint()
    return wanted.width() > widget.width() + 1 or wanted.height() > widget.height() + 1


def _is_out(widget: QWidget) -> bool:
    """Whether it reaches beyond what it lies in; down it may where it is scrolled to."""
    area, at, scrolls = widget.rect(), widget, False
    while not at.isWindow() and (around := at.parentWidget()) is not None:
        area = area.translated(at.pos())
        scrolls = scrolls or isinstance(around.parentWidget(), QAbstractScrollArea)
        room = around.rect().adjusted(-1, -1, 1, 1)
        if area.left() < room.left() or area.right() > room.right():
            return True
        if not scrolls and (area.top() < room.top() or area.bottom() > room.bottom()):
            return True
        at = around
    return False


def _holds(widget: QWidget, area: QRect) -> bool:
    return area.left() >= -1 and area.right() <= widget.width() + 1


def _in_ring(ring: ProgressRing) -> Iterator[Cut]:
    font = theme.font(ring.font(), points=charts.CAPTION_POINTS)
    if QFontMetrics(font).horizontalAdvance(ring._caption) > ring.width() * (1 - 2 * charts.STROKE):
        yield "ring", ring._caption


@dataclass(frozen=True, slots=True)
class Painted:
    """A text that was painted, and whether all of it found room."""

    text: str
    whole: bool


@contextmanager
def _listening() -> Iterator[list[Painted]]:
    """Take down each line and pill that is painted."""
    heard: list[Painted] = []
    elided, pill = painting.elided, painting.pill

    def hear_line(painter: QPainter, area: QRect, text: str, *more: Any) -> int:
        heard.append(Painted(text, QFontMetrics(painter.font()).horizontalAdvance(text) <= area.width() + 2))
        return elided(painter, area, text, *more)

    def hear_pill(painter: QPainter, area: QRect, text: str, kind: theme.Kind, base: Any, *more: Any) -> None:
        heard.append(Painted(text, painting.pill_size(base, text)[0] <= area.width() + 1))
        pill(painter, area, text, kind, base, *more)

    with mock.patch.multiple(painting, elided=hear_line, pill=hear_pill):
        yield heard


def _cells(view: QAbstractItemView) -> Iterator[Cut]:
    """Cells and rows, also those that are scrolled to: each is painted once, elsewhere."""
    model, option = view.model(), QStyleOptionViewItem()
    view.initViewItemOption(option)
    picture = QPixmap(1, 1)
    with _listening() as heard:
        painter = QPainter(picture)
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                option.rect = view.visualRect(index)
                if option.rect.isEmpty():
                    continue
                heard.clear()
                view.itemDelegate().paint(painter, option, index)
                where = "sidebar" if isinstance(view, Sidebar) else f"cell under “{_heading(view, column)}”"
                yield from ((where, each.text) for each in heard if not each.whole)
                second = "" if isinstance(view, Sidebar) else str(index.data(Role.SECOND) or "")
                if second and second not in [each.text for each in heard]:
                    yield where, second
        painter.end()


def _heading(view: QAbstractItemView, column: int) -> str:
    return str(view.model().headerData(column, Qt.Orientation.Horizontal) or "")


def _headings(view: table.Table) -> Iterator[Cut]:
    """Headings of which a word is wider than its column: it is broken."""
    header = view.horizontalHeader()
    metrics = QFontMetrics(theme.font(header.font(), points=-1, weight=600))
    for section in range(header.count()):
        words, room = _heading(view, section).split(), header.sectionSize(section) - table.PAD - table.PAD_END + 2
        if not header.isSectionHidden(section) and any(metrics.horizontalAdvance(word) > room for word in words):
            yield "heading", _heading(view, section)
