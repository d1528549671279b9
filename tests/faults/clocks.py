"""Row 21, the license: whatever is done to the clock, nobody gains a day, and one that was moved back is told."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.license.licensing import Licensing
from core.license.status import Status
from core.product import load_product
from core.record.ledger import Ledger
from core.secrets import Secrets
from tests.commands import REPOSITORY
from tests.core.license.vendor import Vendor
from tests.faults.row import Found

# A time that was only seen, while nothing happened, is kept once an hour.
KEPT_EVERY = timedelta(hours=1)
# As promised, whatever the program has.
TOLERANCE = timedelta(minutes=10)
TERM = 60
STEPS, RESTARTED = 12, 0.5
ZONES = ("UTC", "Pacific/Apia", "Asia/Kathmandu", "America/Sao_Paulo", "Europe/London")


class Clock:
    """This computer's clock, as somebody sets it."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        """What it shows."""
        return self.at


def sweep(n: int, seed: int) -> Found:
    """So many settings of the clock, some after a restart of the program; several licenses."""
    chance, count = random.Random(seed), Counter[str]()
    while count["settings"] < n:
        with tempfile.TemporaryDirectory() as folder:
            _life(Path(folder), chance, count)
    wrong = ("days gained", "moved back untold", "exceptions", "blocked")
    figure = ", ".join(f"{what} {count[what]}" for what in wrong)
    return Found(count["settings"], f"{figure}; in doubt {count['in doubt']}", not any(count[what] for what in wrong))


def _life(folder: Path, chance: random.Random, count: Counter[str]) -> None:
    """One license on one computer, from its first use on."""
    vendor = Vendor()
    bundled = vendor.license(type="evaluation", term_days=TERM)
    product = load_product(vendor.product(folder, bundled=bundled), REPOSITORY / "resources")
    clock = Clock()
    latest = begun = clock.at
    licensing: Licensing | None = None
    for _ in range(STEPS):
        count["settings"] += 1
        os.environ["TZ"] = chance.choice(ZONES)
        time.tzset()
        if licensing is None or chance.random() < RESTARTED:
            ledger = Ledger(folder / "home")
            licensing = Licensing(ledger, Secrets("a sweep"), product, clock.now)
        try:
            _judge(licensing.status(), clock.at, latest - KEPT_EVERY, begun, count)
        except Exception:  # noqa: BLE001 - exactly what must not be
            count["exceptions"] += 1
            return
        latest = max(latest, clock.at)
        clock.at = _set(clock.at, chance)


def _judge(found: Status, at: datetime, sure: datetime, begun: datetime, count: Counter[str]) -> None:
    """`sure`: the latest time that must be known of."""
    most = max(0, (begun.date() + timedelta(days=TERM) - max(sure, begun).date()).days)
    count["days gained"] += (found.days_remaining or 0) > most
    count["moved back untold"] += sure - at > TOLERANCE and found.state != "in_doubt"
    count["in doubt"] += found.state == "in_doubt"
    count["blocked"] += not found.facts


def _set(at: datetime, chance: random.Random) -> datetime:
    """The clock goes on, is put ahead or back, steps a little, sleeps, or is set by hand to another year."""
    way = chance.randrange(6)
    if way == 0:
        return at - timedelta(days=3650)
    if way == 1:
        return at + timedelta(days=chance.randint(1, 40))
    if way == 2:
        return at - timedelta(seconds=chance.randint(1, 500_000))
    return at + timedelta(seconds=chance.choice((1, 59, 3600, 7200, 86_399, 86_400)))
