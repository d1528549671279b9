"""Is the record as it was written? Hashes, states, bodies and what is counted, worked out anew and compared."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import apsw

from core.errors import Code, WrongUsage
from core.record import events, tiles
from core.record.events import REBUILT
from core.record.store import Store
from core.record.tiles import EMPTY, SIZE, START
from core.record.verification.checks import Piece, PieceChecks, Work
from core.record.verification.counts import Counts
from core.record.verification.faults import FoundFault, RecordFault
from core.record.verification.walk import Found

if TYPE_CHECKING:
    from core.record.verification.process import VerifyProcess

Checkpoint: TypeAlias = tuple[int, str]
Progress: TypeAlias = Callable[[int, int], bool]
# So many events, or numbers of submissions, in one piece: after each the caller may stop.
PAGE = 4096
# The same of requests, of which each may hold a thousand receipts, and of decisions.
REQUESTS, DECISIONS = 128, 64
# From so many events on, a second process is worth its start.
LARGE = 60_000
# How long one waits for the other before the caller is asked again.
LOOK_SECONDS = 0.1
_START_HEAD = events.head_of(0, START, 0, EMPTY)
_END = 2**63 - 1
# Of SQLite's steps, between two questions to the caller during one long answer.
_STEPS = 100_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found. `first`: the first fault, None if there is none; `events`: how many decisions and events
    hold, or were looked at before it was stopped; `head`: over these, to be noted as a checkpoint."""

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


def verify(store: Store, since: str | None, progress: Progress | None, *, signatures: bool = True) -> Verdict:
    """Check everything; see History.verify. Raises WrongUsage for a checkpoint that is none, Refused for a damaged
    file.

    `signatures`: whether those of receipts are checked as well.
    """
    checkpoint = _checkpoint(since)
    beside = _beside(store, signatures=signatures)
    with nullcontext() if beside is None else closing(beside):
        while True:
            with store.reading() as connection:
                # Both must look at one state of the file.
                if beside is None or beside.looks_at(events.head(connection)):
                    checks = PieceChecks(connection, signatures=signatures)
                    return _Check(checks, progress or _without_end, beside).verdict(checkpoint)


def _beside(store: Store, *, signatures: bool) -> VerifyProcess | None:
    """A second process, where the record is large and one can be begun."""
    from core.record.verification.process import VerifyProcess  # noqa: PLC0415 - only large records need a way to start one

    with store.reading() as connection:
        is_large = tiles.count(connection) >= LARGE
    with suppress(OSError):
        return VerifyProcess(store.folder, signatures=signatures) if is_large and store.folder is not None else None
    return None


def _without_end(*_: int) -> bool:
    return True


def _checkpoint(text: str | None) -> Checkpoint | None:
    if text is None:
        return None
    number, _, link = text.strip().partition(":")
    plain = number.isascii() and number.isdigit() and len(number) < len(str(_END))
    fits = len(link) == len(START.hex()) and set(link) <= set("0123456789abcdef")
    if not plain or not fits or (int(number) == 0 and f"0:{link}" != _START_HEAD):
        raise WrongUsage(Code.HEAD_UNFIT, given=text[:80], start=_START_HEAD[2:10])
    return int(number), link


class _Check:
    """One check of one state of the file, alone or with a process beside it."""

    def __init__(self, checks: PieceChecks, progress: Progress, beside: VerifyProcess | None) -> None:
        self._checks, self._connection, self._beside = checks, checks.connection, beside
        self._decisions, self._progress = checks.decided.rows, progress
        self._done = self._events = 0
        self._total = checks.count + _number(self._connection, "SELECT count(*) FROM submission")
        self._broken = [checks.decided.fault] if checks.decided.fault else []
        self._above: list[FoundFault] = []
        self._faults: list[FoundFault] = []
        self._unsound: list[FoundFault] = []
        self._counts = Counts(checks)

    def verdict(self, checkpoint: Checkpoint | None) -> Verdict:
        """Do all of it, and compare with the head noted earlier."""
        try:
            self._work_off(deque(self._pieces()))
        except _Stopped:
            return Verdict(FoundFault(0, RecordFault.STOPPED), self._events, _START_HEAD)
        self._broken = self._broken or self._above
        broken = min(self._broken, default=None)
        holds = self._checks.total if broken is None else broken.event - 1
        compared = None if checkpoint is None else self._compared(checkpoint, holds)
        rest = [_narrowest(broken, self._broken)] if broken else self._unsound
        # What is counted follows from the rest.
        first = min((*self._faults, *rest), default=None) or min(self._counts.faults(), default=None)
        if first is not None:
            # Of a file that is damaged nothing else is told, least of all at which event.
            self._take(self._answer(Piece(Work.INDEXES)))
        if compared is not None and (first is None or compared.fault is not RecordFault.CHECKPOINT_BEFORE_REBUILT):
            first = min(compared, first or compared)
        return Verdict(first, holds, self._head_at(holds))

    def _pieces(self) -> Iterator[Piece]:
        """The longest first, so that neither of two waits for the other at the end."""
        yield Piece(Work.FILE)
        yield Piece(Work.LOOSE)
        last, tiles_at_once, page = (self._checks.count - 1) // SIZE, max(1, PAGE // SIZE), PAGE
        for first in range(0, last + 1, tiles_at_once):
            yield Piece(Work.TILES, first, min(last, first + tiles_at_once - 1))
        # Also what has a number that no event has.
        yield from _from(Work.SUBMISSIONS, [-_END - 1, *range(page, self._checks.total, page)])
        requests = self._connection.execute("SELECT number FROM request ORDER BY number")
        yield from _from(Work.REQUESTS, [number for (number,) in islice(requests, 0, None, REQUESTS)])
        for first in range(0, len(self._decisions), DECISIONS):
            yield Piece(Work.DECISIONS, first, first + DECISIONS - 1)

    def _work_off(self, pieces: deque[Piece]) -> None:
        beside = self._beside
        if beside is not None:
            beside.share(pieces)
        while pieces or (beside is not None and not beside.ended):
            piece = None
            with suppress(IndexError):
                piece = pieces.popleft()
            if piece is not None:
                self._take(self._answer(piece))
            if beside is not None:
                for found in beside.found(0 if piece else LOOK_SECONDS):
                    self._take(found)
            self._go_on()

    def _answer(self, piece: Piece) -> Found:
        if piece.work not in (Work.FILE, Work.INDEXES):
            return self._checks.check(piece)
        # SQLite does all of this at once, and asks meanwhile whether to go on.
        self._connection.set_progress_handler(lambda: not self._progress(self._done, self._total), _STEPS)
        try:
            return self._checks.check(piece)
        except apsw.InterruptError:
            raise _Stopped from None
        finally:
            self._connection.set_progress_handler(None)

    def _go_on(self) -> None:
        if not self._progress(min(self._done, self._total), self._total):
            raise _Stopped

    def _take(self, found: Found) -> None:
        if found.damage:
            raise apsw.CorruptError(found.damage)
        self._done += found.events + found.submissions
        self._events += found.events
        # No more than one of each piece.
        self._broken += [found.broken] if found.broken else []
        self._above += [found.above] if found.above else []
        self._faults += [found.fault] if found.fault else []
        self._unsound += [found.unsound] if found.unsound else []
        self._counts.add(found)

    def _head_at(self, number: int) -> str:
        """The head when there were so many decisions and events."""
        decisions = bisect_right(self._decisions, number, key=itemgetter(0))
        link = self._decisions[decisions - 1][-1] if decisions else START
        count = number - decisions
        return events.head_of(decisions, link, count, tiles.root_at(self._connection, count))

    def _compared(self, checkpoint: Checkpoint, holds: int) -> FoundFault | None:
        """Whether this record grew out of the one whose head was noted."""
        number, link = checkpoint
        given = f"{number}:{link}"
        if number > holds:
            # Behind what is broken nothing can be compared.
            too_short = FoundFault(holds + 1, RecordFault.RECORD_TOO_SHORT, number)
            return too_short if holds == self._checks.total else None
        if self._head_at(number) == given:
            return None
        for row in self._decisions:
            if row[2] != REBUILT:
                continue
            before = str(events.decoded(row[4]).get("head"))
            if before == given:
                return None
            if number < row[0] and before.partition(":")[0] != str(number):
                return FoundFault(number, RecordFault.CHECKPOINT_BEFORE_REBUILT)
        return FoundFault(number, RecordFault.EVENT_NOT_THAT_OF_CHECKPOINT)


def _from(work: Work, starts: Sequence[int]) -> Iterator[Piece]:
    """A piece from each of these numbers up to the next, and from the last one on."""
    for place, first in enumerate(starts, 1):
        yield Piece(work, first, starts[place] - 1 if place < len(starts) else _END)


def _narrowest(first: FoundFault, found: Iterable[FoundFault]) -> FoundFault:
    """Of what is known of one of the first events, the most: all that is told of these may come of the same."""
    within = (each for each in found if each.event <= (first.about or first.event))
    return min(within, key=lambda each: ((each.about or each.event) - each.event, each))


def _number(connection: apsw.Connection, query: str) -> int:
    return int(connection.execute(query).get or 0)
