"""The one driver of the long faults: this row's fault so many times, and whether its promise held; rows are data.

A sweep runs in a process of its own. The same sweep with one guard of the program broken must find that: a promise
whose check cannot fail proves nothing. The guards are broken from outside, in that process alone. A row's `module` is
both: its sweep is `sweep` in tests/faults/, its guards are the functions of that name in tests/faults/guards/.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from tests.commands import REPOSITORY
from tests.faults.row import Found

SEED = 20261124


@dataclass(frozen=True, slots=True)
class Row:
    """`sweep` in this module makes the fault; `n` for the long run, `few` to find each of the broken guards."""

    number: int
    fault: str
    module: str
    n: int
    few: int
    guards: tuple[str, ...]
    own_network: bool = False


SHOWN = ("request", "head", "handed", "readable", "copied", "printed", "counted")
ROWS = {
    row.number: row
    for row in (
        Row(1, "killed while sending", "kills", 1000, 30, ("recover", "confirmed", "sealed_anew")),
        Row(2, "writes that fail", "syscalls", 100_000, 24, ("acknowledged",)),
        Row(3, "power cut", "cuts", 20_000, 600, ("synced",)),
        Row(6, "damaged files", "damaged", 10_000, 200, ("checked",)),
        Row(7, "record edited", "edited", 1000, 40, ("links", "rows_told")),
        Row(8, "cut or rolled back", "rolled_back", 1000, 20, ("compared", "hashed")),
        Row(9, "written by several", "beside", 1000, 3, ("log",)),
        Row(12, "one bad of a thousand", "one_bad", 100_000, 4000, ("together", "waited_for", "unnamed")),
        Row(20, "a million waiting", "waiting", 1_000_000, 3000, ("oldest_first", "pauses", "age", "room")),
        Row(21, "clock set by hand", "clocks", 3000, 240, ("latest", "told")),
        Row(22, "withdrawn while sending", "withdrawals", 200, 8, ("reset", "lock"), own_network=True),
        Row(23, "no valid consent", "permits", 10_000, 300, ("terms", "links", "regions")),
        Row(24, "licenses nobody signed", "licenses", 10_000, 600, ("signature", "encoding", "canonical")),
        Row(26, "hostile files", "hostile_files", 10_000, 5, ("deadline", "regular_file", "memory")),
        Row(27, "engines that fail", "detections", 2000, 14, ("time_is_clean", "limits_are_clean", "silence_is_clean")),
        Row(28, "private addresses", "addresses", 10_000, 300, ("judging", "judged_address"), own_network=True),
        Row(29, "native messages", "native_messages", 10_000, 40, ("any_origin", "any_length", "any_form", "endless")),
        Row(30, "payment facts", "payment_facts", 1000, 60, ("numbered", "named", "rounded")),
        Row(31, "hostile texts", "hostile_text", 2460, 2, ("unmarked", "nul", "rich", "mnemonics", "tips", "endless")),
        Row(36, "keyrings that fail", "keyrings", 210, 7, ("probe", "deadline", "file")),
        Row(37, "languages and clocks", "locales", 320, 10, ("numbers", "encoding", "zone")),
        Row(38, "shown and sent", "exchanges", 1000, 7, SHOWN),
        Row(39, "killed while upgraded", "migration", 220, 12, ("in_parts",)),
        Row(42, "planted definitions", "planted", 10_000, 60, ("letter", "between")),
        Row(43, "forged receipts", "forged_receipts", 10_000, 100, ("signatures", "low_order", "came")),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, and of its JSON."""

    row: int
    n: int
    seed: int
    figure: str
    held: bool
    control: str


def swept(number: int, n: int, seed: int = SEED, guard: str = "") -> Found:
    """Sweep in a process of its own, with this guard broken if one is named."""
    row = ROWS[number]
    command = [sys.executable, "-m", "tests.faults.driver", str(number), str(n), str(seed)]
    left_out = ("VITRINE_HOME", "VITRINE_PRODUCT", "PYTHONWARNINGS")
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    environment = {**kept, "PYTHONPATH": str(REPOSITORY), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*(network() if row.own_network else ()), *command, *([guard] if guard else [])],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Found(**json.loads(done.stdout.splitlines()[-1]))


def network() -> tuple[str, ...]:
    """What starts a command in a network of its own, where nobody else's bytes are."""
    return ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")


def lines(numbers: list[int], n: int | None, seed: int) -> Iterator[Line]:
    """Every row asked for, one after the other; how it goes is told on stderr."""
    for row in (ROWS[number] for number in numbers):
        start = time.monotonic()
        found = swept(row.number, n or row.n, seed)
        seen = {guard: not swept(row.number, row.few, seed, guard).held for guard in row.guards}
        blind = [guard for guard, red in seen.items() if not red]
        print(f"row {row.number}: {time.monotonic() - start:.0f} s; guards not missed: {blind}", file=sys.stderr)
        yield Line(row.number, found.n, seed, found.figure, found.held, "green" if blind else "red")


def main(arguments: list[str]) -> int:
    """Sweep one row here, and print what was found."""
    number, n, seed, *guards = arguments
    module = ROWS[int(number)].module
    # Before the sweep is imported, which may take by name what is broken here.
    for guard in guards:
        getattr(importlib.import_module(f"tests.faults.guards.{module}"), guard)()
    sweep = importlib.import_module(f"tests.faults.{module}").sweep
    print(json.dumps(asdict(sweep(int(n), int(seed)))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
