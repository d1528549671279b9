"""Row 26: files made to break whoever reads them, and names that lead to no file.

The program's side is the real one, up to the engine; its process too, but for those cases in which an inspector must
misbehave. Counted: answers that came late, whatever reached the program beside an answer, and what was not one line.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from core.checking.files import Checked, FileCheck
from core.errors import Code
from core.inspectors import worker
from core.inspectors.finding import LATE_SECONDS
from core.inspectors.regular import LARGEST, MOST_GIBIBYTES
from core.inspectors.worker import Worker
from core.inspectors.worker_process import MOST_MEMORY
from core.wording.errors import MESSAGES
from tests.core.inspectors.wheels import signed_program
from tests.engines import build_real
from tests.faults.hostile_bytes import bombs, many_sections, mutated, signed_by
from tests.faults.hostile_bytes import place as place_of
from tests.faults.row import Found

ODD = [sys.executable, "-m", "tests.fakes.inspector"]
# As root, a process that is to be refused a file must be without root's right to read all.
REFUSED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
LONG = 10_000
LARGE, SMALLER = 4 * 1024**3 - 2**20, 256 * 1024**2
UNEXPECTED = MESSAGES[Code.INSPECTION_UNEXPECTED]
ENDED = (UNEXPECTED, MESSAGES[Code.INSPECTION_TOO_MUCH])
SECONDS, HURRIED = 20.0, 0.2
# For being ended, for a slow machine.
SMALL = 2.0
# Beyond the limit there is what Python had before it was set, and what is lost between two looks.
MOST = MOST_MEMORY * 1.25


@dataclass(slots=True)
class Count:
    """What came of them."""

    files: int = 0
    ended: int = 0
    late: int = 0
    crashed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0
    # Bytes, of a process whose inspectors are honest, and of any.
    honest: int = 0
    peak: int = 0

    @property
    def found(self) -> Found:
        """In words."""
        odd = [*self.crashed, *self.wrong]
        figure = (
            f"{self.files} files: viewer crashes {len(self.crashed)}, hangs {self.late}, longest answer "
            f"{self.longest:.1f} s, peak memory {self.honest // 1024**2} MiB ({self.peak // 1024**2} where one takes "
            f"all it gets), processes ended {self.ended}; otherwise wrong {len(self.wrong)}"
            f"{': ' if odd else ''}{'; '.join(odd[:3])}"
        )
        held = not (self.crashed or self.late or self.wrong) and self.files > 0 and self.peak < MOST
        return Found(self.files, figure, held)


class Stand:
    """Checks one file after the other as the viewer would, and looks at the watch and at the memory of its process."""

    def __init__(self, home: Path, made: Worker, seconds: float, count: Count) -> None:
        self._worker, self._count = made, count
        self._honest = made._command[: len(ODD)] != ODD
        self._check = FileCheck(build_real(home).engine, made)
        self._latest = seconds + LATE_SECONDS + SMALL
        self._looking = threading.Event()
        self._over = False
        self._sampler = threading.Thread(target=self._sample)
        self._sampler.start()

    def close(self) -> None:
        """Look at nothing any more."""
        self._over = True
        self._looking.set()
        self._sampler.join()
        self._check.close()

    def kill(self) -> None:
        """End its process from outside."""
        if self._worker._process is not None:
            self._worker._process.kill()

    def look(self, path: Path, *lines: str) -> Checked | None:
        """Check it; where lines are given, one of them must come."""
        count, begun = self._count, time.monotonic()
        count.files += 1
        self._looking.set()
        try:
            # Whoever is still looking then hangs.
            found = list(self._check.check([path], lambda: time.monotonic() - begun < self._latest + 0.5))
        except Exception as error:  # noqa: BLE001 - this is what must not happen
            count.crashed.append(f"{path.name}: {type(error).__name__} {error}")
            return None
        finally:
            self._looking.clear()
            took = time.monotonic() - begun
            count.longest = max(count.longest, took)
            count.late += took > self._latest
        self._judge(path, found, lines)
        return found[0] if found else None

    def _judge(self, path: Path, found: list[Checked], lines: tuple[str, ...]) -> None:
        whys = [checked.why for checked in found]
        self._count.ended += any(why in ENDED or "was ended" in why for why in whys)
        for why in [*whys, *(engine.why for checked in found for engine in checked.inspection.engines)]:
            if not why.isprintable() or str(path) in why:
                self._count.wrong.append(f"{path.name}: told as {why[:80]!r}")
        if lines and (len(whys) != 1 or whys[0] not in lines):
            self._count.wrong.append(f"{path.name}: {whys}")

    def _record(self, memory: int) -> None:
        self._count.peak = max(self._count.peak, memory)
        if self._honest:
            self._count.honest = max(self._count.honest, memory)

    def _sample(self) -> None:
        while not self._over:
            self._looking.wait()
            process = self._worker._process
            if process is not None:
                with suppress(psutil.Error):
                    found = psutil.Process(process._process.pid).memory_info()
                    self._record(found.rss - found.shared)
            time.sleep(0.005)


def sweep(n: int, seed: int) -> Found:
    """Each name and each bomb once, then so many accidents to a real signed program."""
    chance, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)

        def stand(*program: str, seconds: float = SECONDS) -> Stand:
            made = Stand(folder / "home", Worker(program=program, seconds=seconds), seconds, count)
            return stack.enter_context(closing(made))

        honest, hurried = stand(), stand(seconds=HURRIED)
        no_files(folder, hurried)
        refused(folder, stand(*REFUSED, *worker.command()))
        moving(folder, honest)
        misbehaving(folder, stand(*ODD), stand(*ODD, seconds=HURRIED))
        program = signed_program()
        large(folder, honest, program, LARGE if n >= LONG else SMALLER)
        too_large(folder, hurried)
        for name, blob in bombs().items():
            honest.look(written(folder / name, signed_by(program, blob)))
        for number in range(n):
            honest.look(written(folder / str(number % 8), mutated(program, chance)))
    return count.found


def written(path: Path, data: bytes) -> Path:
    """The file with these bytes."""
    path.write_bytes(data)
    return path


def no_files(folder: Path, stand: Stand) -> None:
    """Names that lead to no file."""
    pipe, loop, nowhere, there = (folder / name for name in ("a pipe", "a loop", "nowhere", "a socket"))
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    nowhere.symlink_to(folder / "nothing")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(there))
    for path in (pipe, there, Path("/dev/zero"), Path("/dev/tty"), Path("/dev/full")):
        stand.look(path, "it is a pipe, a socket or a device, not a file")
    stand.look(loop, "its links lead in a circle")
    for path in (nowhere, folder / "nothing"):
        stand.look(path, "there is no such file")


def refused(folder: Path, stand: Stand) -> None:
    """A file that this user may not read."""
    path = written(folder / "forbidden", b"secret")
    path.chmod(0)
    stand.look(path, "you are not permitted to read it")


def moving(folder: Path, stand: Stand) -> None:
    """Files that are not left alone while they are read."""
    size = 64 * 1024**2

    def grow(path: Path) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    def replace(path: Path) -> None:
        fresh = written(folder / "fresh", b"")
        os.truncate(fresh, size)
        fresh.replace(path)

    def come_and_go(path: Path) -> None:
        path.unlink()
        replace(path)

    def shrink(path: Path) -> None:
        # Never so small that it could be read between two ticks of the clock by which files are dated.
        os.truncate(path, size // 2)
        os.truncate(path, size)

    for change in (grow, replace, come_and_go, shrink):
        path = written(folder / f"one to {change.__name__}", b"")
        os.truncate(path, size)
        with again_and_again(change, path):
            stand.look(path, MESSAGES[Code.CHECKED_CHANGED], "there is no such file", UNEXPECTED)


@contextmanager
def again_and_again(change: Callable[[Path], None], path: Path) -> Iterator[None]:
    """In another thread, as fast as it goes."""
    over = threading.Event()

    def act() -> None:
        while not over.is_set():
            change(path)

    acting = threading.Thread(target=act)
    acting.start()
    yield
    over.set()
    acting.join()


def misbehaving(folder: Path, stand: Stand, hurried: Stand) -> None:
    """An inspector that hangs, takes all memory, breaks; and a process that is killed in the middle."""
    took_much = "it takes more memory than an inspection may have"
    for what, line in (("hog", took_much), ("end", UNEXPECTED), ("crash", UNEXPECTED)):
        stand.look(written(folder / what, what.encode()), line)
    hurried.look(written(folder / "sleep", b"sleep"), MESSAGES[Code.INSPECTION_TOO_LONG].format(seconds=HURRIED))
    stand.look(written(folder / "plain", b"plain"), "")
    with killing(stand):
        stand.look(folder / "sleep", UNEXPECTED)
    stand.look(folder / "plain", "")


@contextmanager
def killing(stand: Stand) -> Iterator[None]:
    """Kill its process a moment after it has begun."""
    timer = threading.Timer(0.3, stand.kill)
    timer.start()
    yield
    timer.join()


def large(folder: Path, stand: Stand, program: bytes, size: int) -> None:
    """Files of mostly empty space, a plain one and a program with its signature behind it; and a program of a hundred
    thousand sections."""
    path = written(folder / "sparse", b"MZ")
    os.truncate(path, size)
    stand.look(path, "", "YARA gave no answer (it did not finish in time)")
    named, at, length = place_of(program)
    far = folder / "signed far away"
    far.write_bytes(program[:named] + struct.pack("<II", size, length) + program[named + 8 : at])
    with far.open("r+b") as file:
        file.seek(size)
        file.write(program[at:])
    stand.look(far)
    path.unlink()
    far.unlink()
    stand.look(written(folder / "sections", many_sections(program)))


def too_large(folder: Path, stand: Stand) -> None:
    """A file that nobody would wait for."""
    path = written(folder / "too large", b"")
    os.truncate(path, LARGEST + 1)
    stand.look(path, f"it is larger than {MOST_GIBIBYTES} GiB")
    path.unlink()
