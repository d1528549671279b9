"""Sends what waits: batch by batch, each under a permit, until nothing is due or nothing gets through."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from core.clock import now, stamp
from core.consent.consent import Consent
from core.errors import Changed, Refused, Stale
from core.product import Endpoint
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.submission import Outcome, State, Submission
from core.sending.answers import Answer, back_off, gets_through, must_split, outcomes
from core.sending.request import Request, request

# What one request carries: the wire's own limit, and few enough that one bad submission is found by few halvings.
MOST_BYTES = 1024 * 1024
MOST_SUBMISSIONS = 100
CHANGED = "Your decision changed while sending: what was under way was cut off, the rest was not sent."
CLOSED = "Vitrine was closed while sending: what was under way was cut off, and is tried again later."
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


@dataclass(slots=True)
class Delivered:
    """What came of a delivery: the state of each submission that was tried, and why it ended early, if it did."""

    states: dict[str, State]
    why: str = ""
    passed: set[str] = field(default_factory=set)


class Sender:
    """The single sender. Without a channel (the demo profile) there is no way to send at all."""

    def __init__(
        self, ledger: Ledger, consent: Consent, endpoint: Endpoint, channel: Channel | None, lock: Lock
    ) -> None:
        self._ledger = ledger
        self._consent = consent
        self._endpoint = endpoint
        self._channel = channel
        self._lock = lock
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
            return Delivered({}, "This profile has no way to send.")
        with self._lock():
            self._ledger.recover()
            self._ledger.expire(stamp(now()))
            delivered = Delivered({})
            if self._due(delivered, urgent):
                with self._channel() as line:
                    self._send_all(delivered, line, urgent, progress)
            return delivered

    def _due(self, delivered: Delivered, urgent: bool) -> list[Submission]:
        """The next batch of what may go now and was not tried in this delivery."""
        permit = self._consent.choices().permit
        tried = delivered.states.keys() | delivered.passed
        return self._ledger.waiting(stamp(now()), MOST_BYTES, urgent, permit, tried)[:MOST_SUBMISSIONS]

    def _send_all(self, delivered: Delivered, line: ReceiverLine, urgent: bool, progress: Progress) -> None:
        while not delivered.why and (batch := self._due(delivered, urgent)):
            progress(len(delivered.states))
            self._try(batch, line, delivered)
        progress(len(delivered.states))

    def _try(self, batch: Sequence[Submission], line: ReceiverLine, delivered: Delivered) -> None:
        """Attempt a batch; one in it that was cancelled meanwhile, or edited, holds up no other."""
        try:
            self._attempt(batch, line, delivered)
        except Stale:
            delivered.why = CHANGED
        except Changed:
            if len(batch) == 1:
                delivered.passed.add(batch[0].id)
                return
            for each in batch:
                if not delivered.why and each.id not in delivered.states:
                    self._try([each], line, delivered)

    def _attempt(self, batch: Sequence[Submission], line: ReceiverLine, delivered: Delivered) -> None:
        """One request, written down before its first byte and after its answer; halved where one in it is refused."""
        permit = self._consent.choices().permit
        envelopes = [each.envelope for each in batch if each.envelope is not None]
        attempts = {each.id: each.attempts + 1 for each in batch}
        self._ledger.attempt(envelopes, permit)
        answer = line.transport.send(request(envelopes, self._endpoint), lambda: self._may(permit))
        found = outcomes(envelopes, answer, line.key)
        self._ledger.settle({key: _later(outcome, attempts[key]) for key, outcome in found.items()})
        delivered.states.update({key: outcome.state for key, outcome in found.items()})
        if not gets_through(answer):
            cut = CLOSED if self._stopped.is_set() else CHANGED
            delivered.why = _why(found) if self._may(permit) else cut
        elif must_split(envelopes, answer):
            half = len(batch) // 2
            self._attempt(batch[:half], line, delivered)
            if not delivered.why:
                self._attempt(batch[half:], line, delivered)

    def _may(self, permit: Permit) -> bool:
        """Whether nothing was decided since; a ledger that cannot be asked allows nothing."""
        try:
            return not self._stopped.is_set() and self._ledger.current(permit)
        except (OSError, Refused):
            return False


def _why(found: Mapping[str, Outcome]) -> str:
    return next((outcome.reason for outcome in found.values()), "")


def _later(outcome: Outcome, attempts: int) -> Outcome:
    """What is to be tried again waits as the receiver asked, else ever longer, by chance."""
    again = outcome.state in (State.WAITING, State.UNCONFIRMED) and outcome.retry_after is None
    return replace(outcome, back_off=back_off(attempts, _RANDOM)) if again else outcome
