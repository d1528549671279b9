"""ClamAV's daemon: found by its own configuration, asked over its socket, and never told a file's name."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO

from core.errors import Refused
from core.files import read_text
from core.inspectors.detection import clamav_records
from core.inspectors.detection.clamav_records import Record
from core.inspectors.detection.contract import Detector, NoAnswer, answer, left, stamp, told
from core.inspectors.finding import Detection, EngineName, EngineState, Scan
from core.wording import files as wording

# Where Debian, Fedora, others, FreeBSD, Homebrew and the installer for Windows put it.
CONFIGURATIONS = (
    *map(Path, ("/etc/clamav/clamd.conf", "/etc/clamd.d/scan.conf", "/etc/clamd.conf")),
    *map(
        Path, ("/usr/local/etc/clamav/clamd.conf", "/usr/local/etc/clamd.conf", "/opt/homebrew/etc/clamav/clamd.conf")
    ),
    Path(r"C:\Program Files\ClamAV\clamd.conf"),
)
_RUNNING = ("clamav/clamd.ctl", "clamav/clamd.sock", "clamd.scan/clamd.sock")
SOCKETS = (
    *(Path(folder, name) for folder in ("/run", "/var/run") for name in _RUNNING),
    *map(Path, ("/usr/local/var/run/clamav/clamd.sock", "/tmp/clamd.socket", "/tmp/clamd.sock")),
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
_FOUND = re.compile(r"stream: (\S.*) FOUND")
# With ExtendedDetectionInfo, the hash and the length of what it matched follow the name.
_EXTENDED = re.compile(r"\([0-9a-f]{32,128}:\d+\)$")
_LIMIT = re.compile(r"stream: Heuristics\.Limits\.Exceeded\b\.?(.*) FOUND")
_CLEAN = re.compile(r"stream: OK")
_TOO_LARGE = "INSTREAM size limit exceeded. ERROR"
# How the daemon marks records that are not from ClamAV's own databases; the databases do not.
_UNOFFICIAL = ".UNOFFICIAL"
_VERSION = re.compile(r"ClamAV [^/]+/(\d+)/\w{3} (\w{3}) +(\d+) (\d\d):(\d\d):(\d\d) (\d{4})", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Address = str | tuple[str, int]


class ClamAV(Detector):
    """Gives the daemon the bytes, never the name or the place of the file."""

    name: EngineName = "clamav"

    def __init__(self, configurations: Sequence[Path] = CONFIGURATIONS, sockets: Sequence[Path] = SOCKETS) -> None:
        self._configurations, self._sockets = configurations, sockets
        self._records: dict[tuple[str, str], Record] = {}

    def _scan(self, file: BinaryIO, path: Path, until: float) -> Scan:  # noqa: ARG002 - the daemon is told no name
        daemon = find(self._configurations, self._sockets)
        database = dated(daemon.version(until))
        verdict = daemon.scan(file, until)
        if (found := _FOUND.fullmatch(verdict)) and not _LIMIT.fullmatch(verdict):
            detection = self._detection(daemon, _EXTENDED.sub("", found[1]), database, until)
            return answer("clamav", "checked", "", database, [detection])
        state, why = _state(verdict, daemon, os.fstat(file.fileno()).st_size)
        return answer("clamav", state, why, database)

    def _detection(self, daemon: Daemon, name: str, database: str, until: float) -> Detection:
        number = name.removesuffix(_UNOFFICIAL)
        record = self._records.get((number, database)) or clamav_records.find(daemon.databases, number, until)
        if record:
            self._records[number, database] = record
        found = record or Record(clamav_records.kind_of(number), "")
        return Detection("clamav", told(name), told(number), found.kind, found.date or database, "database")


def _state(verdict: str, daemon: Daemon, size: int) -> tuple[EngineState, str]:
    """What an answer means that names nothing found."""
    if limit := _LIMIT.fullmatch(verdict):
        return "not_fully_scanned", wording.LIMIT_MET.format(limit=limit[1])
    if verdict == _TOO_LARGE:
        return "not_fully_scanned", wording.LARGER_THAN_TAKEN
    if not _CLEAN.fullmatch(verdict):
        return "not_checked", wording.SAYS.format(verdict=verdict)
    if daemon.tells_limits:
        return "checked", ""
    if size > daemon.most:
        return "not_fully_scanned", wording.LARGER_THAN_LOOKED_AT
    # What is packed may unfold to far more than the file, and it would say nothing of what it left out.
    return "not_fully_scanned", wording.LIMITS_SILENT


def dated(version: str) -> str:
    """The date of its databases as the daemon tells it, in the computer's own time; "" if it tells none."""
    found = _VERSION.fullmatch(version)
    if found is None or found[2] not in _MONTHS:
        return ""
    day, hour, minute, second, year = (int(each) for each in found.groups()[2:])
    with suppress(OverflowError, ValueError):
        return stamp(time.mktime((year, _MONTHS.index(found[2]) + 1, day, hour, minute, second, 0, 0, -1)))
    return ""


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
            with socket.socket(socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET) as raw:
                line = ClamdLine(raw, until)
                line.timed.connect(self.address)
                yield line
        except (FileNotFoundError, ConnectionRefusedError) as error:
            # One that ends as it should takes its socket with it.
            if isinstance(error, ConnectionRefusedError) and isinstance(self.address, str):
                raise NoAnswer(wording.DAEMON_BROKE_OFF) from error
            raise NoAnswer(wording.DAEMON_ENDED, "absent") from error
        except (ConnectionError, BlockingIOError) as error:
            raise NoAnswer(wording.DAEMON_HUNG_UP) from error


@dataclass(frozen=True, slots=True)
class ClamdLine:
    """One connection: one command, one answer, one deadline for all of it."""

    raw: socket.socket
    until: float

    @property
    def timed(self) -> socket.socket:
        """The socket, for a call that may take what time is left. Raises TimeoutError where there is none."""
        self.raw.settimeout(left(self.until))
        return self.raw

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises OSError, TimeoutError."""
        self.timed.sendall(data)

    def has_answer(self) -> bool:
        """Whether an answer, or a part of one, came already."""
        self.raw.settimeout(0)
        try:
            return bool(self.raw.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False

    def answer(self) -> str:
        """Return the answer, up to the NUL that ends it. Raises ConnectionError where none does."""
        found = bytearray()
        while not found.endswith(b"\0"):
            if len(found) >= LONGEST_ANSWER:
                raise NoAnswer(wording.DAEMON_GARBLED)
            piece = self.timed.recv(LONGEST_ANSWER)
            if not piece:
                raise ConnectionError
            found += piece
        return found[:-1].decode("utf-8", "backslashreplace").strip()


def find(configurations: Iterable[Path], sockets: Iterable[Path]) -> Daemon:
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
