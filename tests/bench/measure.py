"""Side by side in one run: contenders take turns, and only ratios of the same round count."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.commands import REPOSITORY

HERE = Path(__file__).parent
PEERS = REPOSITORY / ".venv-bench" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours against one peer: the median of the rounds; `spread`: of the same against itself, as a share."""

    axis: str
    peer: str
    ratio: float
    spread: float
    goal: str
    met: bool | None


class Contender:
    """A process that does its work whenever it is told to."""

    def __init__(self, script: str, *arguments: str, python: Path = Path(sys.executable)) -> None:
        command = [str(python), str(HERE / "contender.py"), str(HERE / script), *arguments]
        self._process = subprocess.Popen(
            command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": str(REPOSITORY)}
        )
        if self._line() != b"ready\n":
            raise RuntimeError(f"{script} cannot be measured here")

    def go(self) -> float:
        """Do it once; seconds of CPU."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        return float(self._line())

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def rounds(contenders: Mapping[str, Contender], count: int = ROUNDS) -> list[dict[str, float]]:
    """So many rounds, each contender once a round, the order turned from round to round."""
    found, names = [], list(contenders)
    for number in range(count):
        turned = names[number % len(names) :] + names[: number % len(names)]
        found.append({name: contenders[name].go() for name in turned})
    return found


def median(measured: Sequence[Mapping[str, float]], one: str, other: str) -> float:
    """The median of one against the other, round by round."""
    return statistics.median(each[one] / each[other] for each in measured)


def spread(measured: Sequence[Mapping[str, float]], one: str, same: str) -> float:
    """How far the same thing lies from itself: the widest of the middle half of the rounds."""
    off = sorted(abs(each[one] / each[same] - 1) for each in measured)
    return off[len(off) * 3 // 4]


def at_most(axis: str, peer: str, ratio: float, noise: float, limit: float | None) -> Ratio:
    """A goal that is an upper limit; no verdict without one, or where the noise is larger than the margin."""
    if limit is None:
        return Ratio(axis, peer, round(ratio, 3), round(noise, 3), "", None)
    sure = abs(ratio - limit) > noise * limit
    return Ratio(axis, peer, round(ratio, 3), round(noise, 3), f"≤ {limit:.3g} x", ratio <= limit if sure else None)
