"""Does what the program would have done, each thing at its moment: by the same seal(), ledger, engine and answers."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.clock import stamp
from core.engine import TOLD, Engine, declared
from core.envelope import Envelope, seal, told
from core.reading import Reading
from core.receiver.contract import receipt
from core.record.permit import Permit
from core.sending.answers import Answer, outcomes
from core.sending.request import request

# Made from fixed bytes, so that the receipts are the same at each run.
SIGNER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"vitrine-demo-receiver").digest())
# What the receiver answers to these.
Answering: TypeAlias = Callable[[Sequence[Envelope], datetime], Answer]


class Moment:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Hand:
    """Queues, sends, tells; what it seals has numbers that are the same at each run."""

    def __init__(self, engine: Engine, clock: Moment) -> None:
        self.engine, self.ledger, self.clock = engine, engine.ledger, clock
        self.permit = Permit(0, frozenset())
        self._turn = count(1)
        self._waiting: dict[datetime, list[Envelope]] = {}

    def decide(self, decision: Callable[[], object]) -> None:
        """Do what the user decides, and read the permit that follows from it."""
        decision()
        self.permit = self.engine.consent.choices().permit

    def seal(self, key: str, reading: Reading, like: Envelope | None = None) -> Envelope:
        """Return an envelope of this reading, with the next of the fixed secrets."""
        facts = declared(self.engine.catalogue.categories[key], reading)
        return seal(key, facts, self.engine.catalogue.statement.id, like, secret=self._fixed())

    def queue(self, due: datetime, envelopes: Sequence[Envelope]) -> None:
        """Put these into the Outbox, to go at `due`."""
        self.ledger.queue(envelopes, self.permit, stamp(due))
        self._waiting[due] = [*self._waiting.get(due, []), *envelopes]

    def send(self, due: datetime, answering: Answering | None = None) -> None:
        """Send what waits for this moment; without an answer it stays under way."""
        batch = self._waiting.pop(due)
        kept = [self.ledger.history.submission(each.id) for each in batch]
        head = request(batch, self.engine.product.endpoint).head
        under_way = self.ledger.attempt([each for each in kept if each], self.permit, head)
        if answering is not None:
            key = SIGNER.public_key().public_bytes_raw()
            found = outcomes(batch, answering(batch, due), key, due)
            self.ledger.settle([(each, found[each.id]) for each in under_way])

    def cancel(self, due: datetime) -> None:
        """Cancel what waits for this moment, as the user would."""
        for envelope in self._waiting.pop(due):
            self.ledger.cancel(envelope.id)

    def tell(self, reading: Reading, site: str) -> None:
        """Write down that a payment site was told this reading."""
        body = told(declared(self.engine.catalogue.categories[TOLD], reading))
        self.ledger.tell(TOLD, body, site, self.permit, number=self._fixed()[:16].hex())

    def draft(self, key: str, reading: Reading) -> Envelope:
        """Return what would go of a group now, and keep it as its draft."""
        return self.ledger.drafts.renew(key, lambda like: self.seal(key, reading, like))

    def _fixed(self) -> bytes:
        return hashlib.sha256(b"vitrine-demo-%d" % next(self._turn)).digest()


def receipts(batch: Sequence[Envelope], at: datetime) -> Answer:
    """Return the answer of a receiver that signs for each alone: of one receipt there is less to read then."""
    signed = [receipt(each.id, each.sha256, stamp(at), SIGNER) for each in batch]
    return _answer(receipts=signed, refused=[])


def nothing(_batch: Sequence[Envelope], _at: datetime) -> Answer:
    """Return the answer of a receiver that takes them, and says of none what became of it."""
    return _answer(receipts=[], refused=[])


def refusal(batch: Sequence[Envelope], _at: datetime) -> Answer:
    """Return the answer of a receiver that refuses each."""
    return _answer(receipts=[], refused=[{"submission": each.id, "reason": REFUSED} for each in batch])


REFUSED = "this kind of record is not taken any more"


def _answer(**lists: list[dict[str, str]]) -> Answer:
    return Answer(202, {"content-type": "application/json"}, msgspec.json.encode(lists))
