"""Events, the record's rows: what kinds there are, how they are written, linked and read.

Each is linked to the one before by a hash, so that an edit shows.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import msgspec

from core.errors import Code, Refused

# By what a user decided.
How: TypeAlias = Literal["window", "terminal", "script"]
# A permit dies with any later one of these.
CONSENT = ("accepted", "declined", "withdrawn", "switched_on", "switched_off", "paused", "resumed", "paths_off")
LICENSE = ("license_activated", "license_removed")
# Of a submission; each but the first follows the one before by `submission.after`.
QUEUED = "queued"
# A payment site was told something: of a submission too, which begins and ends with it.
TOLD = "told"

_ENCODER = msgspec.json.Encoder(order="sorted")

Row: TypeAlias = tuple[int, str, str, str | None, str | None, str, str]
# Number, at, kind, category, sha256, detail as text.
Fields: TypeAlias = tuple[int, str, str, str | None, str | None, str]

# The link before the first event.
START = hashlib.sha256(b"vitrine-ledger-1").hexdigest()
# An event's number and its link.
Point: TypeAlias = tuple[int, str]
COLUMNS = "number, at, kind, category, sha256, detail, chain"
_IS_CONSENT = f"kind IN ({', '.join(repr(kind) for kind in CONSENT)})"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the record. It carries the body's hash, never the submission's ID."""

    number: int
    at: str
    kind: str
    category: str | None
    sha256: str | None
    detail: Mapping[str, Any]
    chain: str


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What is to become an event."""

    kind: str
    category: str | None = None
    sha256: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def write(connection: sqlite3.Connection, entries: Iterable[NewEvent], at: str) -> list[Event]:
    """Append to the record, stamped `at`, inside the caller's transaction."""
    last = connection.execute("SELECT number, chain FROM event ORDER BY number DESC LIMIT 1").fetchone()
    number, link = last or (0, START)
    events, rows = [], []
    for entry in entries:
        number += 1
        detail = encoded(entry.detail)
        fields = (number, at, entry.kind, entry.category, entry.sha256, detail)
        link = link_of(link, fields)
        rows.append((*fields, link))
        events.append(Event(number, at, entry.kind, entry.category, entry.sha256, entry.detail, link))
    connection.executemany(f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return events


def read(connection: sqlite3.Connection, kinds: tuple[str, ...], newest_first: bool = False) -> Iterator[Event]:
    """Events of these kinds, or all. Each is checked against the link before it: an edited one raises Refused."""
    wanted = f"WHERE event.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    order = "DESC" if newest_first else "ASC"
    rows = connection.execute(
        f"SELECT {', '.join(f'event.{name}' for name in COLUMNS.split(', '))}, before.chain FROM event "
        f"LEFT JOIN event AS before ON before.number = event.number - 1 {wanted} ORDER BY event.number {order}",
        kinds,
    )
    for *row, detail, link, before in rows:
        number, at, kind, category, sha256 = row
        if not holds(START if number == 1 else before, (*row, detail), link):
            raise Refused(Code.EVENT_EDITED, event=number)
        yield Event(number, at, kind, category, sha256, decoded(detail), link)


def decoded(detail: str) -> dict[str, Any]:
    """An event's detail. What is no JSON object tells nothing; the links show that it was edited."""
    try:
        found = msgspec.json.decode(detail)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise Refused if an event between the first and the last is missing."""
    count, last = connection.execute("SELECT count(*), coalesce(max(number), 0) FROM event").fetchone()
    if count != last:
        raise Refused(Code.RECORD_GAP, last=last, count=count)


def check_links(connection: sqlite3.Connection, checked: Point) -> Point:
    """Raise Refused if an event after the one `checked` is not as it was written; how far all hold now.

    All kinds: a withdrawal that somebody calls something else would otherwise not be among the decisions read.
    """
    found = connection.execute("SELECT chain FROM event WHERE number = ?", (checked[0],)).fetchone()
    number, link = checked if found == (checked[1],) else (0, START)
    for *fields, claimed in connection.execute(
        f"SELECT {COLUMNS} FROM event WHERE number > ? ORDER BY number", (number,)
    ):
        number = fields[0]
        if not holds(link, tuple(fields), claimed):
            raise Refused(Code.EVENT_EDITED, event=number)
        link = claimed
    return number, link


def latest(connection: sqlite3.Connection, now: str) -> tuple[str, str | None]:
    """The latest of `now`, the newest event's stamp and the one kept; and the one kept, None before the first."""
    newest = connection.execute("SELECT at FROM event ORDER BY number DESC LIMIT 1").fetchone()
    kept = connection.execute("SELECT at FROM seen").fetchone()
    return max([now, *(found[0] for found in (newest, kept) if found)]), kept[0] if kept else None


def last_decision(connection: sqlite3.Connection) -> int:
    """The number of the newest consent event; 0 before the first."""
    found = connection.execute(f"SELECT coalesce(max(number), 0) FROM event WHERE {_IS_CONSENT}").fetchone()
    return int(found[0])


def encoded(detail: Mapping[str, Any]) -> str:
    """An event's detail as it is kept and hashed: JSON, keys sorted, no spaces."""
    return _ENCODER.encode(detail).decode()


def link_of(previous: str, fields: Fields) -> str:
    """SHA-256 of the previous link and the event as JSON `[number, at, kind, category, sha256, detail]`."""
    *plain, detail = fields
    written = _ENCODER.encode([*plain, msgspec.Raw(detail.encode())])
    return sha256(bytes.fromhex(previous) + written)


def holds(previous: str | None, fields: Fields, claimed: str) -> bool:
    """Whether `claimed` is the link of these fields, which come from a file that anybody may have edited."""
    try:
        return previous is not None and link_of(previous, fields) == claimed
    except ValueError:
        return False


def head(number: int, link: str) -> str:
    """A checkpoint as a person can note it: `12:4f0c…`; of an empty record `0:` and the start."""
    return f"{number}:{link}"


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
