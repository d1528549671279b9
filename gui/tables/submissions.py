"""The table of submissions: state first; pages are appended as they come, rows change in place."""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.clock import stamp
from core.record.submission import Submission
from core.text import visible
from gui.state import told
from gui.theme import Role

# As much of a stamp as names the minute.
MINUTE = len("2026-11-24T02:40")
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class Column(Enum):
    """What a column shows, by its title."""

    STATE = "State"
    NUMBER = "No."
    WHEN = "When"
    GOES = "Goes"
    GROUP = "Group"
    BYTES = "Bytes"
    WHY = "Why"


class SubmissionsModel(QAbstractTableModel):
    """Rows are submissions by their number, newest or oldest first; each stands once. Reads nothing itself."""

    def __init__(self, columns: Sequence[Column], *, newest_first: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns, self._sign = tuple(columns), -1 if newest_first else 1
        self._rows: list[Submission] = []
        self._titles: Mapping[str, str] = {}
        self._now = datetime.now(UTC)
        self._held: Mapping[str, str] = {}

    @property
    def rows(self) -> Sequence[Submission]:
        """All, as they stand."""
        return tuple(self._rows)

    def submission(self, row: int) -> Submission:
        """The submission of a row."""
        return self._rows[row]

    def row_of(self, number: int) -> int | None:
        """Where a submission stands, if it is here."""
        row = bisect_left(self._rows, self._sign * number, key=self._place)
        return row if row < len(self._rows) and self._rows[row].number == number else None

    def title(self, of: Submission) -> str:
        """Its group's title; a group the catalogue does not know goes by its key."""
        return self._titles.get(of.category) or visible(of.category[: told.LONGEST_REASON])

    def set_titles(self, titles: Mapping[str, str]) -> None:
        """How the groups are called."""
        if titles != self._titles:
            self._titles = titles
            self._repaint()

    def set_now(self, now: datetime, held: Mapping[str, str] | None = None) -> None:
        """The time that “today” is counted from, and what keeps each group from going, if something does."""
        before, self._now = self._now, now
        since, until = stamp(before), stamp(now)
        # A new minute may be a new day; and what was due later may be due.
        passed = since[:MINUTE] != until[:MINUTE] or any(since < each.due <= until for each in self._rows)
        if passed or (held or {}) != self._held:
            self._held = held or {}
            self._repaint()

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def replace(self, fresh: Sequence[Submission]) -> None:
        """These are all there are, in this table's order."""
        self._merge(fresh, 0, len(self._rows))

    def put(self, page: Sequence[Submission], before: int | None) -> None:
        """A page of those `before` a number: whatever stood in its range gives way to it. An empty one is the end."""
        start = 0 if before is None else bisect_right(self._rows, self._sign * before, key=self._place)
        end = bisect_right(self._rows, self._place(page[-1]), key=self._place) if page else len(self._rows)
        self._merge(page, start, end)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a submission."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As asked for."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles; rows are named by number, group and state for a screen reader."""
        if orientation is Qt.Orientation.Vertical:
            of = self._rows[section]
            named = f"No. {of.number}, {self.title(of)}, {told.state_of(of)[0]}"
            return named if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return TRAILING if self._columns[section] is Column.BYTES else None
        return self._columns[section].value if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and marks of one cell."""
        of, column = self._rows[index.row()], self._columns[index.column()]
        if column is Column.STATE:
            return self._state(of, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(of, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return TRAILING if column is Column.BYTES else None
        if role == Role.MUTED:
            return column is Column.WHY
        return column in (Column.NUMBER, Column.WHEN, Column.BYTES) if role == Role.TABULAR else None

    def _state(self, of: Submission, role: int) -> Any:
        words, kind = told.state_of(of)
        if role in (Role.PILL, Qt.ItemDataRole.AccessibleTextRole):
            return words
        return kind if role == Role.KIND else None

    def _text(self, of: Submission, column: Column) -> str:
        match column:
            case Column.NUMBER:
                return str(of.number)
            case Column.WHEN:
                return told.happened(of, self._now)
            case Column.GOES:
                return told.goes(of, self._now, self._held.get(of.category, ""))
            case Column.GROUP:
                return self.title(of)
            case Column.BYTES:
                return str(of.bytes)
            case _:
                return told.why(of)

    def _place(self, of: Submission) -> int:
        return self._sign * of.number

    def _repaint(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def _merge(self, fresh: Sequence[Submission], start: int, end: int) -> None:
        """Let rows from `start` to `end` become `fresh`, which lies in their range; views keep their place."""
        # Of thousands mostly a few changed, at one end.
        old = self._rows[start:end]
        head = _alike(old, fresh)
        tail = _alike(reversed(old[head:]), reversed(fresh[head:]))
        start, end, fresh = start + head, end - tail, fresh[head : len(fresh) - tail]
        by_number = {each.number: each for each in fresh}
        gone = [row for row in range(start, end) if self._rows[row].number not in by_number]
        for first, after in reversed(_runs(gone)):
            self.beginRemoveRows(QModelIndex(), first, after - 1)
            del self._rows[first:after]
            self.endRemoveRows()
        stay = range(start, end - len(gone))
        there = {self._rows[row].number for row in stay}
        self._change({row: by_number[self._rows[row].number] for row in stay})
        self._insert([each for each in fresh if each.number not in there])

    def _change(self, fresh: Mapping[int, Submission]) -> None:
        """Put these into their rows. What did not change is mostly the very same, and comparing takes its time."""
        changed = [row for row, each in fresh.items() if each is not self._rows[row] and each != self._rows[row]]
        for first, after in _runs(changed):
            self._rows[first:after] = [fresh[row] for row in range(first, after)]
            self.dataChanged.emit(self.index(first, 0), self.index(after - 1, len(self._columns) - 1))

    def _insert(self, new: Sequence[Submission]) -> None:
        """Insert in runs: what goes between the same two rows goes at once."""
        done = 0
        while done < len(new):
            at = bisect_left(self._rows, self._place(new[done]), key=self._place)
            after = self._place(self._rows[at]) if at < len(self._rows) else None
            run = new[done:] if after is None else [each for each in new[done:] if self._place(each) < after]
            self.beginInsertRows(QModelIndex(), at, at + len(run) - 1)
            self._rows[at:at] = run
            self.endInsertRows()
            done += len(run)


def _alike(some: Iterable[Submission], others: Iterable[Submission]) -> int:
    """How many are the very same, one by one from the beginning."""
    return [*map(operator.is_, some, others), False].index(False)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs without a gap: the first of each, and the one after its last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row:
            runs[-1] = runs[-1][0], row + 1
        else:
            runs.append((row, row + 1))
    return runs
