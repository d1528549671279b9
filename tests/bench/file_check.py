"""File check: hash and verdict of our own reader, beside one pass of SHA-256, other readers and all of osslsigncode."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.measure import PEERS, Asked, Contender, Ratio, cpu, judged, median, rounds, spread
from tests.core.inspectors.programs import is_signed, vendors

AXIS = "file check"
# One of the largest again and again: what each byte costs. All of them: what each file costs.
TIMES = 10
# As docs/PERFORMANCE.md promises them.
GOALS = {"one SHA-256 pass": 2.3, "lief": 1 / 3, "signify": 1 / 3, "osslsigncode, whole process": 1.0}


def measure(asked: Asked) -> Iterator[Ratio]:
    """Over the largest of the signed programs that are here, then over all of them."""
    signed = sorted((program for _, program in vendors() if is_signed(program)), key=len)
    yield from _side_by_side(f"{AXIS}, {len(signed[-1]) / 1e6:.0f} MB", signed[-1:] * TIMES, asked)
    total = sum(map(len, signed)) / 1e6
    yield from _side_by_side(f"{AXIS}, {len(signed)} files of {total:.0f} MB", signed, asked)


def _side_by_side(axis: str, files: Sequence[bytes], asked: Asked) -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        for number, program in enumerate(files):
            Path(name, f"{number}.bin").write_bytes(program)
        contenders = {
            "ours": Contender("work_signature.py", name),
            "ours again": Contender("work_signature.py", name),
            "one SHA-256 pass": Contender("work_sha256.py", name),
            "lief": Contender("work_lief.py", name, python=PEERS),
            "signify": Contender("work_signify.py", name, python=PEERS),
        }
        # A process for each of many files takes minutes a round, and tells nothing new.
        if shutil.which("osslsigncode") and len(files) <= TIMES:
            contenders["osslsigncode, whole process"] = Contender("work_osslsigncode.py", name)
        measured = cpu(rounds(contenders, asked.rounds))
    noise = spread(measured, "ours", "ours again")
    for peer, goal in GOALS.items():
        if peer in contenders:
            yield judged(axis, peer, median(measured, "ours", peer), noise, goal)
