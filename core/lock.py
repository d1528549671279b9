"""One at a time on this computer: locks that the system takes back when their holder dies, however it dies."""

import os
import sys
import time
from pathlib import Path
from typing import Self

from core.errors import Busy, Code, Refused
from core.text import failure

WAIT_SECONDS = 10.0


class FileLock:
    """Held by one at a time, by means of a file in a home; also keeps two threads of one process apart."""

    file: str
    busy: Code
    # How often it is tried while another holds it.
    tick_seconds = 0.05

    def __init__(self, home: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._path = home / self.file
        self._wait_seconds = wait_seconds
        self._handle: int | None = None

    def __enter__(self) -> Self:
        """Wait for it. Raises Busy when that takes too long, OSError where the file cannot be made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Not through a link: opening one planted there would make a file elsewhere.
        if self._path.is_symlink():
            raise Refused(Code.FILE_LINK, file=self._path)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            self._take(handle)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return self

    def __exit__(self, *_: object) -> None:
        """Release it. The file stays: removing it would let two hold locks on two files of one name."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _take(self, handle: int) -> None:
        until = time.monotonic() + self._wait_seconds
        while not _taken(handle):
            if time.monotonic() >= until:
                raise Busy(self.busy)
            time.sleep(self.tick_seconds)


class SenderLock(FileLock):
    """Held while sending, and by a withdrawal to know that nobody is."""

    file = "sender.lock"
    busy = Code.BUSY_SENDING


class TellingLock(FileLock):
    """Held while a browser is handed what a site is told, and by a withdrawal to know that none is."""

    file = "telling.lock"
    busy = Code.BUSY_TELLING


class ChangingLock(FileLock):
    """Held from reading a small file of what is set until it is kept again, so that no change of another is lost."""

    file = "changing.lock"
    busy = Code.BUSY_CHANGING

    def __enter__(self) -> Self:
        """Wait for it. Raises Refused where that takes too long or the file cannot be made: nothing was changed."""
        try:
            return super().__enter__()
        except Busy as error:
            raise Refused(error.code) from error
        except OSError as error:
            raise Refused(Code.FILE_UNWRITABLE, file=self._path, why=failure(error)) from error


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        # flock, not lockf: that one lets go when any other handle of this process on the file is closed.
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
