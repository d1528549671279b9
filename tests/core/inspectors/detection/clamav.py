"""A real clamd of the tests' own: its own databases, its own socket, run as whoever runs the tests."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.inspectors.detection.clamav import ClamAV

TOOLS = ("clamd", "sigtool")
READY = "Self checking"
PATTERN, LOGICAL, DAILY = b"vitrine-pattern-marker", b"vitrine-logical-marker", b"vitrine-daily-marker"
# What the number of ClamAV's own databases would be, and their day.
NUMBER = 27123


def tool(name: str) -> str | None:
    """Where it is; clamd lies where only administrators look."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")


def eicar() -> bytes:
    """The test file that every engine knows, put together here: this file is not one."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE!$H+H*"


def databases(folder: Path) -> None:
    """A list of each common kind, and a container with a number and a date, as sigtool builds it."""
    (folder / "own.ndb").write_bytes(b"Vitrine.Test.Pattern:0:*:" + PATTERN.hex().encode() + b"\n")
    known = f"{hashlib.md5(eicar()).hexdigest()}:{len(eicar())}:Eicar-Test-Signature\n"
    (folder / "own.hdb").write_text(known, encoding="ascii")
    logical = f"Win.Trojan.Vitrine-1;Engine:51-255,Target:0;0;{LOGICAL.hex()}\n"
    (folder / "own.ldb").write_text(logical, encoding="ascii")
    with tempfile.TemporaryDirectory() as place:
        inside = Path(place)
        (inside / "COPYING").write_text("For tests.\n", encoding="ascii")
        (inside / "daily.ndb").write_bytes(b"Vitrine.Daily.Pattern:0:*:" + DAILY.hex().encode() + b"\n")
        build = ["--build=daily.cud", "--unsigned", "--no-cdiff", f"--cvd-version={NUMBER}", f"--datadir={inside}"]
        subprocess.run(
            [str(tool("sigtool")), *build], cwd=inside, env={**os.environ, "SIGNDUSER": "vitrine"}, check=True,
            stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip
        shutil.copy(inside / "daily.cud", folder)


class Clamd:
    """The daemon. `options`: lines of its configuration beside those that it needs."""

    def __init__(self, folder: Path, **options: str) -> None:
        self.databases = folder / "databases"
        self.socket = folder / "clamd.sock"
        self.configuration = folder / "clamd.conf"
        told = {"LocalSocket": self.socket, "DatabaseDirectory": self.databases, "Foreground": "yes", **options}
        text = "".join(f"{key} {value}\n" for key, value in told.items() if value)
        self.configuration.write_text(f"# A comment\n\n{text}", encoding="utf-8")
        if not self.databases.exists():
            self.databases.mkdir()
            databases(self.databases)

    @property
    def engine(self) -> ClamAV:
        """An engine that knows of this daemon alone."""
        return ClamAV((self.configuration,), ())

    def start(self) -> None:
        """Returns when it answers."""
        self._process = subprocess.Popen(
            [str(tool("clamd")), "-c", str(self.configuration)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,))
        self._reader.start()
        assert self._ready.wait(60), "clamd did not start"
        assert self._process.poll() is None, self.said
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(60)
            connection.connect(str(self.socket))
            connection.sendall(b"zPING\0")
            assert connection.recv(5) == b"PONG\0"

    def _read(self, lines: Any) -> None:
        """To the end, or it would wait for a reader."""
        self.said = ""
        with lines:
            for line in lines:
                self.said = (self.said + line)[-4000:]
                if READY in line:
                    self._ready.set()
        self._ready.set()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """As nothing could be caught; its socket stays behind."""
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def stop(self) -> None:
        """As a system stops it."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
        self._process.wait()
        self._reader.join()


@contextmanager
def running(**options: str) -> Iterator[Clamd]:
    """A daemon, in a folder whose name is short enough for a socket's."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        daemon = Clamd(Path(folder), **options)
        daemon.start()
        try:
            yield daemon
        finally:
            daemon.stop()
