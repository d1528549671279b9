"""The record's rows: what kinds there are, how they are written and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import msgspec

from core.errors import Refused
from core.record import chain

# By what a user decided.
How: TypeAlias = Literal["window", "terminal", "script"]
# A permit dies with any later one of these.
CONSENT = ("accepted", "declined", "withdrawn", "switched_on", "switched_off", "paused", "resumed", "paths_off")
LICENSE = ("license_activated", "license_removed")
# Of a submission; each but the first follows the one before by `submission.after`.
QUEUED = "queued"
# A payment site was told something: of a submission too, which begins and ends with it.
TOLD = "told"
# The sender has stopped after a withdrawal; a thing noticed that belongs to no submission, as a full Outbox.
OTHERS = ("stopped", "noticed")

Row: TypeAlias = tuple[int, str, str, str | None, str | None, str, str]
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
    number, link = last or (0, chain.START)
    events, rows = [], []
    for entry in entries:
        number += 1
        detail = chain.text(entry.detail)
        fields = (number, at, entry.kind, entry.category, entry.sha256, detail)
        link = chain.link(link, fields)
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
        if not chain.holds(chain.START if number == 1 else before, (*row, detail), link):
            raise Refused(f"Event {number} of the record is not as it was written. See: vitrinectl history verify")
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
        raise Refused(f"The record names {last} events and holds {count}. See: vitrinectl history verify")


def check_links(connection: sqlite3.Connection, checked: Point) -> Point:
    """Raise Refused if an event after the one `checked` is not as it was written; how far all hold now.

    All kinds: a withdrawal that somebody calls something else would otherwise not be among the decisions read.
    """
    found = connection.execute("SELECT chain FROM event WHERE number = ?", (checked[0],)).fetchone()
    number, link = checked if found == (checked[1],) else (0, chain.START)
    for *fields, claimed in connection.execute(
        f"SELECT {COLUMNS} FROM event WHERE number > ? ORDER BY number", (number,)
    ):
        number = fields[0]
        if not chain.holds(link, tuple(fields), claimed):
            raise Refused(f"Event {number} of the record is not as it was written. See: vitrinectl history verify")
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
