"""The table of a group: one declared item a row, its value or why there is none."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.catalogue import Category, Item
from core.reading import Fact, Reading, written
from core.text import visible
from gui.state.changes import ChangedValues
from gui.state.words import decoded
from gui.theme import Role

WHAT, VALUE = range(2)
# A pill is for a glance; the whole value stands in the history of changes.
LONGEST_PILL = 24


class ItemsModel(QAbstractTableModel):
    """Rows are the catalogue's items in its order; they never come or go, only values change."""

    def __init__(self, category: Category, value_title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = category.items
        self._titles = ("What", value_title)
        self._reading: Reading = {}
        self._changes = ChangedValues()

    def show(self, reading: Reading, changes: ChangedValues) -> None:
        """Take a new reading; views keep their place."""
        if reading == self._reading and changes is self._changes and not changes.count:
            return
        self._reading, self._changes = reading, changes
        self.dataChanged.emit(self.index(0, WHAT), self.index(self.rowCount() - 1, VALUE))

    def set_value_title(self, title: str) -> None:
        """Say in the second column's title whether the value is sent or would be."""
        if title != self._titles[VALUE]:
            self._titles = (self._titles[WHAT], title)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, VALUE, VALUE)

    def item(self, row: int) -> Item:
        """The declared item of a row."""
        return self._items[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a declared item."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """What, and its value."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles; rows are named by their item for a screen reader."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section] if orientation is Qt.Orientation.Horizontal else self._items[section].title

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and marks of one cell."""
        item = self._items[index.row()]
        if index.column() == WHAT:
            return self._what(item, role)
        fact = self._reading.get(item.key)
        return None if fact is None else self._value(item, fact, role)

    def _what(self, item: Item, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        was = self._changes.was(item.key)
        if role == Role.PILL and was is not None:
            return f"was {_short(was)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.title if was is None else f"{item.title}, was {_short(was)}"
        return None

    def _value(self, item: Item, fact: Fact, role: int) -> Any:
        if fact.reason is not None:
            if role == Qt.ItemDataRole.DisplayRole:
                return fact.reason.words
            return role == Role.MUTED if role in (Role.MUTED, Role.MONO) else None
        if role == Qt.ItemDataRole.DisplayRole and fact.value is not None:
            return visible(written(fact.value))
        if role == Role.SECOND and fact.value is not None:
            return decoded(item, fact.value)
        return True if role == Role.MONO else None


def _short(text: str) -> str:
    shown = visible(text[: LONGEST_PILL + 1])
    return shown if len(shown) <= LONGEST_PILL else f"{shown[:LONGEST_PILL]}…"
