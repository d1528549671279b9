"""A process beside the one that checks the record: they share the pieces of one state of the file."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

import core
from core.errors import Refused
from core.record import WORD, events
from core.record.store import Store
from core.record.verification.checks import Piece, PieceChecks
from core.record.verification.walk import Found

_AGAIN = b"again\n"
# All that starting a program needs of the user's environment.
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")


class VerifyProcess:
    """The process, as the one that asks sees it. Whatever it cannot do is left to that one."""

    def __init__(self, folder: Path, *, signatures: bool) -> None:
        """Begin it, for the state file in this folder. Raises OSError."""
        self.ended = False
        self._thread: threading.Thread | None = None
        self._found: SimpleQueue[Found | None] = SimpleQueue()
        self._process = subprocess.Popen(
            [*_command(), str(folder.absolute()), "signatures" if signatures else ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Where our own packages are, whatever folder the user stands in.
            cwd=Path(core.__file__).parents[1],
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            # Ctrl-C in a terminal is for the program that asked.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def looks_at(self, head: str) -> bool:
        """Whether it looks at the state of the file that has this head; else it looks again. True once it has ended."""
        return self._line().decode() == head or not self._say(_AGAIN)

    def share(self, pieces: deque[Piece]) -> None:
        """Have it check one piece after the other, as long as there are any."""
        self._thread = threading.Thread(target=self._work_off, args=(pieces, pieces.popleft()), daemon=True)
        self._thread.start()

    def found(self, seconds: float) -> Iterator[Found]:
        """What it has found; waits for so long if there is nothing yet."""
        with suppress(Empty):
            while not self.ended:
                found = self._found.get(timeout=seconds) if seconds else self._found.get_nowait()
                seconds = 0
                if found is None:
                    self.ended = True
                else:
                    yield found

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        if self._thread is not None:
            self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            # What was said last and not read.
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _work_off(self, pieces: deque[Piece], piece: Piece) -> None:
        with suppress(IndexError):
            while self._say(msgspec.json.encode(piece) + b"\n"):
                try:
                    found = msgspec.json.decode(self._line(), type=Found)
                except msgspec.DecodeError:
                    break
                self._found.put(found)
                piece = pieces.popleft()
            # It has ended.
            pieces.append(piece)
        self._found.put(None)

    def _say(self, line: bytes) -> bool:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        # The viewer is a program without a console, and stands beside the other.
        program = Path(sys.executable)
        return [str(program.with_name(f"vitrinectl{program.suffix}")), WORD]
    return [sys.executable, "-B", "-m", "core.record.verification.process"]


def serve(folder: str, signatures: str = "") -> int:
    """Say which head is looked at, and check the pieces that come on stdin, line by line, until it ends."""
    store, out = Store(Path(folder)), sys.stdout.buffer
    with suppress(OSError, Refused):
        while True:
            with store.reading() as connection:
                checks = PieceChecks(connection, signatures=bool(signatures))
                out.write(f"{events.head(connection)}\n".encode())
                out.flush()
                for line in iter(sys.stdin.buffer.readline, _AGAIN):
                    if not line:
                        return 0
                    out.write(msgspec.json.encode(checks.check(msgspec.json.decode(line, type=Piece))) + b"\n")
                    out.flush()
    return 1


if __name__ == "__main__":
    sys.exit(serve(*sys.argv[1:]))
