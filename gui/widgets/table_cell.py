"""How one cell of a table is painted: words or a value, a pill beside it, a decoded form in grey behind or below it."""

from __future__ import annotations

from typing import TypeAlias, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from gui import theme
from gui.theme import Role
from gui.widgets import painting

Index: TypeAlias = QModelIndex | QPersistentModelIndex

# From a column's edge to its text, and from the text to the next column.
PAD = 14
PAD_END = 8
GAP = theme.SMALL


class CellDelegate(QStyledItemDelegate):
    """Serves every table."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or as many as the column's width asks for: of words, or of a value and its decoded form."""
        height, line = row_height(option.fontMetrics), option.fontMetrics.height()
        width = self._table.columnWidth(index.column())
        if wrapped := self._wrapped(option, index, width - PAD - PAD_END):
            height += wrapped - line
        elif self._is_below(option, index, width - PAD - PAD_END):
            height += line
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, hairline, then what the cell carries."""
        shades = theme.colours(option.palette)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, shades.soft)
        painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), shades.line)
        area = option.rect.adjusted(PAD, 0, -PAD_END, -1)
        painter.setPen(shades.muted if index.data(Role.MUTED) else shades.text)
        is_tall = option.rect.height() > row_height(option.fontMetrics)
        if is_tall and (height := self._wrapped(option, index, area.width())):
            top = area.y() + (area.height() - height) / 2
            _lines(option, index, area.width()).draw(painter, QPointF(_mirrored(option, area).x(), top))
        else:
            below = option.fontMetrics.height() if is_tall and self._is_below(option, index, area.width()) else 0
            _paint_line(painter, option, area, index, shades, below)
        painter.restore()

    def _wrapped(self, option: QStyleOptionViewItem, index: Index, room: int) -> int:
        """The height of its words in the lines they take, 0 for one line: of a value, or beside a pill. Never lower in
        a narrower column, or a scroll bar could come and go without end."""
        if not self._table.wordWrap() or index.data(Role.MONO) or index.data(Role.PILL):
            return 0
        count = _lines(option, index, room).lineCount()
        return count * option.fontMetrics.height() if count > 1 else 0

    def _is_below(self, option: QStyleOptionViewItem, index: Index, room: int) -> bool:
        """Whether the decoded form finds no room beside its value."""
        if not self._table.wordWrap() or not (second := str(index.data(Role.SECOND) or "")):
            return False
        value = QFontMetrics(_font(option.font, index)).horizontalAdvance(_text(index))
        return value + GAP + option.fontMetrics.horizontalAdvance(second) > room


def row_height(metrics: QFontMetrics) -> int:
    """One line with air, and the hairline."""
    return round(metrics.height() * 2.25)


def _lines(option: QStyleOptionViewItem, index: Index, room: int) -> QTextLayout:
    return painting.lines(
        _text(index), option.font, room, painting.reading(option.direction), option.fontMetrics.height()
    )


def _paint_line(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: Index, shades: theme.Colours, below: int
) -> None:
    """Text, pill, second text, one after the other from the leading edge; the second `below` the first by so much."""
    pill, second = str(index.data(Role.PILL) or ""), str(index.data(Role.SECOND) or "")
    pill_width, pill_height = painting.pill_size(option.font, pill) if pill else (0, 0)
    painter.setFont(_font(option.font, index))
    taken = 0
    if text := _text(index):
        room = area.adjusted(0, 0, -(pill_width + GAP) if pill else 0, -below)
        taken = _paint_text(painter, option, room, text, index) + GAP
    if pill:
        top = area.y() + (area.height() - pill_height + 1) // 2
        place = QRect(area.x() + taken, top, min(pill_width, area.width() - taken), pill_height)
        kind = cast(painting.Kind, index.data(Role.KIND) or "warn")
        painting.pill(painter, _mirrored(option, place), pill, kind, option.font, shades)
        taken += pill_width + GAP
    rest = area.adjusted(0, below, 0, 0) if below else area.adjusted(taken, 0, 0, 0)
    if second and rest.width() > 2 * GAP:
        painter.setFont(option.font)
        painter.setPen(shades.muted)
        painting.elided(painter, _mirrored(option, rest), second, option.direction)


def _paint_text(painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, index: Index) -> int:
    own = index.data(Qt.ItemDataRole.TextAlignmentRole)
    align = Qt.AlignmentFlag.AlignLeading if own is None else Qt.AlignmentFlag(own)
    return painting.elided(painter, _mirrored(option, area), text, option.direction, align)


def _font(base: QFont, index: Index) -> QFont:
    return theme.font(base, mono=bool(index.data(Role.MONO)), tabular=bool(index.data(Role.TABULAR)))


def _text(index: Index) -> str:
    return str(index.data() or "")[: painting.MOST_PAINTED]


def _mirrored(option: QStyleOptionViewItem, area: QRect) -> QRect:
    return QStyle.visualRect(option.direction, option.rect, area)
