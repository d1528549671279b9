"""Row 20: the receiver was away for thirty days, and everything waits; then it is back, and asks for pauses.

What waits goes oldest first, in requests that are not too large, nothing while the receiver wants to be left alone, and
what is too old not at all. Days and pauses pass as fast as they are asked for.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from core import clock
from core.assembly import Vitrine, build
from core.consent.consent import Consent
from core.errors import Code, Unavailable
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits
from core.record.store import Store
from core.record.submission import State
from core.sending.answers import MOST_BACK_OFF, Answer
from core.sending.request import Request
from core.sending.sender import End, ReceiverLine, Sender
from tests.fakes.receipts import KEY, accepted, told, tree
from tests.fakes.receiver import word
from tests.faults.desk import agree, envelopes, environment, product
from tests.faults.row import Found

# The limit of the product, and a day more: what is queued on the first one is too old when the receiver is back.
DAYS = 30
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
# So often it asks for a pause of so many seconds, and not before so many requests.
PAUSES, PAUSE, LEAST = 20, 90, 3
# What a request carries at most: lines, and their bytes.
MOST_LINES, LARGEST = 1000, 1024 * 1024
# In one transaction.
AT_ONCE = 1000


class Time:
    """The time of day and the seconds since the computer started, which go on when they are told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        """The time of day."""
        return BEGAN + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        """Since the start, which was an hour before."""
        return 3600 + self.passed


class Receiver:
    """Away at first; then it keeps what comes, and now and then asks to be left alone."""

    def __init__(self, moment: Time, every: int) -> None:
        """`every`: of so many requests it answers one by asking for a pause."""
        self._time, self._every = moment, every
        self.is_away, self.until = True, 0.0
        self.kept = Counter[str]()
        self.order: list[str] = []
        self.requests = self.too_early = self.too_large = 0

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        """Answer one request, or do not."""
        assert go_on()
        if self.is_away:
            return Answer(None, error=Unavailable(Code.CONNECTION_CUT), body_started=False)
        self.requests += 1
        self.too_early += self._time.passed < self.until
        lines = request.body.split(b"\n")
        self.too_large += len(lines) > MOST_LINES or len(request.body) > LARGEST
        if self.requests % self._every == 0:
            self.until = self._time.passed + PAUSE
            return told(429, headers={"retry-after": str(PAUSE)})
        numbers = [str(json.loads(line)["submission"]) for line in lines]
        self.order += [number for number in numbers if number not in self.kept]
        self.kept.update(numbers)
        said = [word(line) for line in lines]
        return accepted(said, tree=tree(said))


@dataclass(slots=True)
class Count:
    """What came of it. `kilobytes`: how much more memory the delivery took than there was before it."""

    queued: int = 0
    expired: int = 0
    lost: int = 0
    twice: int = 0
    disordered: int = 0
    too_early: int = 0
    too_large: int = 0
    too_old: int = 0
    stuck: int = 0
    unsound: int = 0
    requests: int = 0
    seconds: float = 0
    kilobytes: int = 0
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def found(self) -> Found:
        """In words."""
        sent = self.queued - self.expired
        figure = (
            f"{sent} waiting, {self.expired} too old: {self.requests} requests, {sent / self.seconds:.0f} a second, "
            f"{self.kilobytes / 1024:.0f} MiB more; lost {self.lost}, stored twice {self.twice}, "
            f"out of order {self.disordered}, during a pause {self.too_early}, too large {self.too_large}, "
            f"too old and sent {self.too_old}, stuck {self.stuck}, unsound {self.unsound}"
        )
        bad = (self.lost, self.twice, self.disordered, self.too_early, self.too_large, self.too_old, self.stuck)
        return Found(sent, figure, not any(bad) and not self.unsound and self.expired > 0 and sent > 0)


def sweep(n: int, seed: int) -> Found:
    """So many waiting; the seed has nothing to choose."""
    del seed
    moment, count = Time(), Count()
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.clock.now", moment.now)
        patch.setattr("core.clock.monotonic", moment.monotonic)
        folder = Path(place)
        file = product(folder, "http://127.0.0.1:9")
        built = build("real", environment(folder / "home", file))
        agree(built)
        limits = OutboxLimits(2 * n + AT_ONCE, sys.maxsize, DAYS)
        with closing(Ledger(Store(folder / "home", ["synchronous=OFF"]), limits)) as ledger:
            receiver = Receiver(moment, max(LEAST, n // AT_ONCE // PAUSES))
            Return(built, ledger, receiver, moment, count).go(n)
    return count.found


class Return:
    """One outage, and what comes after it."""

    def __init__(self, built: Vitrine, ledger: Ledger, receiver: Receiver, moment: Time, count: Count) -> None:
        self._built, self._ledger, self._time, self._count = built, ledger, moment, count
        self._consent = Consent(ledger, built.engine.catalogue, built.engine.product)
        self._receiver = receiver
        line = ReceiverLine(receiver, KEY)
        way = lambda: nullcontext(line)  # noqa: E731 - a context that can be entered again and again
        self._sender = Sender(ledger, self._consent, built.engine.product.endpoint, way, nullcontext)
        self._queued: list[str] = []
        self._first_day = 0

    def go(self, n: int) -> None:
        """Queue on each day a part, so that so many wait when the receiver is back; then let all of it through."""
        for day in range(DAYS + 1):
            self._queue(-(-n // DAYS))
            self._first_day = self._first_day or len(self._queued)
            self._count.stuck += self._sender.drain().end is not End.STUCK
            self._time.passed = (day + 1) * 86_400 - (day == DAYS) * 43_200
        self._receiver.is_away = False
        # All that was tried in vain is due again.
        self._time.passed += MOST_BACK_OFF
        self._count.queued = len(self._queued)
        before, start = _kilobytes(), time.perf_counter()
        self._deliver()
        self._count.seconds, self._count.kilobytes = time.perf_counter() - start, _kilobytes() - before
        self._judge()

    def _queue(self, size: int) -> None:
        permit = self._consent.choices().permit
        for start in range(0, size, AT_ONCE):
            names = map(str, range(start, min(start + AT_ONCE, size)))
            made = envelopes(self._built, names)
            self._ledger.queue(made, permit, clock.stamp(clock.now()))
            self._queued += [each.id for each in made]

    def _deliver(self) -> None:
        for _ in range(self._count.queued):
            self._sender.drain()
            # Whoever presses “Send now” meanwhile does not shorten the pause.
            self._sender.drain(urgent=True)
            if not self._waits():
                return
            self._time.passed += PAUSE / 2
        self._count.stuck += 1

    def _waits(self) -> bool:
        there = self._ledger.history.counts()
        return bool(there[State.WAITING] + there[State.SENDING] + there[State.UNCONFIRMED])

    def _judge(self) -> None:
        count, receiver = self._count, self._receiver
        old, young = self._queued[: self._first_day], self._queued[self._first_day :]
        there = self._ledger.history.counts()
        count.expired = there[State.EXPIRED]
        count.lost = len(set(young) - receiver.kept.keys()) + len(young) - there[State.CONFIRMED]
        # What is too old is told to be, and why.
        count.lost += sum(1 for each in self._expired() if each != "too old") + len(old) - count.expired
        count.too_old = len(receiver.kept.keys() & set(old))
        count.twice = sum(receiver.kept.values()) - len(receiver.kept)
        kept = {number: place for place, number in enumerate(self._queued)}
        places = [kept[number] for number in receiver.order]
        count.disordered = sum(one > other for one, other in pairwise(places))
        count.too_early, count.too_large, count.requests = receiver.too_early, receiver.too_large, receiver.requests
        count.unsound += not self._ledger.history.verify().ok

    def _expired(self) -> Iterator[str]:
        before = None
        while page := self._ledger.history.submissions({State.EXPIRED}, before, AT_ONCE):
            yield from (each.reason for each in page)
            before = page[-1].number


def _kilobytes() -> int:
    """The most memory that this process ever had."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most
