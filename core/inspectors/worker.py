"""Has files inspected by a process of its own, which is ended when it takes too long, too much, or breaks."""

from __future__ import annotations

import os
import pkgutil
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeAlias

import msgspec
import psutil

import core
from core.errors import Code, Refused
from core.inspectors import WORD
from core.inspectors.finding import (
    LATE_SECONDS,
    LONGEST_LINE,
    READY,
    Asked,
    Inspection,
    InspectionAnswer,
    TracedError,
    failed,
)
from core.log import MOST_PLACES, Log
from core.wording.errors import sentence

GoOn: TypeAlias = Callable[[], bool]

# For reading 8 GiB and looking through them.
SECONDS = 120.0
# For loading every engine from a slow disk.
START_SECONDS = 60.0
LOOK_SECONDS = 0.05
TURN_BYTES = 16
# The system's own limit is lower; where it has none, this is the only one.
MOST_MEMORY = 1536 * 1024**2
# Of one inspection the log is told no more, for a hostile file may have got hold of the process.
MOST_FAULTS = 8
# Stands in the log for a type or a place that the program does not know.
UNKNOWN = "unknown"
_LINE = re.compile(r"\d{1,5}", re.ASCII)
# All that starting a program, and saying why it came to nothing, may need of the user's environment.
KEPT = ("VITRINE_LANGUAGE", "PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")


class _Ended(Refused):
    """No answer will come; the code says why."""


def always() -> bool:
    """Go on: the answer where nobody can stop an inspection."""
    return True


class Worker:
    """Inspects one file at a time; whoever asks waits. Its process begins when first asked, and ends with this one."""

    def __init__(
        self, rules_folder: str = "", program: Sequence[str] = (), seconds: float = SECONDS, log: Log | None = None
    ) -> None:
        """`rules_folder` holds the user's own rules, "" if there is none; `program`: another than Vitrine's own;
        `seconds`: how long each file may take; `log` is told of what broke, for the process may write no file."""
        self._command = [*(program or command()), rules_folder]
        self._seconds, self._log = seconds, log
        self._process: _Process | None = None
        self._alone = threading.Lock()

    def start(self) -> None:
        """Begin to load the engines; returns at once."""
        # Whoever holds it is starting or inspecting already.
        if self._alone.acquire(blocking=False):
            try:
                # What goes wrong the first file will tell.
                with suppress(OSError, ValueError):
                    self._running()
            finally:
                self._alone.release()

    def inspect(self, path: Path, go_on: GoOn = always) -> Inspection:
        """All that can be learnt of the file. `go_on` is asked all the time; False ends it. Never raises."""
        with self._alone:
            try:
                # Drawn, for a process that a hostile file has got hold of could count.
                asked = Asked(secrets.token_hex(TURN_BYTES), os.fsencode(path.absolute()), self._seconds)
                answer = self._running().inspect(asked, go_on)
            except (OSError, ValueError):
                return self._fail(_Ended(Code.INSPECTION_NO_START))
            except _Ended as error:
                return self._fail(error)
            if self._log:
                # Where one line cannot be written, nobody waits for the next.
                all(self._log.event("unexpected", **_known(fault)) for fault in answer.faults[:MOST_FAULTS])
            return answer.inspection

    def _fail(self, error: _Ended) -> Inspection:
        self._end()
        if self._log and error.code is not Code.INSPECTION_STOPPED:
            self._log.event("inspection", ended=error.code)
        return failed(sentence(error))

    def close(self) -> None:
        """End the process, as soon as nobody waits for it."""
        with self._alone:
            self._end()

    def _running(self) -> _Process:
        if self._process is None or self._process.ended:
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
            # No window of a console may flash up on Windows.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._ready = self.ended = False
        # One line may be said for each that is waited for, so no more than that is ever kept.
        self._awaited = threading.Semaphore(1)
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def inspect(self, asked: Asked, go_on: GoOn) -> InspectionAnswer:
        """Have the process inspect one file, and return its answer. Raises _Ended."""
        if not self._ready and self._next(START_SECONDS, _Ended(Code.INSPECTION_NO_START), go_on) != READY:
            raise _Ended(Code.INSPECTION_NO_START)
        self._ready = True
        self._awaited.release()
        late = _Ended(Code.INSPECTION_TOO_LONG, seconds=asked.seconds)
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(asked) + b"\n")
            self._process.stdin.flush()
            line = self._next(asked.seconds + LATE_SECONDS, late, go_on)
            answer = msgspec.json.decode(line, type=InspectionAnswer)
        except (OSError, msgspec.DecodeError) as error:
            # It has ended; or a hostile file has got hold of the process.
            raise _Ended(Code.INSPECTION_UNEXPECTED) from error
        if answer.turn != asked.turn:
            # Said before it was asked.
            raise _Ended(Code.INSPECTION_UNEXPECTED)
        return answer

    def kill(self) -> None:
        """End the process now."""
        with suppress(OSError):
            self._process.kill()

    def _next(self, seconds: float, late: _Ended, go_on: GoOn) -> bytes:
        """The next line, or what there is of it when the process ends. Raises _Ended."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self._lines.get(timeout=LOOK_SECONDS)
            except Empty:
                if not go_on():
                    raise _Ended(Code.INSPECTION_STOPPED) from None
                if time.monotonic() > end:
                    raise late from None
                if _memory(self._process.pid) > MOST_MEMORY:
                    raise _Ended(Code.INSPECTION_TOO_MUCH) from None

    def _read(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            while (line := stdout.readline(LONGEST_LINE)) and self._awaited.acquire(blocking=False):
                self._lines.put(line)
        # Whatever is said unasked is said by somebody else.
        self.kill()
        self.ended = True
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


def _known(fault: TracedError) -> dict[str, str]:
    """What of it the log may have: names that are known here, for those of a process taken over may be what it read."""
    module, _, kind = fault.type.rpartition(".")
    # Looked up among what is loaded: to import what is named would be to obey it.
    found = getattr(sys.modules.get(module), "__dict__", {}).get(kind)
    is_error = isinstance(found, type) and issubclass(found, BaseException)
    places = fault.at.split(",")[-MOST_PLACES:]
    return {
        "type": fault.type if is_error else UNKNOWN,
        "at": ",".join(place if _is_place(place) else UNKNOWN for place in places),
    }


def _is_place(text: str) -> bool:
    """Whether it is `module:line` of a module of the program."""
    module, _, line = text.rpartition(":")
    return module in _modules() and _LINE.fullmatch(line) is not None


@cache
def _modules() -> frozenset[str]:
    """The program's own modules by name; none is imported to find them."""
    return frozenset(_below(list(core.__path__), "core."))


def _below(folders: Sequence[str], prefix: str) -> Iterator[str]:
    for found in pkgutil.iter_modules(folders, prefix):
        yield found.name
        if found.ispkg:
            yield from _below([f"{folder}/{found.name.removeprefix(prefix)}" for folder in folders], f"{found.name}.")


def _memory(pid: int) -> int:
    """Bytes of its own: pages of a mapped file are nobody's."""
    try:
        found = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0
    if sys.platform == "win32":
        return int(found.private)
    return int(found.rss - getattr(found, "shared", 0))
