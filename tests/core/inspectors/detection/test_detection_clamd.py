"""Whatever answers in the place of ClamAV's daemon: the file is shown to nobody else, and never called checked."""

from __future__ import annotations

import socket
import time
from contextlib import closing
from pathlib import Path

import pytest

from core.inspectors.detection import clamav
from core.inspectors.detection.clamav import FILE_LIMIT, ClamAV, dated, find
from core.inspectors.detection.contract import NoAnswer
from core.inspectors.finding import Detection
from tests.core.inspectors.detection.files import scan
from tests.fakes.daemon import ODD, Answers, Daemon, Line, endless, ok, too_early

LARGE = bytes(8 * 1024**2)


def configured(folder: Path, text: str) -> Path:
    path = folder / "clamd.conf"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [6, len(LARGE)])
@pytest.mark.parametrize("odd", ODD, ids=[each.__name__ for each in ODD])
def test_whoever_answers_oddly_is_not_believed(odd: Answers, size: int) -> None:
    with Daemon(odd) as daemon:
        start = time.monotonic()
        # Of a small file the whole is on its way before anything could come back.
        found = scan(ClamAV((), (daemon.path,)), LARGE if odd is too_early else LARGE[:size], 0.3)
        assert time.monotonic() - start < 1.0
    assert (found.engine.state, found.detections) == ("not_checked", ())
    assert found.engine.why


def test_an_answer_without_an_end_is_not_read_to_the_deadline() -> None:
    with Daemon(endless) as daemon:
        start = time.monotonic()
        assert scan(ClamAV((), (daemon.path,)), b"a file", 30.0).engine.state == "not_checked"
        assert time.monotonic() - start < 10.0


def test_the_daemon_gets_the_bytes_and_neither_a_name_nor_a_place() -> None:
    with Daemon(ok) as daemon:
        found = scan(ClamAV((), (daemon.path,)), LARGE + b"the end")
    assert found.engine.state == "not_fully_scanned"
    assert bytes(daemon.received) == b"zINSTREAM\0" + LARGE + b"the end"


def test_an_answer_may_come_in_pieces_and_with_more_than_a_name() -> None:
    def letters(daemon: Daemon, line: Line) -> None:
        daemon.read_all(line)
        for letter in b"stream: Win.Trojan.Mine-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND\0":
            line.send(bytes([letter]))

    with Daemon(letters) as daemon:
        found = scan(ClamAV((), (daemon.path,)), b"a file")
    assert found.detections == (
        Detection("clamav", "Win.Trojan.Mine-1", "Win.Trojan.Mine-1", "trojan", found.engine.database, "database"),
    )


def test_the_deadline_is_one_for_all_that_is_asked() -> None:
    with Daemon(ok, version=b"") as daemon:
        assert scan(ClamAV((), (daemon.path,)), b"a file").engine.state == "not_checked"
    with Daemon(ok) as daemon:
        assert scan(ClamAV((), (daemon.path,)), b"a file", 0.0).engine.state == "not_checked"


@pytest.mark.parametrize(
    "answer", [b"stream: \x1b[2J\xe2\x80\xae" + b"x" * 600 + b" ERROR\0", b"stream:  FOUND\0", b"\0"]
)
def test_no_answer_can_hide_or_stretch_a_line(answer: bytes) -> None:
    def says(daemon: Daemon, line: Line) -> None:
        daemon.read_all(line)
        line.send(answer)

    with Daemon(says) as daemon:
        found = scan(ClamAV((), (daemon.path,)), b"a file").engine
    assert (found.state, found.why.isprintable(), len(found.why) <= 200) == ("not_checked", True, True)


def test_without_a_daemon_it_is_absent(tmp_path: Path) -> None:
    for configuration in ("", "LocalSocket /nowhere/clamd.ctl\n", "Example\n"):
        engine = ClamAV((configured(tmp_path, configuration), tmp_path / "none.conf"), (tmp_path / "none.sock",))
        assert scan(engine, b"a file").engine.state == "absent"


def test_a_port_on_this_computer_is_asked(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        engine = ClamAV((configured(tmp_path, f"TCPSocket {port}\nTCPAddr 127.0.0.1\n"),), ())
        assert scan(engine, b"a file", 0.2).engine.state == "not_checked"
    assert scan(engine, b"a file").engine.state == "absent"


@pytest.mark.parametrize("address", ["192.0.2.1", "clamd.example", "::ffff:192.0.2.1", "0x7f.1", "127.0.0.1.example"])
def test_a_file_never_leaves_this_computer_to_be_looked_at(tmp_path: Path, address: str) -> None:
    with pytest.raises(NoAnswer):
        find((configured(tmp_path, f"TCPSocket 3310\nTCPAddr {address}\n"),), ())


@pytest.mark.parametrize("port", ["0", "65536", "-1", "3310x", "²", ""])
def test_a_port_that_is_none_is_no_daemon(tmp_path: Path, port: str) -> None:
    with pytest.raises(NoAnswer):
        find((configured(tmp_path, f"TCPSocket {port}\n"),), ())


def test_another_users_socket_is_shown_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with Daemon(ok) as daemon:
        monkeypatch.setattr(clamav, "FIRST_PERSON", 0)
        monkeypatch.setattr("os.getuid", lambda: daemon.path.stat().st_uid + 1)
        found = scan(ClamAV((), (daemon.path,)), b"a file")
    assert (found.engine.state, bytes(daemon.received)) == ("not_checked", b"")


def test_the_configuration_says_what_is_looked_at(tmp_path: Path) -> None:
    with Daemon(ok) as daemon:
        text = f'# LocalSocket /elsewhere\nLocalSocket "{daemon.path}"\nMaxFileSize 5M\nDatabaseDirectory /lists\n'
        found = find((configured(tmp_path, text),), ())
        assert (found.address, found.most, found.databases) == (str(daemon.path), 5 * 1024**2, Path("/lists"))
        engine = ClamAV((configured(tmp_path, text),), ())
        assert scan(engine, LARGE).engine.state == "not_fully_scanned"
        assert scan(engine, b"a file").engine.state == "not_fully_scanned"


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("25M", 25 * 1024**2),
        ("4000k", 4000 * 1024),
        ("17", 17),
        ("junk", FILE_LIMIT),
        ("0", 2**63 - 1),
        ("٣M", FILE_LIMIT),
    ],
)
def test_sizes_are_read_as_clamav_reads_them(text: str, most: int) -> None:
    assert clamav._bytes(text) == most


@pytest.mark.parametrize(
    ("version", "date"),
    [
        ("ClamAV 1.4.6/27123/Wed Nov 25 20:54:42 2026", "2026-11-25T20:54:42Z"),
        ("ClamAV 1.4.6/27123/Fri Oct  2 08:03:00 2026", "2026-10-02T08:03:00Z"),
        ("ClamAV 1.4.6", ""),
        ("ClamAV 1.4.6/27123/Wed Foo 25 20:54:42 2026", ""),
        ("ClamAV 1.4.6/27123/Wed Nov 99 99:99:99 9999", "10000"),
        ("ClamAV 1.4.6/27123/Mi 25. Nov 2026", ""),
    ],
)
def test_the_databases_date_is_told_in_utc(version: str, date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        assert dated(version) == date.replace("10000", "")
    finally:
        monkeypatch.undo()
        time.tzset()
