"""Delivery: small records recorded and sent to a sink on this computer, beside OpenTelemetry and Glean.

Ours are on the disk before they are sent, and so are their receipts; Glean keeps its pings on the disk until they are
sent, OpenTelemetry keeps nothing.
"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import (
    CACHE,
    HERE,
    NO_GOAL,
    PEERS,
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
from tests.bench.receipts import PUBLIC
from tests.bench.records import counted
from tests.bench.work_start import environment
from tests.commands import REPOSITORY

OURS, AGAIN, OPENTELEMETRY, BARE, GLEAN = "ours", "ours again", "OpenTelemetry", "OpenTelemetry, bare", "Glean"
# As docs/PERFORMANCE.md promises them: records a second, and CPU time a record.
RATES, CPU, LINEAR = {OPENTELEMETRY: 0.5, GLEAN: 10.0}, 1.0, 1.2
# As many pings as Glean lets lie waiting.
PINGS = 500
# From a tenth of the records to ten times as many. The few are delivered again and again, so that it takes long enough.
STEP = 10


def measure(asked: Asked) -> Iterator[Ratio]:
    """Beside the peers, then few beside many."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as name, _sink() as port:
        folder = Path(name)
        yield from _beside_peers(folder, port, asked)
        yield from _growing(folder, port, asked)


def _beside_peers(folder: Path, port: str, asked: Asked) -> Iterator[Ratio]:
    count = asked.records
    measured = rounds(
        {
            OURS: _ours(folder, port, count),
            AGAIN: _ours(folder, port, count),
            OPENTELEMETRY: Delivering("work_opentelemetry.py", port, count, "logging", python=PEERS),
            BARE: Delivering("work_opentelemetry.py", port, count, "bare", python=PEERS),
            GLEAN: Delivering("work_glean.py", port, PINGS, str(folder / "glean"), python=PEERS),
        },
        asked.rounds,
    )
    rate, each = f"delivery, {count:,} records, a second", f"delivery, {count:,} records, CPU of each"
    noise = spread(wall(measured), OURS, AGAIN)
    for peer, goal in RATES.items():
        yield judged(rate, peer, median(wall(measured), peer, OURS), noise, goal, "≥")
    yield unjudged(rate, BARE, NO_GOAL, median(wall(measured), BARE, OURS), noise)
    noise = spread(cpu(measured), OURS, AGAIN)
    yield judged(each, OPENTELEMETRY, median(cpu(measured), OURS, OPENTELEMETRY), noise, CPU)
    yield unjudged(each, BARE, NO_GOAL, median(cpu(measured), OURS, BARE), noise)


def _growing(folder: Path, port: str, asked: Asked) -> Iterator[Ratio]:
    few, many = asked.records // STEP, asked.records * STEP
    contenders = {name: _ours(folder, port, few * STEP, times=STEP) for name in (OURS, AGAIN)}
    measured = cpu(rounds({**contenders, "many": _ours(folder, port, many)}, asked.rounds))
    ratio, noise = median(measured, "many", OURS), spread(measured, OURS, AGAIN)
    yield judged(f"delivery, {many:,} records, CPU of each", f"ours, {few:,}", ratio, noise, LINEAR)


class Delivering(Contender):
    """Delivers so many records whenever it is told to; what it takes is told for each of them."""

    def __init__(self, script: str, port: str, count: int, *more: str, python: Path = Path(sys.executable)) -> None:
        super().__init__(script, port, str(count), *more, python=python)
        self._count, self._port = count, port

    def go(self) -> Taken:
        """Until the client is done. Raises RuntimeError if the sink counts fewer or more."""
        before = counted(self._port)
        taken = super().go()
        came = counted(self._port) - before
        if came != self._count:
            raise RuntimeError(f"the sink counted {came} of {self._count} records")
        return Taken(taken.cpu / self._count, taken.wall / self._count)


def _ours(folder: Path, port: str, count: int, times: int = 1) -> Delivering:
    """In a folder of its own, with a product that names the sink as its receiver."""
    own = Path(tempfile.mkdtemp(dir=folder))
    product = own / "product.toml"
    product.write_text(_product(port, count), encoding="utf-8")
    return Delivering("work_deliver.py", port, count, str(own / "homes"), str(product), str(times))


def _product(port: str, count: int) -> str:
    """The one that came with the program, with another receiver, and room for so many."""
    text = (REPOSITORY / "resources" / "product.toml").read_text(encoding="utf-8")
    key = base64.b64encode(PUBLIC).decode()
    for name, told in {
        "endpoint": f'endpoint = "http://127.0.0.1:{port}"\nreceiver_key = "{key}"',
        "most_submissions": f"most_submissions = {count}",
        "most_mebibytes": f"most_mebibytes = {count // 1000 + 64}",
    }.items():
        text, found = re.subn(rf"^{name} = .*$", told, text, flags=re.MULTILINE)
        assert found == 1, name
    return text


@contextmanager
def _sink() -> Iterator[str]:
    """The sink in a process of its own; its port."""
    command = [sys.executable, "-P", str(HERE / "sink.py")]
    process = subprocess.Popen(command, env=environment(""), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
