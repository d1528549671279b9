"""What Windows Defender answers becomes detections; of what it keeps beside them nothing is read.

The answers in the folder `defender` have the form of those of Windows 11. Nothing here needs Windows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from core.inspectors.detection import defender
from core.inspectors.detection.defender import SCRIPT, Defender, run
from core.inspectors.finding import Detection, Scan

ANSWERS = Path(__file__).parent / "defender"
EICAR = Detection(
    "defender", "Virus:DOS/EICAR_Test_File", "2147519003", "virus", "2026-11-25T04:12:33Z", "database"
)  # fmt: skip


class Windows:
    """Answers as its programs did; keeps what was asked."""

    def __init__(self, verdict: str, code: int = 0, status: str = "status.json") -> None:
        self._verdict, self._code, self._status = ANSWERS / verdict, code, ANSWERS / status
        self.commands: list[Sequence[str]] = []
        self.names = ""

    def start(self, command: Sequence[str], text: str, seconds: float) -> CompletedProcess[str]:
        """The scanner, or the shell."""
        assert seconds > 0
        self.commands.append(command)
        if "-Scan" in command:
            return CompletedProcess(command, self._code, self._verdict.read_bytes().decode())
        self.names = text
        return CompletedProcess(command, 0, self._status.read_bytes().decode() if self._status.is_file() else "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a file.exe"
    path.write_bytes(b"contents")
    return path


def scan(windows: Windows, path: Path) -> Scan:
    with path.open("rb") as opened:
        return Defender(windows.start, (Path("MpCmdRun.exe"),)).scan(opened, path, 10.0)


def test_what_it_names_is_told_with_its_number_and_the_databases_date(file: Path) -> None:
    windows = Windows("found.txt", 2)
    found = scan(windows, file)
    assert (found.engine.state, found.engine.database) == ("checked", "2026-11-25T04:12:33Z")
    assert found.detections == (EICAR,)
    assert windows.names == "Virus:DOS/EICAR_Test_File"


def test_each_threat_is_told_and_no_file_inside_can_name_one(file: Path) -> None:
    first, second = scan(Windows("two.txt", 2), file).detections
    assert first == EICAR
    # The catalogue has no such name, so the name stands for the number.
    assert (second.id, second.type) == ("Trojan:Win32/Example.B!ml", "trojan")


def test_where_it_finds_nothing_the_file_was_checked(file: Path) -> None:
    found = scan(Windows("nothing.txt"), file)
    assert (found.engine.state, found.detections) == ("checked", ())


@pytest.mark.parametrize(("verdict", "code"), [("excluded.txt", 0), ("failed.txt", 2), ("nothing.txt", 2)])
def test_no_verdict_is_never_a_good_one(file: Path, verdict: str, code: int) -> None:
    assert scan(Windows(verdict, code), file).engine.state == "not_checked"


def test_switched_off_or_not_there_it_is_absent(file: Path) -> None:
    assert scan(Windows("failed.txt", 2, "off.json"), file).engine.state == "absent"
    with file.open("rb") as opened:
        assert Defender(Windows("nothing.txt").start, ()).scan(opened, file, 10.0).engine.state == "absent"


@pytest.mark.parametrize("status", ["none.json", "found.txt"])
def test_what_was_found_is_told_though_the_catalogue_does_not_answer(file: Path, status: str) -> None:
    (found,) = scan(Windows("found.txt", 2, status), file).detections
    assert (found.id, found.timestamp) == (EICAR.name, "")


def test_it_removes_nothing_and_is_asked_for_nothing_personal(file: Path) -> None:
    windows = Windows("found.txt", 2)
    scan(windows, file)
    scanner, shell = windows.commands
    assert scanner[1:] == ["-Scan", "-ScanType", "3", "-File", str(file), "-DisableRemediation"]
    assert str(file) not in " ".join(shell)
    assert shell[-1] == SCRIPT
    assert all(word not in SCRIPT for word in ("DomainUser", "ProcessName", "Resources", "ThreatDetection", "*"))


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_file_that_another_took_the_place_of_was_not_checked(file: Path, when: str) -> None:
    class Swapped(Windows):
        def start(self, command: Sequence[str], text: str, seconds: float) -> CompletedProcess[str]:
            swap()
            return super().start(command, text, seconds)

    def swap() -> None:
        other = file.with_name("other")
        other.write_bytes(b"contents")
        other.replace(file)

    windows = Swapped("nothing.txt")
    with file.open("rb") as opened:
        if when == "before":
            swap()
        found = Defender(windows.start, (Path("MpCmdRun.exe"),)).scan(opened, file, 10.0)
    assert (found.engine.state, len(windows.commands)) == ("not_checked", int(when == "while"))


def test_of_several_versions_the_newest_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("4.18.9.1-0", "4.18.24090.11-0", "4.18.2111.5-0"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "MpCmdRun.exe").touch()
    monkeypatch.setattr(defender, "UPDATED", tmp_path)
    assert next(iter(Defender()._found())).parent.name == "4.18.24090.11-0"


def test_a_program_is_given_its_input_and_no_more_time_than_there_is() -> None:
    ended = run([sys.executable, "-c", "import sys; print(sys.stdin.read().upper()); sys.exit(7)"], "names", 30.0)
    assert (ended.returncode, ended.stdout.split()) == (7, ["NAMES"])
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        run([sys.executable, "-c", "import time; time.sleep(60)"], "", 0.3)
    assert time.monotonic() - start < 5


def test_a_scanner_that_hangs_has_not_checked(file: Path) -> None:
    def hang(command: Sequence[str], text: str, seconds: float) -> CompletedProcess[str]:
        return run([sys.executable, "-c", "import time; time.sleep(60)"], text, seconds)

    with file.open("rb") as opened:
        found = Defender(hang, (Path("MpCmdRun.exe"),)).scan(opened, file, 0.3)
    assert (found.engine.state, "in time" in found.engine.why) == ("not_checked", True)
