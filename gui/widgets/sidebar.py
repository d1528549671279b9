"""The list of pages at the left: headings, pages, and the state of each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from gui import theme
from gui.widgets import scroll_bar
from gui.widgets.sidebar_delegate import Dot, SidebarDelegate, SidebarRole


@dataclass(frozen=True, slots=True)
class SidebarEntry:
    """One row; without a key it is a heading."""

    key: str | None
    text: str
    note: str = ""
    dot: Dot = "none"


class Sidebar(QListView):
    """The pages; choosing a row, by mouse, keyboard or screen reader, opens its page."""

    page_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self._delegate = SidebarDelegate(self)
        self.setItemDelegate(self._delegate)
        scroll_bar.dress(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # AT-SPI moves the selection, not the current index.
        self.selectionModel().selectionChanged.connect(self._open)

    def set_entries(self, entries: Sequence[SidebarEntry]) -> None:
        """Show these rows; the chosen page stays chosen, silently, if it is still there."""
        chosen = self.chosen()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self._model.clear()
        for entry in entries:
            self._model.appendRow(_item(entry))
        if chosen:
            self.choose(chosen)
        selection.blockSignals(False)
        self.updateGeometry()

    def choose(self, key: str) -> None:
        """Choose a page, as the user would."""
        if item := self._item(key):
            self.setCurrentIndex(item.index())

    def chosen(self) -> str:
        """The chosen page's key, or an empty text."""
        rows = self.selectionModel().selectedIndexes()
        return str(rows[0].data(SidebarRole.KEY)) if rows else ""

    def set_note(self, key: str, note: str, dot: Dot = "none") -> None:
        """Tell a page's new state."""
        if item := self._item(key):
            _describe(item, note, dot)

    def set_heading(self, before: str, after: str) -> None:
        """Give a heading other words."""
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            if item.data(SidebarRole.KEY) is None and item.text() == before:
                item.setText(after)
                _describe(item, "", "none")

    def sizeHint(self) -> QSize:
        """Wide enough for the widest row."""
        rows = [self.sizeHintForIndex(self._model.index(row, 0)) for row in range(self._model.rowCount())]
        width = max([14 * self.fontMetrics().height()] + [row.width() for row in rows])
        # Room for the scroll bar, so that no name is cut in a low window.
        return QSize(width + scroll_bar.THICKNESS // 2, sum(row.height() for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows stand closer before the list has to scroll."""
        if self._delegate.fit(self._model.rowCount(), self.viewport().height(), self.fontMetrics().height()):
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """A few rows: the list scrolls."""
        line = self.fontMetrics().height()
        return QSize(8 * line, 6 * line)

    def _open(self) -> None:
        if key := self.chosen():
            self.page_chosen.emit(key)

    def _item(self, key: str) -> QStandardItem | None:
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return next((item for item in items if item.data(SidebarRole.KEY) == key), None)


class SidePanel(QWidget):
    """The ground the sidebar lies on, with a hairline towards the page; `column` stacks its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 1, 0)
        self.column.setSpacing(0)

    def add_inset(self, widget: QWidget, *, below: int = theme.SMALL) -> None:
        """One more part, as wide as a chosen row."""
        around = QVBoxLayout()
        around.setContentsMargins(theme.SMALL + 2, theme.SMALL, theme.SMALL + 2, below)
        around.addWidget(widget)
        self.column.addLayout(around)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and hairline."""
        shades = theme.colours(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), shades.sidebar)
        left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.fillRect(0 if left else self.width() - 1, 0, 1, self.height(), shades.line)


def _item(entry: SidebarEntry) -> QStandardItem:
    item = QStandardItem(entry.text)
    item.setData(entry.key, SidebarRole.KEY)
    if entry.key is None:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    _describe(item, entry.note, entry.dot)
    return item


def _describe(item: QStandardItem, note: str, dot: Dot) -> None:
    item.setData(note, SidebarRole.NOTE)
    item.setData(dot, SidebarRole.DOT)
    item.setData(f"{item.text()}, {note}" if note else item.text(), Qt.ItemDataRole.AccessibleTextRole)
