"""Something that listens where ClamAV's daemon would, and answers as it never does."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

FILE = b"zINSTREAM\0"
VERSION = b"ClamAV 1.4.6/27123/Wed Nov 25 20:54:42 2026\0"
# Long after every deadline of a test, should nobody end it before.
PATIENCE = 30.0


class Line:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        self._connection, self._reader = connection, connection.makefile("rb")
        self.send = connection.sendall

    def read(self, length: int) -> bytes:
        """So many bytes, or as many as come."""
        return self._reader.read(length)

    def close(self) -> None:
        """Whatever was not read is lost."""
        self._reader.close()
        self._connection.close()


Answers: TypeAlias = Callable[["Daemon", Line], None]


class Daemon:
    """Tells its version as ClamAV does; to a file it `answers`. `received`: all that came, commands too."""

    def __init__(self, answers: Answers, version: bytes = VERSION) -> None:
        self._answers, self._version = answers, version
        self.received = bytearray()
        self.ended = threading.Event()

    def __enter__(self) -> Daemon:
        self._folder = tempfile.TemporaryDirectory(prefix="daemon-")
        self.path = Path(self._folder.name) / "clamd.sock"
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self.path))
        self._socket.listen()
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.ended.set()
        # Closing alone would not wake whoever waits for a connection.
        self._socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._socket.close()
        self._folder.cleanup()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line = Line(self._socket.accept()[0])
                self._threads.append(threading.Thread(target=self._one, args=(line,)))
                self._threads[-1].start()

    def _one(self, line: Line) -> None:
        with closing(line), suppress(OSError):
            command = b""
            while not command.endswith(b"\0"):
                command += line.read(1) or b"\0"
            if command == FILE:
                self.received += command
                self._answers(self, line)
            else:
                line.send(self._version)

    def read_all(self, line: Line) -> None:
        """The file, to the piece of no length that ends it."""
        while length := int.from_bytes(line.read(4), "big"):
            self.received += line.read(length)


def ok(daemon: Daemon, line: Line) -> None:
    """As ClamAV does."""
    daemon.read_all(line)
    line.send(b"stream: OK\0")


def too_early(daemon: Daemon, line: Line) -> None:
    """All is well, it says, before it has seen the file."""
    line.send(b"stream: OK\0")
    daemon.read_all(line)


def cut(daemon: Daemon, line: Line) -> None:
    """It ends in the middle of its answer."""
    daemon.read_all(line)
    line.send(b"stream: OK")


def silent(daemon: Daemon, line: Line) -> None:
    """It takes everything, and says nothing."""
    daemon.read_all(line)
    daemon.ended.wait(PATIENCE)


def deaf(daemon: Daemon, _: Line) -> None:
    """It takes nothing."""
    daemon.ended.wait(PATIENCE)


def gone(_: Daemon, line: Line) -> None:
    """It ends at once, with what came unread."""
    line.close()


def endless(daemon: Daemon, line: Line) -> None:
    """It never comes to the end of its answer."""
    daemon.read_all(line)
    while not daemon.ended.is_set():
        line.send(b"stream: OK " * 100)


def drip(daemon: Daemon, line: Line) -> None:
    """One letter now and then."""
    daemon.read_all(line)
    for letter in b"stream: OK" * 1000:
        line.send(bytes([letter]))
        if daemon.ended.wait(0.05):
            return


def foreign(daemon: Daemon, line: Line) -> None:
    """Another protocol's words."""
    daemon.read_all(line)
    line.send(b"HTTP/1.1 200 OK\r\n\r\nstream: OK\0")


ODD = (too_early, cut, silent, deaf, gone, endless, drip, foreign)
