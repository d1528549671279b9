"""The guards of the program, broken from outside, each so that one promise must be seen to fail."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from core import clock, sender
from core.connection import Connection
from core.consent import Choices, Consent
from core.engine import Engine
from core.envelope import Envelope, seal
from core.ledger import rows
from core.ledger.events import CONSENT, Event
from core.ledger.ledger import Ledger
from core.ledger.permit import Permit
from core.ledger.submission import Outcome, State, Submission
from core.product import Endpoint
from core.reading import known

PATCH = pytest.MonkeyPatch()
GUARDS: dict[str, Callable[[], None]] = {}


def guard(act: Callable[[], None]) -> Callable[[], None]:
    """Known by its name."""
    GUARDS[act.__name__] = act
    return act


def under_way(ledger: Ledger) -> list[Submission]:
    """What a killed sender left behind."""
    return ledger.history.submissions({State.SENDING}, limit=100_000)


@guard
def recover() -> None:
    """After a kill, what was under way waits as if nothing of it could have arrived."""

    def recovered(self: Ledger) -> int:
        left = under_way(self)
        with self._store.transaction() as connection:
            return rows.move(connection, [rows.Step(each, "waiting") for each in left if not each.life.exposed])

    PATCH.setattr("core.ledger.ledger.Ledger.recover", recovered)


@guard
def confirmed() -> None:
    """Called confirmed when the attempt begins, not when the receipt comes."""
    before = Ledger.attempt

    def attempt(self: Ledger, envelopes: list[Envelope], permit: Permit) -> None:
        before(self, envelopes, permit)
        self.settle({each.id: Outcome(State.CONFIRMED, receipt="{}") for each in envelopes})

    PATCH.setattr("core.ledger.ledger.Ledger.attempt", attempt)


@guard
def sealed_anew() -> None:
    """After a kill, the same facts go again under another number."""
    before = Ledger.recover

    def recovered(self: Ledger) -> int:
        left = under_way(self)
        before(self)
        decided = self.last(*CONSENT)
        for each in left:
            self.cancel(each.id)
            told = json.loads(each.body or b"")
            facts = {key: known(value, "a test") for key, value in told["items"].items()}
            again = seal(each.category, facts, told["agreement"])
            if each.drafted:
                self.drafts.renew(each.category, partial(_itself, again))
            permit = Permit(decided.number if decided else 0, frozenset({each.category}))
            self.queue(again, permit, clock.stamp(clock.now()))
        return len(left)

    PATCH.setattr("core.ledger.ledger.Ledger.recover", recovered)


def _itself(envelope: Envelope, _: Envelope | None) -> Envelope:
    return envelope


@guard
def reset() -> None:
    """The connection is closed, as programs do, and the kernel goes on with what it has."""
    before = Connection.reset

    def closed(self: Connection) -> None:
        if self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))
        before(self)

    PATCH.setattr("core.connection.Connection.reset", closed)


@guard
def lock() -> None:
    """A withdrawal returns without having waited for the sender."""

    def stop(self: Engine, number: int, categories: Collection[str] | None, why: str) -> None:
        self.ledger.append("stopped", detail={"of": number})

    PATCH.setattr("core.engine.Engine._stop", stop)


@guard
def terms() -> None:
    """Whatever was accepted holds for whatever the product says now."""
    before = Consent._judged

    def judged(self: Consent, events: Iterable[Event]) -> Choices:
        found = before(self, events)
        allowed = found.allowed | found.changed
        return replace(found, allowed=allowed, permit=Permit(found.permit.event, allowed))

    PATCH.setattr("core.consent.Consent._judged", judged)


@guard
def links() -> None:
    """Events are believed as they stand."""
    PATCH.setattr("core.ledger.chain.holds", lambda *_: True)


@guard
def regions() -> None:
    """Every region counts as one that the statement covers."""
    PATCH.setattr("core.consent.NOT_COVERED", "nowhere")


@guard
def rows_told() -> None:
    """Submissions are believed as they stand."""
    PATCH.setattr("core.ledger.verify._row_faults", lambda *_: iter(()))


@guard
def synced() -> None:
    """The state file is kept in the faster way."""
    PATCH.setattr("tests.faults.cuts.WAY", "wal")


@guard
def request() -> None:
    """The sender writes the facts anew, as it finds them good."""
    honest = sender.request

    def pretty(envelopes: Sequence[Envelope], endpoint: Endpoint) -> sender.Request:
        bodies = [json.dumps(json.loads(each.body)).encode() for each in envelopes]
        return honest([replace(each, body=body) for each, body in zip(envelopes, bodies, strict=True)], endpoint)

    PATCH.setattr("core.delivery.request", pretty)


@guard
def head() -> None:
    """The sender adds a header of its own."""
    honest = sender.request

    def more(envelopes: Sequence[Envelope], endpoint: Endpoint) -> sender.Request:
        made = honest(envelopes, endpoint)
        return replace(made, headers=(*made.headers, ("X-Device", "1")))

    PATCH.setattr("core.delivery.request", more)
