"""Side by side in one run: contenders take turns, and only ratios of the same round count."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.commands import REPOSITORY

HERE = Path(__file__).parent
PEERS = REPOSITORY / ".venv-bench" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
# Of the bench's own: on a disk, and out of git.
CACHE = REPOSITORY / "build" / "bench"
TOO_NOISY, NO_GOAL = "too noisy", "it has no goal"


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is measured: rounds, the records delivered, the submissions of the large record."""

    rounds: int
    records: int
    size: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours against one peer: the median of the rounds; `spread`: of the same against itself, as a share.

    `met` is None where that cannot be told, and `why` says why.
    """

    axis: str
    peer: str
    ratio: float | None
    spread: float | None
    goal: str
    met: bool | None
    why: str = ""


class Taken(NamedTuple):
    """What something took, in seconds: of CPU, and by the clock."""

    cpu: float
    wall: float


class Contender:
    """A process that does its work whenever it is told to."""

    def __init__(self, script: str, *arguments: str, python: Path = Path(sys.executable)) -> None:
        command = [str(python), "-P", str(HERE / "contender.py"), str(HERE / script), *arguments]
        self._script = script
        self._process = subprocess.Popen(
            command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": str(REPOSITORY)}
        )
        if self._line() != b"ready\n":
            raise RuntimeError(f"{script} cannot be measured here")

    def go(self) -> Taken:
        """Do it once."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        cpu, wall = self._line().split()
        return Taken(float(cpu), float(wall))

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        if not (line := self._process.stdout.readline()):
            raise RuntimeError(f"{self._script} cannot be measured here")
        return line


def rounds(contenders: Mapping[str, Contender], count: int) -> list[dict[str, Taken]]:
    """So many rounds, each contender once a round, the order turned from round to round; then they are let go."""
    found, names = [], list(contenders)
    for number in range(count):
        turned = names[number % len(names) :] + names[: number % len(names)]
        found.append({name: contenders[name].go() for name in turned})
    for contender in contenders.values():
        contender.end()
    return found


def cpu(measured: Sequence[Mapping[str, Taken]]) -> list[dict[str, float]]:
    """The CPU time of each round."""
    return [{name: taken.cpu for name, taken in each.items()} for each in measured]


def wall(measured: Sequence[Mapping[str, Taken]]) -> list[dict[str, float]]:
    """The time by the clock of each round."""
    return [{name: taken.wall for name, taken in each.items()} for each in measured]


def median(measured: Sequence[Mapping[str, float]], one: str, other: str) -> float:
    """The median of one against the other, round by round."""
    return statistics.median(each[one] / each[other] for each in measured)


def spread(measured: Sequence[Mapping[str, float]], one: str, same: str) -> float:
    """How far the same thing lies from itself: the widest of the middle half of the rounds."""
    off = sorted(abs(each[one] / each[same] - 1) for each in measured)
    return off[len(off) * 3 // 4]


def judged(axis: str, peer: str, ratio: float, noise: float, limit: float, sign: str = "≤") -> Ratio:
    """A goal that is the most there may be, or with `sign` “≥” the least. No verdict where the noise is larger than the
    margin."""
    holds = ratio <= limit if sign == "≤" else ratio >= limit
    met, why = (holds, "") if abs(ratio - limit) > noise * limit else (None, TOO_NOISY)
    return Ratio(axis, peer, round(ratio, 3), round(noise, 3), f"{sign} {limit:.3g} x", met, why)


def unjudged(axis: str, peer: str, why: str, ratio: float | None = None, noise: float | None = None) -> Ratio:
    """What cannot be judged, or need not be."""
    return Ratio(axis, peer, ratio and round(ratio, 3), noise and round(noise, 3), "", None, why)
