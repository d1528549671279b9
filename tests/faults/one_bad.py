"""Row 12: of a batch of a thousand one is bad. The receiver refuses whatever request it is in, or names it.

It goes alone in the end, is refused, and stands in the Outbox with a reason; every other one is confirmed, once.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from core import clock
from core.assembly import build
from core.consent.consent import Consent
from core.envelope import Envelope
from core.record.ledger import MOST_SUBMISSIONS, Ledger
from core.record.store import Store
from core.record.submission import State
from core.sending.answers import Answer
from core.sending.request import Request
from core.sending.sender import ReceiverLine, Sender
from tests.fakes.receipts import KEY, accepted, told, tree
from tests.fakes.receiver import word
from tests.faults.desk import agree, envelopes, environment, product
from tests.faults.row import Found

# What a receiver answers to each request that the bad one is in; 202: it takes the others, and names it.
STATUSES = (400, 413, 422, 202)
# Halving a thousand, and what stands alone in the end.
MOST_REQUESTS = 25
WHY = "not one of ours"


class Receiver:
    """Keeps what it signs for; of one submission it does not want to know."""

    def __init__(self, bad: str, status: int) -> None:
        self._bad, self._status = bad, status
        self.kept, self.requests = Counter[str](), 0

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        """Answer one request."""
        assert go_on()
        self.requests += 1
        lines = request.body.split(b"\n")
        found = {str(json.loads(line)["submission"]): line for line in lines}
        if self._bad in found and self._status != 202:
            return told(self._status)
        refused = [{"submission": self._bad, "reason": WHY}] if found.pop(self._bad, None) else []
        self.kept.update(found.keys())
        said = [word(line) for line in found.values()]
        return accepted(said, refused, tree=tree(said))


@dataclass(slots=True)
class Count:
    """What came of it."""

    batches: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    submissions: int = 0
    most: int = 0
    refused: int = 0
    blocked: int = 0
    taken: int = 0
    twice: int = 0
    unsound: int = 0

    @property
    def found(self) -> Found:
        """In words."""
        bad = (self.refused, self.blocked, self.taken, self.twice, self.unsound)
        answered = ", ".join(f"{status}: {times}" for status, times in sorted(self.statuses.items()))
        figure = (
            f"{self.submissions} submissions in {self.batches} batches ({answered}), at most {self.most} requests "
            f"each: refused wrongly {self.refused}, blocked {self.blocked}, the bad one not refused or shown "
            f"{self.taken}, stored twice {self.twice}, unsound {self.unsound}"
        )
        held = not any(bad) and self.most <= MOST_REQUESTS and self.submissions > 0
        return Found(self.submissions, figure, held)


def sweep(n: int, seed: int) -> Found:
    """So many submissions, a thousand in a batch."""
    chance, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as place:
        while count.submissions < n:
            _one(Path(place, str(count.batches)), min(MOST_SUBMISSIONS, n - count.submissions), chance, count)
    return count.found


def _one(folder: Path, size: int, chance: random.Random, count: Count) -> None:
    folder.mkdir()
    file = product(folder, "http://127.0.0.1:9")
    built = build("real", environment(folder / "home", file))
    agree(built)
    engine = built.engine
    with closing(Ledger(Store(folder / "home", ["synchronous=OFF"]))) as ledger:
        consent = Consent(ledger, engine.catalogue, engine.product)
        made = envelopes(built, map(str, range(size)))
        ledger.queue(made, consent.choices().permit, clock.stamp(clock.now()))
        bad = made[chance.choice((0, size - 1, chance.randrange(size)))]
        status = STATUSES[count.batches % len(STATUSES)]
        receiver = Receiver(bad.id, status)
        line = ReceiverLine(receiver, KEY)
        Sender(ledger, consent, engine.product.endpoint, lambda: nullcontext(line), nullcontext).drain()
        _judge(ledger, made, bad, receiver, count)
    count.batches += 1
    count.statuses[status] += 1
    count.submissions += size
    count.most = max(count.most, receiver.requests)


def _judge(ledger: Ledger, made: list[Envelope], bad: Envelope, receiver: Receiver, count: Count) -> None:
    found = {each.id: each for each in ledger.history.submissions(limit=len(made) + 1)}
    others = [found[each.id] for each in made if each is not bad]
    count.refused += sum(each.state is State.REFUSED for each in others)
    count.blocked += sum(each.state not in (State.REFUSED, State.CONFIRMED) or not each.proven for each in others)
    # It is all that is left to be looked at, and says why.
    left = [(each.id, each.state, bool(each.reason)) for each in ledger.history.pending()]
    count.taken += left != [(bad.id, State.REFUSED, True)]
    count.twice += sum(times - 1 for times in receiver.kept.values()) + (
        receiver.kept.keys() != found.keys() - {bad.id}
    )
    count.unsound += not ledger.history.verify().ok
