"""Row 2: each write and each sync of the state file is killed or fails, once or from then on (strace does that).

A program decides, queues, attempts, settles and erases, and says of each step when it begins, and whether it was done.
Afterwards what it called done must be there, nothing may stand further than it was brought, and the file must hold and
take another decision. Where a call failed once, the last steps must have been done.

`python -m tests.faults.syscalls 100` does that at a hundred of the calls, `10000` at every one.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import Refused
from core.record import store
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.submission import Outcome, State
from tests.commands import REPOSITORY
from tests.core.record.desk import attempt, draft, envelope, now, permitted, settle, signed
from tests.faults.power_cut import ERASED, PAGES, decision, is_sound, seen
from tests.faults.row import Found

CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
ROUNDS = 3
# What strace does at the n-th call, and whether the program goes on to its end.
KILLED = "killed"
FAULTS = {
    KILLED: "{call}:signal=KILL:when={at}",
    "EIO once": "{call}:error=EIO:when={at}",
    "EIO for ever": "{call}:error=EIO:when={at}+",
    "ENOSPC once": "{call}:error=ENOSPC:when={at}",
    "ENOSPC for ever": "{call}:error=ENOSPC:when={at}+",
}
LOST, QUEUED, TRIED, SETTLED = -1, 0, 1, 2
# Of a decision, before it has a number; and what is begun when a round is over.
DECIDED, LAST = "decision", "round"


def live(folder: Path) -> None:
    """What the faults befall."""
    store.SETTINGS = (*store.SETTINGS, f"wal_autocheckpoint={PAGES}")
    ledger = Ledger(folder)
    permit: Permit | None = None
    for number in range(ROUNDS):
        permit = permit or _decided(ledger)
        if permit is not None:
            _round(ledger, permit, number)
    ledger.close()


def _decided(ledger: Ledger) -> Permit | None:
    _say("begin", QUEUED, [DECIDED])
    try:
        permit = permitted(ledger)
    except (OSError, Refused):
        _say("failed", QUEUED, [DECIDED])
        return None
    _say("done", QUEUED, [decision(permit.event)])
    return permit


def _round(ledger: Ledger, permit: Permit, number: int) -> None:
    batch = [draft(ledger, str(number)), envelope("x" * 9000 * (number % 2))]
    receipts = {each.id: Outcome(State.CONFIRMED, receipt=signed(each)) for each in batch}
    names = [each.sha256 for each in batch]
    steps: list[tuple[int, list[str], Callable[[], object]]] = [
        (QUEUED, names, lambda: ledger.queue(batch, permit, now())),
        (TRIED, names, lambda: attempt(ledger, batch, permit)),
        (SETTLED, names, lambda: settle(ledger, receipts)),
        (ERASED, names[1:], lambda: ledger.erase([batch[1].id])),
    ]
    for rank, of, act in steps:
        _say("begin", rank, of)
        try:
            act()
        except (OSError, Refused):
            _say("failed", rank, of)
            return
        _say("done", rank, of)
    _say("begin", QUEUED, [LAST])


def _say(what: str, rank: int, of: list[str]) -> None:
    os.write(1, " ".join([what, str(rank), *of, "\n"]).encode())


@dataclass(slots=True)
class Count:
    """What came of the faults."""

    points: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    # An error was told, and it was done all the same.
    done_though_failed: int = 0

    @property
    def found(self) -> Found:
        """In words."""
        figure = (
            f"{', '.join(f'{what} {count}' for what, count in self.points.items())}: "
            f"bad {len(self.bad)}, done though an error was told {self.done_though_failed}"
        )
        return Found(self.points.total(), figure, not self.bad and self.points.total() > 0)


def sweep(n: int, seed: int, faults: Collection[str] = tuple(FAULTS)) -> Found:
    """At about so many of the calls, each fault in turn."""
    count = Count()
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(os.cpu_count()) as pool:
        times = calls(Path(place)).items()
        points = [(fault, call, at) for call, most in times for at in range(1, most + 1) for fault in faults]
        chosen = points if n >= len(points) else random.Random(seed).sample(points, n)
        folders = (Path(place) / str(number) for number in range(len(chosen)))
        for fault, why, failed in pool.map(lambda folder, point: befallen(folder, *point), folders, chosen):
            count.points[fault] += 1
            count.bad += [why] if why else []
            count.done_though_failed += failed
    return count.found


def calls(place: Path) -> dict[str, int]:
    """How often the program makes each of these calls when nothing befalls it."""
    trace = place / "trace"
    _run(place / "honest", f"trace={','.join(CALLS)}", trace)
    lines = trace.read_text(encoding="utf-8").splitlines()
    return {call: sum(f" {call}(" in line for line in lines) for call in CALLS}


def _run(folder: Path, injected: str, trace: Path) -> subprocess.CompletedProcess[str]:
    child = [sys.executable, "-m", "tests.faults.syscalls", "live", str(folder)]
    command = ["strace", "-f", "-qq", "-e", injected, "-o", str(trace), *child]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def befallen(folder: Path, fault: str, call: str, at: int) -> tuple[str, str, bool]:
    """Run it with this fault: the fault, what is wrong afterwards, and whether something failed and was done."""
    injected = FAULTS[fault].format(call=call, at=at)
    ended = _run(folder, f"inject={injected}", Path("/dev/null"))
    try:
        wrong, failed = judged(folder, fault, ended)
    except (OSError, Refused) as error:
        wrong, failed = [f"unusable: {error}"], False
    return fault, f"{injected}: {'; '.join(wrong)}" if wrong else "", failed


def judged(folder: Path, fault: str, ended: subprocess.CompletedProcess[str]) -> tuple[list[str], bool]:
    """What is not as it was told; and whether something was told as failed, and is there."""
    told: dict[str, dict[str, int]] = {"begin": {}, "done": {}, "failed": {}}
    for line in ended.stdout.splitlines():
        what, rank, *names = line.split()
        told[what] |= dict.fromkeys(names, int(rank))
    noise = fault != KILLED and (ended.returncode or ended.stderr)
    wrong = [f"{ended.returncode}: {ended.stderr[-300:]}"] if noise else []
    if "once" in fault and LAST not in told["begin"]:
        wrong.append("nothing was done after it")
    found = seen(folder)
    wrong += [f"{name} is lost" for name, rank in told["done"].items() if found.get(name, LOST) < rank]
    wrong += [f"{name} was never brought there" for name, rank in found.items() if rank > told["begin"].get(name, 0)]
    failed = any(found.get(name) == rank for name, rank in told["failed"].items())
    failed |= found.keys() > told["done"].keys() and DECIDED in told["failed"]
    Ledger(folder).append("noticed")
    wrong += [] if is_sound(folder) else ["unsound"]
    return wrong, failed


if __name__ == "__main__":
    if sys.argv[1] == "live":
        live(Path(sys.argv[2]))
    else:
        print(sweep(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 20261124))
