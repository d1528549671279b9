"""Is the record as it was written? Links, states and bodies, worked out anew and compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from enum import IntEnum, auto
from typing import Any, NamedTuple, TypeAlias

from core.envelope import Envelope
from core.errors import Code, WrongUsage
from core.record.events import COLUMNS, QUEUED, START, TOLD, Row, decoded, head, holds, sha256
from core.record.store import Store
from core.record.submission import STEPS, Life, State, after, told_at
from core.wording.record import FAULTS

Checkpoint: TypeAlias = tuple[int, str]
Progress: TypeAlias = Callable[[int, int], bool]
# So many at a time: between them others may write, and the caller may stop.
PAGE = 1000
_END = 2**63 - 1
# As in Retold.settled, then as in Life, then what only the file knows.
JUDGED = (
    "number, category, sha256, bytes, queued, due, state, attempts, finished, reason, exposed, erased, "
    "drafted, (id IS NOT NULL) + 2 * (body IS NOT NULL) + 4 * (secret IS NOT NULL), receipt"
)
_SETTLED, _LIFE = 6, 12
_BODY_ALONE, _WHOLE = 2, 7


class RecordFault(IntEnum):
    """What can be wrong with the record. Of several at one event, the first named here is told."""

    EVENT_CANNOT_FOLLOW = auto()
    EVENT_EDITED = auto()
    EVENT_MISSING = auto()
    EVENT_NOT_THAT_OF_CHECKPOINT = auto()
    SUBMISSION_NOT_QUEUED = auto()
    RECEIPT_OTHER = auto()
    SUBMISSION_HALF_ERASED = auto()
    STATE_OTHER = auto()
    BODY_OTHER = auto()
    RECORD_TOO_SHORT = auto()
    SUBMISSION_EDITED = auto()
    SUBMISSION_MISSING = auto()
    # Not the record's: whoever asked wanted no more.
    STOPPED = auto()


class FoundFault(NamedTuple):
    """A fault: the event it is told of, what it is, and which event it is about where that is another one."""

    event: int
    fault: RecordFault
    about: int = 0

    @property
    def words(self) -> str:
        """The fault as a person reads it."""
        return FAULTS[self.fault.name].format(event=self.about or self.event)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found. `first`: the first fault, None if there is none; `events`: how many hold; `head`: the last
    of them, to be noted as a checkpoint."""

    first: FoundFault | None
    events: int
    head: str

    @property
    def ok(self) -> bool:
        """Whether the record was checked to its end and is as it was written."""
        return self.first is None

    @property
    def first_bad(self) -> int | None:
        """The number of the first event that is not as it was written, or whose submission is not."""
        return None if self.first is None or self.first.fault is RecordFault.STOPPED else self.first.event

    @property
    def why(self) -> str:
        """What is wrong, as a person reads it; "" where nothing is."""
        return self.first.words if self.first else ""


class _Stopped(Exception):
    """The caller wants no more."""


def verify(store: Store, since: str | None, progress: Progress | None) -> Verdict:
    """Check everything; see History.verify. Raises WrongUsage for a checkpoint that is none."""
    walk = RecordWalk(_checkpoint(since))
    try:
        first = min(_faults(store, walk, progress or _without_end), default=None)
    except _Stopped:
        first = FoundFault(0, RecordFault.STOPPED)
    return Verdict(first, walk.number, head(walk.number, walk.link))


def _checkpoint(text: str | None) -> Checkpoint | None:
    if text is None:
        return None
    number, _, link = text.strip().partition(":")
    plain = number.isascii() and number.isdigit() and len(number) < len(str(_END))
    if not plain or len(link) != len(START) or (int(number) == 0 and link != START):
        raise WrongUsage(Code.HEAD_UNFIT, given=text[:80], start=START[:8])
    return int(number), link


def _faults(store: Store, walk: RecordWalk, progress: Progress) -> Iterator[FoundFault]:
    """What does not hold. After a broken link nothing is known, so only what was settled before it is compared."""
    broken: FoundFault | None = None
    faults: list[FoundFault] = []
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


def _follow(connection: sqlite3.Connection, walk: RecordWalk) -> FoundFault | None:
    # The first look takes in numbers below 1 as well, which no event of ours has.
    start = walk.number or -_END
    query = f"SELECT {COLUMNS} FROM event WHERE number > ? ORDER BY number LIMIT ?"
    faults = (walk.follow(row) for row in connection.execute(query, (start, PAGE)))
    return next((fault for fault in faults if fault), None)


def _row_faults(connection: sqlite3.Connection, walk: RecordWalk, broken: FoundFault | None) -> Iterator[FoundFault]:
    """Submissions that are not as the events tell."""
    missing = dict(walk.filed)
    for row in connection.execute(f"SELECT {JUDGED} FROM submission ORDER BY number"):
        number = row[0]
        told = missing.pop(number, None)
        if told is None:
            if broken is None or number < broken[0]:
                yield FoundFault(max(number, 1), RecordFault.SUBMISSION_NOT_QUEUED, number)
        elif row[:_SETTLED] != told.settled:
            yield FoundFault(number, RecordFault.SUBMISSION_EDITED)
        elif broken is None and (fault := _life_fault(row, told)):
            yield FoundFault(told.last, fault)
    yield from (FoundFault(number, RecordFault.SUBMISSION_MISSING) for number in missing)


def _life_fault(row: Sequence[Any], told: Retold) -> RecordFault | None:
    drafted, present, receipt = row[_LIFE:]
    if tuple(row[_SETTLED:_LIFE]) != astuple(told.life) or drafted != told.drafted:
        return RecordFault.STATE_OTHER
    if present != (0 if told.life.erased else _BODY_ALONE if told.life.state is State.TOLD else _WHOLE):
        return RecordFault.SUBMISSION_HALF_ERASED
    expected = None if told.life.erased else told.receipt
    found = sha256(receipt.encode()) if receipt is not None else None
    return None if found == expected else RecordFault.RECEIPT_OTHER


def _body_faults(store: Store, walk: RecordWalk, go_on: Callable[[int], None]) -> Iterator[FoundFault]:
    query = "SELECT number, sha256, id, body, secret FROM submission WHERE number > ? ORDER BY number LIMIT ?"
    last, done = -_END, 0
    while True:
        with _looking(store) as connection:
            page = connection.execute(query, (last, PAGE)).fetchall()
        if not page:
            return
        for number, digest, identifier, body, secret in page:
            # Rows that no event queued, or without a body, have been judged with the rows.
            told = walk.filed.get(number)
            is_kept = told is not None and not told.life.erased and body is not None
            if is_kept and not _belong(digest, identifier, body, secret):
                yield FoundFault(number, RecordFault.BODY_OTHER)
        last, done = page[-1][0], done + len(page)
        go_on(done)


def _belong(digest: str, identifier: str | None, body: bytes, secret: bytes | None) -> bool:
    """Whether body, ID and secret are of each other: the body names the ID, and the ID is made of the secret."""
    if identifier is None or secret is None:
        # Whether they may be missing has been judged with the rows.
        return digest == sha256(body)
    envelope = Envelope("", body, secret)
    return digest == envelope.sha256 and identifier == envelope.id and identifier.encode() in body


@dataclass(slots=True)
class Retold:
    """A submission as the events tell it. `settled`: what the one that queued it says; `last`: the newest about it;
    `receipt`: the hash of what stands there, a receipt or which site was told."""

    settled: tuple[object, ...]
    drafted: bool
    life: Life
    last: int
    receipt: str | None = None


class RecordWalk:
    """Where the record stands after the events followed so far; `filed` by the event that queued each."""

    def __init__(self, since: Checkpoint | None) -> None:
        self.number, self.link = 0, START
        self.filed: dict[int, Retold] = {}
        self._told: dict[str | None, Retold] = {}
        self._since = since

    def follow(self, row: Row) -> FoundFault | None:
        """One more event; what is wrong with it, if something is."""
        *_, link = row
        number = self.number + 1
        if row[0] != number:
            return FoundFault(number, RecordFault.EVENT_MISSING)
        if not holds(self.link, row[:-1], link):
            return FoundFault(number, RecordFault.EVENT_EDITED)
        if self._since is not None and self._since[0] == number and self._since[1] != link:
            return FoundFault(number, RecordFault.EVENT_NOT_THAT_OF_CHECKPOINT)
        self.number, self.link = number, link
        return self._tell(row)

    def end(self) -> FoundFault | None:
        """After the last event: was there more at the checkpoint?"""
        if self._since is not None and self._since[0] > self.number:
            return FoundFault(self.number + 1, RecordFault.RECORD_TOO_SHORT, self._since[0])
        return None

    def _tell(self, row: Row) -> FoundFault | None:
        number, at, kind, category, digest, text, _ = row
        if kind not in (QUEUED, TOLD) and kind not in STEPS:
            return None
        detail, told = decoded(text), self._told.get(digest)
        if kind == TOLD:
            # The bodies that sites are told are alike, so their hashes lead to none of them.
            settled = (number, category, digest, detail.get("bytes"), at, at)
            self.filed[number] = Retold(settled, False, told_at(at), number, detail.get("site"))
            return None
        if kind == QUEUED and told is None:
            self._queued((number, category, digest, detail.get("bytes"), at, detail.get("due")), detail)
            return None
        told = told or self._told_site(detail.get("of"))
        fits = told is not None and told.settled[1:3] == (category, digest)
        life = after(told.life, kind, at, detail) if told is not None and fits else None
        if told is None or life is None:
            return FoundFault(number, RecordFault.EVENT_CANNOT_FOLLOW)
        told.life, told.last, told.receipt = life, number, detail.get("receipt", told.receipt)
        return None

    def _told_site(self, number: object) -> Retold | None:
        return self.filed.get(number) if isinstance(number, int) else None

    def _queued(self, settled: tuple[object, ...], detail: dict[str, Any]) -> None:
        told = Retold(settled, bool(detail.get("draft")), Life(), int(str(settled[0])))
        self._told[str(settled[2])] = self.filed[told.last] = told
