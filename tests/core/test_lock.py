"""One sender at a time: between processes, between threads, and after a holder was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import Busy, Code, Refused
from core.lock import SenderLock
from tests.commands import REPOSITORY

HOLD = """
import sys, time
from pathlib import Path
from core.lock import SenderLock
with SenderLock(Path(sys.argv[1]), 5):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def holder(home: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(home), str(seconds)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_a_second_process_waits_and_then_says_busy(tmp_path: Path) -> None:
    with holder(tmp_path, 60):
        start = time.monotonic()
        with pytest.raises(Busy) as busy, SenderLock(tmp_path, 0.3):
            pass
        assert busy.value.code is Code.BUSY_SENDING
        assert 0.3 <= time.monotonic() - start < 2


def test_a_second_process_goes_on_when_the_first_lets_go(tmp_path: Path) -> None:
    with holder(tmp_path, 0.5), SenderLock(tmp_path, 20):
        pass


def test_a_killed_holder_leaves_nothing_behind(tmp_path: Path) -> None:
    for _ in range(5):
        with holder(tmp_path, 60) as process:
            os.kill(process.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
            process.wait()
            with SenderLock(tmp_path, 0):
                pass


def test_two_threads_of_one_process_are_kept_apart_too(tmp_path: Path) -> None:
    with SenderLock(tmp_path, 0):
        with pytest.raises(Busy), SenderLock(tmp_path, 0):
            pass
        # The one that was turned away must not have let go for the holder.
        with pytest.raises(Busy), SenderLock(tmp_path, 0):
            pass
    with SenderLock(tmp_path, 0):
        pass


def test_the_home_is_made_and_the_file_stays_empty_and_ours(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    with SenderLock(home, 0):
        pass
    found = home / SenderLock.file
    assert found.stat().st_size == 0
    assert sys.platform == "win32" or found.stat().st_mode & 0o077 == 0


if sys.platform != "win32":

    def test_a_link_planted_in_its_place_is_not_followed(tmp_path: Path) -> None:
        (tmp_path / SenderLock.file).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(Refused) as refused, SenderLock(tmp_path, 0):
            pass
        assert refused.value.code is Code.FILE_LINK
        assert not (tmp_path / "elsewhere").exists()
