"""READ ME FIRST. The way data takes: show → queue → drain; and the way back: withdraw.

A collector reads, seal() makes bytes, those bytes are shown, queued, sent and kept. Whoever shows or sends asks here
and gets the same frozen object.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Literal, TypeAlias

from core.catalogue import Catalogue, Category, Item, fits
from core.clock import now, stamp
from core.consent.consent import Choices, Consent
from core.envelope import Envelope, items, seal, told, told_items
from core.errors import Changed, Code, Refused, Stale
from core.product import Product
from core.reading import Fact, Reading, Reason, absent, known
from core.record.events import Event, How
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.sending.request import Request, request
from core.text import visible
from core.wording.errors import LONGEST_LINE, sentence
from core.wording.readings import NO_COLLECTOR, NOT_DECLARED, NOT_KEPT, RECALLED, SAMPLE

State = Literal["live", "nothing_yet", "last_event"]
# The group that goes to a site, not to the vendor.
TOLD = "payment"
Lock: TypeAlias = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One group as it stands: what was read, and the envelope that would go. Events have none before they happen.

    What has just happened tells also from which stamp it goes, `due`, "" where it is only shown; and by which `trouble`
    it was not queued although it may be sent. What a payment site was `told` is in no envelope.
    """

    category: Category
    reading: Reading
    state: State
    envelope: Envelope | None
    due: str = ""
    trouble: str = ""
    told: bytes | None = None

    @property
    def body(self) -> bytes | None:
        """The exact bytes that would go, or that a site was told."""
        return self.envelope.body if self.envelope else self.told

    @property
    def problems(self) -> list[str]:
        """What could not be read, one line each."""
        lines = {visible(fact.source) for fact in self.reading.values() if fact.reason is Reason.FAILED}
        return sorted(line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines)


class Engine:
    """Shows every group, queues what was shown, and stops what is withdrawn. Holds no data of its own."""

    def __init__(
        self,
        catalogue: Catalogue,
        product: Product,
        collectors: Mapping[str, Callable[[], Reading]],
        ledger: Ledger,
        lock: Lock,
        telling: Lock,
    ) -> None:
        """`lock`: held by whoever sends; `telling`: by whoever hands a browser what a site is told."""
        self.catalogue = catalogue
        self.product = product
        self.ledger = ledger
        self.consent = Consent(ledger, catalogue, product)
        self._collectors = collectors
        self._lock, self._telling = lock, telling
        # Of each group the last event this process has seen, and when.
        self._last: dict[str, tuple[str, Shown]] = {}

    def show(self, key: str) -> Shown:
        """Read the group now. The same values give the same envelope, in every process that shares the home."""
        category = self.catalogue.categories[key]
        reading = declared(category, self._collectors[key]())
        if not category.is_snapshot:
            return self._last_event(category) or Shown(category, reading, "nothing_yet", None)
        statement = self.catalogue.statement.id
        envelope = self.ledger.drafts.renew(key, partial(seal, key, reading, statement))
        return Shown(category, reading, "live", envelope)

    def _last_event(self, category: Category) -> Shown | None:
        """The newest event known of, in this process or by the record. One that was only shown is in no record."""
        at, seen = self._last.get(category.key, ("", None))
        try:
            kept = self.ledger.history.newest_whole(category.key)
        except (OSError, Refused):
            return seen
        if kept is not None and kept.body is not None and kept.envelope is None:
            return Shown(category, recalled(category, kept.body), "last_event", None, told=kept.body)
        if kept is None or kept.envelope is None or (seen and (kept.queued < at or kept.envelope == seen.envelope)):
            return seen
        return Shown(category, recalled(category, kept.envelope), "last_event", kept.envelope)

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
            return Choices("unread")

    def permit(self) -> Permit | None:
        """What may be sent now; None where the record cannot be read, for whoever queues is told why."""
        choices = self.choices()
        return None if choices.standing == "unread" else choices.permit

    def happened(self, key: str, readings: Sequence[Reading], permit: Permit | None = None) -> list[Shown]:
        """Seal what happened, an envelope a reading, and queue these very envelopes if their group is sent now.

        They stand in the Outbox for a while first. What happens while the group is off is only shown, and never sent
        later; nor, if it happened under a `permit`, what comes after another decision. Raises nothing of the record's:
        `trouble` tells it.
        """
        category = self.catalogue.categories[key]
        if key == TOLD:
            raise Refused(Code.GROUP_TO_SITES, group=category.title, vendor=self.product.vendor.name)
        statement = self.catalogue.statement.id
        facts = [declared(category, reading) for reading in readings]
        shown = [Shown(category, each, "last_event", seal(key, each, statement)) for each in facts]
        if not shown:
            return []
        self._last[key] = (stamp(now()), shown[-1])
        due, trouble = self._queue_events(key, [each.envelope for each in shown if each.envelope], permit)
        return [replace(each, due=due, trouble=trouble) for each in shown]

    def _queue_events(self, key: str, envelopes: Sequence[Envelope], permit: Permit | None) -> tuple[str, str]:
        due = stamp(now() + timedelta(minutes=self.product.sending.hold_minutes))
        try:
            permit = permit or self.consent.choices().permit
            if key not in permit.categories:
                return "", ""
            self.ledger.queue(envelopes, permit, due)
        except (OSError, Refused) as error:
            return "", sentence(error)
        return due, ""

    def tell(self, reading: Reading, site: str, hand: Callable[[bytes], None]) -> bytes | None:
        """What a payment site, a host name, is told now, word for word, by `hand`; None where it is told nothing.

        It is in the record before it is handed out, and so is it if `hand` fails. Raises what that does; OSError or
        Refused where it cannot be recorded: then it is not handed out. No decision against it returns in between.
        """
        body = told(declared(self.catalogue.categories[TOLD], reading))
        with self._telling():
            permit = self.consent.choices().permit
            if TOLD not in permit.categories:
                return None
            try:
                number = self.ledger.tell(TOLD, body, site, permit)
            except Stale:
                return None
            try:
                hand(body)
            except BaseException:
                with suppress(OSError, Refused):
                    self.ledger.not_handed(number)
                raise
        return body

    def queue(self, shown: Shown, due: str) -> None:
        """Queue the very envelope that was shown. Raises Refused: no permit, or it changed since it was shown.

        For snapshots; an event is queued when it happens, or never.
        """
        if not shown.category.is_snapshot:
            raise Refused(Code.GROUP_OF_EVENTS, group=shown.category.title)
        if shown.envelope is not None:
            self.ledger.queue(shown.envelope, self.consent.choices().permit, due)

    def schedule(self, rarer_hours: int = 0) -> list[str]:
        """Queue each allowed snapshot whose time has come, to stand in the Outbox for a while; the groups queued.

        Unchanged ones go too, with a new ID: counting users is one of the statement's purposes. The user may make it
        rarer than the product says.
        """
        permit = self.consent.choices().permit
        newest = self.ledger.history.newest()
        sending = self.product.sending
        latest = stamp(now() - timedelta(hours=max(sending.interval_hours, rarer_hours)))
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
            raise Refused(Code.AGREEMENT_NEVER_ACCEPTED)
        self._stop(self.consent.withdraw(how), None)

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
            self._stop(event, [key])

    def pause(self, how: How) -> None:
        """Pause all sending: returns when nothing can leave any more. What waits stays."""
        self._stop(self.consent.pause(True, how), ())

    def resume(self, how: How) -> None:
        """Send again; only the user does this."""
        self.consent.pause(False, how)

    def _stop(self, decided: Event, ending: Collection[str] | None) -> None:
        # The event made every permit stale: the sender's gate says no at its next piece, resets the socket and lets
        # go of the lock. Having both locks means that nobody is sending, and no site is being told.
        with self._telling(), self._lock():
            self.ledger.stop(decided, ending)


def declared(category: Category, reading: Reading) -> dict[str, Fact]:
    """The declared items of `reading`, in the catalogue's order: nothing undeclared passes, nothing is missing."""
    return {item.key: _as_declared(item, reading.get(item.key)) for item in category.items}


def _as_declared(item: Item, fact: Fact | None) -> Fact:
    if fact is None:
        return absent(Reason.FAILED, NO_COLLECTOR.format(item=item.key))
    if fact.value is not None and not fits(item, fact.value):
        said = NOT_DECLARED.format(source=fact.source, value=f"{fact.value!r:.80}", item=item.key)
        return absent(Reason.FAILED, said)
    return fact


def recalled(category: Category, kept: Envelope | bytes) -> dict[str, Fact]:
    """The reading as far as a body tells it: an envelope's, or what a payment site was told."""
    told_of = told_items(kept) if isinstance(kept, bytes) else items(kept)
    values = {key: known(value, RECALLED) for key, value in told_of.items()}
    unkept = dict.fromkeys((item.key for item in category.items), absent(Reason.NOT_CHECKED, NOT_KEPT))
    return declared(category, {**unkept, **values})


def sample(category: Category) -> dict[str, Fact]:
    """Invented values, to show what an event group would hold. Never sealed, so never to be queued."""
    return {item.key: known(item.example, SAMPLE) for item in category.items}


def sample_bytes(category: Category) -> bytes:
    """The sample's items as they would be written."""
    return told(sample(category))
