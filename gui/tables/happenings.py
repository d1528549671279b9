"""The table of what happened: state first, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.clock import now
from gui.state.happenings import Happening
from gui.state.times import when
from gui.theme import Role

STATE, WHEN = 0, 4


class HappeningsModel(QAbstractTableModel):
    """Rows are replaced as a whole; a row keeps its identity, so that the chosen one stays chosen."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = ("State", *titles, "When")
        self._rows: Sequence[Happening] = ()
        self._at = now()

    @property
    def rows(self) -> Sequence[Happening]:
        """All, newest first."""
        return self._rows

    def show(self, rows: Sequence[Happening], at: datetime) -> None:
        """Take these, told at this time; the same ones change nothing."""
        self._at = at
        if list(rows) == list(self._rows):
            return
        if [row.identity for row in rows] == [row.identity for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, WHEN))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, identity: str) -> int | None:
        """Where a row stands now."""
        return next((number for number, row in enumerate(self._rows) if row.identity == identity), None)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a happening."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """State, three of the group's own, time."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles; rows are named by what they are about and how they stand."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return f"{self._rows[section].cells[0]}, {self._rows[section].standing()[0]}"

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and marks of one cell."""
        row, column = self._rows[index.row()], index.column()
        if column == STATE:
            words, kind = row.standing()
            if role in (Role.PILL, Qt.ItemDataRole.AccessibleTextRole):
                return words
            return kind if role == Role.KIND else None
        if role == Qt.ItemDataRole.DisplayRole:
            # What every address begins with would take the place of what tells them apart.
            return when(row.at, self._at) if column == WHEN else row.cells[column - 1].removeprefix("https://")
        return column == WHEN if role == Role.TABULAR else None
