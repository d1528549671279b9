"""Submissions as rows of the state file: read, filed, and moved on together with their events."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from core import clock
from core.envelope import Envelope
from core.errors import Changed
from core.record import chain, told
from core.record.events import QUEUED, TOLD, NewEvent, write
from core.record.permit import Permit
from core.record.submission import Life, Outcome, State, Submission, after, told_at

_COLUMNS = (
    "number, category, sha256, bytes, queued, due, state, attempts, finished, reason, exposed, erased, "
    "drafted, id, body, secret, receipt"
)
# What may still be tried; SQLite would choose another index, and sort.
OPEN = "state IN ('waiting', 'sending', 'unconfirmed') AND finished IS NULL"
ALL_OPEN = f"submission INDEXED BY submission_open WHERE {OPEN}"
# A group's name for what of the web addresses waits with a path: the second choice is about these alone. One that was
# edited into no JSON is among them; it is sent in no case.
WITH_PATH = "web_request/path"
_TEXT = "CAST(body AS TEXT)"
_HOLDS_PATH = (
    "category = 'web_request' AND "
    f"CASE WHEN json_valid({_TEXT}) THEN json_extract({_TEXT}, '$.items.url') LIKE '%://%/%' ELSE 1 END"
)
_INSERT = f"INSERT INTO submission ({_COLUMNS}) VALUES ({', '.join('?' * 17)})"
_MOVE = "UPDATE submission SET state=?, attempts=?, finished=?, reason=?, exposed=?, erased=? WHERE number=?"


def select(connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()) -> list[Submission]:
    """The submissions for which `condition` holds; it may end in an order and a limit."""
    return [_submission(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM submission {condition}", values)]


def by_id(connection: sqlite3.Connection, identifiers: Iterable[str]) -> dict[str, Submission]:
    """Those of the submissions that are there and not erased, by ID; of what a site was told, by `event-N`."""
    found = (select(connection, *_named(identifier)) for identifier in identifiers)
    return {each.id: each for rows in found for each in rows}


def _named(identifier: str) -> tuple[str, tuple[str, ...]]:
    number = identifier.removeprefix("event-")
    if number == identifier:
        return "WHERE id = ?", (identifier,)
    return "WHERE CAST(number AS TEXT) = ? AND state = ? AND erased = 0", (number, State.TOLD)


def _submission(row: Sequence[Any]) -> Submission:
    number, category, sha256, size, queued, due, *life = row[:12]
    state, attempts, finished, reason, exposed, erased = life
    drafted, identifier, body, secret, receipt = row[12:]
    is_told = state == State.TOLD
    return Submission(
        *(number, category, sha256, size, queued, due),
        Life(_state(state), attempts, finished, reason, bool(exposed), bool(erased)),
        *(bool(drafted), identifier, body, secret, None if is_told else receipt),
        told.site(receipt) if is_told else "",
    )


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError as error:
        # Told as damage, like anything else in the file that we did not write.
        raise sqlite3.DatabaseError(f"“{text}” is no state") from error


def file(
    connection: sqlite3.Connection, batch: Sequence[tuple[Envelope, bool]], due: str, terms: Mapping[str, str], at: str
) -> None:
    """Add waiting submissions and their events, and use up the drafts among them (the second of each pair)."""
    new = []
    entries = [_queued(envelope, drafted, due, terms.get(envelope.category)) for envelope, drafted in batch]
    for event, (envelope, drafted) in zip(write(connection, entries, at), batch, strict=True):
        settled = (event.number, envelope.category, envelope.sha256, len(envelope.body), event.at, due)
        life = (State.WAITING, 0, None, "", 0, 0)
        new.append((*settled, *life, int(drafted), envelope.id, envelope.body, envelope.secret, None))
    connection.executemany(_INSERT, new)
    used = [(envelope.category,) for envelope, drafted in batch if drafted]
    connection.executemany("DELETE FROM draft WHERE category=?", used)


def _queued(envelope: Envelope, drafted: bool, due: str, terms: str | None) -> NewEvent:
    detail = {"bytes": len(envelope.body), "draft": drafted, "due": due, "terms": terms}
    return NewEvent(QUEUED, envelope.category, envelope.sha256, detail)


def tell(connection: sqlite3.Connection, category: str, body: bytes, place: str, permit: Permit, at: str) -> int:
    """Add what a site, kept as `place`, is about to be told, and its event; the event's number."""
    detail = {
        "bytes": len(body),
        "permit": permit.event,
        "site": chain.sha256(place.encode()),
        "terms": permit.terms.get(category),
    }
    [event] = write(connection, [NewEvent(TOLD, category, chain.sha256(body), detail)], at)
    settled = (event.number, category, event.sha256, len(body), event.at, event.at)
    connection.execute(_INSERT, (*settled, *astuple(told_at(event.at)), 0, None, body, None, place))
    return event.number


def is_as_queued(connection: sqlite3.Connection, of: Submission, terms: str | None) -> bool:
    """Whether the record says that this body was queued for exactly these terms, and no decision ended it since."""
    found = connection.execute(
        "SELECT kind, category, sha256, json_extract(detail, '$.terms') FROM event WHERE number=?", (of.number,)
    ).fetchone()
    return found == (QUEUED, of.category, of.sha256, terms) and _ended(connection, of.category) < of.number


def _ended(connection: sqlite3.Connection, category: str) -> int:
    """The last decision that ended what this group had waiting."""
    query = (
        "SELECT coalesce(max(number), 0) FROM event "
        "WHERE kind IN ('withdrawn', 'declined') OR (kind = 'switched_off' AND category = ?)"
    )
    return int(connection.execute(query, (category,)).fetchone()[0])


def queued_since(connection: sqlite3.Connection, envelope: Envelope, stamp: str) -> bool:
    """Whether something of the envelope's group was queued after that time."""
    query = "SELECT 1 FROM submission WHERE category = ? AND queued > ? LIMIT 1"
    return connection.execute(query, (envelope.category, stamp)).fetchone() is not None


def end(
    connection: sqlite3.Connection,
    condition: str,
    values: tuple[str, ...],
    kind: str,
    detail: Mapping[str, str],
    at: str,
) -> int:
    """End what is not under way: what never left by `kind`, what may have arrived by `given_up`."""
    kinds = {State.WAITING: kind, State.UNCONFIRMED: "given_up"}
    found = select(connection, f"WHERE {OPEN} AND state <> 'sending' AND {condition} ORDER BY number", values)
    return move(connection, [Step(each, kinds[each.state], detail) for each in found], at)


def within(categories: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """These groups, or all, as a condition and its values; or WITH_PATH alone."""
    if categories is None:
        return "1", ()
    if WITH_PATH in categories:
        return _HOLDS_PATH, ()
    return f"category IN ({', '.join('?' * len(categories))})", tuple(categories)


@dataclass(frozen=True, slots=True)
class Step:
    """One submission's next event."""

    of: Submission
    kind: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def move(connection: sqlite3.Connection, steps: Sequence[Step], at: str) -> int:
    """Write the events and what follows from them; all or, if one cannot follow, none: raises Changed."""
    if len({step.of.number for step in steps}) < len(steps):
        raise Changed("The same submission is named twice; nothing was changed.")
    entries = [NewEvent(step.kind, step.of.category, step.of.sha256, step.detail) for step in steps]
    rows = []
    for step, event in zip(steps, write(connection, entries, at), strict=True):
        life = after(step.of.life, event.kind, event.at, event.detail)
        if life is None:
            raise Changed(f"{step.of.id} is {step.of.state} by now; nothing was changed.")
        fields = (life.state, life.attempts, life.finished, life.reason, life.exposed, life.erased)
        rows.append((*fields, step.of.number))
    connection.executemany(_MOVE, rows)
    return len(rows)


def keep_outcomes(connection: sqlite3.Connection, outcomes: Sequence[tuple[Submission, Outcome]]) -> None:
    """Receipts, and how long each is left alone now."""
    boot, since = clock.boot(), clock.monotonic()
    rows = []
    for of, outcome in outcomes:
        asked = outcome.retry_after is not None
        seconds = outcome.retry_after if asked else outcome.back_off
        wait = (None, None, None) if seconds is None else (boot, since, seconds)
        rows.append((outcome.receipt, *wait, int(asked), of.number))
    connection.executemany(
        "UPDATE submission SET receipt=coalesce(?, receipt), wait_boot=?, wait_from=?, wait_seconds=?, wait_asked=? "
        "WHERE number=?",
        rows,
    )


def restart_waits(connection: sqlite3.Connection) -> None:
    """What was waiting when the computer went down waits anew: nobody knows for how long it was off."""
    boot = clock.boot()
    connection.execute(
        "UPDATE submission SET wait_boot=?, wait_from=? WHERE finished IS NULL AND wait_boot <> ?",
        (boot, clock.monotonic(), boot),
    )


def ready(
    connection: sqlite3.Connection,
    now: str,
    limit_bytes: int,
    urgent: bool,
    permit: Permit | None,
    tried: Collection[str],
) -> list[Submission]:
    """What may be tried now, oldest first, up to so many bytes of lines; one that was edited on disk is left out."""
    if _asked_to_wait(connection):
        return []
    found: list[Submission] = []
    total = 0
    for number, size, identifier in connection.execute(
        f"SELECT number, bytes, id FROM {ALL_OPEN} AND state <> 'sending' "
        "AND due <= ? AND (wait_seconds IS NULL OR ? OR (wait_boot = ? AND wait_from + wait_seconds <= ?)) "
        "ORDER BY number",
        (now, urgent, clock.boot(), clock.monotonic()),
    ):
        if identifier in tried:
            continue
        each = by_number(connection, [number])[0]
        if not each.intact or (permit is not None and not _allowed(connection, each, permit)):
            continue
        total += size + 1
        if found and total > limit_bytes:
            break
        found.append(each)
    return found


def _asked_to_wait(connection: sqlite3.Connection) -> bool:
    """Whether the receiver asked to be left alone, and the time is not over: that holds for all that waits."""
    query = f"SELECT 1 FROM {ALL_OPEN} AND wait_asked AND (wait_boot <> ? OR wait_from + wait_seconds > ?) LIMIT 1"
    return connection.execute(query, (clock.boot(), clock.monotonic())).fetchone() is not None


def _allowed(connection: sqlite3.Connection, of: Submission, permit: Permit) -> bool:
    return of.category in permit.categories and is_as_queued(connection, of, permit.terms.get(of.category))


def by_number(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Submission]:
    """These submissions, in this order."""
    found = (select(connection, "WHERE number = ?", (number,)) for number in numbers)
    return [each for rows in found for each in rows]
