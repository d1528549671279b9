"""The license in plain words: the same in the window and in the terminal."""

from datetime import timedelta

from core.errors import Coded
from core.license.status import Status
from core.wording import license as words
from core.wording.counts import days
from core.wording.errors import sentence as said
from core.wording.license import day, remain


def title(status: Status) -> str:
    """Return the state in two or three words."""
    return words.TITLES[status.state]


def last_day(status: Status) -> str:
    """Return the last day on which it holds as `23 November 2027`, "" where none is known."""
    return day(status.ends - timedelta(days=1)) if status.ends else ""


def more(why: Coded | OSError | None) -> str:
    """Return the sentence of a status' `why` or `place_why`, "" if there is none."""
    return said(why) if why else ""


def sentence(status: Status, product: str, vendor: str) -> str:
    """Return one sentence or two: how it stands, for the license of `product` by `vendor`."""
    if status.why and status.state == "in_doubt":
        return more(status.why)
    return f"{_filled(words.SENTENCES[status.state], status, product, vendor)} {more(status.why)}".strip()


def advice(status: Status, vendor: str) -> str:
    """Return what to do, "" where there is nothing to do."""
    # A new record would count the days of a trial or an evaluation from the beginning.
    fixed = status.state == "in_doubt" and status.license is not None and not status.license.from_activation
    return " ".join(words.ADVICE["in_doubt_fixed" if fixed else status.state]).format(vendor=vendor)


def warning(status: Status) -> str:
    """Return what the user is told on every page as the end comes near; "" while there is nothing to tell."""
    if status.warning is None or status.state == "in_doubt":
        return ""
    return _filled(words.WARNINGS[status.state], status)


def _filled(message: str, status: Status, product: str = "", vendor: str = "") -> str:
    held = status.license
    return message.format(
        product=product,
        vendor=vendor,
        last=last_day(status),
        left=days(status.days_remaining or 0),
        remain=remain(status.days_remaining or 0),
        grace=days(status.grace_left),
        starts=day(held.starts) if held else "",
        number=held.product if held else "",
    )
