"""Is the record as it was written? Links, states and bodies, worked out anew and compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import Any, TypeAlias

from core.envelope import Envelope
from core.errors import WrongUsage
from core.record import chain
from core.record.events import COLUMNS
from core.record.store import Store
from core.record.submission import State
from core.record.walk import Checkpoint, Fault, RecordWalk, Retold

Progress: TypeAlias = Callable[[int, int], bool]
# So many at a time: between them others may write, and the caller may stop.
PAGE = 1000
_END = 2**63 - 1
# As in Told.settled, then as in Life, then what only the file knows.
_ROW = (
    "number, category, sha256, bytes, queued, due, state, attempts, finished, reason, exposed, erased, "
    "drafted, (id IS NOT NULL) + 2 * (body IS NOT NULL) + 4 * (secret IS NOT NULL), receipt"
)
_SETTLED, _LIFE = 6, 12
_BODY_ALONE, _WHOLE = 2, 7


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found. `first_bad`: the first event that is not as it was written, or whose submission is not;
    `events`: how many hold; `head`: the last of them, to be noted as a checkpoint."""

    ok: bool
    events: int
    first_bad: int | None
    why: str
    head: str


class _Stopped(Exception):
    """The caller wants no more."""


def verify(store: Store, since: str | None, progress: Progress | None) -> Verdict:
    """Check everything; see History.verify. Raises WrongUsage for a checkpoint that is none."""
    walk = RecordWalk(_checkpoint(since))
    try:
        faults = list(_faults(store, walk, progress or _without_end))
        number, why = min(faults, default=(None, ""))
    except _Stopped:
        number, why = None, "stopped before the end"
    return Verdict(not why, walk.number, number, why, chain.head(walk.number, walk.link))


def _checkpoint(text: str | None) -> Checkpoint | None:
    if text is None:
        return None
    number, _, link = text.strip().partition(":")
    plain = number.isascii() and number.isdigit() and len(number) < len(str(_END))
    if not plain or len(link) != len(chain.START) or (int(number) == 0 and link != chain.START):
        raise WrongUsage(f"“{text[:80]}” is no head of a record; one looks like 12:{chain.START[:8]}…")
    return int(number), link


def _faults(store: Store, walk: RecordWalk, progress: Progress) -> Iterator[Fault]:
    """What does not hold. After a broken link nothing is known, so only what was settled before it is compared."""
    broken: Fault | None = None
    faults: list[Fault] = []
    more = True
    while more:
        with _looking(store) as connection:
            before, broken = walk.number, _follow(connection, walk)
            total = _count(connection)
            more = not broken and walk.number - before == PAGE
            if not more:
                broken = broken or walk.end()
                # In the same look at the file as the last events, so that nothing moves on between them.
                faults = list(_row_faults(connection, walk, broken))
        _go_on(progress, walk.number, total)
    yield from faults
    yield from [broken] if broken else []
    yield from _body_faults(store, walk, lambda done: _go_on(progress, walk.number + done, total))


def _without_end(*_: int) -> bool:
    return True


def _go_on(progress: Progress, done: int, total: int) -> None:
    if not progress(min(done, total), total):
        raise _Stopped


@contextmanager
def _looking(store: Store) -> Iterator[sqlite3.Connection]:
    """One state of the file, whatever is written meanwhile; text that is not UTF-8 shows as such and fits nothing."""
    with store.reading() as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("BEGIN")
        yield connection


def _count(connection: sqlite3.Connection) -> int:
    query = "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM submission)"
    return int(connection.execute(query).fetchone()[0])


def _follow(connection: sqlite3.Connection, walk: RecordWalk) -> Fault | None:
    # The first look takes in numbers below 1 as well, which no event of ours has.
    start = walk.number or -_END
    query = f"SELECT {COLUMNS} FROM event WHERE number > ? ORDER BY number LIMIT ?"
    faults = (walk.follow(row) for row in connection.execute(query, (start, PAGE)))
    return next((fault for fault in faults if fault), None)


def _row_faults(connection: sqlite3.Connection, walk: RecordWalk, broken: Fault | None) -> Iterator[Fault]:
    """Submissions that are not as the events tell."""
    missing = dict(walk.filed)
    for row in connection.execute(f"SELECT {_ROW} FROM submission ORDER BY number"):
        number = row[0]
        told = missing.pop(number, None)
        if told is None:
            if broken is None or number < broken[0]:
                yield max(number, 1), f"event {number} queued no submission, and there is one"
        elif row[:_SETTLED] != told.settled:
            yield number, f"the submission that event {number} queued is not as it was queued"
        elif broken is None and (fault := _life_fault(row, told)):
            yield told.last, fault
    yield from ((number, f"the submission that event {number} queued is missing") for number in missing)


def _life_fault(row: Sequence[Any], told: Retold) -> str | None:
    drafted, present, receipt = row[_LIFE:]
    if tuple(row[_SETTLED:_LIFE]) != astuple(told.life) or drafted != told.drafted:
        return f"its submission is not in the state that event {told.last} left it in"
    if present != (0 if told.life.erased else _BODY_ALONE if told.life.state is State.TOLD else _WHOLE):
        return "its submission is neither whole nor erased"
    expected = None if told.life.erased else told.receipt
    found = chain.sha256(receipt.encode()) if receipt is not None else None
    return None if found == expected else "its receipt is not the one that came"


def _body_faults(store: Store, walk: RecordWalk, go_on: Callable[[int], None]) -> Iterator[Fault]:
    query = "SELECT number, sha256, id, body, secret FROM submission WHERE number > ? ORDER BY number LIMIT ?"
    last, done = -_END, 0
    while True:
        with _looking(store) as connection:
            page = connection.execute(query, (last, PAGE)).fetchall()
        if not page:
            return
        for number, sha256, identifier, body, secret in page:
            # Rows that no event queued, or without a body, have been judged with the rows.
            told = walk.filed.get(number)
            is_kept = told is not None and not told.life.erased and body is not None
            if is_kept and not _belong(sha256, identifier, body, secret):
                yield number, f"the body, ID or secret is not the one that event {number} queued"
        last, done = page[-1][0], done + len(page)
        go_on(done)


def _belong(sha256: str, identifier: str | None, body: bytes, secret: bytes | None) -> bool:
    """Whether body, ID and secret are of each other: the body names the ID, and the ID is made of the secret."""
    if identifier is None or secret is None:
        # Whether they may be missing has been judged with the rows.
        return sha256 == chain.sha256(body)
    envelope = Envelope("", body, secret)
    return sha256 == envelope.sha256 and identifier == envelope.id and identifier.encode() in body
