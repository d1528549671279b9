"""Has files inspected by a process of its own, which is ended when it takes too long, too much, or breaks."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeAlias

import msgspec
import psutil

import core
from core.inspectors import WORD
from core.inspectors.finding import Inspection
from core.inspectors.pipe import LATE_SECONDS, LONGEST_LINE, READY, Asked, InspectionAnswer, failed

GoOn: TypeAlias = Callable[[], bool]

# For reading 8 GiB and looking through them.
SECONDS = 120.0
# For loading every engine from a slow disk.
START_SECONDS = 60.0
LOOK_SECONDS = 0.05
TURN_BYTES = 16
# The system's own limit is lower; where it has none, this is the only one.
MOST_MEMORY = 1536 * 1024**2
# All that starting a program may need of the user's environment.
KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")

STOPPED = "the check was stopped"
UNEXPECTED = "the inspection ended unexpectedly"
TOO_LONG = "the inspection took longer than {:.0f} s and was ended"
TOO_MUCH = "the inspection took too much memory and was ended"
NO_START = "the inspection could not be started"


class _Ended(Exception):
    """No answer will come; its text says why."""


def always() -> bool:
    """Nobody wants it to end."""
    return True


class Worker:
    """Inspects one file at a time; whoever asks waits. Its process begins when first asked, and ends with this one."""

    def __init__(self, rules_folder: str = "", program: Sequence[str] = (), seconds: float = SECONDS) -> None:
        """`rules_folder` holds the user's own rules, "" if there is none; `program`: another than Vitrine's own;
        `seconds`: how long each file may take."""
        self._command = [*(program or command()), rules_folder]
        self._seconds = seconds
        self._process: _Process | None = None
        self._alone = threading.Lock()

    def start(self) -> None:
        """Begin to load the engines; returns at once."""
        # Whoever holds it is starting or inspecting already.
        if self._alone.acquire(blocking=False):
            try:
                self._running()
            except (OSError, ValueError):
                # The first file will tell.
                pass
            finally:
                self._alone.release()

    def inspect(self, path: Path, go_on: GoOn = always) -> Inspection:
        """All that can be learnt of the file. `go_on` is asked all the time; False ends it. Never raises."""
        with self._alone:
            try:
                # Drawn, for a process that a hostile file has got hold of could count.
                asked = Asked(secrets.token_hex(TURN_BYTES), os.fsencode(path.absolute()), self._seconds)
                return self._running().inspect(asked, go_on)
            except (OSError, ValueError):
                why = NO_START
            except _Ended as ended:
                why = str(ended)
            self._end()
            return failed(why)

    def close(self) -> None:
        """End the process, as soon as nobody waits for it."""
        with self._alone:
            self._end()

    def _running(self) -> _Process:
        if self._process is None or not self._process.lives:
            self._process = _Process(self._command)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None


class _Process:
    """One life of the process."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Where our own packages are, whatever folder the user stands in.
            cwd=Path(core.__file__).parents[1],
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            # Ctrl-C in a terminal is for the program that asked.
            start_new_session=True,
            creationflags=_flags(),
        )
        self._ready = self._ended = False
        # One line may be said for each that is waited for, so no more than that is ever kept.
        self._awaited = threading.Semaphore(1)
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return not self._ended

    def inspect(self, asked: Asked, go_on: GoOn) -> Inspection:
        """Have it inspect one file. Raises _Ended."""
        if not self._ready and self._next(START_SECONDS, NO_START, go_on) != READY:
            raise _Ended(NO_START)
        self._ready = True
        self._awaited.release()
        self._say(msgspec.json.encode(asked) + b"\n")
        line = self._next(asked.seconds + LATE_SECONDS, TOO_LONG.format(asked.seconds), go_on)
        try:
            answer = msgspec.json.decode(line, type=InspectionAnswer)
        except msgspec.DecodeError as error:
            # Cut off; or a hostile file has got hold of the process.
            raise _Ended(UNEXPECTED) from error
        if answer.turn != asked.turn:
            # Said before it was asked.
            raise _Ended(UNEXPECTED)
        return answer.inspection

    def kill(self) -> None:
        """End it now."""
        with suppress(OSError):
            self._process.kill()

    def _say(self, line: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except OSError as error:
            raise _Ended(UNEXPECTED) from error

    def _next(self, seconds: float, too_long: str, go_on: GoOn) -> bytes:
        """The next line, or what there is of it when the process ends. Raises _Ended."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self._lines.get(timeout=LOOK_SECONDS)
            except Empty:
                if not go_on():
                    raise _Ended(STOPPED) from None
                if time.monotonic() > end:
                    raise _Ended(too_long) from None
                if _memory(self._process.pid) > MOST_MEMORY:
                    raise _Ended(TOO_MUCH) from None

    def _read(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            while (line := stdout.readline(LONGEST_LINE)) and self._awaited.acquire(blocking=False):
                self._lines.put(line)
        # Whatever is said unasked is said by somebody else.
        self.kill()
        self._ended = True
        self._lines.put(b"")
        # One that the system cannot end (a network drive that is gone) keeps only this thread.
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()


def command() -> list[str]:
    """What starts the process; a folder of rules is its last word."""
    if getattr(sys, "frozen", False):
        # The viewer is a program without a console, and stands beside the other.
        program = Path(sys.executable)
        return [str(program.with_name(f"vitrinectl{program.suffix}")), WORD]
    return [sys.executable, "-B", "-m", "core", WORD]


def _flags() -> int:
    if sys.platform == "win32":
        # No window of a console may flash up.
        return subprocess.CREATE_NO_WINDOW
    return 0


def _memory(pid: int) -> int:
    """Bytes of its own: pages of a mapped file are nobody's."""
    try:
        found = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0
    if sys.platform == "win32":
        return int(found.private)
    return int(found.rss - getattr(found, "shared", 0))
