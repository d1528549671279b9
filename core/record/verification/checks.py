"""What the check of the record does with one piece of it. Each piece is checked alone, so that two processes can share
the work, and in one walk along the file, so that a long record takes no more memory than a short one."""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum, auto
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

import apsw

from core.record import events, tiles
from core.record.events import SEEN
from core.record.receipt import HASH_BYTES, Tree, is_signed, leaves_of, tree_root, tree_text
from core.record.tiles import SIZE, START
from core.record.verification.faults import FoundFault, RecordFault, edited
from core.record.verification.indexes import indexed
from core.record.verification.walk import Found, Walk


class Work(IntEnum):
    """What is done with a piece."""

    FILE = auto()
    INDEXES = auto()
    DECISIONS = auto()
    TILES = auto()
    SUBMISSIONS = auto()
    LOOSE = auto()
    REQUESTS = auto()


class Piece(NamedTuple):
    """From which number to which one, both counted in."""

    work: Work
    first: int = 0
    last: int = 0


class Decided(NamedTuple):
    """The decisions up to the first that is not as it was written, as rows, and that fault."""

    rows: list[events.Row]
    fault: FoundFault | None


def decided(connection: apsw.Connection) -> Decided:
    """Walk along the chain of decisions."""
    good: list[events.Row] = []
    link, number, before = START, 0, 0
    for row in connection.execute(f"SELECT {events.COLUMNS} FROM decision ORDER BY number"):
        place = len(good) + 1 + row[5]
        if row[0] != place or row[5] < before:
            # Some before it are missing, or it was moved or edited.
            return Decided(good, edited(number + 1, max(number + 1, row[0])))
        if events.link_of(link, row[:-1]) != row[-1]:
            return Decided(good, FoundFault(place, RecordFault.EVENT_EDITED))
        good.append(row)
        link, number, before = row[-1], row[0], row[5]
    return Decided(good, None)


class PieceChecks:
    """Checks pieces of one state of the file. `signatures`: whether those of receipts are checked as well."""

    def __init__(self, connection: apsw.Connection, *, signatures: bool = True) -> None:
        self.connection, self._signatures = connection, signatures
        self.decided = decided(connection)
        self.count = int(connection.execute("SELECT count(*) FROM event").get)
        self.total = self.count + len(self.decided.rows)
        self._before = [row[5] for row in self.decided.rows]
        self._walk = Walk(connection, self.number_of, signatures=signatures)
        self._work = {
            Work.FILE: self._file,
            Work.INDEXES: self._indexes,
            Work.DECISIONS: self._decisions,
            Work.TILES: self._tiles,
            Work.SUBMISSIONS: self._walk.along,
            Work.LOOSE: self._loose,
            Work.REQUESTS: self._requests,
        }

    def check(self, piece: Piece) -> Found:
        """What this piece comes to."""
        return self._work[piece.work](piece.first, piece.last)

    def number_of(self, event: int) -> int:
        """An event's number among decisions and events together."""
        return event + bisect_left(self._before, event)

    def edited(self, first: int, last: int) -> FoundFault:
        """One of these events is not as it was written: narrowed down by the roots that decisions hold."""
        for row in self.decided.rows[bisect_left(self._before, first) :]:
            if row[5] > last:
                break
            if tiles.root_at(self.connection, row[5]) != row[6]:
                last = row[5]
                break
            first = row[5] + 1
        if first > last:
            # All that are there hold, and yet there were more, or others.
            return FoundFault(self.number_of(first), RecordFault.EVENT_MISSING)
        return edited(self.number_of(first), self.number_of(last))

    def _file(self, _first: int, _last: int) -> Found:
        """Whether it is sound; but for the words, which are few, its indexes are only summed up."""
        damage = self._damage("quick_check(1)") or self._damage("integrity_check('words')")
        return Found(damage=damage, indexed=[] if damage else indexed(self.connection))

    def _indexes(self, _first: int, _last: int) -> Found:
        """Whether each row is in every index."""
        return Found(damage=self._damage("integrity_check(1)"))

    def _damage(self, question: str) -> str:
        says = str(self.connection.execute(f"PRAGMA {question}").get)
        return "" if says == "ok" else says

    def _decisions(self, first: int, last: int) -> Found:
        """Whether each decision was made when there were the events it says."""
        before = self.decided.rows[first - 1][5] if first else 0
        for row in self.decided.rows[first : last + 1]:
            if row[5] > self.count:
                return Found(broken=FoundFault(self.number_of(self.count + 1), RecordFault.EVENT_MISSING))
            if tiles.root_at(self.connection, row[5]) != row[6]:
                return Found(broken=edited(self.number_of(before + 1), max(self.number_of(row[5]), row[0])))
            before = row[5]
        return Found()

    def _tiles(self, first: int, last: int) -> Found:
        start, end = first * SIZE, min(self.count, (last + 1) * SIZE)
        query = f"SELECT {tiles.COLUMNS} FROM event WHERE number > ? AND number <= ? ORDER BY number"
        rows = iter(self.connection.execute(query, (start, end)))
        query = "SELECT number, hash, latest FROM tile WHERE level = 0 AND number >= ? AND number <= ?"
        kept = {row[0]: row[1:] for row in self.connection.execute(query, (first - 1, last))}
        for place in range(first, last + 1):
            before, part = place * SIZE, list(islice(rows, SIZE))
            full = min(SIZE, end - before)
            if len(part) < full or part[-1][0] != before + full:
                numbers = (number for number, row in enumerate(part, before + 1) if row[0] != number)
                missing = next(numbers, before + len(part) + 1)
                return Found(broken=FoundFault(self.number_of(missing), RecordFault.EVENT_MISSING))
            _, moment = kept.get(place - 1, (b"", 0))
            if kept.get(place) != (tiles.tile_hash(moment, part), max(moment, *map(itemgetter(1), part))):
                return Found(broken=self.edited(before + 1, before + full))
        return Found(events=end - start)

    def _loose(self, _first: int, _last: int) -> Found:
        """Events of no submission, and the hashes above the tiles."""
        query = (
            "SELECT number FROM event WHERE of IS NULL AND (kind <> ? OR coalesce(sha256, detail) NOT NULL) "
            "ORDER BY number LIMIT 1"
        )
        number = self.connection.execute(query, (SEEN,)).get
        fault = None if number is None else FoundFault(self.number_of(number), RecordFault.EVENT_CANNOT_FOLLOW)
        return Found(above=self._nodes(), fault=fault)

    def _nodes(self) -> FoundFault | None:
        """Whether the levels above the tiles are those of the tiles, and there is no tile too much."""
        query = "SELECT number, hash FROM tile WHERE level = 0 AND number >= 0 AND number < ? ORDER BY number"
        count = -(-self.count // SIZE)
        below = [digest for _, digest in self.connection.execute(query, (count,))]
        level, end = 0, tiles.sealed(tiles.last_link(self.connection), tiles.root(self.connection))
        expected: list[Any] = [(*tiles.SEAL, end, 0)] if self.total else []
        while len(below) > 1:
            level += 1
            below = [tiles.node_hash(level, below[start : start + SIZE]) for start in range(0, len(below), SIZE)]
            expected += [(level, number, digest, 0) for number, digest in enumerate(below)]
        query = "SELECT level, number, hash, latest FROM tile WHERE level <> 0 OR number < 0 OR number >= ?"
        found: list[Any] = self.connection.execute(query, (count,)).fetchall()
        differing = sorted({row[:2] for row in set(expected) ^ set(found)})
        other = [(level, number) for level, number in differing if level != tiles.SEAL[0]]
        if differing and not other:
            # All that is there holds, and the record ended otherwise: its last decision, or its seal, is another one.
            return FoundFault(self.total + 1, RecordFault.EVENT_MISSING)
        # Of one that never was, what it would cover: whoever edits can choose any number.
        sizes = [(number, SIZE ** (min(max(level, 0), 7) + 1)) for level, number in other]
        spans = [(number * size, (number + 1) * size) for number, size in sizes]
        within = [(min(max(0, first), self.count) + 1, min(last, self.count)) for first, last in spans]
        return min((edited(self.number_of(first), self.number_of(last)) for first, last in within), default=None)

    def _requests(self, first: int, last: int) -> Found:
        """Whether what was signed for a whole request is one tree, signed with the key."""
        query = "SELECT number, key, root, signature, leaves FROM request WHERE number BETWEEN ? AND ?"
        for number, key, root, signature, leaves in self.connection.execute(query, (first, last)):
            if fault := self._tree_fault(key, root, signature, leaves):
                query = (
                    "SELECT min(last) FROM (SELECT max(event.number) AS last FROM submission "
                    "JOIN event ON event.of = submission.number WHERE request = ? GROUP BY submission.number)"
                )
                event = self.connection.execute(query, (number,)).get
                return Found(unsound=FoundFault(self.number_of(event or self.count), fault))
        return Found()

    def _tree_fault(
        self, key: bytes | None, root: bytes | None, signature: bytes | None, leaves: bytes | None
    ) -> RecordFault | None:
        if root is None or signature is None or leaves is None:
            return None if (root, signature, leaves) == (None, None, None) else RecordFault.RECEIPT_OTHER
        tree = Tree(root, signature, leaves)
        if len(leaves) % HASH_BYTES or tree_root(leaves_of(tree)) != root:
            return RecordFault.RECEIPT_OTHER
        is_checked = self._signatures and key is not None
        signed = not is_checked or is_signed(key or b"", signature, tree_text(tree.size, root))
        return None if signed else RecordFault.RECEIPT_UNSIGNED
