"""The table of what was found: its kind first, then what it is, then where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.text import visible
from gui.state.search import Findable
from gui.theme import Role

TITLES = ("Kind", "What", "Where")
KIND, WHAT, WHERE = range(3)


class FoundModel(QAbstractTableModel):
    """Replaced as a whole with every letter typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Findable] = []

    def show(self, entries: Sequence[Findable]) -> None:
        """These were found."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a thing found."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Kind, what, where."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles; rows are named whole for a screen reader."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return TITLES[section] if orientation is Qt.Orientation.Horizontal else spoken(self.entries[section])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and marks of one cell."""
        entry = self.entries[index.row()]
        if index.column() == KIND:
            if role in (Role.PILL, Qt.ItemDataRole.AccessibleTextRole):
                return entry.kind
            return "plain" if role == Role.KIND else None
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(entry.title if index.column() == WHAT else entry.more)
        if index.column() == WHERE:
            return role == Role.MUTED if role in (Role.MUTED, Role.MONO) else None
        return entry.kind == "Value" if role == Role.MONO else None


def spoken(entry: Findable) -> str:
    """All of it in one breath."""
    return ", ".join(filter(None, [entry.kind, visible(entry.title), visible(entry.more)]))
