"""The choices, read from the ledger: every decision is an event, and what is allowed now follows from them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from core.catalogue import Catalogue
from core.consent import terms
from core.errors import Code, Refused
from core.product import Product
from core.record.events import CONSENT, Event, How
from core.record.ledger import Ledger
from core.record.permit import Permit

# unread: the record cannot be read.
Standing: TypeAlias = Literal["open", "accepted", "declined", "withdrawn", "unread"]

NOT_COVERED = "other"
ACCEPT = "vitrinectl agreement accept --region eu"


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds now. `allowed`: the groups that may be sent; `changed`: those whose terms are others than decided;
    `differing`: of these, what changed, in sentences."""

    standing: Standing = "open"
    region: str | None = None
    since: str | None = None
    paused: bool = False
    on: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    differing: Mapping[str, list[str]] = field(default_factory=dict)
    permit: Permit = field(default_factory=lambda: Permit(0, frozenset()))


class Consent:
    """Decides nothing itself: it writes down what the user decided, and reads what that allows."""

    def __init__(self, ledger: Ledger, catalogue: Catalogue, product: Product) -> None:
        self._ledger = ledger
        self._catalogue = catalogue
        self._product = product
        self._texts = {key: terms.text(catalogue, product, each) for key, each in catalogue.categories.items()}
        self._terms = {key: terms.sha256(text) for key, text in self._texts.items()}

    def terms(self, category: str) -> str:
        """SHA-256 of everything a decision on this group is about."""
        return self._terms[category]

    def choices(self) -> Choices:
        """What the events allow now. An unreadable ledger allows nothing: it raises Refused or OSError."""
        return self._judged(self._ledger.events(*CONSENT))

    def accept(self, region: str, how: How) -> None:
        """The user accepts the agreement, for a region. Raises Refused where nothing can be accepted."""
        if region not in self._catalogue.regions:
            raise Refused(Code.REGION_UNKNOWN, given=region, known=list(self._catalogue.regions))
        if region == NOT_COVERED:
            raise Refused(Code.REGION_NOT_COVERED)
        if not self._product.text.strip():
            raise Refused(Code.AGREEMENT_EMPTY)
        if self._product.endpoint.scheme == "https" and self._product.receiver_key is None:
            raise Refused(Code.RECEIVER_KEY_MISSING)
        agreement = self._product.agreement
        detail = {
            "how": how,
            "region": region,
            "agreement": agreement.id,
            "language": agreement.language,
            "text": hashlib.sha256(self._product.text.encode()).hexdigest(),
            "terms": self._terms,
            "about": self._texts,
        }
        # Choices begin anew, so what waits of them ends.
        choices = [key for key in self._catalogue.categories if self._has_switch(key)]
        self._ledger.append("accepted", detail=detail, ending=choices)

    def decline(self, how: How) -> None:
        """The user declines what was never accepted; after acceptance that is a withdrawal, which the engine does."""
        self._ledger.append("declined", detail={"how": how}, ending=None)

    def withdraw(self, how: How) -> Event:
        """Write down the withdrawal. From here on nothing new may start; the engine stops what is under way."""
        return self._ledger.append("withdrawn", detail={"how": how}, ending=None)

    def choose(self, category: str, on: bool, how: How) -> Event:
        """Switch a group of its own switch on or off. Raises Refused for an agreed group, or before acceptance."""
        self._check_choice(category, on)
        kind = "switched_on" if on else "switched_off"
        detail = {"how": how, "terms": self._terms[category], "about": self._texts[category]}
        return self._ledger.append(kind, category, detail, ending=() if on else [category])

    def pause(self, on: bool, how: How) -> Event:
        """Pause all sending, or resume; survives a restart."""
        return self._ledger.append("paused" if on else "resumed", detail={"how": how})

    def _check_choice(self, key: str, on: bool) -> None:
        category = self._catalogue.categories.get(key)
        if category is None:
            raise Refused(Code.GROUP_UNKNOWN, given=key, known=list(self._catalogue.categories))
        if category.basis == "agreed":
            raise Refused(Code.GROUP_AGREED, group=category.title, product=self._product.name)
        if on and self.choices().standing != "accepted":
            raise Refused(Code.AGREEMENT_NOT_ACCEPTED, command=ACCEPT)

    def _judged(self, events: Iterable[Event]) -> Choices:
        choices, decided, number = Choices(), dict[str, str](), 0
        told: list[str] = []
        for event in events:
            choices, number = self._after(choices, decided, event), event.number
            told += _about(event)
        current = {key for key, terms in decided.items() if self._terms.get(key) == terms}
        agreed = {key for key, each in self._catalogue.categories.items() if each.basis == "agreed"}
        wanted = (agreed | choices.on) if choices.standing == "accepted" else set()
        allowed = frozenset(wanted & current)
        changed = wanted - current
        return replace(
            choices,
            changed=frozenset(changed),
            differing={key: self._differing(key, decided[key], told) for key in sorted(changed & decided.keys())},
            allowed=allowed,
            permit=Permit(number, frozenset() if choices.paused else allowed, self._terms),
        )

    def _differing(self, key: str, decided: str, told: Iterable[str]) -> list[str]:
        """Told only of a text that is the one decided on, by its hash; an older Vitrine kept none."""
        before = next((text for text in told if terms.sha256(text) == decided), "")
        titles = {item.key: item.title for item in self._catalogue.categories[key].items}
        return terms.differences(before, self._texts[key], titles)

    def _after(self, choices: Choices, decided: dict[str, str], event: Event) -> Choices:
        """`choices` after one more event; `decided` holds the terms each group was decided for."""
        if event.kind == "accepted":
            decided.clear()
            decided.update(_texts(event.detail.get("terms")))
            region = event.detail.get("region")
            covered = isinstance(region, str) and region in self._catalogue.regions and region != NOT_COVERED
            standing: Standing = "accepted" if covered else "open"
            named = region if isinstance(region, str) else None
            return Choices(standing, named, event.at, choices.paused)
        if event.kind in ("declined", "withdrawn"):
            decided.clear()
            standing = "declined" if event.kind == "declined" else "withdrawn"
            return Choices(standing, choices.region, event.at, choices.paused)
        if event.kind in ("paused", "resumed"):
            return replace(choices, paused=event.kind == "paused")
        key = event.category or ""
        if event.kind == "switched_on" and self._has_switch(key):
            decided[key] = str(event.detail.get("terms"))
            return replace(choices, on=choices.on | {key})
        return replace(choices, on=choices.on - {key})

    def _has_switch(self, key: str) -> bool:
        category = self._catalogue.categories.get(key)
        return category is not None and category.basis == "choice"


def _about(event: Event) -> list[str]:
    """The texts that a decision was about."""
    about = event.detail.get("about")
    return [about] if isinstance(about, str) else list(_texts(about).values())


def _texts(found: object) -> dict[str, str]:
    """The terms as an event holds them; whatever is not text holds for nothing."""
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(key, str) and isinstance(value, str)}
