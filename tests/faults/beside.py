"""Row 9: decisions beside everybody else who has the record open.

One process holds a reading open for as long as it can; another has begun an attempt and waits for an answer that does
not come, a reading open as well; two more write as fast as they can. Meanwhile decisions are taken, each timed. All of
them must be there, and all that was queued.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.record import store
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits, Permit
from tests.commands import REPOSITORY
from tests.core.record.desk import DRAFTED, GROUP, attempt, permitted, queued
from tests.faults.row import Found

LIMITS = OutboxLimits(submissions=10**7, bytes=10**11)
# No decision may take longer, in seconds.
LONGEST = 1.0
OTHERS = ("reader", "sender", "writer", "writer")
PAUSE = 0.01


def live(folder: Path, what: str, journal: str, event: int) -> None:
    """One of the others, until its standard input ends: how much it wrote down, and how often it could not."""
    store.JOURNAL = journal
    ledger, permit = Ledger(folder, LIMITS), Permit(event, frozenset({GROUP, DRAFTED}))
    over, written, refused = threading.Event(), 0, 0
    threading.Thread(target=lambda: over.set() if not sys.stdin.read() else None).start()
    with ExitStack() as stack:
        with suppress(OSError):
            if what == "sender":
                attempt(ledger, queued(ledger, permit, "under way"), permit)
            if what != "writer":
                reading = stack.enter_context(ledger._store.reading())
                reading.execute("SELECT count(*) FROM submission").fetchall()
        print("ready", flush=True)
        while what == "writer" and not over.is_set():
            try:
                written += len(queued(ledger, permit, "one", "two"))
            except OSError:
                refused += 1
        over.wait()
    ledger.close()
    print(written, refused, flush=True)


@dataclass(slots=True)
class Count:
    """What came of it; in seconds, how long each decision took."""

    took: list[float] = field(default_factory=list)
    written: int = 0
    refused: int = 0
    kept: int = 0
    lost: int = 0
    sound: bool = False

    @property
    def found(self) -> Found:
        """In words."""
        slow = sum(each > LONGEST for each in self.took)
        figure = (
            f"{len(self.took)} decisions beside a reader, a stalled sender and writers of {self.written} submissions: "
            f"taken {self.kept}, slowest {max(self.took) * 1000:.0f} ms, slower than {LONGEST:.0f} s {slow}, "
            f"writes refused {self.refused}, lost {self.lost}"
        )
        held = self.kept == len(self.took) and not slow and not self.lost and not self.refused and self.sound
        return Found(len(self.took), figure, held and self.written > 0)


@contextmanager
def others(folder: Path, event: int, count: Count) -> Iterator[None]:
    """Each in a process of its own."""
    command = [sys.executable, "-m", "tests.faults.beside", str(folder)]
    many = [
        subprocess.Popen(
            [*command, what, store.JOURNAL, str(event)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for what in OTHERS
    ]
    for each in many:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    yield
    for each in many:
        written, refused = map(int, each.communicate("")[0].split())
        count.written += written
        count.refused += refused


def sweep(n: int, seed: int) -> Found:
    """So many decisions; the seed has nothing to choose."""
    del seed
    count = Count()
    with tempfile.TemporaryDirectory() as place, closing(Ledger(Path(place), LIMITS)) as ledger:
        permit = permitted(ledger)
        with others(Path(place), permit.event, count):
            for _ in range(n):
                start = time.monotonic()
                with suppress(OSError):
                    ledger.append("noticed")
                count.took.append(time.monotonic() - start)
                # As somebody who decides would: not in one breath.
                time.sleep(PAUSE)
        count.kept = len(ledger.events()) - 1
        # The one that is under way, too.
        count.lost = count.written + 1 - sum(ledger.history.counts().values())
        count.sound = ledger.history.verify().ok
    return count.found


if __name__ == "__main__":
    live(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
