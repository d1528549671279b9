"""ClamAV, through the daemon that runs on this computer."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from core.inspectors.detection import clamav_records
from core.inspectors.detection.clamav_records import Record
from core.inspectors.detection.clamd import CONFIGURATIONS, SOCKETS, Daemon, find
from core.inspectors.detection.contract import Detector, answer, stamp_of, told
from core.inspectors.finding import Detection, EngineName, EngineState, Scan
from core.wording import files as wording

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
        kind = record.kind if record else clamav_records.kind_of(number)
        date = record.date if record else ""
        return Detection("clamav", told(name), told(number), kind, date or database, "database")


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
        return stamp_of(time.mktime((year, _MONTHS.index(found[2]) + 1, day, hour, minute, second, 0, 0, -1)))
    return ""
