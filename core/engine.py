"""READ ME FIRST. The way data takes: show → queue → drain; and the way back: withdraw.

A collector reads, seal() makes bytes, those bytes are shown, queued, sent and kept. Whoever shows or sends asks here
and gets the same frozen object.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from core.catalogue import Catalogue, Category, Item, fits
from core.clock import now, stamp
from core.consent import Choices, Consent, How
from core.envelope import Envelope, seal, told
from core.ledger.ledger import Ledger
from core.ledger.permit import Changed
from core.product import Product
from core.reading import Fact, Reading, Reason, absent, known
from core.sender import Request, request
from core.strict import Refused
from core.text import visible

State = Literal["live", "nothing_yet"]
Lock: TypeAlias = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One group as it stands: what was read, and the envelope that would go. Events have none before they happen."""

    category: Category
    reading: Reading
    state: State
    envelope: Envelope | None

    @property
    def problems(self) -> list[str]:
        """What could not be read, one line each."""
        return sorted({visible(fact.source) for fact in self.reading.values() if fact.reason is Reason.FAILED})


class Engine:
    """Shows every group, queues what was shown, and stops what is withdrawn. Holds no data of its own."""

    def __init__(
        self,
        catalogue: Catalogue,
        product: Product,
        collectors: Mapping[str, Callable[[], Reading]],
        ledger: Ledger,
        lock: Lock,
    ) -> None:
        self.catalogue = catalogue
        self.product = product
        self.ledger = ledger
        self.consent = Consent(ledger, catalogue, product)
        self._collectors = collectors
        self._lock = lock

    def show(self, key: str) -> Shown:
        """Read the group now. The same values give the same envelope, in every process that shares the home."""
        category = self.catalogue.categories[key]
        reading = declared(category, self._collectors[key]())
        if not category.is_snapshot:
            return Shown(category, reading, "nothing_yet", None)
        statement = self.catalogue.statement.id
        envelope = self.ledger.drafts.renew(key, lambda like: seal(key, reading, statement, like))
        return Shown(category, reading, "live", envelope)

    def show_all(self) -> list[Shown]:
        """Every group, in the statement's order."""
        return [self.show(key) for key in self.catalogue.categories]

    def wire(self, shown: Shown) -> Request | None:
        """The request if this group were sent now, alone."""
        return request([shown.envelope], self.product.endpoint) if shown.envelope else None

    def trouble(self) -> OSError | Refused | None:
        """Why drafts are kept in memory only, since the last reading; None where they are kept."""
        return self.ledger.drafts.trouble

    def choices(self) -> Choices:
        """What the user decided. What cannot be read allows nothing, and never keeps anybody from looking."""
        try:
            return self.consent.choices()
        except (OSError, Refused):
            return Choices()

    def queue(self, shown: Shown, due: str) -> None:
        """Queue the very envelope that was shown. Raises Refused: no permit, or it changed since it was shown."""
        if shown.envelope is not None:
            self.ledger.queue(shown.envelope, self.consent.choices().permit, due)

    def schedule(self) -> list[str]:
        """Queue each allowed snapshot whose time has come, to stand in the Outbox for a while; the groups queued.

        Unchanged ones go too, with a new ID: counting users is one of the statement's purposes.
        """
        permit = self.consent.choices().permit
        newest = self.ledger.history.newest()
        sending = self.product.sending
        latest = stamp(now() - timedelta(hours=sending.interval_hours))
        due = stamp(now() + timedelta(minutes=sending.hold_minutes))
        keys = [key for key in permit.categories if self.catalogue.categories[key].is_snapshot]
        ripe = [key for key in sorted(keys) if key not in newest or newest[key].queued <= latest]
        return [key for key in ripe if self._queue_scheduled(key, due, latest)]

    def _queue_scheduled(self, key: str, due: str, latest: str) -> bool:
        """Queue one group, unless another process has just done so, or its values are changing right now."""
        shown = self.show(key)
        if shown.envelope is None:
            return False
        try:
            self.ledger.queue(shown.envelope, self.consent.choices().permit, due, unless_since=latest)
        except Changed:
            return False
        return True

    def withdraw(self, how: How) -> None:
        """Withdraw the agreement: returns when nothing of it can leave this computer any more."""
        if self.consent.choices().standing == "open":
            raise Refused("The agreement was never accepted, so there is nothing to withdraw.")
        self._stop(self.consent.withdraw(how).number, None, "withdrawn")

    def decline(self, how: How) -> None:
        """Decline; of an accepted agreement that is a withdrawal."""
        if self.consent.choices().standing == "accepted":
            self.withdraw(how)
        else:
            self.consent.decline(how)

    def choose(self, key: str, on: bool, how: How) -> None:
        """Switch a group; off returns when nothing of it can leave any more."""
        event = self.consent.choose(key, on, how)
        if not on:
            self._stop(event.number, [key], "switched off")

    def pause(self, how: How) -> None:
        """Pause all sending: returns when nothing can leave any more. What waits stays."""
        event = self.consent.pause(True, how)
        with self._lock():
            self.ledger.recover()
            self.ledger.append("stopped", detail={"of": event.number})

    def resume(self, how: How) -> None:
        """Send again; only the user does this."""
        self.consent.pause(False, how)

    def _stop(self, number: int, categories: Collection[str] | None, why: str) -> None:
        # The event made every permit stale: the sender's gate says no at its next piece, resets the socket and lets
        # go of the lock. Having the lock means that nobody is sending.
        with self._lock():
            # A sender that was killed leaves its last ones as being sent.
            self.ledger.recover()
            self.ledger.purge(categories, why)
            self.ledger.append("stopped", detail={"of": number})


def declared(category: Category, reading: Reading) -> dict[str, Fact]:
    """The declared items of `reading`, in the catalogue's order: nothing undeclared passes, nothing is missing."""
    return {item.key: _as_declared(item, reading.get(item.key)) for item in category.items}


def _as_declared(item: Item, fact: Fact | None) -> Fact:
    if fact is None:
        return absent(Reason.FAILED, f"{item.key}: no collector read it")
    if fact.value is not None and not fits(item, fact.value):
        return absent(Reason.FAILED, f"{fact.source}: {fact.value!r:.80} is not a declared value of {item.key}")
    return fact


def sample(category: Category) -> dict[str, Fact]:
    """Invented values, to show what an event group would hold. Never sealed, so never to be queued."""
    return {item.key: known(item.example, "invented for this sample") for item in category.items}


def sample_bytes(category: Category) -> bytes:
    """The sample's items as they would be written."""
    return told(sample(category))
