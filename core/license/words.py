"""The license in plain words: the same in the window and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from core.license.license import Type
from core.license.status import State, Status

TITLES: Mapping[State, str] = {
    "none": "No license",
    "active": "License active",
    "ending": "License ends soon",
    "grace": "License ended, still in grace",
    "expired": "License expired",
    "not_yet_valid": "License not valid yet",
    "in_doubt": "License in doubt",
    "wrong_product": "License of another product",
    "revoked": "License revoked",
    "invalid": "License not usable",
}
TYPES: Mapping[Type, str] = {
    "commercial": "Commercial",
    "subscription": "Subscription",
    "trial": "Trial",
    "evaluation": "Evaluation",
    "not_for_resale": "Not for resale",
    "beta": "Beta",
}
MISTAKEN = (
    "If it is right already, the later time was a mistake; the doubt ends by itself once the clock has passed it."
)
NEW_RECORD = (
    " Not to wait for that, begin a new record: name another folder in VITRINE_HOME, and activate the license there. "
    "The same days count."
)
BLOCKS_NOTHING = "Everything in Vitrine works without a license too."
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def title(status: Status) -> str:
    """The state in two or three words."""
    return TITLES[status.state]


def type_words(kind: Type) -> str:
    """The type as a person would say it."""
    return TYPES[kind]


def day(of: date) -> str:
    """“23 November 2027”."""
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"


def days(count: int) -> str:
    """“1 day”, “12 days”."""
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def last_day(status: Status) -> str:
    """The last day on which it holds, "" where none is known."""
    return day(status.ends - timedelta(days=1)) if status.ends else ""


def sentence(status: Status, product: str, vendor: str) -> str:
    """One sentence: how it stands."""
    left, last = days(status.days_remaining or 0), last_day(status)
    starts = day(status.license.starts) if status.license else ""
    of = status.license.product if status.license else ""
    sentences: Mapping[State, str] = {
        "none": f"No license of {product} is held on this device.",
        "active": f"The license holds through {last}: {left} remain, counted in whole days of UTC.",
        "ending": f"The license holds through {last}: only {left} remain, counted in whole days of UTC.",
        "grace": f"The license held through {last}; {vendor} lets it hold for another {days(status.grace_left)}.",
        "expired": f"The license held through {last}.",
        "not_yet_valid": f"The license holds from {starts} on.",
        "in_doubt": status.why
        or f"This device’s clock was moved back: a later time was seen before. By that one, {left} remain.",
        "wrong_product": f"The license is of another product (number {of}), not of {product}.",
        "revoked": f"{vendor} has revoked this license.",
        "invalid": status.why,
    }
    more = status.why if status.state not in ("in_doubt", "invalid") else ""
    return f"{sentences[status.state]} {more}".strip()


def advice(status: Status, vendor: str) -> str:
    """What to do, "" where there is nothing to do."""
    ask = f"If that is wrong, ask {vendor}."
    renew = f"To renew, ask {vendor} or your dealer for a new license file and activate it here."
    return {
        "none": f"If you have a license file, activate it. {BLOCKS_NOTHING}",
        "active": "",
        "ending": renew,
        "grace": f"{renew} {BLOCKS_NOTHING}",
        "expired": f"{renew} {BLOCKS_NOTHING}",
        "not_yet_valid": f"Wait until then. {ask}",
        "in_doubt": f"{_out_of_doubt(status)} For help, ask {vendor}. {BLOCKS_NOTHING}",
        "wrong_product": f"Activate a license file of this product. {ask}",
        "revoked": f"{ask} {BLOCKS_NOTHING}",
        "invalid": f"Activate the license file again, as it came. {ask} {BLOCKS_NOTHING}",
    }[status.state]


def _out_of_doubt(status: Status) -> str:
    """What ends it where the clock is right, and the later time was a mistake. Nothing of it gains a day."""
    # A new record would count the days of a trial or an evaluation from the beginning.
    fixed = status.license is not None and not status.license.from_activation
    return f"Set this device’s clock to the right time. {MISTAKEN}{NEW_RECORD if fixed else ''}"


def warning(status: Status) -> str:
    """What the user is told on every page as the end comes near; "" while there is nothing to tell."""
    if status.warning is None or status.state == "in_doubt":
        return ""
    if status.state == "grace":
        return f"The license has ended; it still holds for {days(status.grace_left)}."
    if status.state == "expired":
        return f"The license has expired. {BLOCKS_NOTHING}"
    return f"The license ends in {days(status.days_remaining or 0)}."
