"""Fault 7: the record or a submission is edited by someone who does not rebuild the chain.

`python -m tests.faults.ledger_edits 1000` makes every edit to every one of 1,000 rows; the tests a small run.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from core.record.ledger import Ledger
from core.record.store import NAME
from core.record.submission import Outcome, State
from tests.core.record.desk import GROUP, RECEIPT, attempt, draft, now, permitted, queued, settle

EVENT_COLUMNS = ("at", "kind", "category", "sha256", "detail", "chain")
COLUMNS = ", ".join(("number", *EVENT_COLUMNS))
# Not a submission's facts: how long it is left alone between two attempts.
PACING = {"wait_boot", "wait_from", "wait_seconds", "wait_asked"}
# Columns that the newest event about a submission decides; the others are settled when it is queued.
OF_THE_LAST = {"state", "attempts", "finished", "reason", "exposed", "erased", "drafted", "receipt"}
BLOBS = {"body", "secret"}


@dataclass(frozen=True, slots=True)
class Edit:
    """What someone does, and the event that must be named. `since`: only whoever noted the head can tell."""

    name: str
    statements: tuple[str, ...]
    first_bad: int
    since: bool = False


@dataclass(slots=True)
class Result:
    """Of so many edits, those not found or found at another event."""

    edits: int = 0
    missed: list[str] = field(default_factory=list)


def lived_in(folder: Path, events: int) -> Ledger:
    """A ledger with at least so many events, of every kind."""
    ledger = Ledger(folder)
    while not (newest := ledger.last()) or newest.number < events:
        permit = permitted(ledger)
        made = queued(ledger, permit, *"abcdefgh")
        ledger.queue(draft(ledger, f"Linux {permit.event}"), permit, now())
        attempt(ledger, made[:6], permit)
        states = (State.CONFIRMED, State.REFUSED, State.UNCONFIRMED, State.WAITING, State.UNCONFIRMED)
        receipts = (RECEIPT, None, None, None, None)
        outcomes = [Outcome(state, "so", receipt) for state, receipt in zip(states, receipts, strict=True)]
        settle(ledger, {each.id: outcome for each, outcome in zip(made, outcomes, strict=False)})
        ledger.recover()
        ledger.cancel(made[6].id)
        ledger.erase([made[1].id])
        ledger.append("noticed", detail={"what": "something"})
        for site in ("pay.example", "bank.example"):
            ledger.tell(GROUP, b'{"item":"the same for all"}', site, permit)
        ledger.erase([ledger.history.submissions({State.TOLD})[0].id])
        ledger.purge(None, "withdrawn")
    return ledger


def edits(connection: sqlite3.Connection) -> Iterator[Edit]:
    """Every edit to every row."""
    connection.row_factory = sqlite3.Row
    events = [row["number"] for row in connection.execute("SELECT number FROM event ORDER BY number")]
    for number in events:
        yield from _of_event(number, len(events))
    last = dict(connection.execute("SELECT sha256, max(number) FROM event WHERE sha256 IS NOT NULL GROUP BY sha256"))
    told = dict(connection.execute("SELECT number, number FROM event WHERE kind = 'told'"))
    told |= dict(connection.execute("SELECT json_extract(detail, '$.of'), number FROM event WHERE kind = 'erased'"))
    for row in connection.execute("SELECT * FROM submission ORDER BY number").fetchall():
        yield from _of_submission(row, told.get(row["number"]) or last[row["sha256"]], len(events))


def _of_event(number: int, count: int) -> Iterator[Edit]:
    where = f"WHERE number = {number}"
    for column in EVENT_COLUMNS:
        value = f"CASE WHEN length({column}) > 1 THEN substr({column}, 2) ELSE 'x' END"
        edited = f"coalesce({value}, 'x')"
        yield Edit(f"event {number}: {column}", (f"UPDATE event SET {column} = {edited} {where}",), number)
    yield Edit(f"event {number}: a space", (f"UPDATE event SET detail = detail || ' ' {where}",), number)
    yield Edit(f"event {number}: bad text", (f"UPDATE event SET at = CAST(x'ff' AS TEXT) {where}",), number)
    yield Edit(f"event {number}: number", (f"UPDATE event SET number = {count + 9} {where}",), number, number == count)
    yield Edit(f"event {number}: below", (f"UPDATE event SET number = -number {where}",), 1)
    yield Edit(f"event {number}: removed", (f"DELETE FROM event {where}",), number, number == count)
    yield Edit(f"event {number}: tail cut", (f"DELETE FROM event WHERE number >= {number}",), number, True)
    away, back = count + 100, 2 * count + 300
    shift = (f"UPDATE event SET number = number + {back} WHERE number >= {number}",)
    again = f"INSERT INTO event SELECT {number}, {', '.join(EVENT_COLUMNS)} FROM event WHERE number = {number + back}"
    down = f"UPDATE event SET number = number - {back - 1} WHERE number > {back}"
    # A copy put before the original is first seen where the original stands now: the link before it is another.
    yield Edit(f"event {number}: inserted", (*shift, again, down), number + 1)
    if number < count:
        swap = [f"UPDATE event SET number = {to} WHERE number = {of}" for of, to in _exchange(number, away)]
        yield Edit(f"event {number}: swapped", tuple(swap), number)


def _exchange(number: int, away: int) -> Iterator[tuple[int, int]]:
    yield from ((number, away), (number + 1, number), (away, number + 1))


def _of_submission(row: sqlite3.Row, last: int, count: int) -> Iterator[Edit]:
    number, where = row["number"], f"WHERE number = {row['number']}"
    for column in set(row.keys()) - PACING - {"number"}:
        name, first_bad = f"submission {number}: {column}", last if column in OF_THE_LAST else number
        value, erasable = row[column], column in {"id", "body", "secret", "receipt"}
        values = ["x'7b7d'" if column in BLOBS else value + 1 if isinstance(value, int) else "'edited'"]
        values += ["CAST(body || ' ' AS BLOB)"] if column == "body" and value is not None else []
        # Present although erased, or gone although not: the newest event says which it must be.
        values += ["NULL"] if erasable and value is not None else []
        for each in values:
            bad = last if each == "NULL" or (erasable and row["erased"]) else first_bad
            yield Edit(f"{name} = {each}", (f"UPDATE submission SET {column} = {each} {where}",), bad)
    for state in State:
        if state != row["state"]:
            yield Edit(f"submission {number}: {state}", (f"UPDATE submission SET state = '{state}' {where}",), last)
    hidden = f"UPDATE submission SET body = x'7b7d', sha256 = '{'ab' * 32}' {where}"
    yield Edit(f"submission {number}: body and hash", (hidden,), number)
    yield Edit(f"submission {number}: removed", (f"DELETE FROM submission {where}",), number)
    yield Edit(f"submission {number}: moved", (f"UPDATE submission SET number = {count + 1} {where}",), number)


def sweep(folder: Path, events: int) -> Result:
    """Make every edit, each to a fresh copy, and check it."""
    honest = lived_in(folder / "honest", events)
    head = honest.history.verify().head
    result, copy = Result(), folder / "copy"
    copy.mkdir()
    with closing(sqlite3.connect(folder / "honest" / NAME)) as connection:
        all_edits = list(edits(connection))
    for edit in all_edits:
        shutil.copyfile(folder / "honest" / NAME, copy / NAME)
        _apply(copy / NAME, edit.statements)
        verdict = Ledger(copy).history.verify(head if edit.since else None)
        result.edits += 1
        if verdict.ok or verdict.first_bad != edit.first_bad:
            result.missed.append(f"{edit.name}: expected {edit.first_bad}, found {verdict.first_bad} ({verdict.why})")
    return result


def _apply(path: Path, statements: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        for statement in statements:
            connection.execute(statement)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = sweep(Path(place), int(sys.argv[1]) if sys.argv[1:] else 60)
    print(f"{found.edits} edits, {len(found.missed)} missed", *found.missed[:20], sep="\n")
    sys.exit(bool(found.missed))
