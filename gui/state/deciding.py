"""The sentences of the decision: what is asked, what was answered, and what follows."""

from __future__ import annotations

from datetime import datetime

from core.catalogue import Catalogue
from core.consent.consent import NOT_COVERED, Choices
from gui.state.edition import Edition
from gui.state.times import within

SUMMARY = "This is our summary; if it differs from the agreement, the agreement counts."
WHERE = "First say where you live."
ANSWER = "3 · Your answer"
UNKNOWN = "The record cannot be read, so nobody can say what you decided. Nothing is sent."
UNTOLD = "the record does not hold what was agreed to then, only its hash, and that is another."
ELSEWHERE = "The statement does not cover this region: nothing can be accepted, and nothing is sent."


def words(edition: Edition, choices: Choices, at: datetime) -> tuple[str, str]:
    """The page's heading and sentence."""
    if choices.standing == "open":
        steps = "Three steps: say where you live, look at what would be sent, answer."
        return "Before anything is sent", f"{steps} {SUMMARY}"
    if choices.standing == "unread":
        return "Agreement", UNKNOWN
    since = within(choices.since, at) if choices.since else ""
    if choices.standing == "accepted" and choices.changed:
        return "The agreement has changed", _changed(edition, choices, since)
    if choices.standing == "accepted":
        region = edition.catalogue.regions.get(choices.region or "", "")
        return "Agreement", f"You accepted it {since}, for: {region}. It holds until you withdraw it."
    if choices.standing == "withdrawn":
        return "Agreement withdrawn", (
            f"You withdrew it {since}. Nothing is sent. What had not gone was removed; what was tried is kept here. "
            f"{edition.product.what_was_sent}"
        )
    return "Agreement declined", f"You declined it {since}. Nothing is sent; everything else here works."


def look(choices: Choices, *, practice: bool) -> str:
    """On the button that leads to the overview."""
    if choices.standing != "accepted":
        return "See what would be sent first"
    return "See what would be sent" if practice else "See what is sent"


def of_region(catalogue: Catalogue, region: str) -> str:
    """What follows from a choice of region; "" where nothing does."""
    return ELSEWHERE if region == NOT_COVERED and region in catalogue.regions else ""


def step(choices: Choices) -> str:
    """Over both."""
    return (
        "What you agreed to"
        if choices.standing == "accepted" and not choices.changed
        else "2 · What is sent, and to whom"
    )


def columns(choices: Choices) -> tuple[str, str]:
    """Over the groups that come with the agreement, and over those with a switch."""
    if choices.standing == "accepted" and not choices.changed:
        return "Sent until you withdraw", "Sent only while you have it switched on"
    return "Sent if you accept", "Sent only if you also switch it on, later"


def differences(edition: Edition, choices: Choices) -> str:
    """What changed since it was accepted, a paragraph for each group; "" where nothing did."""
    titles = {key: each.title for key, each in edition.catalogue.categories.items() if key in choices.changed}
    return "\n".join(f"{title}: {' '.join(choices.differing.get(key) or [UNTOLD])}" for key, title in titles.items())


def told_apart(edition: Edition) -> str:
    """Who lets the user choose."""
    choice = sum(each.basis == "choice" for each in edition.catalogue.categories.values())
    whole = len(edition.catalogue.categories)
    return (
        f"The statement calls all {_number(whole)} automatic. {edition.product.name} lets you choose "
        f"{_number(choice)} of them."
    )


def _changed(edition: Edition, choices: Choices, since: str) -> str:
    titles = [each.title for key, each in edition.catalogue.categories.items() if key in choices.changed]
    return (
        f"You accepted it {since}. What holds for {', '.join(titles)} has changed since, so nothing of that is sent. "
        "If you accept again, groups with a switch of their own start switched off."
    )


def _number(count: int) -> str:
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[count] if count < len(names) else str(count)
