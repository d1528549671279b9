"""Reading the system's small files so that nothing lying in their place can stall or fill the program."""

from __future__ import annotations

import os
import stat
from pathlib import Path

# The largest honest one, a long smb.conf, has some 20 KB.
LARGEST = 64 * 1024


def text(path: Path) -> str:
    """The whole file; what is not UTF-8 is written as `\\xNN`. Raises OSError, also for a larger file."""
    data = start(path, LARGEST + 1)
    if len(data) > LARGEST:
        # A cut file could be told as “has no such line”, which nobody has looked at.
        raise OSError(f"larger than {LARGEST // 1024} KiB")
    return data.decode("utf-8", "backslashreplace")


def start(path: Path, length: int = LARGEST) -> bytes:
    """The first `length` bytes of a regular file. Raises OSError for anything else that has a name."""
    # Without O_NONBLOCK, opening a FIFO waits until somebody writes to it.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        # The files of /proc come in pieces, whatever length is asked for.
        pieces = bytearray()
        while len(pieces) < length and (piece := os.read(descriptor, length - len(pieces))):
            pieces += piece
        return bytes(pieces)
    finally:
        os.close(descriptor)
