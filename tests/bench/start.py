"""The start beside a bare PySide6 window of the same size: first paint, all values on the screen, memory, idling."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.bench.measure import Asked, Contender, Ratio, cpu, judged, median, rounds, spread
from tests.bench.work_start import command, environment
from tests.commands import vitrinectl

BARE, AGAIN, SHELL, VALUES = "bare window", "bare window again", "first paint", "all values"
STAGES = {BARE: "bare", AGAIN: "bare", SHELL: "shell", VALUES: "values"}
# As docs/PERFORMANCE.md promises them: CPU time and memory beside the bare window, and a share of one core.
PAINT, LIVE, MEMORY, IDLE = 1.25, 2.0, 1.5, 0.005
IDLES = {"overview": "idle", "every page opened": "idle_everywhere"}


def measure(asked: Asked) -> Iterator[Ratio]:
    """In a home where the agreement was accepted and everything due was sent."""
    with tempfile.TemporaryDirectory() as home:
        for said in (("agreement", "accept", "--region", "eu"), ("send",)):
            done = vitrinectl(Path(home), *said)
            if done.code:
                raise RuntimeError(done.error.decode())
        yield from _cpu(home, asked.rounds)
        yield _memory(home, asked.rounds)
        for name, stage in IDLES.items():
            yield idle(home, name, stage)


def _cpu(home: str, count: int) -> Iterator[Ratio]:
    contenders = {name: Contender("work_start.py", stage, home) for name, stage in STAGES.items()}
    measured = cpu(rounds(contenders, count))
    noise = spread(measured, BARE, AGAIN)
    yield judged("start, CPU to the first paint", BARE, median(measured, SHELL, BARE), noise, PAINT)
    yield judged("start, CPU to all values", BARE, median(measured, VALUES, BARE), noise, LIVE)


def _memory(home: str, count: int) -> Ratio:
    measured = [{name: _resident(stage, home) for name, stage in STAGES.items()} for _ in range(count)]
    noise = spread(measured, BARE, AGAIN)
    return judged("start, memory with all values", BARE, median(measured, VALUES, BARE), noise, MEMORY)


def idle(home: str, name: str, stage: str) -> Ratio:
    """As a share of what is allowed; the spread is what lies between two runs."""
    first, second = (_said(stage, home) / IDLE for _ in range(2))
    return judged(f"idle, {name}", f"{IDLE:.1%} of a core", (first + second) / 2, abs(first - second), 1.0)


def _resident(stage: str, home: str) -> float:
    """Bytes of memory it has when it is there."""
    with _started(stage, home) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = psutil.Process(process.pid).memory_info().rss
        process.communicate()
    return float(found)


def _said(stage: str, home: str) -> float:
    """The figure it tells."""
    with _started(stage, home) as process:
        told, _ = process.communicate()
    return float(told)


def _started(stage: str, home: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command(stage), env=environment(home), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
