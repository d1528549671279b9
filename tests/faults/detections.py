"""Row 27: rules that never come to an end, rules that are none, a ClamAV that is not there, hangs, is killed or lies.

Every file holds something that the engine would name, so whoever calls it checked and names nothing is wrong. The
daemon is a real clamd, where something happens to it; where it lies, something else in its place.
"""

from __future__ import annotations

import random
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core import paths
from core.inspectors.detection.clamav import ClamAV
from core.inspectors.detection.contract import Detector
from core.inspectors.detection.yara import Yara
from core.inspectors.finding import EngineState
from tests.core.inspectors.detection.clamav import PATTERN, TOOLS, Clamd, eicar, running, tool
from tests.core.inspectors.detection.files import scan
from tests.fakes.daemon import ODD, Daemon, too_early
from tests.faults.row import Found

OWN = paths.resources() / "rules"
MEBIBYTE = 1024**2
# What an engine may be late by: its last look at the clock, on a busy machine.
GRACE = 2.0
# Larger than what fits into a socket unread.
LARGE = 8 * MEBIBYTE
STREAM, LARGEST = 6, 4
MARKED = 'rule marked { strings: $mark = "marker-of-the-sweep" condition: $mark }\n'
MARK = b"marker-of-the-sweep"
# Rules that take for ever, and the byte they take longest with.
BOMBS = (
    ("strings: $a = /(a+)+b/ condition: $a", b"a"),
    ("strings: $a = /a{{1,{most}}}b/ condition: $a", b"a"),
    ("strings: $a = /((a{{1,{most}}}){{1,300}})z/ condition: $a", b"a"),
    ("strings: $a = /a.*b.*c.*d/s condition: $a", b"a"),
    ("strings: $a = {{ 00 [0-{most}] 00 [0-{most}] 01 }} condition: $a", b"\0"),
    ('strings: $a = "a" $b = /a./ condition: #a > {most} and #b < {most}', b"a"),
    ("condition: for all i in (0..{most}00000000) : (i >= 0)", b"a"),
    ("condition: for all i in (0..{most}00) : (for all j in (0..{most}00) : (uint8(j % 99) >= 0))", b"a"),
    ("condition: for all i in (0..{most}00) : (math.entropy(i, filesize) >= 0)", b"a"),
    ('condition: for all i in (0..{most}00) : (hash.md5(i, filesize) != "")', b"a"),
)


@dataclass(slots=True)
class Count:
    """What came of them."""

    tried: int = 0
    not_checked: int = 0
    late: int = 0
    longest: float = 0.0
    clean: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """In words."""
        odd = [*self.clean, *self.wrong]
        figure = (
            f"{self.tried} scans, {self.not_checked} not checked and told so: called clean {len(self.clean)}, "
            f"overruns {self.late}, latest by {self.longest:.2f} s, otherwise wrong {len(self.wrong)}"
            f"{': ' if odd else ''}{'; '.join(odd[:3])}"
        )
        return Found(self.tried, figure, not (odd or self.late) and self.not_checked > 0)

    def look(self, what: str, engine: Detector, data: bytes, seconds: float, *states: EngineState) -> None:
        """Scan it. Whoever calls it checked must name something; `states`: else it must be one of these."""
        start = time.monotonic()
        found = scan(engine, data, seconds)
        late = time.monotonic() - start - seconds
        state, why = found.engine.state, found.engine.why
        self.tried += 1
        self.late += late > GRACE
        self.longest = max(self.longest, late)
        self.not_checked += state != "checked"
        if state == "checked" and not found.detections:
            self.clean.append(what)
        elif state not in ("checked", *states) or not why.isprintable() or "broke off (" in why:
            self.wrong.append(f"{what}: {state}, {why}")


class Stand:
    """The engines of one sweep, and what is done to them."""

    def __init__(self, folder: Path, clamd: Clamd, chance: random.Random, count: Count) -> None:
        self._rules, self._clamd, self._chance, self._count = folder, clamd, chance, count

    def bomb(self) -> None:
        """A rule that takes too long, beside one that would find something."""
        rule, byte = self._chance.choice(BOMBS)
        rule = rule.format(most=self._chance.choice((100, 500, 1000)))
        text = f'import "math" import "hash" {MARKED} rule bomb {{ {rule} }}'
        data = byte * self._chance.randrange(MEBIBYTE, 4 * MEBIBYTE)
        at = self._chance.randrange(len(data))
        self._count.look(rule, self._user(text.encode()), data[:at] + MARK + data[at:], 1.0, "not_checked")

    def bad_rules(self) -> None:
        """The user's rules are spoilt; Vitrine's own find what they find."""
        text = bytearray(MARKED.encode() * 2)
        for _ in range(self._chance.randrange(1, 6)):
            at = self._chance.randrange(len(text))
            text[at : at + self._chance.randrange(9)] = self._chance.choice(
                (b"", b"}", b'"', b"/", b"\0", b"\xff", b"{")
            )
        self._count.look(f"rules {bytes(text)!r}", self._user(bytes(text)), eicar(), 5.0)

    def lie(self) -> None:
        """Something else answers in the daemon's place."""
        odd = self._chance.choice(ODD)
        size = LARGE if odd is too_early else self._chance.choice((0, 1, 70_000, LARGE))
        with Daemon(odd) as daemon:
            self._count.look(odd.__name__, ClamAV((), (daemon.path,)), bytes(size) + PATTERN, 0.2, "not_checked")

    def killed(self) -> None:
        """The daemon is killed while it reads, looks or answers."""
        with self._meanwhile(self._clamd.kill, 0.03):
            self._count.look("killed", self._clamd.engine, bytes(LARGE // 4) + PATTERN, 5.0, "not_checked")
        self._count.look("killed before", self._clamd.engine, PATTERN, 5.0, "not_checked")
        self._clamd.start()

    def hangs(self) -> None:
        """The daemon stands still from one moment on."""
        with self._meanwhile(lambda: self._clamd.signal(signal.SIGSTOP), 0.02):
            self._count.look("hangs", self._clamd.engine, bytes(LARGE // 4) + PATTERN, 0.2, "not_checked")
        self._clamd.signal(signal.SIGCONT)

    def limits(self) -> None:
        """What would be found lies beyond what the daemon looks at."""
        size = self._chance.randrange(LARGEST * MEBIBYTE, 2 * STREAM * MEBIBYTE)
        self._count.look("limits", self._clamd.engine, bytes(size) + PATTERN, 10.0, "not_fully_scanned")

    def absent(self) -> None:
        """There is no daemon."""
        self._count.look("absent", ClamAV((), (self._rules / "none.sock",)), PATTERN, 5.0, "absent")

    def _user(self, text: bytes) -> Yara:
        (self._rules / "user.yar").write_bytes(text)
        return Yara((OWN,), self._rules)

    @contextmanager
    def _meanwhile(self, act: Callable[[], None], most: float) -> Iterator[None]:
        timer = threading.Timer(self._chance.random() * most, act)
        timer.start()
        yield
        timer.join()


TURNS = (Stand.bomb, Stand.bad_rules, Stand.lie, Stand.killed, Stand.hangs, Stand.limits, Stand.absent)


def sweep(n: int, seed: int) -> Found:
    """So many faults, one kind after the other."""
    assert all(map(tool, TOOLS)), "clamd or sigtool is not installed"
    count = Count()
    options = {"AlertExceedsMax": "yes", "StreamMaxLength": f"{STREAM}M", "MaxFileSize": f"{LARGEST}M"}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clamd = stack.enter_context(running(**options))
        stand = Stand(folder, clamd, random.Random(seed), count)
        for turn in range(n):
            TURNS[turn % len(TURNS)](stand)
    return count.found
