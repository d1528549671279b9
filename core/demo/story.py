"""When what happened: a fixed history that ends at a fixed moment. Pure data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
# So long each submission stands in the Outbox before it goes.
HOLD = timedelta(minutes=10)
DAYS = 30
FIRST_DAY = datetime(2026, 10, 25, tzinfo=UTC)
MORNING, AFTERNOON, EVENING = timedelta(hours=9, minutes=14), timedelta(hours=15, minutes=14), timedelta(hours=19.7)
# Of each day, how many web addresses were asked.
ADDRESSES = (4, 8, 5, 9, 12, 3, 3, 5, 7, 27, 6, 5, 7, 3, 3, 8, 6, 4, 7, 11, 3, 3, 7, 6, 16, 4, 6, 3, 1, 1)
# Of some, how many of the files that were checked had something to tell.
FILES: Mapping[int, int] = {8: 2, 9: 3, 12: 1, 15: 2, 18: 3, 23: 1, 24: 4, 27: 1}
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class InventedDelivery:
    """What was queued together, and sent together at `due`."""

    due: datetime
    snapshots: bool
    addresses: int
    files: int = 0


def deliveries() -> Iterator[InventedDelivery]:
    """Yield those of the last 30 days that went as they should, oldest first, up to noon of the last day."""
    for number, addresses in enumerate(ADDRESSES):
        day = FIRST_DAY + timedelta(days=number)
        files, is_today, at_rest = FILES.get(number, 0), number == DAYS - 1, day.weekday() >= SATURDAY
        late = addresses // 3
        early = addresses - (0 if is_today else 2 * late)
        yield InventedDelivery(day + MORNING, not at_rest, early)
        if not is_today:
            yield InventedDelivery(day + AFTERNOON, True, late, files)
            yield InventedDelivery(day + EVENING, False, late)
