"""Whatever happens in whatever order, record and submissions agree, and nothing is lost."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core import clock
from core.errors import Changed, Full, Stale
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits
from core.record.submission import FINAL, Outcome, State
from tests.core.record.desk import MUCH, draft, envelope, happened, now, permitted, signed

OUTCOMES = st.sampled_from(
    [
        Outcome(State.CONFIRMED),
        Outcome(State.UNCONFIRMED, "cut"),
        Outcome(State.WAITING, "no connection"),
        Outcome(State.REFUSED, "404"),
    ]
)


class LedgerMachine(RuleBasedStateMachine):
    """A user, a sender and a clock, each doing as they please."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Path(self.place.name), OutboxLimits(submissions=6))
        self.permit, self.valid = permitted(self.ledger), True
        self.queued = 2
        self.ledger.queue([envelope("one"), envelope("two")], self.permit, now())
        # Read some time ago: what became of it since, its rows do not tell.
        self.seen = self.ledger.waiting(MUCH)
        # What may have arrived may never be called waiting, cancelled or expired.
        self.exposed: set[str] = set()

    @rule(kind=st.sampled_from(["accepted", "paused", "withdrawn", "switched_off"]))
    def decide(self, kind: str) -> None:
        if kind == "accepted":
            self.permit, self.valid = permitted(self.ledger), True
        else:
            # As the program does: what these end is ended in the same transaction.
            self.ledger.append(kind, ending=() if kind == "paused" else None)
            self.valid = False

    @rule(drafted=st.booleans())
    def queue(self, drafted: bool) -> None:
        one = draft(self.ledger, "Linux") if drafted else envelope("one")
        try:
            self.ledger.queue(one, self.permit, now())
        except (Stale, Full) as error:
            full = isinstance(error, Full)
            assert full == self.valid
        else:
            assert self.valid
            self.queued += 1

    @rule()
    def look(self) -> None:
        self.seen = self.ledger.waiting(MUCH)[:2]

    @rule(outcome=OUTCOMES, interrupted=st.booleans(), late=st.booleans())
    def send(self, outcome: Outcome, interrupted: bool, late: bool) -> None:
        batch = self.seen if late else self.ledger.waiting(MUCH)[:2]
        stands = all(self.ledger.history.submission(each.id) == each for each in batch)
        try:
            under_way = self.ledger.attempt(batch, self.permit)
        except Stale:
            assert not self.valid
            return
        except Changed:
            assert self.valid
            assert not stands
            return
        assert self.valid
        assert stands
        if interrupted:
            assert self.ledger.recover() == len(batch)
        # What was recovered is not as the sender read it any more.
        receipts = [signed(each) if outcome.state is State.CONFIRMED else None for each in under_way]
        told = [(each, outcome._replace(receipt=receipt)) for each, receipt in zip(under_way, receipts, strict=True)]
        settled = self.ledger.settle(told)
        assert [each.id for each in settled] == ([] if interrupted else [each.id for each in batch])
        if interrupted or outcome.state is State.UNCONFIRMED:
            self.exposed |= {each.id for each in batch}

    @rule(pick=st.integers(0, 5))
    def cancel(self, pick: int) -> None:
        page = self.ledger.history.submissions(limit=6)
        of = page[pick % len(page)]
        assert self.ledger.cancel(of.id) == (of.finished is None)

    @rule(pick=st.integers(0, 5))
    def erase(self, pick: int) -> None:
        page = [each for each in self.ledger.history.submissions(limit=6) if each.known_id]
        of = page[pick % len(page)] if page else None
        try:
            assert of is None or self.ledger.erase([of.id]) == 1
        except Changed:
            assert of is not None
            assert of.finished is None

    @rule(days=st.sampled_from([None, 1, 31]))
    @precondition(lambda self: self.ledger.waiting(MUCH))
    def end(self, days: int | None) -> None:
        if days is None:
            self.ledger.purge(None, "withdrawn")
        else:
            self.ledger.expire(clock.now() + timedelta(days=days))
        assert days == 1 or self.ledger.waiting(MUCH) == []

    @rule()
    def start_again(self) -> None:
        self.ledger = Ledger(Path(self.place.name), self.ledger.limits)

    @invariant()
    def record_and_submissions_agree(self) -> None:
        verdict = self.ledger.history.verify()
        assert verdict.ok, verdict
        assert sum(self.ledger.history.counts().values()) == self.queued == len(happened(self.ledger, "queued"))

    @invariant()
    def states_are_honest(self) -> None:
        for each in self.ledger.history.submissions(limit=1000):
            never_left = each.state in (State.WAITING, State.CANCELLED, State.EXPIRED)
            assert not (never_left and each.id in self.exposed)
            assert (each.state not in FINAL) or each.finished
        assert self.ledger.current(self.permit) == self.valid

    def teardown(self) -> None:
        self.place.cleanup()


LedgerMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=15)
TestLedger = LedgerMachine.TestCase
