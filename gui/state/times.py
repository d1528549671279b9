"""Times as people say them: today, yesterday, else the date; always in local time."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from core.clock import moment
from core.text import visible

# Not strftime: its names follow the system's language, not the window's.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}
LONGEST_STAMP = 40


def when(stamp: str, now: datetime, zone: tzinfo | None = None) -> str:
    """`Today 15:14`, `Yesterday 09:14`, else `24 Nov 15:14`, in another year with it; `zone` None is the system's.

    What is no stamp, as in a file that was edited, is shown as it stands.
    """
    try:
        # Each in the zone's own time of its day: a summer's stamp stays where it was when winter has come.
        at, here = moment(stamp).astimezone(zone), now.astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return visible(stamp[:LONGEST_STAMP])
    return f"{_day(at, here)} {at:%H:%M}"


def within(stamp: str, now: datetime, zone: tzinfo | None = None) -> str:
    """The same inside a sentence: `today 15:14`."""
    text = when(stamp, now, zone)
    return text[:1].lower() + text[1:]


def _day(at: datetime, now: datetime) -> str:
    near = next((word for days, word in DAYS.items() if at.date() - now.date() == timedelta(days=days)), "")
    if near:
        return near
    year = f" {at.year}" if at.year != now.year else ""
    return f"{at.day} {MONTHS[at.month - 1]}{year}"
