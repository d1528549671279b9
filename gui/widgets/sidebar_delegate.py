"""How one row of the sidebar is painted."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.widgets import painting

Dot: TypeAlias = Literal["none", "on", "off"]
Index: TypeAlias = QModelIndex | QPersistentModelIndex

# From the sidebar's edge to the chosen row's box, and on to its text.
OUTSIDE = 10
INSIDE = 10


class SidebarRole(IntEnum):
    """What a row carries besides its text."""

    KEY = Qt.ItemDataRole.UserRole + 1
    NOTE = Qt.ItemDataRole.UserRole + 2
    DOT = Qt.ItemDataRole.UserRole + 3


# A row's height in heights of a line: with air where there is room, closer before the list has to scroll.
ROOMY, CLOSE = 2.18, 1.75


class SidebarDelegate(QStyledItemDelegate):
    """Headings small and grey; pages with a dot before and a note behind; the chosen one on a surface."""

    def __init__(self, of: QAbstractScrollArea) -> None:
        super().__init__(of)
        self._list, self._share = of, ROOMY

    def fit(self, rows: int, height: int, line: int) -> bool:
        """Let so many rows take this height, as far as they may; whether they are of another height now."""
        before = self._share
        self._share = min(max(height / max(rows * line, 1), CLOSE), ROOMY)
        return self._share != before

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line with air; wide enough for text and note."""
        metrics = QFontMetrics(_strong(option.font))
        note = QFontMetrics(_small(option.font)).horizontalAdvance(str(index.data(SidebarRole.NOTE)))
        width = metrics.horizontalAdvance(str(index.data())) + note + 2 * (OUTSIDE + INSIDE) + 2 * metrics.height()
        return QSize(width, int(metrics.height() * self._share))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        shades = theme.colours(option.palette)
        painter.save()
        if index.data(SidebarRole.KEY) is None:
            _paint_heading(painter, option, str(index.data()), shades)
        else:
            self._paint_page(painter, option, index, shades)
        painter.restore()

    def _paint_page(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, shades: theme.Colours) -> None:
        # A scroll bar brings room of its own at the end.
        scrolls = self._list.verticalScrollBar().isVisible()
        box = option.rect.adjusted(OUTSIDE, 0, -1 if scrolls else -OUTSIDE, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painting.box(painter, _mirrored(option, box), shades.surface, shades.line)
        if option.state & QStyle.StateFlag.State_HasFocus and _by_keyboard(option):
            painting.ring(painter, _mirrored(option, box), shades.accent, theme.CORNER)
        inner = box.adjusted(INSIDE, 0, -INSIDE // 2 if scrolls else -INSIDE, 0)
        inner = _after_dot(painter, option, inner, index.data(SidebarRole.DOT), shades)
        inner = _before_note(painter, option, inner, str(index.data(SidebarRole.NOTE)), shades)
        painter.setFont(_strong(option.font) if chosen else option.font)
        painter.setPen(shades.text)
        painting.elided(painter, _mirrored(option, inner), str(index.data()), option.direction)


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, text: str, shades: theme.Colours) -> None:
    painter.setFont(theme.font(option.font, points=-1, weight=600))
    painter.setPen(shades.muted)
    area = option.rect.adjusted(OUTSIDE + INSIDE, option.rect.height() // 4, -OUTSIDE, 0)
    painting.elided(painter, _mirrored(option, area), text, option.direction)


def _after_dot(painter: QPainter, option: QStyleOptionViewItem, area: QRect, dot: Dot, shades: theme.Colours) -> QRect:
    """Paint the dot, full or hollow, and return what is left."""
    if dot == "none":
        return area
    size = option.fontMetrics.height() / 4
    place = _mirrored(option, QRect(area.x(), area.y(), round(2 * size), area.height()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if dot == "on" else QPen(shades.muted, 1.2))
    painter.setBrush(shades.good if dot == "on" else Qt.BrushStyle.NoBrush)
    radius = size if dot == "on" else size - 0.6
    painter.drawEllipse(QPointF(place.center()) + QPointF(0.5, 0.5), radius, radius)
    return area.adjusted(round(2 * size) + 9, 0, 0, 0)


def _before_note(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, note: str, shades: theme.Colours
) -> QRect:
    """Paint the note at the end of the row and return what is left."""
    if not note:
        return area
    font = _small(option.font)
    width = QFontMetrics(font).horizontalAdvance(note) + 2
    painter.setFont(font)
    painter.setPen(shades.muted)
    place = QRect(area.right() - width + 1, area.y(), width, area.height())
    painting.elided(painter, _mirrored(option, place), note, option.direction, Qt.AlignmentFlag.AlignTrailing)
    return area.adjusted(0, 0, -width - theme.TINY, 0)


def _mirrored(option: QStyleOptionViewItem, area: QRect) -> QRect:
    return QStyle.visualRect(option.direction, option.rect, area)


def _by_keyboard(option: QStyleOptionViewItem) -> bool:
    return option.widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def _strong(base: QFont) -> QFont:
    return theme.font(base, weight=600)


def _small(base: QFont) -> QFont:
    return theme.font(base, points=-1, weight=500, tabular=True)
