"""The one model behind every list: rows of cells, each a text and how it looks."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.text import visible
from gui.theme import Kind, Role

Row = TypeVar("Row")
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
# What one place of a table carries; whatever is empty is not there.
Cell: TypeAlias = Mapping[int, str | bool | Qt.AlignmentFlag | None]


def pill(words: str, kind: Kind) -> Cell:
    """Return a cell with a pill alone, which is read out."""
    return {Role.PILL: words, Role.SPOKEN: words, Role.KIND: kind}


class TextTable(QAbstractTableModel, Generic[Row]):
    """A table of rows of one kind. A list says by `cell`, `named` and `identity` what it shows of a row."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        """`titles`: of the columns."""
        super().__init__(parent)
        self.titles = list(titles)
        self._rows: list[Row] = []
        # A view asks for every role of a cell one after the other.
        self._last: tuple[int, int] | None = None
        self._cell: Cell = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they stand."""
        return self._rows

    def cell(self, row: Row, column: int) -> Cell:
        """Return what stands in this column of a row."""
        raise NotImplementedError

    def named(self, row: Row) -> str:
        """Return a row's name for a screen reader."""
        raise NotImplementedError

    def identity(self, row: Row) -> object:
        """Return what stays the same while a row changes in its place; by default nothing does."""
        return row

    def show(self, rows: Sequence[Row]) -> None:
        """Take other rows. The same ones change nothing; of rows with the same identities views keep their place."""
        if [*map(self.identity, rows)] != [*map(self.identity, self._rows)]:
            self.beginResetModel()
            self._rows, self._last = list(rows), None
            self.endResetModel()
        elif list(rows) != self._rows:
            self._rows = list(rows)
            self.repaint()

    def repaint(self, first: int = 0, after: int | None = None) -> None:
        """Tell views that what the rows from `first` to before `after` show is another now; without it all of them."""
        self._last = None
        last = (len(self._rows) if after is None else after) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.titles) - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows; a cell has none below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title, or a row's name for a screen reader."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.titles[section] if orientation is Qt.Orientation.Horizontal else self.named(self._rows[section])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell carries in this role, None where it carries nothing."""
        place = index.row(), index.column()
        if self._last != place:
            self._cell, self._last = self.cell(self._rows[place[0]], place[1]), place
        return self._cell.get(role) or None


MONO_COLUMN = 1


class PlainTable(TextTable[Sequence[str]]):
    """Rows of texts: those of the second column are values, those of the last column prose in grey."""

    def cell(self, row: Sequence[str], column: int) -> Cell:
        """Return the text."""
        is_last = column == len(self.titles) - 1
        return {Role.TEXT: visible(row[column]), Role.MONO: column == MONO_COLUMN, Role.MUTED: is_last}

    def named(self, row: Sequence[str]) -> str:
        """Return the first text."""
        return visible(row[0])
