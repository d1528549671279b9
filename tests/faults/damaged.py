"""Row 6: the state file, or the log that a killed program left beside it, is not what was written.

Bytes are flipped, blocks zeroed, swapped or overwritten, ends cut off. Whoever opens it then finds what was there, or
is told: it is refused, or the check of the whole record says so. A log that is damaged ends there, as if a power cut
had torn it: what is found then is an earlier state, whole, which only a head noted later can tell.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import Refused
from core.record.events import Event
from core.record.ledger import Ledger
from core.record.store import LOG, NAME
from core.record.submission import Outcome, State
from tests.commands import REPOSITORY
from tests.core.record.desk import attempt, draft, permitted, queued, settled, signed
from tests.faults.row import Found

PAGE = 4096
# In seconds; nobody waits longer for a damaged file.
LONGEST = 5.0
UNSEEN, EARLIER = "not noticed", "an earlier state"


def live(folder: Path) -> None:
    """A record with something of everything; then a program that is killed, and leaves a log."""
    with closing(Ledger(folder)) as ledger:
        permit = permitted(ledger)
        for each in queued(ledger, permit, *(f"{number}" * 300 for number in range(20))):
            settled(ledger, each, permit, Outcome(State.CONFIRMED, receipt=signed(each)))
        ledger.erase([ledger.history.submissions()[0].id])
    ledger = Ledger(folder)
    draft(ledger, "Linux")
    attempt(ledger, queued(ledger, permit, "one", "two")[:1], permit)
    # A reader in the way: what is decided stays in the log.
    with ledger._store.reading():
        ledger.append("withdrawn", ending=None)
        os._exit(0)


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 8))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _front(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(min(200, len(data)))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.choice((0, chance.randrange(len(data)), chance.randrange(len(data)) // PAGE * PAGE)) :]


def _zero(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data)) // PAGE * PAGE
    data[at : at + PAGE] = bytes(len(data[at : at + PAGE]))


def _swap(data: bytearray, chance: random.Random) -> None:
    one, two = (chance.randrange(max(1, len(data) // PAGE)) * PAGE for _ in range(2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]


def _junk(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + chance.randrange(1, 64)] = chance.randbytes(chance.randrange(64))


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _flip, _flip, _front, _cut, _zero, _swap, _junk)


@dataclass(slots=True)
class Count:
    """What came of it."""

    files: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    unseen: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """In words."""
        ends = ", ".join(f"{what} {count}" for what, count in sorted(self.ends.items()))
        figure = (
            f"{self.files} damaged files ({ends}): shown and not noticed {len(self.unseen)}, "
            f"slower than {LONGEST:.0f} s {len(self.slow)}"
        )
        return Found(self.files, figure, not (self.unseen or self.slow) and self.files > 0)


def counted(n: int, seed: int) -> Count:
    """So many damaged files, every third time the log."""
    chance, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        command = [sys.executable, "-m", "tests.faults.damaged", str(folder / "honest")]
        subprocess.run(command, cwd=REPOSITORY, check=True)
        honest = {beside: (folder / "honest" / f"{NAME}{beside}").read_bytes() for beside in ("", LOG)}
        shown = _shown(_laid(folder / "copy", honest))
        for _ in range(n):
            one = _judge(folder / "copy", honest, shown, chance)
            count.files += 1
            count.ends += one.ends
            count.unseen += one.unseen
            count.slow += one.slow
    return count


def sweep(n: int, seed: int) -> Found:
    """So many."""
    return counted(n, seed).found


def _laid(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for beside, data in files.items():
        (folder / f"{NAME}{beside}").write_bytes(data)
    return folder


def _shown(folder: Path) -> tuple[list[Event], object]:
    with closing(Ledger(folder)) as ledger:
        history = ledger.history
        page = history.submissions(limit=1000)
        told = [(each.row, each.receipt, each.proven, history.attempts(each)) for each in page]
        return ledger.events(), (told, history.counts())


def _end(folder: Path, shown: tuple[list[Event], object], *, log: bool) -> str:
    try:
        found = _shown(folder)
        with closing(Ledger(folder)) as ledger:
            if not ledger.history.verify().ok:
                return "found by the check"
    except Refused:
        return "refused"
    except OSError:
        return "not usable now"
    if found == shown:
        return "the same"
    return EARLIER if log and found[0] == shown[0][: len(found[0])] else UNSEEN


def _judge(folder: Path, honest: dict[str, bytes], shown: tuple[list[Event], object], chance: random.Random) -> Count:
    beside, way = chance.choice(("", "", LOG)), chance.choice(WAYS)
    data = bytearray(honest[beside])
    way(data, chance)
    start, count = time.monotonic(), Count(1)
    end = _end(_laid(folder, honest | {beside: bytes(data)}), shown, log=beside == LOG)
    name = f"{way.__name__} of {beside or 'the file'}"
    count.ends[end] += 1
    count.unseen += [name] if end == UNSEEN else []
    count.slow += [name] if time.monotonic() - start > LONGEST else []
    return count


if __name__ == "__main__":
    live(Path(sys.argv[1]))
