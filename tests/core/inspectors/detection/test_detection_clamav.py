"""A real ClamAV: what it finds is told with its record; what it did not look at whole is never called checked."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.inspectors.detection import clamav_records
from core.inspectors.detection.clamav import ClamAV
from core.inspectors.detection.clamav_records import Record, kind_of
from core.inspectors.finding import Detection
from tests.core.inspectors.detection.clamav import DAILY, LOGICAL, PATTERN, Clamd, eicar, running
from tests.core.inspectors.detection.files import scan

CHANGED = 1_790_000_000
CHANGED_TOLD = "2026-09-21T14:13:20Z"
LATER = 10.0**9
MEBIBYTE = 1024**2


@pytest.fixture(scope="module")
def reticent() -> Iterator[Clamd]:
    """A daemon that does not tell when it meets a limit, as most are set."""
    with running(MaxFileSize="4M", ExtendedDetectionInfo="yes") as daemon:
        yield daemon


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    """A daemon as careful as it can be set."""
    with running(AlertExceedsMax="yes", StreamMaxLength="6M", MaxFileSize="4M") as daemon:
        for path in daemon.databases.glob("own.*"):
            os.utime(path, (CHANGED, CHANGED))
        yield daemon


def test_the_eicar_test_file_is_found_and_told_with_its_record(clamd: Clamd) -> None:
    found = scan(clamd.engine, eicar())
    name = "Eicar-Test-Signature"
    assert found.engine.state == "checked"
    assert found.detections == (
        Detection("clamav", f"{name}.UNOFFICIAL", name, "hash", CHANGED_TOLD, "database"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "number", "kind"),
    [(PATTERN, "Vitrine.Test.Pattern", "pattern"), (LOGICAL, "Win.Trojan.Vitrine-1", "logical")],
)
def test_the_list_that_a_record_stands_in_says_its_kind(clamd: Clamd, data: bytes, number: str, kind: str) -> None:
    (found,) = scan(clamd.engine, b"before " + data + b" after").detections
    assert (found.id, found.type, found.timestamp, found.precision) == (number, kind, CHANGED_TOLD, "database")


def test_a_record_in_clamavs_own_databases_has_their_date(clamd: Clamd) -> None:
    found = scan(clamd.engine, DAILY)
    (detection,) = found.detections
    assert (detection.id, detection.type) == ("Vitrine.Daily.Pattern", "pattern")
    # The daemon tells it in words, the container as a number: two ways to one date.
    assert detection.timestamp == found.engine.database != ""


def test_what_holds_nothing_known_is_checked(clamd: Clamd) -> None:
    found = scan(clamd.engine, b"nothing")
    assert (found.engine.state, found.engine.why, found.detections) == ("checked", "", ())


@pytest.mark.parametrize(("size", "limit"), [(5 * MEBIBYTE, "MaxFileSize"), (8 * MEBIBYTE, "StreamMaxLength")])
def test_a_file_beyond_its_limits_is_not_fully_scanned(clamd: Clamd, size: int, limit: str) -> None:
    found = scan(clamd.engine, bytes(size) + PATTERN)
    assert (found.engine.state, found.detections) == ("not_fully_scanned", ())
    assert limit in found.engine.why


def packed(size: int) -> bytes:
    """A small archive, with a file in it that ends in what would be found."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("inside", bytes(size) + PATTERN)
    return archive.getvalue()


@pytest.mark.parametrize("data", [b"nothing", bytes(5 * MEBIBYTE), packed(5 * MEBIBYTE)])
def test_a_daemon_that_keeps_its_limits_to_itself_is_not_believed_to_have_looked_at_all(
    reticent: Clamd, data: bytes
) -> None:
    found = scan(reticent.engine, data)
    assert (found.engine.state, found.detections) == ("not_fully_scanned", ())
    assert "AlertExceedsMax" in found.engine.why or "MaxFileSize" in found.engine.why


@pytest.mark.parametrize("data", [eicar(), packed(MEBIBYTE)])
def test_what_a_daemon_finds_counts_whatever_it_tells_of_its_limits(reticent: Clamd, data: bytes) -> None:
    found = scan(reticent.engine, data)
    assert (found.engine.state, len(found.detections)) == ("checked", 1)


def test_a_daemon_that_hangs_or_was_killed_has_not_checked() -> None:
    with running() as daemon:
        daemon.signal(signal.SIGSTOP)
        hung = scan(daemon.engine, eicar(), 0.5)
        daemon.signal(signal.SIGCONT)
        again = scan(daemon.engine, eicar())
        daemon.kill()
        killed = scan(daemon.engine, eicar())
    assert [each.engine.state for each in (hung, again, killed)] == ["not_checked", "checked", "not_checked"]
    assert [len(each.detections) for each in (hung, again, killed)] == [0, 1, 0]


def test_a_daemon_that_was_stopped_is_absent(clamd: Clamd) -> None:
    with running() as daemon:
        daemon.stop()
        assert scan(daemon.engine, eicar()).engine.state == "absent"


def test_a_socket_in_one_of_the_usual_places_is_found(clamd: Clamd) -> None:
    engine = ClamAV((), (Path("/nowhere/clamd.ctl"), clamd.socket))
    assert scan(engine, eicar()).detections[0].id == "Eicar-Test-Signature"


def test_a_record_is_looked_for_no_longer_than_there_is_time(clamd: Clamd) -> None:
    assert clamav_records.find(clamd.databases, "Vitrine.Test.Pattern", 0.0) is None
    assert clamav_records.find(clamd.databases, "Vitrine.Test.Pattern", LATER) == Record("pattern", CHANGED_TOLD)


@pytest.mark.parametrize("name", ["Vitrine.Test", "Test.Pattern", "4", "Vitrine.Test.Pattern.UNOFFICIAL"])
def test_part_of_a_name_is_no_record(clamd: Clamd, name: str) -> None:
    assert clamav_records.find(clamd.databases, name, LATER) is None


def test_a_broken_database_is_passed_over(clamd: Clamd, tmp_path: Path) -> None:
    whole = (clamd.databases / "daily.cud").read_bytes()
    broken = (b"", b"ClamAV-VDB:", whole[:300], whole[:700], whole[:512] + bytes(600), whole.replace(b":", b";"))
    for number, data in enumerate(broken):
        (tmp_path / f"{number}.cvd").write_bytes(data)
    os.mkfifo(tmp_path / "pipe.ndb")
    (tmp_path / "z.ndb").write_bytes(b"x" * 2000 + b"\nMine:0:*:00\n")
    found = clamav_records.find(tmp_path, "Mine", LATER)
    assert found is not None
    assert found.kind == "pattern"
    assert clamav_records.find(tmp_path / "none", "Mine", LATER) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Win.Trojan.Agent-1", "trojan"),
        ("Heuristics.Phishing.Email", "heuristic"),
        ("PUA.Win.Tool.X-1", "unwanted program"),
        ("BC.Img.Exploit.X", "bytecode"),
        ("Eicar-Signature", ""),
        ("Win.<b>.X", ""),
        ("", ""),
    ],
)
def test_without_its_record_the_name_says_the_kind_or_nothing(name: str, kind: str) -> None:
    assert kind_of(name) == kind
