"""The decision on the agreement: what is asked, what was answered, and what follows."""

from datetime import datetime

from core.catalogue import Catalogue
from core.consent.consent import NOT_COVERED, Choices
from core.errors import Code
from core.wording import agreement as words
from core.wording.errors import MESSAGES
from core.wording.times import within
from gui.state.edition import Edition


def heading(edition: Edition, choices: Choices, at: datetime) -> tuple[str, str]:
    """Return the page's heading and sentence."""
    if choices.standing == "open":
        return words.BEFORE, words.STEPS.format(summary=words.SUMMARY)
    if choices.standing == "unread":
        return words.AGREEMENT, words.UNKNOWN
    since = within(choices.since, at) if choices.since else ""
    if choices.standing == "withdrawn":
        return words.IS_WITHDRAWN, words.WITHDRAWN.format(since=since, sent=edition.product.what_was_sent)
    if choices.standing == "declined":
        return words.IS_DECLINED, words.DECLINED.format(since=since)
    if choices.changed:
        groups = ", ".join(each.title for key, each in edition.catalogue.categories.items() if key in choices.changed)
        return words.HAS_CHANGED, words.CHANGED.format(since=since, groups=groups)
    region = edition.catalogue.regions.get(choices.region or "", "")
    return words.AGREEMENT, words.ACCEPTED.format(since=since, region=region)


def look(choices: Choices, *, practice: bool) -> str:
    """Return what stands on the button that leads to the overview."""
    if choices.standing != "accepted":
        return words.SEE_FIRST
    return words.SEE_WOULD if practice else words.SEE_IS


def of_region(catalogue: Catalogue, region: str) -> str:
    """Return what follows from a choice of region, "" where nothing does."""
    return MESSAGES[Code.REGION_NOT_COVERED] if region == NOT_COVERED and region in catalogue.regions else ""


def over_groups(choices: Choices) -> tuple[str, str, str]:
    """Return what stands over all groups, over those that come with the agreement, and over those with a switch."""
    return words.SENT if choices.standing == "accepted" and not choices.changed else words.WOULD_BE_SENT


def differences(edition: Edition, choices: Choices) -> str:
    """Return what changed since it was accepted, a paragraph for each group; "" where nothing did."""
    told = {key: " ".join(choices.differing.get(key) or [words.UNTOLD]) for key in choices.changed}
    groups = edition.catalogue.categories.items()
    return "\n".join(words.DIFFERENCE.format(group=each.title, told=told[key]) for key, each in groups if key in told)


def told_apart(edition: Edition) -> str:
    """Return who lets the user choose, and among how many groups."""
    groups = edition.catalogue.categories.values()
    choice = sum(each.basis == "choice" for each in groups)
    whole, product = words.number(len(groups)), edition.product.name
    return words.CHOICE.format(whole=whole, product=product, choice=words.number(choice))
