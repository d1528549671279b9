"""The license as pages say it: pure functions of its status. The sentences are core's, alike in the terminal."""

from __future__ import annotations

from typing import Literal, TypeAlias

from core.catalogue import Category
from core.license import words
from core.license.status import Place, Status
from core.reading import written
from core.text import visible

Kind: TypeAlias = Literal["good", "warn", "bad", "plain"]

# Below these the end is near: from the first on it is marked, from the second on it is urgent.
SOON, URGENT = 30, 3
PLACES: dict[Place, str] = {
    "keyring": "Its text lies in the system’s keyring, in no file of Vitrine.",
    "memory": "Its text lies in this window’s memory only.",
    "asking": "The system’s keyring does not answer yet.",
    "product": "It came with the product.",
}
THROUGH = {
    "expired": "Held through",
    "grace": "Held through",
    "revoked": "By its text through",
    "wrong_product": "By its text through",
}
SHORT = {
    "none": "none",
    "grace": "in grace",
    "expired": "expired",
    "not_yet_valid": "not yet",
    "in_doubt": "in doubt",
    "wrong_product": "wrong product",
    "revoked": "revoked",
    "invalid": "not usable",
}


def kind(status: Status) -> Kind:
    """How much the state asks for attention."""
    if status.state in ("none", "not_yet_valid"):
        return "plain"
    if status.state == "active":
        return "good"
    if status.state == "ending":
        return "bad" if (status.days_remaining or 0) <= URGENT else "warn"
    return "warn" if status.state in ("grace", "in_doubt") else "bad"


def note(status: Status) -> str:
    """The sidebar's word for it."""
    return SHORT.get(status.state) or words.days(status.days_remaining or 0)


def counts(status: Status) -> bool:
    """Whether its days mean something: a license nobody vouches for has none."""
    return status.days_remaining is not None and status.state not in ("none", "invalid", "wrong_product", "revoked")


def ring(status: Status) -> tuple[int, int, str]:
    """Days left, of how many, and the same as a sentence."""
    if not counts(status):
        return 0, 1, f"{words.title(status)}: no days are counted."
    left, term = status.days_remaining or 0, status.term_days or 1
    return left, term, f"{left:,} of {words.days(term)} left"


def card(status: Status) -> str:
    """What the overview says of it beside the ring."""
    held = status.license
    if held is None:
        return visible(status.why) or "None is held on this device."
    lines = [f"{words.type_words(held.type)}, {words.days(status.term_days or 0)}"]
    if last := words.last_day(status):
        lines.append(f"through {last}")
    return "\n".join([*lines, f"Dealer: {visible(held.partner_name)}"])


def facts(status: Status) -> list[tuple[str, str, str]]:
    """Caption, value and addition of what the license says."""
    held = status.license
    if held is None:
        return []
    told = [
        ("Type", words.type_words(held.type), ""),
        ("Term", words.days(status.term_days or 0), ""),
        (THROUGH.get(status.state, "Holds through"), words.last_day(status), "UTC"),
        ("Article number", visible(held.retail_item_id), ""),
        ("Dealer", visible(held.partner_name), ""),
    ]
    if status.activated:
        told.insert(2, ("First used here", words.day(status.activated), ""))
    return told


def sent(status: Status, category: Category) -> list[tuple[str, str, bool]]:
    """What of it is sent as part of its group: title and value, in the catalogue's order."""
    told = status.facts
    return [(item.title, visible(written(told[item.key])), True) for item in category.items if item.key in told]


def where(status: Status) -> str:
    """Where its text lies, and why not in the keyring."""
    if status.state == "none":
        return visible(status.place_why)
    return f"{PLACES[status.place]} {visible(status.place_why)}".strip()
