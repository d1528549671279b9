"""Sentences that several places say alike, as pure functions."""

from __future__ import annotations

from typing import TypeAlias

from core.catalogue import Catalogue, Category, Item
from core.reading import Fact, Value
from core.text import visible

# caption, text, whether the text is code
Section: TypeAlias = tuple[str, str, bool]

POINTS = {"no": "No.", "narrows": "Not alone; it narrows the circle.", "can": "It can."}


def details(catalogue: Catalogue, category: Category, item: Item, fact: Fact, sent_as: str | None) -> list[Section]:
    """Everything there is to say of one item."""
    absent = f"Nothing: {fact.reason.words}." if fact.reason else ""
    sections: list[Section] = [
        ("Sent as", sent_as or absent, sent_as is not None),
        ("Read from", visible(fact.source), False),
        ("In general", item.read_from, False),
        ("Left out", item.left_out, False),
        ("Can it point to you?", f"{POINTS[item.points]} {item.points_why}", False),
        ("Not to be confused with", item.not_to_be_confused_with, False),
        ("Why", catalogue.purpose_of(category), False),
        ("Clause", clause(catalogue, category, item), False),
    ]
    return [section for section in sections if section[1]]


def clause(catalogue: Catalogue, category: Category, item: Item) -> str:
    """Where the statement says it."""
    return f"{category.clause}, {ordinal(item.position)} fact · ID {catalogue.statement.number}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def delivery(catalogue: Catalogue) -> list[Section]:
    """The fields around the items, and why each is there."""
    return [(field.key, field.reason, False) for field in catalogue.delivery]


def around(address: str) -> list[Section]:
    """What there is to say of a request beside its bytes."""
    return [
        ("Headers", "All of them. No other header is added when sending.", False),
        ("Address", address, False),
        ("Your IP address", "Any connection shows it. See “What a connection shows”.", False),
    ]


def in_the_page() -> list[Section]:
    """How a payment site is told, since that is no request."""
    return [
        ("By whom", "The extension in your browser, in the page itself.", False),
        ("Where it goes from there", "Where the page takes it; Vitrine does not see that.", False),
    ]


def ago(seconds: float) -> str:
    """How long since the last reading."""
    # A clock that was set back makes no reading younger than new.
    whole = max(int(seconds), 0)
    return f"Read {whole} s ago" if whole < 60 else f"Read {whole // 60} min ago"  # noqa: PLR2004 - seconds in a minute


def decoded(item: Item, value: Value) -> str:
    """What a coded value means, in words; empty where it speaks for itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = item.values.get(value, "") if isinstance(value, str) else ""
    return "" if words == value else words
