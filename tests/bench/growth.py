"""Growth: what a start, a query and the open window cost with a small record and with a large one; checking the large
one; its file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.built import RECORD, Contents, copied
from tests.bench.measure import (
    CACHE,
    HERE,
    NO_GOAL,
    Asked,
    Contender,
    Ratio,
    Taken,
    cpu,
    judged,
    median,
    rounds,
    spread,
    unjudged,
    wall,
)
from tests.bench.start import idle
from tests.bench.work_start import environment
from tests.bench.work_verify import SAMPLE
from tests.commands import command

SMALL = 1_000
LITTLE, AGAIN, LARGE = "little", "little again", "large"
# As docs/PERFORMANCE.md promises them.
TIME, MEMORY, VERIFY, FILE = 1.3, 1.5, 1.2, 2.0
FIRST_PAGE = ("history", "list", "--limit", "200")
QUERIES = ("show", "consent list", "history list", "a reading")
# Whose memory is looked at.
COMMANDS = (
    "show",
    "license show",
    "consent list",
    "consent history",
    "outbox list",
    "history list --json",
    "history verify",
    "doctor",
)
PEER = f"the same, of {SMALL:,}"


def measure(asked: Asked) -> Iterator[Ratio]:
    """Each with copies of two homes, in which everything that was due was sent."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        little, _ = copied(SMALL, Path(name))
        large, contents = copied(asked.size, Path(name))
        for home in (little, large):
            if (sent := _run(home, "send")).returncode:
                raise RuntimeError(sent.stderr.decode())
        yield _file(large, contents)
        yield from _times({LITTLE: little, AGAIN: little, LARGE: large}, asked)
        yield from (_memory(little, large, each) for each in COMMANDS)
        yield from _verify(large, contents, asked)
        yield idle(str(large), f"a record of {asked.size:,}", "idle")


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command("core", *arguments), env=environment(str(home)), capture_output=True, check=False)


def _file(home: Path, contents: Contents) -> Ratio:
    size = sum(file.stat().st_size for file in home.glob(f"{RECORD}*"))
    ratio = size / (contents.bodies + contents.receipts)
    return judged("growth, bytes of the file", "bodies and receipts", ratio, 0.0, FILE)


def _times(homes: Mapping[str, Path], asked: Asked) -> Iterator[Ratio]:
    """CPU time of whole processes, then of what they ask of the record."""
    has_pages = not _run(homes[LITTLE], *FIRST_PAGE).returncode
    page = FIRST_PAGE if has_pages else FIRST_PAGE[:2]
    figures = {
        "show": ("work_command.py", "{home}", "show"),
        "consent list": ("work_command.py", "{home}", "consent", "list"),
        "history list, first page" if has_pages else "history list, all": ("work_command.py", "{home}", *page),
        "window to its values": ("work_start.py", "values", "{home}"),
        **{f"{name}, query alone": ("work_query.py", name, "{home}") for name in QUERIES},
    }
    measured = cpu(
        rounds(
            {
                f"{figure}, {which}": Contender(*(part.format(home=home) for part in work))
                for figure, work in figures.items()
                for which, home in homes.items()
            },
            asked.rounds,
        )
    )
    for figure in figures:
        ratio = median(measured, f"{figure}, {LARGE}", f"{figure}, {LITTLE}")
        noise = spread(measured, f"{figure}, {AGAIN}", f"{figure}, {LITTLE}")
        yield judged(f"growth, {figure}", PEER, ratio, noise, TIME)


def _memory(little: Path, large: Path, line: str) -> Ratio:
    if not hasattr(os, "fork"):
        return unjudged(f"growth, memory of {line}", PEER, "this system does not tell it")
    first, again, most = (_peak(home, line.split()) for home in (little, little, large))
    return judged(f"growth, memory of {line}", PEER, most / first, abs(again / first - 1), MEMORY)


def _peak(home: Path, arguments: Sequence[str]) -> int:
    """The most memory that a command has had, in kilobytes."""
    asked = [sys.executable, "-I", "-S", str(HERE / "peak.py"), *command("core", *arguments)]
    done = subprocess.run(asked, env=environment(str(home)), capture_output=True, check=False)
    if done.returncode > 1:
        raise RuntimeError(done.stderr.decode())
    return int(done.stderr.split()[-1])


def _verify(home: Path, contents: Contents, asked: Asked) -> Iterator[Ratio]:
    whats = {"hashes": "hashes", "hashes again": "hashes", "pass": "pass"}
    whats |= {"signatures": "signatures", "bare": "bare", "bare again": "bare"}
    contenders = {name: Contender("work_verify.py", what, str(home)) for name, what in whats.items()}
    measured = rounds(contenders, asked.rounds)
    by_clock, used = wall(measured), cpu(measured)
    name, peer = "growth, verify but for signatures", "one pass over every row"
    noise = spread(by_clock, "hashes", "hashes again")
    yield judged(f"{name}, by the clock", peer, median(by_clock, "hashes", "pass"), noise, VERIFY)
    noise = spread(used, "hashes", "hashes again")
    yield unjudged(f"{name}, CPU", peer, NO_GOAL, median(used, "hashes", "pass"), noise)
    yield _signatures(measured, contents)


def _signatures(measured: Sequence[Mapping[str, Taken]], contents: Contents) -> Ratio:
    name, peer = "growth, verify, signatures", "bare checks of each once"
    if not all(each["signatures"].wall for each in measured):
        return unjudged(name, peer, "no check was seen")
    ratio = median(cpu(measured), "signatures", "bare") * SAMPLE / contents.signatures
    return judged(name, peer, ratio, spread(cpu(measured), "bare again", "bare"), VERIFY)
