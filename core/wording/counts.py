"""Numbers with what they count, and sizes in bytes."""

from core.wording import _, ngettext

# From the second on a decimal tells nothing.
KILO, WHOLE_KILOBYTES = 1000, 10_000
KILOBYTES, MANY_KILOBYTES = _("{count:.1f} kB"), _("{count:,.0f} kB")


def size(count: int) -> str:
    """Return a number of bytes, below a kilobyte exactly: `1 byte`, `999 bytes`, `1.5 kB`, `12 kB`."""
    if count < KILO:
        return ngettext("{count:,} byte", "{count:,} bytes", count).format(count=count)
    return (KILOBYTES if count < WHOLE_KILOBYTES else MANY_KILOBYTES).format(count=count / KILO)


def submissions(count: int) -> str:
    """Return `1 submission`, `2 submissions`."""
    return ngettext("{count:,} submission", "{count:,} submissions", count).format(count=count)


def events(count: int) -> str:
    """Return `1 event`, `2 events`, as scripts read numbers: without a sign between thousands."""
    return ngettext("{count} event", "{count} events", count).format(count=count)


def groups(count: int) -> str:
    """Return `1 group`, `2 groups`."""
    return ngettext("{count:,} group", "{count:,} groups", count).format(count=count)


def minutes(count: int) -> str:
    """Return `1 minute`, `2 minutes`."""
    return ngettext("{count:,} minute", "{count:,} minutes", count).format(count=count)


def hours(count: int) -> str:
    """Return `1 hour`, `2 hours`."""
    return ngettext("{count:,} hour", "{count:,} hours", count).format(count=count)


def days(count: int) -> str:
    """Return `1 day`, `2 days`."""
    return ngettext("{count:,} day", "{count:,} days", count).format(count=count)
