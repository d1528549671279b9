"""What is counted in tables of its own, and what else is kept beside submissions, against what the events come to."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import apsw

from core.record import events
from core.record.events import REBUILT
from core.record.verification.checks import PieceChecks
from core.record.verification.faults import FoundFault, RecordFault
from core.record.verification.indexes import Sums
from core.record.verification.walk import Found

# Words that no event tells of, or that should have been erased.
_TOO_MUCH = (
    "SELECT words.event FROM words LEFT JOIN event ON event.number = words.event AND event.of = words.of "
    "LEFT JOIN submission ON submission.number = event.of "
    "WHERE json_extract(event.detail, '$.words') IS NULL OR submission.erased IS NOT 0 ORDER BY 1 LIMIT 1"
)
_ATTEMPTED = (
    "SELECT min(event.number) FROM event JOIN submission ON submission.number = event.of AND erased = 0 "
    "WHERE kind = 'attempted' AND json_extract(detail, '$.request') = ?"
)


class Counts:
    """Adds up what the pieces found, and compares it with the tables at the end."""

    def __init__(self, checks: PieceChecks) -> None:
        self._checks, self._connection = checks, checks.connection
        self._tally: dict[tuple[str, str], list[int]] = {}
        self._quarters, self._requests = _Sums(self._connection, "quarter"), _Sums(self._connection, "request")
        self._words, self._indexed = 0, Sums()

    def add(self, found: Found) -> None:
        """What one piece counted."""
        for category, stage, count, size, newest in found.tally:
            kept = self._tally.setdefault((category, stage), [0, 0, 0])
            kept[:] = kept[0] + count, kept[1] + size, max(kept[2], newest)
        for quarter in found.quarters:
            self._quarters.add(*quarter)
        for request in found.requests:
            self._requests.add(*request)
        self._words += found.words
        for sums in found.indexed:
            self._indexed.add(*sums)

    def faults(self) -> Iterator[FoundFault]:
        """What does not come to the same."""
        # A count is of no event; up to the last one it is another.
        last = max(1, self._checks.total)
        found = {(category, state): [*rest] for category, state, *rest in self._rows("SELECT * FROM tally")}
        quarters = self._rows("SELECT number, submissions, bytes FROM quarter ORDER BY number")
        if found != self._tally or self._quarters.first_other(quarters) is not None:
            yield FoundFault(last, RecordFault.COUNTS_OTHER)
        if self._indexed.are_odd():
            yield FoundFault(last, RecordFault.COUNTS_OTHER)
        yield from self._request_faults(last)
        yield from self._left_out_faults(last)
        if self._connection.execute("SELECT count(*) FROM words").get != self._words:
            event = self._connection.execute(_TOO_MUCH).get
            number = last if event is None else min(max(1, self._checks.number_of(event)), last)
            yield FoundFault(number, RecordFault.WORDS_OTHER)

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return iter(self._connection.execute(query))

    def _request_faults(self, last: int) -> Iterator[FoundFault]:
        # What only a receipt brings is kept only where one came.
        query = "SELECT number, whole, coalesce(key, root, signature, leaves) NOT NULL FROM request ORDER BY number"
        rows = self._rows(query)
        other = self._requests.first_other(rows, at_most=True)
        if other is not None:
            event = self._connection.execute(_ATTEMPTED, (other,)).get
            yield FoundFault(last if event is None else self._checks.number_of(event), RecordFault.REQUEST_OTHER)

    def _left_out_faults(self, last: int) -> Iterator[FoundFault]:
        """An older Vitrine did not count what it left out."""
        rows = self._checks.decided.rows
        full = {row[0] for row in rows if row[2] == "noticed" and events.decoded(row[4]).get("what") == "full"}
        rebuilt = max((row[0] for row in rows if row[2] == REBUILT), default=0)
        counted = dict(self._rows("SELECT decision, submissions FROM left_out"))
        for number in {*(each for each in full if each > rebuilt), *counted}:
            if number not in full or counted.get(number, -1) < 0:
                yield FoundFault(min(max(1, number), last), RecordFault.LEFT_OUT_OTHER, number)


class _Sums:
    """Two sums for each row of a table, added up in little room: a table may have a row for each quarter of an hour."""

    def __init__(self, connection: apsw.Connection, table: str) -> None:
        self._keys = array("q", (key for (key,) in connection.execute(f"SELECT number FROM {table} ORDER BY number")))
        self._one, self._other = array("q", bytes(8 * len(self._keys))), array("q", bytes(8 * len(self._keys)))
        self._named = bytearray(len(self._keys))
        self._missing: int | None = None

    def add(self, key: int, one: int, other: int) -> None:
        """Add to both sums of this row."""
        place = bisect_left(self._keys, key)
        if place < len(self._keys) and self._keys[place] == key:
            self._one[place] += one
            self._other[place] += other
            self._named[place] = 1
        else:
            self._missing = key

    def first_other(self, rows: Iterator[tuple[Any, ...]], *, at_most: bool = False) -> int | None:
        """The first row that has other sums, or that nothing was added to; else a row that is missing.

        `at_most`: the first sum is not nothing, the second no more than what was added up, and rows may be missing.
        """
        for (key, one, other), first, second, named in zip(rows, self._one, self._other, self._named, strict=True):
            is_same = one == first > 0 and other <= second if at_most else (one, other) == (first, second)
            if not named or not is_same:
                return int(key)
        return None if at_most else self._missing
