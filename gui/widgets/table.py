"""One table for every list: quiet, a hairline between rows, names and values told apart by their type."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui import theme
from gui.theme import Role
from gui.widgets import painting, scroll_area
from gui.widgets.painting import Index

# From a column's edge to its text, and from the text to the next column.
PAD = 14
PAD_END = 8
GAP = theme.SMALL


class _CellDelegate(QStyledItemDelegate):
    """Paints and measures the cells of every table by the roles in theme.Role."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for one line, or for as many as words, or a value and its decoded form, take in the column."""
        height, line = row_height(option.fontMetrics), option.fontMetrics.height()
        width = self._table.columnWidth(index.column())
        if wrapped := self._wrapped(option, index, width - PAD - PAD_END):
            height += wrapped - line
        elif self._is_below(option, index, width - PAD - PAD_END):
            height += line
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
            _lines(option, index, area.width()).draw(painter, QPointF(painting.mirrored(option, area).x(), top))
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
        """Return whether the decoded form finds no room beside its value."""
        if not self._table.wordWrap() or not (second := str(index.data(Role.SECOND) or "")):
            return False
        value = QFontMetrics(_font(option.font, index)).horizontalAdvance(_text(index))
        return value + GAP + option.fontMetrics.horizontalAdvance(second) > room


def row_height(metrics: QFontMetrics) -> int:
    """Return the height of one line with space around it, and of the hairline."""
    return round(metrics.height() * 2.25)


def _lines(option: QStyleOptionViewItem, index: Index, room: int) -> QTextLayout:
    reading, pitch = painting.reading(option.direction), option.fontMetrics.height()
    return painting.lines(_text(index), option.font, room, reading, pitch)


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
        own = index.data(Qt.ItemDataRole.TextAlignmentRole)
        align = Qt.AlignmentFlag.AlignLeading if own is None else Qt.AlignmentFlag(own)
        taken = painting.elided(painter, painting.mirrored(option, room), text, option.direction, align) + GAP
    if pill:
        top = area.y() + (area.height() - pill_height + 1) // 2
        place = QRect(area.x() + taken, top, min(pill_width, area.width() - taken), pill_height)
        kind = cast(theme.Kind, index.data(Role.KIND) or "warn")
        painting.pill(painter, painting.mirrored(option, place), pill, kind, option.font, shades)
        taken += pill_width + GAP
    rest = area.adjusted(0, below, 0, 0) if below else area.adjusted(taken, 0, 0, 0)
    if second and rest.width() > 2 * GAP:
        painter.setFont(option.font)
        painter.setPen(shades.muted)
        painting.elided(painter, painting.mirrored(option, rest), second, option.direction)


def _font(base: QFont, index: Index) -> QFont:
    return theme.font(base, mono=bool(index.data(Role.MONO)), tabular=bool(index.data(Role.TABULAR)))


def _text(index: Index) -> str:
    return str(index.data() or "")[: painting.MOST_PAINTED]


class _Header(QHeaderView):
    """The titles of the columns: small grey words over a hairline."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        # Lines beside the first.
        self._more = 0
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """Return room for one line, or for as many as a column’s words need."""
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 2.2) + self._more * self._pitch())

    def fit(self) -> bool:
        """Count the lines that the words take now; return whether the number changed. Layouts ask for it many times."""
        before = self._more
        self._more = max((self._lines(section).lineCount() - 1 for section in self._shown()), default=0)
        return self._more != before

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shades = painting.begin(self.viewport())
        painter.setPen(shades.muted)
        for section in self._shown():
            words, left = self._lines(section), self.sectionViewportPosition(section)
            whole = QRect(left, 0, self.sectionSize(section), self.viewport().height())
            place = QStyle.visualRect(self.layoutDirection(), whole, whole.adjusted(PAD, 0, -PAD_END, 0))
            height = words.lineCount() * self._pitch()
            words.draw(painter, QPointF(place.x(), (whole.height() - height) / 2))
        bottom = self.viewport().height() - 1
        painter.fillRect(0, bottom, self.viewport().width(), 1, shades.line)

    def _shown(self) -> list[int]:
        return [section for section in range(self.count()) if not self.isSectionHidden(section)]

    def _type(self) -> QFont:
        return theme.font(self.font(), points=-1, weight=600)

    def _pitch(self) -> int:
        return QFontMetrics(self._type()).height()

    def _lines(self, section: int) -> QTextLayout:
        role, across = Qt.ItemDataRole, Qt.Orientation.Horizontal
        text = str(self.model().headerData(section, across, role.DisplayRole) or "")
        own = self.model().headerData(section, across, role.TextAlignmentRole)
        align = self.defaultAlignment() if own is None else Qt.AlignmentFlag(own)
        # Without hinting widths are fractions: without slack a fitting word may be broken.
        room = self.sectionSize(section) - PAD - PAD_END + 2
        reading = painting.reading(self.layoutDirection(), align)
        return painting.lines(text[: painting.MOST_PAINTED], self._type(), room, reading, self._pitch())


class Table(QTableView):
    """Lies in a card. With `wrap` rows grow with their words; that measures every row, so long lists do without."""

    def __init__(
        self, name: str, model: QAbstractItemModel | None = None, shares: Sequence[float] = (1,), *, wrap: bool = False
    ) -> None:
        """`shares`: of the width, by column."""
        super().__init__()
        self._shares = list(shares)
        self.setAccessibleName(name)
        scroll_area.dress(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._header = _Header()
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.setItemDelegate(_CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(wrap)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._measure_rows()
        if model is not None:
            self.setModel(model)

    def set_shares(self, shares: Sequence[float]) -> None:
        """Divide the width among the columns in these proportions; a column without a share is hidden."""
        self._shares = list(shares)
        for column, share in enumerate(shares):
            self.setColumnHidden(column, not share)
        self._divide()

    def selectRow(self, row: int) -> None:
        """Choose a row. Qt's own way looks for a column at the right edge where one reads from there, and misses."""
        self.setCurrentIndex(self.model().index(row, 0))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model, with the columns divided as before."""
        super().setModel(model)
        if model is not None:
            model.headerDataChanged.connect(self._fit_header)
        self._divide()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Make the selected row the current one too: a screen reader moves the selection alone."""
        super().selectionChanged(selected, deselected)
        rows = {index.row() for index in selected.indexes()}
        if rows and self.currentIndex().row() not in rows:
            self.selectRow(min(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns' proportions, and the chosen row in sight if it was."""
        chosen = self.currentIndex()
        was_in_sight = chosen.isValid() and 0 <= self.visualRect(chosen).top() < event.oldSize().height()
        super().resizeEvent(event)
        self._divide()
        if was_in_sight:
            self.scrollTo(chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure_rows()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, and a ring around the current row while the keyboard is here."""
        super().paintEvent(event)
        if self._is_followed() and self.currentIndex().isValid():
            row = self.visualRect(self.currentIndex())
            area = QRect(0, row.y(), self.viewport().width(), row.height() - 1).adjusted(1, 0, -1, 0)
            painting.ring(QPainter(self.viewport()), area, theme.colours(self.palette()).accent, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to the next row and bring it into sight; a row higher than the table is scrolled through first."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        bar, before = self.verticalScrollBar(), self._place()
        row, room = self.visualRect(self.currentIndex()), self.viewport().height()
        left = {1: row.bottom() - room + 1, -1: -row.top()}.get(step, 0)
        if left > 0 and row.height() > room > 0:
            bar.setValue(bar.value() + step * min(left, room * 3 // 4))
        else:
            super().keyPressEvent(event)
            row = self.visualRect(self.currentIndex())
            if step < 0 and self._place() != before and row.height() > room:
                # Whoever comes from below comes to its end.
                bar.setValue(bar.value() + row.bottom() - room + 1)
        if self._place() != before:
            scroll_area.into_sight(self)

    def _place(self) -> tuple[int, int]:
        return self.currentIndex().row(), self.verticalScrollBar().value()

    def _is_followed(self) -> bool:
        """Return whether the keyboard is here, or moves in it without ever coming here."""
        by_keyboard = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return (self.hasFocus() and by_keyboard) or self.focusPolicy() == Qt.FocusPolicy.NoFocus

    def sizeHint(self) -> QSize:
        """Return room for a few lines; the layout gives it more."""
        line = self.fontMetrics().height()
        return QSize(24 * line, 7 * line)

    def minimumSizeHint(self) -> QSize:
        """Return room for the header and two rows."""
        line = self.fontMetrics().height()
        return QSize(12 * line, self._header.sizeHint().height() + round(4.8 * line))

    def _measure_rows(self) -> None:
        rows = self.verticalHeader()
        height = row_height(self.fontMetrics())
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        mode = QHeaderView.ResizeMode
        rows.setSectionResizeMode(mode.ResizeToContents if self.wordWrap() else mode.Fixed)

    def _divide(self) -> None:
        """Give each column its share; the last takes what rounding leaves."""
        header, count = self.horizontalHeader(), self.horizontalHeader().count()
        shares = (self._shares + [self._shares[-1]] * count)[:count]
        left = self.viewport().width()
        for column, share in enumerate(shares):
            width = left if column == count - 1 else int(self.viewport().width() * share / sum(shares))
            header.resizeSection(column, width)
            left -= width
        self._fit_header()
        if self.wordWrap():
            self.verticalHeader().resizeSections(QHeaderView.ResizeMode.ResizeToContents)

    def _fit_header(self, *_: object) -> None:
        """Lay out anew where the header's words take another number of lines."""
        if self._header.fit():
            self.updateGeometries()
            self.updateGeometry()
