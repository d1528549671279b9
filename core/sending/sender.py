"""Sends what waits: batch by batch, each under a permit, until nothing is due or nothing gets through."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Protocol, TypeAlias

from core.consent.consent import Consent
from core.errors import Changed, Refused, Stale
from core.product import Endpoint
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.submission import Outcome, State, Submission
from core.sending.answers import Answer, back_off, gets_through, must_split, outcomes
from core.sending.request import Request, request
from core.wording.sending import WHY_ENDED

# What one request carries at most; and no more submissions than the ledger gives out at once.
MOST_BYTES = 1024 * 1024
# The reason kept with what was under way when something failed here that nobody foresaw.
STOPPED = "stopped"
_RANDOM = random.SystemRandom()


class Transport(Protocol):
    """The way to a receiver."""

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        """Send, asking `go_on` before each piece; a no resets the connection. Never raises for network trouble."""


@dataclass(frozen=True, slots=True)
class ReceiverLine:
    """A way to the receiver, open for one delivery: the transport, and the key that signs its receipts."""

    transport: Transport
    key: bytes | None


Channel: TypeAlias = Callable[[], AbstractContextManager[ReceiverLine]]
Lock: TypeAlias = Callable[[], AbstractContextManager[object]]
Progress: TypeAlias = Callable[[int], None]


class End(StrEnum):
    """Why a delivery ended."""

    # Everything due was tried.
    DONE = auto()
    # There is no way to send: the demo.
    NO_WAY = auto()
    # Something was decided meanwhile, which ends the permit it was begun under.
    DECIDED = auto()
    # The program is being closed.
    CLOSED = auto()
    # The receiver was not reached, or asked to be left alone; `Delivered.reason` says more.
    STUCK = auto()


@dataclass(slots=True)
class Delivered:
    """What came of a delivery: the state of each submission that was tried, by its ID, and why it ended.

    `reason`: what is kept with the submissions the receiver did not take, as a person reads it. `passed`: the IDs of
    those that were cancelled or edited meanwhile, which this delivery does not try again.
    """

    states: dict[str, State]
    end: End = End.DONE
    reason: str = ""
    passed: set[str] = field(default_factory=set)

    @property
    def why(self) -> str:
        """Why it ended before everything due was tried, as a person reads it; "" if it did not."""
        return self.reason or WHY_ENDED[self.end]


class Sender:
    """The single sender. Without a channel (the demo profile) there is no way to send at all."""

    def __init__(
        self,
        ledger: Ledger,
        consent: Consent,
        endpoint: Endpoint,
        channel: Channel | None,
        lock: Lock,
        log: Callable[..., object] = lambda *_, **__: None,
    ) -> None:
        """`lock`: held while sending; `log`: `core.log.Log.event`, told what each delivery came to, as codes."""
        self._ledger = ledger
        self._consent = consent
        self._endpoint = endpoint
        self._channel = channel
        self._lock = lock
        self._log = log
        self._stopped = threading.Event()

    @property
    def can_send(self) -> bool:
        """Whether there is a way to send at all."""
        return self._channel is not None

    def stop(self) -> None:
        """Send nothing more from here: what is under way is cut off, and tried again by the next one who sends."""
        self._stopped.set()

    def drain(self, *, urgent: bool = False, progress: Progress = lambda _: None) -> Delivered:
        """Send everything due; `urgent` overrides our own back-off, but not what the receiver asked for.

        Raises Refused where another process is sending, and Refused or OSError where the ledger cannot be written.
        """
        if self._channel is None:
            return Delivered({}, End.NO_WAY)
        delivered = Delivered({})
        with self._lock():
            self._ledger.recover()
            self._ledger.expire()
            permit, batch = self._due(urgent)
            if not batch:
                return delivered
            with self._channel() as line:
                while batch and delivered.end is End.DONE:
                    progress(len(delivered.states))
                    self._try(batch, permit, line, delivered)
                    permit, batch = self._due(urgent, batch[-1].number)
                progress(len(delivered.states))
        # A withdrawal waits for the lock, and the log may be held by another process.
        self._log("delivery", end=delivered.end, **Counter(state.value for state in delivered.states.values()))
        return delivered

    def _due(self, urgent: bool, beyond: int = 0) -> tuple[Permit, Sequence[Submission]]:
        """What is allowed now, and the next batch that may go: those with a number `beyond` the last one's."""
        permit = self._consent.choices().permit
        return permit, self._ledger.waiting(MOST_BYTES, urgent, permit, beyond=beyond)

    def _try(self, batch: Sequence[Submission], permit: Permit, line: ReceiverLine, delivered: Delivered) -> None:
        """Attempt a batch; one in it that was cancelled meanwhile, or edited, holds up no other."""
        while batch:
            try:
                self._attempt(batch, permit, line, delivered)
                return
            except Stale:
                delivered.end = End.DECIDED
                return
            except Changed as error:
                left = [each for each in batch if each.id != error.about.get("submission")]
                if len(left) == len(batch):
                    raise
                delivered.passed.update({each.id for each in batch} - {each.id for each in left})
                batch = left

    def _attempt(self, batch: Sequence[Submission], permit: Permit, line: ReceiverLine, delivered: Delivered) -> None:
        """One request, written down before its first byte and after its answer; halved where one in it is refused."""
        envelopes = [each.envelope for each in batch if each.envelope is not None]
        made = request(envelopes, self._endpoint)
        under_way = self._ledger.attempt(batch, permit, made.head)
        try:
            answer = line.transport.send(made, lambda: self._may(permit))
            found = outcomes(envelopes, answer, line.key)
            settled = self._settle(under_way, found.values())
        except BaseException:
            # They may have arrived. Where that cannot be kept either, the next delivery finds them as being sent.
            with suppress(OSError, Refused):
                self._settle(under_way, [Outcome(State.UNCONFIRMED, STOPPED)] * len(under_way))
            raise
        states = {each.id: each.state for each in settled}
        delivered.states.update(states)
        delivered.passed |= found.keys() - states.keys()
        if not gets_through(answer):
            if self._may(permit):
                delivered.end, delivered.reason = End.STUCK, next((each.reason for each in found.values()), "")
            else:
                delivered.end = End.CLOSED if self._stopped.is_set() else End.DECIDED
        elif must_split(envelopes, answer):
            half = len(settled) // 2
            for part in (settled[:half], settled[half:]):
                if delivered.end is End.DONE:
                    self._try(part, permit, line, delivered)

    def _settle(self, under_way: Sequence[Submission], found: Iterable[Outcome]) -> list[Submission]:
        """Write down what one request came to, and when each is tried again; without what was edited meanwhile."""
        pairs = zip(under_way, found, strict=True)
        return self._ledger.settle([(each, _later(outcome, each.life.attempts)) for each, outcome in pairs])

    def _may(self, permit: Permit) -> bool:
        """Whether nothing was decided since; a ledger that cannot be asked allows nothing."""
        try:
            return not self._stopped.is_set() and self._ledger.current(permit)
        except (OSError, Refused):
            return False


def _later(outcome: Outcome, attempts: int) -> Outcome:
    """What is to be tried again waits as the receiver asked, else ever longer, by chance."""
    again = outcome.state in (State.WAITING, State.UNCONFIRMED) and outcome.retry_after is None
    return outcome._replace(back_off=back_off(attempts, _RANDOM)) if again else outcome
