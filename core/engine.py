"""READ ME FIRST. The way data takes: a collector reads, seal() makes bytes, and those bytes are shown.

Whoever shows, or later sends, asks here and gets the same frozen object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from core.catalogue import Catalogue, Category, Item, fits
from core.envelope import Envelope, seal, told
from core.ledger.drafts import Drafts
from core.product import Product
from core.reading import Fact, Reading, Reason, absent, known
from core.sender import Request, request

State = Literal["live", "nothing_yet"]


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
        return sorted({fact.source for fact in self.reading.values() if fact.reason is Reason.FAILED})


class Engine:
    """Shows every group. Holds no data of its own: readings come from collectors, bytes from the drafts."""

    def __init__(
        self,
        catalogue: Catalogue,
        product: Product,
        collectors: Mapping[str, Callable[[], Reading]],
        drafts: Drafts,
    ) -> None:
        self.catalogue = catalogue
        self.product = product
        self._collectors = collectors
        self._drafts = drafts

    def show(self, key: str) -> Shown:
        """Read the group now. The same values give the same envelope, in every process that shares the home."""
        category = self.catalogue.categories[key]
        reading = declared(category, self._collectors[key]())
        if not category.is_snapshot:
            return Shown(category, reading, "nothing_yet", None)
        statement = self.catalogue.statement.id
        envelope = self._drafts.renew(key, lambda like: seal(key, reading, statement, like))
        return Shown(category, reading, "live", envelope)

    def show_all(self) -> list[Shown]:
        """Every group, in the statement's order."""
        return [self.show(key) for key in self.catalogue.categories]

    def wire(self, shown: Shown) -> Request | None:
        """The request if this group were sent now, alone."""
        return request([shown.envelope], self.product.endpoint) if shown.envelope else None

    def trouble(self) -> OSError | Exception | None:
        """Why drafts are kept in memory only, since the last reading; None where they are kept."""
        return self._drafts.trouble


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
