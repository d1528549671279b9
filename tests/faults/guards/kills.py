"""Row 1, broken: a killed sender loses, doubles or misreports."""

from __future__ import annotations

import json
from functools import partial

from core import clock
from core.envelope import Envelope, seal
from core.reading import known
from core.record import steps
from core.record.events import CONSENT
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.receipt import Receipt
from core.record.submission import Outcome, State, Submission
from tests.faults.guards.patch import PATCH


def under_way(ledger: Ledger) -> list[Submission]:
    """What a killed sender left behind."""
    return ledger.history.submissions({State.SENDING}, limit=100_000)


def recover() -> None:
    """After a kill, what was under way waits as if nothing of it could have arrived."""

    def recovered(self: Ledger) -> int:
        left = under_way(self)
        with self._store.transaction() as connection:
            waits = [steps.Step(each, "waiting") for each in left if not each.life.exposed]
            return len(steps.move(connection, waits, self._at()))

    PATCH.setattr("core.record.ledger.Ledger.recover", recovered)


def confirmed() -> None:
    """Called confirmed when the attempt begins, not when the receipt comes."""
    before = Ledger.attempt

    def attempt(self: Ledger, batch: list[Submission], permit: Permit, head: bytes = b"") -> list[Submission]:
        under_way = before(self, batch, permit, head)
        return self.settle([(each, Outcome(State.CONFIRMED, receipt=Receipt(""))) for each in under_way])

    PATCH.setattr("core.record.ledger.Ledger.attempt", attempt)


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

    PATCH.setattr("core.record.ledger.Ledger.recover", recovered)


def _itself(envelope: Envelope, _: Envelope | None) -> Envelope:
    return envelope
