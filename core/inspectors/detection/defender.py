"""Windows Defender: its own command looks at the file, and its catalogue of threats is read for what that names.

Only the number and the name of a threat are asked for. What Defender keeps beside them of detections (whose they were,
in which program, of which files) is never read.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import BinaryIO

import msgspec

from core.inspectors.detection.contract import LONGEST_TEXT, Detector, NoAnswer, answer, left, stamp, told
from core.inspectors.finding import Detection, EngineName, Scan
from core.inspectors.regular import is_still
from core.wording import files as wording

# An inspecting process is given no more of the user's environment than this; these folders have no other names.
_DRIVE = Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\")
SCANNER = _DRIVE / "Program Files" / "Windows Defender" / "MpCmdRun.exe"
# An updated one lies in a folder named by its version.
UPDATED = _DRIVE / "ProgramData" / "Microsoft" / "Windows Defender" / "Platform"
SHELL = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "WindowsPowerShell" / "v1.0" / "powershell.exe"
# Names come on stdin, so that none can become part of the script; an answer in JSON, a date in no country's form.
SCRIPT = """
$ErrorActionPreference = 'Stop'
$names = @([Console]::In.ReadToEnd().Split([char]10) | ForEach-Object { $_.Trim() } | Where-Object { $_ })
$in = 'root/Microsoft/Windows/Defender'
$is = Get-CimInstance -Namespace $in -ClassName MSFT_MpComputerStatus `
    -Property AntivirusEnabled, AntivirusSignatureLastUpdated
$of = @()
if ($names.Count) {
    $of = @(Get-CimInstance -Namespace $in -ClassName MSFT_MpThreatCatalog -Property ThreatID, ThreatName |
        Where-Object { $names -contains $_.ThreatName } |
        ForEach-Object { @{ id = [string]$_.ThreatID; name = $_.ThreatName } })
}
$on = $is.AntivirusSignatureLastUpdated.ToUniversalTime()
$on = $on.ToString('yyyy-MM-ddTHH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
ConvertTo-Json -Compress -InputObject @{ enabled = [bool]$is.AntivirusEnabled; updated = $on; threats = $of }
"""
_NAMED = re.compile(r"^Threat[ \t]*:[ \t]*(\S[^\r\n]*?)[ \t]*\r?$", re.MULTILINE)
# At the line's end, where no file's name can say so.
_NOTHING = re.compile(r"^Scanning .* found no threats\.[ \t]*\r?$", re.MULTILINE)
# Names are made of these (Trojan:Win32/Name.A!ml); another is no name of Defender's.
_NAME = re.compile(r"[\w:/.!&@+~ -]{1,200}", re.ASCII)


class Threat(msgspec.Struct, frozen=True):
    """One entry of Defender's catalogue of threats."""

    id: str
    name: str


class DefenderReport(msgspec.Struct, frozen=True):
    """What SCRIPT answers; `updated`: the date of the database, ISO 8601 in UTC."""

    enabled: bool
    updated: str
    threats: list[Threat]


Run = Callable[[Sequence[str], str, float], CompletedProcess[str]]


def run(command: Sequence[str], text: str, seconds: float) -> CompletedProcess[str]:
    """Run a program of the system's, without a window, with `text` as its input. Raises TimeoutError; it ends then."""
    try:
        ended = subprocess.run(
            command,
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    return CompletedProcess(command, ended.returncode, ended.stdout.decode("utf-8", "replace"))


class Defender(Detector):
    """Defender has to open the file itself, so it is compared before and after with the one that was opened here."""

    name: EngineName = "defender"

    def __init__(self, start: Run = run, scanners: Iterable[Path] | None = None) -> None:
        self._start = start
        self._scanners = scanners

    def _scan(self, file: BinaryIO, path: Path, until: float) -> Scan:
        if self._scanners is None and sys.platform != "win32":
            raise NoAnswer(wording.PART_OF_WINDOWS, "absent")
        scanner = next(iter(self._found()), None)
        if scanner is None:
            raise NoAnswer(wording.NO_PROGRAM, "absent")
        _compare(file, path)
        # Nothing is removed, quarantined or written into Defender's history.
        command = [str(scanner), "-Scan", "-ScanType", "3", "-File", str(path.absolute()), "-DisableRemediation"]
        ended = self._start(command, "", left(until))
        _compare(file, path)
        names = list(dict.fromkeys(name for name in _NAMED.findall(ended.stdout) if _NAME.fullmatch(name)))
        status = self._status(names, until)
        if not status.enabled:
            raise NoAnswer(wording.SWITCHED_OFF, "absent")
        database = _date(status.updated)
        if not names and (ended.returncode != 0 or not _NOTHING.search(ended.stdout)):
            return answer("defender", "not_checked", wording.NO_VERDICT.format(code=ended.returncode), database)
        numbers = {threat.name: threat.id for threat in status.threats}
        detections = [_detection(name, numbers.get(name, name), database) for name in names]
        return answer("defender", "checked", "", database, detections)

    def _found(self) -> Iterable[Path]:
        if self._scanners is not None:
            return self._scanners
        updated = sorted(UPDATED.glob("*/MpCmdRun.exe"), key=lambda each: _version(each.parent.name), reverse=True)
        return [path for path in (*updated, SCANNER) if path.is_file()]

    def _status(self, names: Sequence[str], until: float) -> DefenderReport:
        """What its catalogue says of these names. If it does not answer, what was found is told all the same."""
        command = [str(SHELL), "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", SCRIPT]
        with suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(self._start(command, "\n".join(names), left(until)).stdout, type=DefenderReport)
        return DefenderReport(True, "", [])


def _detection(name: str, number: str, database: str) -> Detection:
    kind, colon, _ = name.partition(":")
    return Detection("defender", told(name), told(number), kind.lower() if colon else "", database, "database")


def _compare(file: BinaryIO, path: Path) -> None:
    """Raises NoAnswer unless the name still leads to the open file, unchanged in size and time."""
    with suppress(OSError):
        if is_still(os.fstat(file.fileno()), path):
            return
    raise NoAnswer(wording.FILE_SWAPPED)


def _date(text: str) -> str:
    with suppress(ValueError, OverflowError):
        return stamp(datetime.fromisoformat(text[:LONGEST_TEXT]))
    return ""


def _version(folder: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", folder, re.ASCII)]
