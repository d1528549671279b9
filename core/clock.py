"""The time of day for people and records, and the clock that nobody can set, for waiting."""

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST, _MOST = ((datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1) for year in (1000, 9000))


def now() -> datetime:
    """Return the time of day, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return `2026-11-24T02:40:00.123Z`: of one width, so the order of the texts is the order of the times."""
    utc = moment.astimezone(UTC)
    # Not strftime("%Y"): it writes the year 999 with three digits on some systems.
    return f"{utc.year:04}-{utc:%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"


def moment(text: str) -> datetime:
    """Return the time a stamp was made of, to the millisecond. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


@lru_cache(maxsize=4096)
def stamp_of(milliseconds: int) -> str:
    """Return the stamp of a time given in milliseconds since 1970, UTC. One that nobody lives to see, as only an editor
    writes into a file, is the nearest of the years 1000 to 8999."""
    return stamp(_EPOCH + timedelta(milliseconds=min(max(milliseconds, _LEAST), _MOST)))


@lru_cache(maxsize=4096)
def milliseconds(text: str) -> int:
    """Return the milliseconds since 1970, UTC, of a stamp. Raises ValueError."""
    return (moment(text) - _EPOCH) // timedelta(milliseconds=1)


def monotonic() -> float:
    """Return seconds since this computer started, the same for all its processes; setting the clock changes nothing."""
    return time.monotonic()


def boot() -> str:
    """Return a text that differs from one start of this computer to another; `monotonic` compares only within one."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        # Setting the clock looks like a new start then: whoever waits only waits longer.
        return f"started at minute {(time.time() - time.monotonic()) // 60:.0f}"
