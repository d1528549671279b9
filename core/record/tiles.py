"""What happened to submissions: events in tiles of 256, and a tree of hashes over the tiles.

A tile's hash covers its rows and the latest time before it; a node's covers up to 256 tiles or nodes; the root covers
all. So one row is checked by reading its tile and a few hundred hashes, however many events there are, and the root of
any earlier moment can be worked out: a later record grew out of an earlier one if it has that one's root at its size.
(The idea is that of RFC 9162 and of the tiled logs of C2SP, with wide nodes.) Beside it stands the seal, over the root
and the last decision's link: neither can be cut back without the other.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import apsw
import msgspec

from core.errors import Code, Refused

SIZE = 256
# The root of no events.
EMPTY = hashlib.sha256(b"").digest()
# The link before the first decision, and so in the head of an empty record.
START = hashlib.sha256(b"vitrine-record-2").digest()
# Where the seal stands among the tiles: level, number.
SEAL = (-1, 0)

# Number, at, kind, of, sha256, detail.
Row: TypeAlias = tuple[int, int, str, int | None, bytes | None, str | None]
# The same without number and time.
Entry: TypeAlias = tuple[str, int | None, bytes | None, str | None]
COLUMNS = "number, at, kind, of, sha256, detail"
_encode = msgspec.json.Encoder().encode


def count(connection: apsw.Connection) -> int:
    """How many events there are."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM event").get)


def root(connection: apsw.Connection) -> bytes:
    """The hash over all events, as it is kept."""
    query = "SELECT hash FROM tile WHERE level >= 0 ORDER BY level DESC, number DESC LIMIT 1"
    found = connection.execute(query).get
    return EMPTY if found is None else bytes(found)


def latest(connection: apsw.Connection) -> int:
    """The latest time of any event; 0 before the first."""
    return int(connection.execute("SELECT latest FROM tile WHERE level = 0 ORDER BY number DESC LIMIT 1").get or 0)


def tile_hash(before: int, rows: Sequence[Row]) -> bytes:
    """The hash of a tile's rows; `before`: the latest time of all events before them."""
    return hashlib.sha256(b"\x00" + before.to_bytes(8, "big", signed=True) + _encode(rows)).digest()


def node_hash(level: int, hashes: Iterable[bytes]) -> bytes:
    """The hash of what is one level below `level`."""
    return hashlib.sha256(b"\x01" + bytes([level]) + b"".join(hashes)).digest()


def append(connection: apsw.Connection, at: int, entries: Sequence[Entry]) -> int:
    """Add events, stamped `at`, inside the caller's transaction; the number of the last one before them.

    Raises Refused where the end of the tree is not as it was written: it would be covered up by what is added.
    """
    last = count(connection)
    check_end(connection)
    extend(connection, [(last + place, at, *entry) for place, entry in enumerate(entries, 1)])
    return last


def extend(connection: apsw.Connection, rows: Sequence[Row]) -> None:
    """Add rows that are numbered on from the last one, however many; the end of the tree is taken as it is."""
    if rows:
        connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
        last = rows[0][0] - 1
        first = last // SIZE
        _grow(connection, first, [*_rows(connection, first * SIZE, last), *rows])
        seal(connection)


def _grow(connection: apsw.Connection, first: int, rows: Sequence[Row]) -> None:
    """Write the tiles from number `first` on, whose rows these are, and all nodes above them."""
    moment, written, nodes = _before(connection, first), [], []
    for place, start in enumerate(range(0, len(rows), SIZE)):
        part = rows[start : start + SIZE]
        digest, moment = tile_hash(moment, part), max(moment, *(row[1] for row in part))
        nodes.append(digest)
        written.append((0, first + place, digest, moment))
    level, changed = 0, first
    while changed or len(nodes) > 1:
        base = changed // SIZE * SIZE
        nodes[:0] = _hashes(connection, level, base, changed)
        level, changed = level + 1, base // SIZE
        nodes = [node_hash(level, nodes[start : start + SIZE]) for start in range(0, len(nodes), SIZE)]
        written += [(level, changed + place, digest, 0) for place, digest in enumerate(nodes)]
    connection.executemany("INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?)", written)


def root_at(connection: apsw.Connection, events: int) -> bytes:
    """The root when there were so many events, worked out from the rows of its last tile and the hashes before it."""
    if not events:
        return EMPTY
    place = (events - 1) // SIZE
    level, node = 0, tile_hash(_before(connection, place), _rows(connection, place * SIZE, events))
    while place:
        base = place // SIZE * SIZE
        level, place, below = level + 1, place // SIZE, _hashes(connection, level, base, place)
        node = node_hash(level, [*below, node])
    return node


def sealed(link: bytes, digest: bytes) -> bytes:
    """The hash over the last decision's link and the root."""
    return hashlib.sha256(link + digest).digest()


def last_link(connection: apsw.Connection) -> bytes:
    """The link of the last decision; of none, START."""
    found = connection.execute("SELECT link FROM decision ORDER BY number DESC LIMIT 1").get
    return START if found is None else bytes(found)


def seal(connection: apsw.Connection) -> None:
    """Keep the hash over both as they stand now: neither can be cut back without the other."""
    row = (*SEAL, sealed(last_link(connection), root(connection)))
    connection.execute("INSERT OR REPLACE INTO tile VALUES (?, ?, ?, 0)", row)


def check_end(connection: apsw.Connection) -> None:
    """Raise Refused where the last tile, a node above it, or the seal is not as it was written."""
    last, link, kept = count(connection), last_link(connection), root(connection)
    found = connection.execute("SELECT hash FROM tile WHERE level = ? AND number = ?", SEAL).get
    is_new = found is None and not last and link == START
    if root_at(connection, last) != kept or (not is_new and found != sealed(link, kept)):
        raise Refused(Code.EVENTS_EDITED)
    place = place_of(last)
    moments = [_before(connection, place), *(row[1] for row in _rows(connection, place * SIZE, last))]
    if max(moments) != latest(connection):
        raise Refused(Code.EVENTS_EDITED)


def check(connection: apsw.Connection, places: Iterable[int]) -> dict[int, list[Row]]:
    """The rows of these tiles, each checked up to the root. Raises Refused where one is not as it was written."""
    found = {place: _rows(connection, place * SIZE, place * SIZE + SIZE) for place in sorted(set(places))}
    for place, rows in found.items():
        if [tile_hash(_before(connection, place), rows)] != _hashes(connection, 0, place, place + 1):
            raise Refused(Code.EVENTS_EDITED)
    level, groups = 0, set(found)
    while groups and (groups != {0} or _hashes(connection, level + 1, 0, 1)):
        level, groups = level + 1, {place // SIZE for place in groups}
        for place in groups:
            below = _hashes(connection, level - 1, place * SIZE, place * SIZE + SIZE)
            if [node_hash(level, below)] != _hashes(connection, level, place, place + 1):
                raise Refused(Code.EVENTS_EDITED)
    return found


def place_of(number: int) -> int:
    """The tile that this event is in."""
    return (number - 1) // SIZE


def _rows(connection: apsw.Connection, after: int, until: int) -> list[Row]:
    query = f"SELECT {COLUMNS} FROM event WHERE number > ? AND number <= ? ORDER BY number"
    rows: Any = connection.execute(query, (after, until)).fetchall() if after < until else []
    return list(rows)


def _before(connection: apsw.Connection, place: int) -> int:
    """The latest time of all events before this tile."""
    return int(connection.execute("SELECT latest FROM tile WHERE level = 0 AND number = ?", (place - 1,)).get or 0)


def _hashes(connection: apsw.Connection, level: int, start: int, end: int) -> list[bytes]:
    query = "SELECT hash FROM tile WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
    return [digest for (digest,) in connection.execute(query, (level, start, end))]
