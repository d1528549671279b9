"""Processes that begin in a moment: forked from one that has loaded the program, and has no threads."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Any


class Forks:
    """Runs `act` in one process after the other, each new. Make it before any thread is started."""

    def __init__(self, act: Callable[..., Any]) -> None:
        self._here, there = socket.socketpair()
        self._nursery = os.fork()
        if not self._nursery:
            self._here.close()
            _tend(act, there)
        there.close()
        self._lines = self._here.makefile("rb")
        self.pid = 0

    def __enter__(self) -> Forks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.pid:
            self.end(0)
        self._lines.close()
        self._here.close()
        os.waitpid(self._nursery, 0)

    def start(self, *arguments: Any) -> int:
        """Begin one with these arguments; the number of its process, which is its own until `end`."""
        self._here.sendall(json.dumps(arguments).encode() + b"\n")
        self.pid = int(self._lines.readline())
        return self.pid

    def kill(self) -> None:
        """SIGKILL, from whatever thread."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self, seconds: float) -> tuple[bool, Any]:
        """Wait so long, then kill it: whether it was killed, by whomever, and else what it returned."""
        if not select.select([self._here], [], [], seconds)[0]:
            self.kill()
        killed, returned = json.loads(self._lines.readline())
        # Only now may the system give the number to another process.
        self._here.sendall(b"\n")
        self.pid = 0
        return killed, returned


def _tend(act: Callable[..., Any], there: socket.socket) -> None:
    """The nursery: fork one, tell its number, tell its end, reap it."""
    with there.makefile("rb") as orders:
        for order in orders:
            reading, writing = os.pipe()
            pid = os.fork()
            if not pid:
                _live(act, json.loads(order), writing)
            os.close(writing)
            there.sendall(b"%d\n" % pid)
            with os.fdopen(reading, "rb") as pipe:
                returned = pipe.read()
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            killed = ended is not None and ended.si_code == os.CLD_KILLED
            there.sendall(json.dumps([killed, json.loads(returned or b"null")]).encode() + b"\n")
            orders.readline()
            os.waitpid(pid, 0)
    os._exit(0)


def _live(act: Callable[..., Any], arguments: list[Any], writing: int) -> None:
    code = 1
    try:
        returned = json.dumps(act(*arguments)).encode()
        os.write(writing, returned)
        code = 0
    finally:
        os._exit(code)
