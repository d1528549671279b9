"""One table for every list: quiet, a hairline between rows, names and values told apart by their type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView

from gui import theme
from gui.widgets import painting, scroll_bar
from gui.widgets.table_cell import PAD, PAD_END, CellDelegate, row_height


class Header(QHeaderView):
    """Small grey words over a hairline."""

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
        """A line with air, or as many as a column’s words need."""
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 2.2) + self._more * self._pitch())

    def fit(self) -> bool:
        """Count the lines that the words take now, for layouts ask many times; whether they are others than before."""
        before = self._more
        self._more = max((self._lines(section).lineCount() - 1 for section in self._shown()), default=0)
        return self._more != before

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the hairline over the whole width."""
        shades = theme.colours(self.palette())
        painter = QPainter(self.viewport())
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
    """A table that lies in a card.

    With `wrap` rows grow so that words can be read whole; that measures every row, so long lists do without.
    """

    def __init__(self, name: str, *, wrap: bool = False) -> None:
        super().__init__()
        self._shares = [1.0]
        self.setAccessibleName(name)
        scroll_bar.dress(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._header = Header()
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(wrap)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._measure_rows()

    def set_shares(self, shares: Sequence[float]) -> None:
        """Divide the width among the columns in these proportions."""
        self._shares = list(shares)
        self._divide()

    def selectRow(self, row: int) -> None:
        """Choose a row. Qt's own way looks for a column at the right edge where one reads from there, and misses."""
        self.setCurrentIndex(self.model().index(row, 0))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model, its columns as before."""
        super().setModel(model)
        if model is not None:
            model.headerDataChanged.connect(self._fit_header)
        self._divide()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A screen reader moves the selection alone: what is shown of the chosen row follows it."""
        super().selectionChanged(selected, deselected)
        rows = {index.row() for index in selected.indexes()}
        if rows and self.currentIndex().row() not in rows:
            self.selectRow(min(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the proportions, and the chosen row in sight if it was."""
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
        """The cells, and a ring around the current row while the keyboard is here."""
        super().paintEvent(event)
        if self.is_followed() and self.currentIndex().isValid():
            row = self.visualRect(self.currentIndex())
            area = QRect(0, row.y(), self.viewport().width(), row.height() - 1).adjusted(1, 0, -1, 0)
            painting.ring(QPainter(self.viewport()), area, theme.colours(self.palette()).accent, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on, and be seen there; of a row higher than the table all first."""
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
            scroll_bar.into_sight(self)

    def _place(self) -> tuple[int, int]:
        return self.currentIndex().row(), self.verticalScrollBar().value()

    def is_followed(self) -> bool:
        """Whether the keyboard is here."""
        return self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    def sizeHint(self) -> QSize:
        """A few lines; the layout gives it more."""
        line = self.fontMetrics().height()
        return QSize(24 * line, 7 * line)

    def minimumSizeHint(self) -> QSize:
        """A header and two rows."""
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
        """Its words may take other lines than before."""
        if self._header.fit():
            self.updateGeometries()
            self.updateGeometry()
