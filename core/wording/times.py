"""Times as people say them: today, yesterday, else the date; always in local time."""

from datetime import date, datetime, timedelta, tzinfo

from core.clock import moment
from core.text import visible
from core.wording import _

# Not strftime: its names follow the system's language, not the window's.
MONTHS = (
    *(_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun")),
    *(_("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec")),
)
NEAR = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}
# Translators: 24 Nov
DAY = _("{day} {month}")
# Translators: 24 Nov 2026
DAY_OF_YEAR = _("{day} {month} {year}")
# Translators: Today 15:14, 24 Nov 15:14
AT = _("{day} {time}")
SECONDS_AGO, MINUTES_AGO = _("Read {count} s ago"), _("Read {count} min ago")
LONGEST_STAMP, MINUTE_SECONDS = 40, 60


def when(stamp: str, now: datetime, zone: tzinfo | None = None) -> str:
    """Return the time of a stamp: `Today 15:14`, `Yesterday 09:14`, else `24 Nov 15:14`, in another year with it.

    `zone` None is the system's. What is no stamp, as in a file that was edited, is returned as it stands.
    """
    try:
        # Each in the zone's own time of its day: a summer's stamp stays where it was when winter has come.
        at, here = moment(stamp).astimezone(zone), now.astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return visible(stamp[:LONGEST_STAMP])
    near = next((word for days, word in NEAR.items() if at.date() - here.date() == timedelta(days=days)), "")
    return AT.format(day=near or day(at, with_year=at.year != here.year), time=f"{at:%H:%M}")


def within(stamp: str, now: datetime, zone: tzinfo | None = None) -> str:
    """Return the same as `when` for the middle of a sentence: `today 15:14`."""
    text = when(stamp, now, zone)
    return text[:1].lower() + text[1:]


def day(of: date, *, with_year: bool = False) -> str:
    """Return a date as `24 Nov`, or as `24 Nov 2026`."""
    form = DAY_OF_YEAR if with_year else DAY
    return form.format(day=of.day, month=MONTHS[of.month - 1], year=of.year)


def ago(seconds: float) -> str:
    """Return how long since the last reading: `Read 5 s ago`, from a minute on `Read 2 min ago`."""
    # A clock that was set back makes no reading younger than new.
    whole = max(int(seconds), 0)
    short = whole < MINUTE_SECONDS
    return SECONDS_AGO.format(count=whole) if short else MINUTES_AGO.format(count=whole // MINUTE_SECONDS)
