"""The list of submissions: state first; pages are appended as they come, rows change in place."""

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum, auto
from itertools import groupby
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from core.clock import stamp
from core.record.submission import Submission
from core.text import visible
from core.wording.submissions import ROW, TITLES
from gui.state import submissions
from gui.tables.text_table import TRAILING, Cell, TextTable, pill
from gui.theme import Role

# As much of a stamp as names the minute.
MINUTE = len("2026-11-24T02:40")


class Column(StrEnum):
    """What a column shows."""

    STATE = auto()
    NUMBER = auto()
    WHEN = auto()
    GOES = auto()
    GROUP = auto()
    BYTES = auto()
    WHY = auto()


class SubmissionsTable(TextTable[Submission]):
    """Submissions by their number, newest or oldest first; each stands once. Reads nothing itself."""

    def __init__(self, columns: Sequence[Column], *, newest_first: bool) -> None:
        super().__init__([TITLES[column] for column in columns])
        self._columns, self._sign = tuple(columns), -1 if newest_first else 1
        self._groups: Mapping[str, str] = {}
        self._now = datetime.now(UTC)
        self._held: Mapping[str, str] = {}

    def row_of(self, number: int) -> int | None:
        """Return where a submission stands, None where it does not."""
        row = bisect_left(self._rows, self._sign * number, key=self._place)
        return row if row < len(self._rows) and self._rows[row].number == number else None

    def set_titles(self, titles: Mapping[str, str]) -> None:
        """Call groups by these titles; one the catalogue does not know goes by its key."""
        if titles != self._groups:
            self._groups = titles
            self.repaint()

    def set_now(self, now: datetime, held: Mapping[str, str] | None = None) -> None:
        """Count “today” from this time. `held`: by group, what keeps it from going, if something does."""
        before, self._now = self._now, now
        since, until = stamp(before), stamp(now)
        # A new minute may be a new day; and what was due later may be due.
        passed = since[:MINUTE] != until[:MINUTE] or any(since < each.due <= until for each in self._rows)
        if passed or (held or {}) != self._held:
            self._held = held or {}
            self.repaint()

    def replace(self, fresh: Sequence[Submission]) -> None:
        """Take these, which are all there are, in this table's order."""
        self._merge(fresh, 0, len(self._rows))

    def put(self, page: Sequence[Submission], before: int | None) -> None:
        """Take a page of those `before` a number: whatever stood in its range gives way. An empty one is the end."""
        start = 0 if before is None else bisect_right(self._rows, self._sign * before, key=self._place)
        end = bisect_right(self._rows, self._place(page[-1]), key=self._place) if page else len(self._rows)
        self._merge(page, start, end)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what every table does; over figures the title stands as they do."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return TRAILING if self._columns[section] is Column.BYTES else None
        return super().headerData(section, orientation, role)

    def named(self, row: Submission) -> str:
        """Return number, group and state."""
        return ROW.format(number=row.number, group=self._group(row), state=submissions.state_of(row)[0])

    def cell(self, row: Submission, column: int) -> Cell:
        """Return the state as a pill, else a text."""
        kind = self._columns[column]
        if kind is Column.STATE:
            return pill(*submissions.state_of(row))
        return {
            Role.TEXT: self._text(row, kind),
            Role.MUTED: kind is Column.WHY,
            Role.TABULAR: kind in (Column.NUMBER, Column.WHEN, Column.BYTES),
            Role.ALIGN: TRAILING if kind is Column.BYTES else None,
        }

    def _text(self, of: Submission, column: Column) -> str:
        match column:
            case Column.NUMBER:
                return str(of.number)
            case Column.WHEN:
                return submissions.happened(of, self._now)
            case Column.GOES:
                return submissions.goes(of, self._now, self._held.get(of.category, ""))
            case Column.GROUP:
                return self._group(of)
            case Column.BYTES:
                return str(of.bytes)
            case _:
                return submissions.why(of)

    def _group(self, of: Submission) -> str:
        return self._groups.get(of.category) or visible(of.category[: submissions.LONGEST_REASON])

    def _place(self, of: Submission) -> int:
        return self._sign * of.number

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
            self._last = None
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
            self.repaint(first, after)

    def _insert(self, new: Sequence[Submission]) -> None:
        """Insert in runs, the last one first: what goes between the same two rows goes at once."""
        found = groupby(new, key=lambda each: bisect_left(self._rows, self._place(each), key=self._place))
        for at, run in reversed([(at, list(run)) for at, run in found]):
            self.beginInsertRows(QModelIndex(), at, at + len(run) - 1)
            self._rows[at:at] = run
            self._last = None
            self.endInsertRows()


def _alike(some: Iterable[Submission], others: Iterable[Submission]) -> int:
    """How many are the very same, one by one from the beginning."""
    return [*map(operator.is_, some, others), False].index(False)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs without a gap: the first of each, and the one after its last."""
    found = groupby(enumerate(rows), key=lambda each: each[1] - each[0])
    runs = [[row for _, row in run] for _, run in found]
    return [(run[0], run[-1] + 1) for run in runs]
