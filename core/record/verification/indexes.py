"""Whether the indexes name the rows that there are, and no others: an edited one would hide some of them.

SQLite's own check looks each row up in every index, which takes long: it is done where something is wrong. Before that
each index is read once, and its sums are compared with those of the rows, which are read anyway: how many it names, and
of their numbers, or of numbers and keys together.
"""

from collections.abc import Iterator
from typing import Any

import apsw

# Sums are kept below this prime, so that they fit into eight bytes.
_PRIME = 2**61 - 1
# An end counts by what these leave of it and of the number, so that no sum grows too large for SQLite.
END = 1009
_WHOLE = "FROM submission INDEXED BY submission_whole WHERE erased = 0 AND finished IS NOT NULL"
# Name of the index and key; how many, and a sum.
_QUERIES = (
    """
    SELECT 'submission_category', category, count(*), sum(number) FROM submission INDEXED BY submission_category
    GROUP BY category
    """,
    """
    SELECT 'submission_rare', state, count(*), sum(number) FROM submission INDEXED BY submission_rare
    WHERE state <> 'confirmed' GROUP BY state
    """,
    # Its key is the number itself, which SQLite takes from elsewhere unless the row is looked up by it.
    """
    SELECT 'submission_open', '', count(*), sum(again.number) FROM submission AS i INDEXED BY submission_open
    CROSS JOIN submission AS again INDEXED BY submission_open ON again.number = i.number AND again.finished IS NULL
    WHERE i.finished IS NULL
    """,
    f"SELECT 'submission_whole', '', count(*), sum(number) {_WHOLE}",
    f"SELECT 'submission_whole', 'ends', 0, sum((number % {END}) * (finished % {END})) {_WHOLE}",
    # Of events, those of no submission; the others are met one by one. Their numbers have no gaps, as their tiles show.
    """
    SELECT 'event_of', '', -count(*), -sum(event.number) FROM event AS i INDEXED BY event_of
    CROSS JOIN event ON event.number = i.number AND event.of IS NULL WHERE i.of IS NULL
    """,
    "SELECT 'event_of', '', max(number), max(number) * (max(number) + 1) / 2 FROM event",
)
_IDS = "SELECT number, id FROM submission INDEXED BY submission_id WHERE id IS NOT NULL"


class Sums:
    """Of each index, by its key: how many rows it names, and a sum of these."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, index: str, key: str, count: int, total: int) -> None:
        """Add to what was found."""
        before = self._sums.get((index, key), (0, 0))
        self._sums[index, key] = before[0] + count, (before[1] + total) % _PRIME

    def rows(self) -> list[tuple[str, str, int, int]]:
        """All of it, to be added to others."""
        return [(*key, *sums) for key, sums in self._sums.items()]

    def are_odd(self) -> bool:
        """Whether not all of it comes to nothing."""
        return any(map(any, self._sums.values()))


def indexed(connection: apsw.Connection) -> list[tuple[str, str, int, int]]:
    """What the indexes name, taken away from nothing: with what the rows are added to it, nothing must be left."""
    sums = Sums()
    for row in _rows(connection):
        index, key, count, total = row
        sums.add(index, str(key), -(count or 0), -(total or 0))
    return sums.rows()


def _rows(connection: apsw.Connection) -> Iterator[tuple[Any, ...]]:
    for query in _QUERIES:
        yield from connection.execute(query)
    count = total = 0
    for number, identifier in connection.execute(_IDS):
        count += 1
        total += number * int.from_bytes(identifier, "big")
    yield "submission_id", "", count, total
