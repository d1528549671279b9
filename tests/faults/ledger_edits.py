"""Faults 7 and 43: the record is edited by someone who does not rebuild its hashes.

`python -m tests.faults.ledger_edits 1000` makes every edit to every row of a record of 1,000 events; the tests a small
run. Where each edit must be told is worked out here from the honest file, not by what checks it.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import clock
from core.errors import Full
from core.record import steps
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits, Permit
from core.record.receipt import Receipt, Tree, leaf_hash, tree_root, tree_text
from core.record.store import NAME, Store
from core.record.submission import Outcome, State, Submission
from core.record.tiles import SEAL, SIZE
from tests.core.record.desk import GROUP, draft, envelope, found, now, permitted, queued, signed

# Not a submission's facts: how long it is left alone between two attempts; and how often something was left out, which
# is counted and no event.
PACING = {"wait_boot", "wait_from", "wait_seconds"}
_UNCOUNTED = {("left_out", "submissions")}
# What its first event says of a submission; the others are as the last one left them.
_SETTLED = {"category", "queued", "due", "drafted", "bytes", "sha256"}
_FAR = 1_000_000
_SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_RECEIVED = "2026-11-24T02:40:00Z"

Statement: TypeAlias = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Edit:
    """What someone does, and the event that must be named. `since`: only whoever noted the head can tell."""

    name: str
    statements: tuple[Statement, ...]
    first_bad: int
    since: bool = False


@dataclass(slots=True)
class Result:
    """Of so many edits, those not found or found at another event."""

    edits: int = 0
    missed: list[str] = field(default_factory=list)


def lived_in(folder: Path, events: int) -> Ledger:
    """A ledger with at least so many decisions and events, of every kind."""
    ledger = Ledger(folder)
    while int(ledger.history.version().partition(":")[0]) < events:
        _live(ledger, folder)
    return ledger


def _live(ledger: Ledger, folder: Path) -> None:
    permit = permitted(ledger)
    made = [each.id for each in queued(ledger, permit, *"abcdefghi")]
    ledger.queue(draft(ledger, f"Linux {permit.event}"), permit, now())
    first = ledger.attempt([found(ledger, each) for each in made[:6]], permit, b"POST /one\r\n")
    words = "as the receiver says"
    ledger.settle(
        [
            (first[0], Outcome(State.CONFIRMED, receipt=signed(first[0]), status=202)),
            (first[1], Outcome(State.REFUSED, words, status=202)),
            (first[2], Outcome(State.UNCONFIRMED, words, back_off=9.0)),
            (first[3], Outcome(State.WAITING, words, status=429, back_off=1.0)),
            (first[4], Outcome(State.UNCONFIRMED)),
        ]
    )
    ledger.recover()
    ledger.append("noticed", detail={"what": "something"})
    second = ledger.attempt([found(ledger, each) for each in made[2:5]], permit, b"POST /two\r\n")
    ledger.settle(
        [(of, Outcome(State.CONFIRMED, receipt=each)) for of, each in zip(second, _tree(second), strict=True)]
    )
    _end(ledger, folder, permit, made)


def _tree(sent: Sequence[Submission]) -> list[Receipt]:
    """Receipts of version 2."""
    leaves = [leaf_hash(each.id, each.sha256, _RECEIVED) for each in sent]
    root = tree_root(leaves)
    tree = Tree(root, _SIGNER.sign(tree_text(len(leaves), root)), b"".join(leaves))
    key = _SIGNER.public_key().public_bytes_raw()
    return [Receipt(_RECEIVED, b"", key, tree, place) for place in range(len(leaves))]


def _end(ledger: Ledger, folder: Path, permit: Permit, made: Sequence[str]) -> None:
    """Every way in which submissions end."""
    ledger.cancel(made[6])
    with ledger._store.transaction() as connection:
        steps.move(connection, [steps.Step(found(ledger, made[4]), "deleted")], clock.milliseconds(now()))
    sites = [
        ledger.tell(GROUP, b'{"item":"the same"}', site, permit) for site in ("pay.example", "bank.example", "x.org")
    ]
    ledger.not_handed(sites[0])
    alone = ledger.attempt([found(ledger, made[7])], permit, b"POST /three\r\n")
    ledger.settle([(alone[0], Outcome(State.REFUSED, "no"))])
    # Of one request all of it, of another a part.
    ledger.erase([made[7], made[1], made[3], f"event-{sites[1]}"])
    with suppress(Full):
        Ledger(folder, OutboxLimits(submissions=0)).queue(envelope("too much"), permit, now())
    ledger.seen(clock.stamp(datetime.now(UTC) + timedelta(hours=2 * permit.event)))
    ledger.expire(datetime.now(UTC) + timedelta(days=99))
    queued(ledger, permit, "waits", "too")
    if permit.event % 2:
        ledger.append("withdrawn", ending=None)


class Truth:
    """The honest file, and where what is done to it must be told."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.decided = self.rows("SELECT number, events FROM decision ORDER BY number")
        self.count = int(self.rows("SELECT count(*) FROM event")[0][0])
        self.total = self.count + len(self.decided)
        self._before = [events for _, events in self.decided]
        self.last = dict(self.rows("SELECT of, max(number) FROM event WHERE of IS NOT NULL GROUP BY of"))

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All that the query gives."""
        return self._connection.execute(query, values).fetchall()

    def number(self, event: int) -> int:
        """Its number among decisions and events together."""
        return event + bisect_left(self._before, event)

    def first(self, event: int) -> int:
        """The first event that is not known to be as it was written, where this one is not: what was there at a
        decision before, or in the tiles before, still is."""
        return self.number(max((event - 1) // SIZE * SIZE, *(0, *(each for each in self._before if each < event))) + 1)

    def first_of_tile(self, tile: int) -> int:
        """The same where a tile's own row is edited: what was there at decisions is known, up to the tile's end."""
        end = min(self.count, (tile + 1) * SIZE)
        return self.number(max(tile * SIZE, *(0, *(each for each in self._before if each <= end))) + 1)

    def attempted(self, request: int) -> int:
        """The first attempt that went in this request, of what is not erased: its number may have been another's."""
        query = (
            "SELECT min(event.number) FROM event JOIN submission ON submission.number = of "
            "WHERE kind = 'attempted' AND json_extract(detail, '$.request') = ? AND erased = 0"
        )
        return self.number(self.rows(query, (request,))[0][0])

    def settled(self, request: int, *, proven: bool) -> int | None:
        """The first last event of what went in this request last; `proven`: of what has a receipt."""
        query = f"SELECT number FROM submission WHERE request = ? {'AND received IS NOT NULL' if proven else ''}"
        return min((self.number(self.last[number]) for (number,) in self.rows(query, (request,))), default=None)


def edits(connection: apsw.Connection) -> Iterator[Edit]:
    """Every edit to every row of every table."""
    truth = Truth(connection)
    for number in range(1, truth.count + 1):
        yield from _of_event(truth, number)
    for place in range(len(truth.decided)):
        yield from _of_decision(truth, place)
    for (number,) in truth.rows("SELECT number FROM submission ORDER BY number"):
        yield from _of_submission(truth, number)
    for (number,) in truth.rows("SELECT number FROM request ORDER BY number"):
        yield from _of_request(truth, number)
    for level, number in truth.rows("SELECT level, number FROM tile"):
        yield from _of_tile(truth, level, number)
    yield from _of_words(truth)
    yield from _of_counts(truth)


def _columns(truth: Truth, table: str, key: str, *without: str) -> Iterator[tuple[str, str, str, object]]:
    """Of a row: each edit's name, the column, the statement that changes it to another value, and that."""
    [row] = truth.rows(f"SELECT * FROM {table} WHERE {key}")
    columns = truth.rows(f"PRAGMA table_info({table})")
    for (_, name, kind, needed, _, is_key), value in zip(columns, row, strict=True):
        if name in without or name in PACING or (table, name) in _UNCOUNTED:
            continue
        for other in _others(value, kind, needed or is_key):
            yield (
                f"{table} {key}: {name} = {str(other)[:20]}",
                name,
                f"UPDATE {table} SET {name} = ? WHERE {key}",
                other,
            )


def _others(value: Any, kind: str, needed: int) -> list[object]:
    if value is None:
        return [{"INTEGER": 1, "TEXT": "edited", "BLOB": b"edited"}[kind]]
    if isinstance(value, int):
        found: list[object] = [value + 1, value - 1]
    elif isinstance(value, bytes):
        found = [bytes([value[0] ^ 1]) + value[1:] if value else b"x", value + b" "]
    else:
        found = [value + " ", value[1:], "edited"] if value else ["edited"]
    return found if needed else [*found, None]


def _of_event(truth: Truth, number: int) -> Iterator[Edit]:
    name, where, first = f"event {number}", f"WHERE number = {number}", truth.first(number)
    for title, _, statement, value in _columns(truth, "event", f"number = {number}", "number"):
        yield Edit(title, ((statement, (value,)),), first)
    for other in (truth.count + 9, -number):
        yield Edit(f"{name}: is {other}", ((f"UPDATE event SET number = {other} {where}", ()),), truth.number(number))
    # Without the last one the tile tells that there was one, not which of its events is missing.
    missing = truth.number(number) if number < truth.count else first
    yield Edit(f"{name}: removed", ((f"DELETE FROM event {where}", ()),), missing)
    yield Edit(f"{name}: tail cut", ((f"DELETE FROM event WHERE number >= {number}", ()),), first)
    back = 2 * truth.count + 300
    shift = (f"UPDATE event SET number = number + {back} WHERE number >= {number}", ())
    again = f"INSERT INTO event SELECT {number}, at, kind, of, sha256, detail FROM event WHERE number = {number + back}"
    down = (f"UPDATE event SET number = number - {back - 1} WHERE number > {back}", ())
    # A copy put before the original is as that one was; the original is not, where it stands now.
    yield Edit(f"{name}: inserted", (shift, (again, ()), down), truth.first(number + 1))
    if number < truth.count:
        yield Edit(f"{name}: swapped", _swap("event", number, number + 1), first)


def _swap(table: str, one: int, other: int) -> tuple[Statement, ...]:
    moves = ((one, _FAR), (other, one), (_FAR, other))
    return tuple((f"UPDATE {table} SET number = {to} WHERE number = {of}", ()) for of, to in moves)


def _of_decision(truth: Truth, place: int) -> Iterator[Edit]:
    number, events = truth.decided[place]
    name, where = f"decision {number}", f"number = {number}"
    # Where its place does not fit, some decision since the one before is missing; nobody can tell which number it had.
    after = truth.decided[place - 1][0] + 1 if place else 1
    for title, column, statement, value in _columns(truth, "decision", where, "number"):
        yield Edit(title, ((statement, (value,)),), after if column == "events" else number)
    for other in (truth.total + 9, -number):
        yield Edit(
            f"{name}: is {other}",
            ((f"UPDATE decision SET number = {other} WHERE {where}", ()),),
            _moved(truth, place, other),
        )
    later = truth.rows("SELECT min(number) FROM event WHERE number > ? AND kind IN ('queued', 'told')", (events,))[0][0]
    is_last = place == len(truth.decided) - 1
    # The last one shows in the numbers of what was queued after it, each of which is one too high then.
    missing = after if not is_last else truth.number(later) - 1 if later else truth.total
    yield Edit(f"{name}: removed", ((f"DELETE FROM decision WHERE {where}", ()),), missing, is_last)
    rest = "at, kind, category, detail, events, root, link"
    if number + 1 not in dict(truth.decided):
        again = f"INSERT INTO decision SELECT number + 1, {rest} FROM decision WHERE {where}"
        yield Edit(f"{name}: inserted", ((again, ()),), number + 1)
    if not is_last:
        following, there = truth.decided[place + 1]
        yield Edit(f"{name}: swapped", _swap("decision", number, following), number if there == events else after)


def _moved(truth: Truth, place: int, other: int) -> int:
    """Below all others it comes first of all, and cannot."""
    return 1 if other < 0 else truth.decided[place - 1][0] + 1 if place else 1


def _of_submission(truth: Truth, number: int) -> Iterator[Edit]:
    where, last = f"number = {number}", truth.number(truth.last[number])
    [(state, is_erased)] = truth.rows(f"SELECT state, erased FROM submission WHERE {where}")
    for title, column, statement, value in _columns(truth, "submission", where, "number"):
        # Gone although it should be there, or there although not: the last event says which it must be.
        is_content = column in ("id", "body", "secret") and value is not None and not is_erased
        is_first = column in _SETTLED or (is_content and (state != State.TOLD or column == "body"))
        yield Edit(title, ((statement, (value,)),), number if is_first else last)
    for each in sorted({*State} - {state}):
        yield Edit(
            f"submission {number}: {each}", ((f"UPDATE submission SET state = '{each}' WHERE {where}", ()),), last
        )
    hidden = f"UPDATE submission SET body = x'7b7d', sha256 = randomblob(32) WHERE {where}"
    yield Edit(f"submission {number}: body and hash", ((hidden, ()),), number)
    yield Edit(f"submission {number}: removed", ((f"DELETE FROM submission WHERE {where}", ()),), number)
    for other, bad in ((_FAR, number), (-number, 1)):
        yield Edit(
            f"submission {number}: is {other}", ((f"UPDATE submission SET number = {other} WHERE {where}", ()),), bad
        )
    names = [name for _, name, *_ in truth.rows("PRAGMA table_info(submission)")]
    again = ", ".join({"number": str(_FAR), "id": "NULL"}.get(name, name) for name in names)
    yield Edit(
        f"submission {number}: again",
        ((f"INSERT INTO submission SELECT {again} FROM submission WHERE {where}", ()),),
        _FAR,
    )


def _of_request(truth: Truth, number: int) -> Iterator[Edit]:
    where, went = f"number = {number}", truth.attempted(number)
    [(is_tree,)] = truth.rows(f"SELECT root IS NOT NULL FROM request WHERE {where}")
    settled, proven = truth.settled(number, proven=False), truth.settled(number, proven=True)
    for title, column, statement, value in _columns(truth, "request", where, "number"):
        signed = proven if column == "key" and not is_tree else settled
        bad = went if column in ("head", "whole") or proven is None else signed
        yield Edit(title, ((statement, (value,)),), bad or went)
    yield Edit(f"request {number}: moved", ((f"UPDATE request SET number = {_FAR} WHERE {where}", ()),), went)
    yield Edit(f"request {number}: removed", ((f"DELETE FROM request WHERE {where}", ()),), went)
    rest = "whole, head, key, root, signature, leaves"
    again = f"INSERT INTO request SELECT {_FAR}, {rest} FROM request WHERE {where}"
    yield Edit(f"request {number}: again", ((again, ()),), truth.total)


def _of_tile(truth: Truth, level: int, number: int) -> Iterator[Edit]:
    where, first = (
        f"level = {level} AND number = {number}",
        {0: truth.first_of_tile(number), SEAL[0]: truth.total + 1}.get(level, truth.number(1)),
    )
    for title, _, statement, value in _columns(truth, "tile", where, "level", "number"):
        yield Edit(title, ((statement, (value,)),), first)
    yield Edit(f"tile {where}: removed", ((f"DELETE FROM tile WHERE {where}", ()),), first)
    yield Edit(f"tile {where}: moved", ((f"UPDATE tile SET number = {_FAR} WHERE {where}", ()),), first)
    again = f"INSERT INTO tile SELECT 0, {_FAR}, hash, latest FROM tile WHERE {where}"
    yield Edit(f"tile {where}: again", ((again, ()),), truth.number(truth.count + 1))
    # It would be the root of all.
    again = f"INSERT INTO tile SELECT 7, 0, hash, latest FROM tile WHERE {where}"
    yield Edit(f"tile {where}: above", ((again, ()),), truth.number(1))


def _of_words(truth: Truth) -> Iterator[Edit]:
    silent = truth.rows("SELECT number FROM event WHERE kind = 'queued' LIMIT 1")[0][0]
    for (event,) in truth.rows("SELECT event FROM words"):
        where, bad = f"event = {event}", truth.number(event)
        for title, _, statement, value in _columns(truth, "words", where, "event"):
            yield Edit(title, ((statement, (value,)),), bad)
        yield Edit(f"words {event}: removed", ((f"DELETE FROM words WHERE {where}", ()),), bad)
        yield Edit(f"words {event}: moved", ((f"UPDATE words SET event = {_FAR} WHERE {where}", ()),), bad)
        for other, told in ((silent, truth.number(silent)), (_FAR, truth.total)):
            again = f"INSERT INTO words SELECT {other}, of, number, text FROM words WHERE {where}"
            yield Edit(f"words {event}: at {other}", ((again, ()),), told)
    for event, of, detail in truth.rows(
        "SELECT number, of, detail FROM event WHERE json_extract(detail, '$.words') NOT NULL"
    ):
        # What was erased comes back, in other words: its hash can still be seen, its number not.
        if truth.rows("SELECT 1 FROM submission WHERE number = ? AND erased", (of,)):
            back = ("INSERT INTO words VALUES (?, ?, ?, ?)", (event, of, b"x" * 16, json.loads(detail)["words"]))
            yield Edit(f"words {event}: back", (back,), truth.number(event))


def _of_counts(truth: Truth) -> Iterator[Edit]:
    for table, keys in (("tally", ("category", "state")), ("quarter", ("number",)), ("left_out", ("decision",))):
        for values in truth.rows(f"SELECT {', '.join(keys)} FROM {table}"):
            where = " AND ".join(f"{key} = {value!r}" for key, value in zip(keys, values, strict=True))
            bad = values[0] if table == "left_out" else truth.total
            for title, column, statement, value in _columns(truth, table, where):
                other = bad if column != "decision" else min(bad, int(str(value)))
                yield Edit(title, ((statement, (value,)),), other)
            yield Edit(f"{table} {where}: removed", ((f"DELETE FROM {table} WHERE {where}", ()),), bad)
    for table, row in (("tally", "'edited', 'edited', 0, 0, 0"), ("quarter", "1, 0, 0"), ("left_out", f"{_FAR}, 1")):
        yield Edit(f"{table}: one more", ((f"INSERT INTO {table} VALUES ({row})", ()),), truth.total)


def sweep(folder: Path, events: int, table: str = "") -> Result:
    """Make every edit, or every one to this table, each to a fresh copy, and check it."""
    honest = lived_in(folder / "honest", events)
    verdict = honest.history.verify()
    assert verdict.ok, verdict.why
    honest.close()
    result, copy = Result(), folder / "copy"
    copy.mkdir()
    with closing(apsw.Connection(str(folder / "honest" / NAME))) as connection:
        all_edits = [edit for edit in edits(connection) if edit.name.startswith(table)]
    for edit in all_edits:
        shutil.copyfile(folder / "honest" / NAME, copy / NAME)
        if not _apply(copy / NAME, edit.statements):
            # Two rows cannot have one key.
            continue
        edited = Ledger(Store(copy, ["synchronous=OFF"]))
        told = edited.history.verify(verdict.head if edit.since else None)
        edited.close()
        result.edits += 1
        if told.ok or told.first_bad != edit.first_bad:
            result.missed.append(f"{edit.name}: expected {edit.first_bad}, found {told.first_bad} ({told.why})")
    return result


def _apply(path: Path, statements: tuple[Statement, ...]) -> bool:
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        try:
            with connection:
                for statement, values in statements:
                    connection.execute(statement, values)
        except apsw.ConstraintError:
            return False
    return True


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        swept = sweep(Path(place), int(sys.argv[1]) if sys.argv[1:] else 60)
    print(f"{swept.edits} edits, {len(swept.missed)} missed", *swept.missed[:20], sep="\n")
    sys.exit(bool(swept.missed))
