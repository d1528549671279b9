"""A table of plain texts that is replaced as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.text import visible
from gui.theme import Role


class RowsModel(QAbstractTableModel):
    """Rows of texts; one column may be code, the last one is prose in grey."""

    def __init__(self, titles: Sequence[str], mono_column: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles, self._mono_column = titles, mono_column
        self._rows: Sequence[Sequence[str]] = []

    def show(self, rows: Sequence[Sequence[str]]) -> None:
        """Take other rows; the same ones change nothing."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As given."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a title."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles; rows are named by their first text."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section] if orientation is Qt.Orientation.Horizontal else visible(self._rows[section][0])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and marks of one cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(self._rows[index.row()][index.column()])
        if role == Role.MONO:
            return index.column() == self._mono_column
        return index.column() == len(self._titles) - 1 if role == Role.MUTED else None
