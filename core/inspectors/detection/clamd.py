"""ClamAV's daemon: found by its own configuration, asked over its socket, and never told a file's name."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from core.errors import Refused
from core.files import read_text
from core.inspectors.detection.contract import NoAnswer, left
from core.wording import files as wording

# Where Debian, Fedora, others, FreeBSD, Homebrew and the installer for Windows put it.
CONFIGURATIONS = (
    Path("/etc/clamav/clamd.conf"),
    Path("/etc/clamd.d/scan.conf"),
    Path("/etc/clamd.conf"),
    Path("/usr/local/etc/clamav/clamd.conf"),
    Path("/usr/local/etc/clamd.conf"),
    Path("/opt/homebrew/etc/clamav/clamd.conf"),
    Path(r"C:\Program Files\ClamAV\clamd.conf"),
)
SOCKETS = (
    Path("/run/clamav/clamd.ctl"),
    Path("/run/clamav/clamd.sock"),
    Path("/run/clamd.scan/clamd.sock"),
    Path("/var/run/clamav/clamd.ctl"),
    Path("/var/run/clamav/clamd.sock"),
    Path("/var/run/clamd.scan/clamd.sock"),
    Path("/usr/local/var/run/clamav/clamd.sock"),
    Path("/tmp/clamd.socket"),
    Path("/tmp/clamd.sock"),
)
# Accounts below are the system's own; people's begin here.
FIRST_PERSON = 500 if sys.platform == "darwin" else 1000
# ClamAV's own limit where its configuration names none; older versions had this, newer have four times as much.
FILE_LIMIT = 25 * 1024**2
DATABASES = Path("/var/lib/clamav")
PIECE = 256 * 1024
# A name and a few words; more is no answer of ClamAV's.
LONGEST_ANSWER = 1024
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}

Address = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Daemon:
    """Where it listens, and what its configuration says. `most`: bytes of the largest file it looks at."""

    address: Address
    databases: Path = DATABASES
    most: int = FILE_LIMIT
    tells_limits: bool = False

    def version(self, until: float) -> str:
        """Return its version, with number and date of ClamAV's own databases where it has them. Raises NoAnswer."""
        with self._line(until) as line:
            line.send(b"zVERSION\0")
            return line.answer()

    def scan(self, file: BinaryIO, until: float) -> str:
        """Return its verdict on a file's bytes, word for word. Raises NoAnswer, TimeoutError."""
        whole = False
        file.seek(0)
        with self._line(until) as line:
            # It may have had enough, and have said so, before it has everything.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.send(b"zINSTREAM\0")
                while piece := file.read(PIECE):
                    line.send(len(piece).to_bytes(4, "big") + piece)
                whole = not line.has_answer()
                line.send(bytes(4))
            verdict = line.answer()
        if not whole and not verdict.endswith(" ERROR"):
            raise NoAnswer(wording.DAEMON_GARBLED)
        return verdict

    @contextmanager
    def _line(self, until: float) -> Iterator[ClamdLine]:
        try:
            with ClamdLine(self.address, until) as line:
                yield line
        except (FileNotFoundError, ConnectionRefusedError) as error:
            # One that ends as it should takes its socket with it.
            if isinstance(error, ConnectionRefusedError) and isinstance(self.address, str):
                raise NoAnswer(wording.DAEMON_BROKE_OFF) from error
            raise NoAnswer(wording.DAEMON_ENDED, "absent") from error
        except (ConnectionError, BlockingIOError) as error:
            raise NoAnswer(wording.DAEMON_HUNG_UP) from error


class ClamdLine:
    """One connection: one command, one answer, one deadline for all of it."""

    def __init__(self, address: Address, until: float) -> None:
        self._until = until
        self._socket = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
        try:
            self._wait().connect(address)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> ClamdLine:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises OSError, TimeoutError."""
        self._wait().sendall(data)

    def has_answer(self) -> bool:
        """Whether an answer, or a part of one, came already."""
        self._socket.settimeout(0)
        try:
            return bool(self._socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False

    def answer(self) -> str:
        """Return the answer, up to the NUL that ends it. Raises ConnectionError where none does."""
        found = bytearray()
        while not found.endswith(b"\0"):
            if len(found) >= LONGEST_ANSWER:
                raise NoAnswer(wording.DAEMON_GARBLED)
            piece = self._wait().recv(LONGEST_ANSWER)
            if not piece:
                raise ConnectionError
            found += piece
        return found[:-1].decode("utf-8", "backslashreplace").strip()

    def _wait(self) -> socket.socket:
        self._socket.settimeout(left(self._until))
        return self._socket


def find(configurations: Iterable[Path] = CONFIGURATIONS, sockets: Iterable[Path] = SOCKETS) -> Daemon:
    """Find the daemon of this computer, by its configuration or else its socket. Raises NoAnswer."""
    for path in configurations:
        if (found := _configured(path)) is not None:
            return found
    for path in sockets:
        if hasattr(socket, "AF_UNIX") and path.is_socket():
            return Daemon(_trusted(path))
    raise NoAnswer(wording.NO_DAEMON, "absent")


def _configured(path: Path) -> Daemon | None:
    try:
        told = _options(read_text(path))
    except Refused:
        return None
    if (address := _address(told)) is None:
        return None
    most = _bytes(told.get("maxfilesize", ""))
    tells_limits = told.get("alertexceedsmax", "").lower() in ("yes", "true", "1")
    return Daemon(address, Path(told.get("databasedirectory", DATABASES)), most, tells_limits)


def _options(text: str) -> dict[str, str]:
    """The configuration's lines by key, in small letters."""
    pairs = (line.split(None, 1) for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {pair[0].lower(): pair[1].strip().strip('"') for pair in pairs if len(pair) > 1}


def _address(told: dict[str, str]) -> Address | None:
    place = told.get("localsocket")
    if place and hasattr(socket, "AF_UNIX") and Path(place).is_socket():
        return _trusted(Path(place))
    port, host = told.get("tcpsocket", ""), told.get("tcpaddr", "127.0.0.1")
    if port.isascii() and port.isdigit() and 0 < int(port) < 2**16 and _is_here(host):
        return "127.0.0.1", int(port)
    return None


def _is_here(host: str) -> bool:
    """Whether who listens there can be reached without leaving this computer; no name is looked up."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


def _trusted(path: Path) -> str:
    """The path, if the system or this user listens there: anybody can put a socket into /tmp, and be shown files."""
    owner = path.stat().st_uid
    if owner >= FIRST_PERSON and owner != os.getuid():
        raise NoAnswer(wording.SOCKET_OF_OTHER)
    return str(path)


def _bytes(text: str) -> int:
    found = re.fullmatch(r"(\d{1,12})([KMG]?)", text.upper(), re.ASCII)
    if found is None:
        return FILE_LIMIT
    # Nought means that there is no limit.
    return int(found[1]) * _UNITS[found[2]] or sys.maxsize
