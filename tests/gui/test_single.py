"""One window a home: a later start hands its page over; what is no page is ignored."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from gui.single import LONGEST, Single
from tests.commands import REPOSITORY, environment

Start = Callable[..., subprocess.Popen[str]]
# A later start: says whether it is the first, then, if it is, every page that is asked for.
START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gui.single import Single
app = QCoreApplication([])
single = Single(Path(sys.argv[1]))
first = single.first(sys.argv[2])
print(first, flush=True)
single.page_asked.connect(lambda page: print(f"page {page}", flush=True))
sys.exit(app.exec() if first else 0)
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Short: the path of a socket has 107 characters.
    folder = Path(f"/tmp/vitrine-test-{os.getpid()}")
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


@pytest.fixture
def first(home: Path, qtbot: QtBot) -> Iterator[Single]:
    made = Single(home)
    assert made.first("")
    yield made
    made.close()


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts in processes of their own; each is ended after the test."""
    started: list[subprocess.Popen[str]] = []

    def starting(page: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-c", START, str(home), page]
        variables = environment(home)
        process = subprocess.Popen(command, cwd=REPOSITORY, env=variables, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield starting
    for each in started:
        each.kill()
        each.communicate(timeout=20)


def line(process: subprocess.Popen[str]) -> str:
    """The next line it writes."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def say(single: Single, data: bytes) -> QLocalSocket:
    """Say something to the first, as any program of this user could."""
    socket = QLocalSocket()
    socket.connectToServer(single._path)
    assert socket.waitForConnected(1000)
    socket.write(data)
    socket.flush()
    return socket


def test_a_second_start_hands_its_page_to_the_first_and_ends(first: Single, start: Start, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.page_asked, timeout=20_000) as asked:
        second = start("history")
    assert asked.args == ["history"]
    assert second.communicate(timeout=20)[0] == "False\n"
    assert second.returncode == 0


def test_a_start_without_a_page_only_brings_the_first_to_the_front(first: Single, start: Start, qtbot: QtBot) -> None:
    for page in ("", "x" * 65, "a page", "\u00e4"):
        with qtbot.waitSignal(first.page_asked, timeout=20_000) as asked:
            second = start(page)
        assert asked.args == [""]
        assert second.communicate(timeout=20)[0] == "False\n"


def test_two_homes_do_not_meet(first: Single, tmp_path: Path) -> None:
    other = Single(tmp_path / "other")
    assert other.first("history")
    assert Single(tmp_path / "home")._path == first._path != other._path
    other.close()


def test_a_home_has_one_name_however_it_is_called(first: Single, home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (tmp_path / "link").symlink_to(home)
    assert Single(tmp_path / "link")._path == first._path


def test_what_a_killed_one_left_is_in_nobodys_way(home: Path, start: Start) -> None:
    killed = start()
    assert line(killed) == "True"
    killed.kill()
    killed.communicate(timeout=20)
    assert Path(Single(home)._path).exists()
    second = start()
    assert line(second) == "True"
    third = start("outbox")
    assert line(third) == "False"
    assert line(second) == "page outbox"


def test_one_that_hangs_keeps_nobody_from_a_window(start: Start) -> None:
    hanging = start()
    assert line(hanging) == "True"
    hanging.send_signal(signal.SIGSTOP)
    second = start()
    assert line(second) == "True"


def test_of_many_starts_at_once_one_is_the_first(start: Start) -> None:
    starts = [start("overview") for _ in range(5)]
    assert sorted(line(each) for each in starts) == ["False"] * 4 + ["True"]


def test_only_this_user_may_connect(first: Single) -> None:
    mode = Path(first._path).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) & 0o077 == 0


@pytest.mark.parametrize(
    "data",
    [b"\x00" * 500, b"history", b"his\ntory\n", b"../etc\n", b"\xff\n", b"<b>\n", b"x" * LONGEST + b"\n", b"a" * 10**6],
)  # fmt: skip
def test_hostile_bytes_are_ignored_and_the_next_start_is_heard(first: Single, qtbot: QtBot, data: bytes) -> None:
    with qtbot.assertNotEmitted(first.page_asked, wait=100):
        hostile = say(first, data)
    with qtbot.waitSignal(first.page_asked) as asked:
        polite = say(first, b"outbox\n")
    assert asked.args == ["outbox"]
    for each in (hostile, polite):
        each.abort()


def test_who_says_nothing_is_not_waited_for(first: Single, qtbot: QtBot) -> None:
    silent = [say(first, b"") for _ in range(12)]
    qtbot.waitUntil(lambda: all(each.state() == each.LocalSocketState.UnconnectedState for each in silent))
    with qtbot.waitSignal(first.page_asked):
        say(first, b"outbox\n")


def test_a_page_in_pieces_is_put_together(first: Single, qtbot: QtBot) -> None:
    socket = say(first, b"his")
    qtbot.wait(50)
    with qtbot.waitSignal(first.page_asked) as asked:
        socket.write(b"tory\n")
        socket.flush()
    assert asked.args == ["history"]
