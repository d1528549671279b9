"""Opens what is surely a file, and knows whether it stayed the same: a name may lead to anything."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.errors import Refused

# Reading so much takes about as long as one file may.
MOST_GIBIBYTES = 8
LARGEST = MOST_GIBIBYTES * 1024**3
CHANGED = "it changed while it was read"
_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_WHY = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EACCES: "you are not permitted to read it",
    errno.EPERM: "you are not permitted to read it",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
}
# Which file systems are mounted: of each the device (third word) and, after a lone hyphen, its kind.
_MOUNTS = Path("/proc/self/mountinfo")
# What these hold is made up at the moment of reading: without a length, used up by it, or never the same twice.
_MADE_UP = {
    *(b"proc", b"sysfs", b"cgroup", b"cgroup2", b"debugfs", b"tracefs", b"securityfs", b"configfs", b"pstore", b"bpf"),
    *(b"selinuxfs", b"binfmt_misc", b"mqueue", b"fusectl", b"nfsd", b"rpc_pipefs"),
}
_MARKS = ("st_dev", "st_ino", "st_size", "st_mtime_ns")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises Refused where it is none or, on leaving, if it is not as it was."""
    try:
        # Before it is opened: opening alone can do something to a device.
        _check(path.stat())
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            before = os.fstat(file.fileno())
            # And after: another thing may have taken its place.
            _check(before)
            yield file
            if not _is_still(before, path):
                raise Refused(CHANGED)
    except OSError as error:
        raise Refused(reason(error)) from error
    except ValueError as error:
        raise Refused("no file can have this name") from error


def reason(error: OSError) -> str:
    """Why it cannot be read, in words; never its name."""
    return _WHY.get(error.errno or 0) or f"it cannot be read ({error.strerror or type(error).__name__})"


def _check(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise Refused("it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise Refused("it is a pipe, a socket or a device, not a file")
    # Whatever is made up takes no room on a disk; of all else nobody need ask where it lies.
    if getattr(found, "st_blocks", 1) == 0 and _is_made_up(found.st_dev):
        raise Refused("the system makes it up as it is read; it is not a file")
    if found.st_size > LARGEST:
        raise Refused(f"it is larger than {MOST_GIBIBYTES} GiB")


def _is_made_up(device: int) -> bool:
    """Whether Linux invents what lies there; of other systems nothing such is known."""
    try:
        mounts = _MOUNTS.read_bytes().split(b"\n")
    except OSError:
        return False
    number = f"{os.major(device)}:{os.minor(device)}".encode()
    # A space in a path is written otherwise, so words and the hyphen stand where they should.
    words = (line.partition(b" - ") for line in mounts if line)
    return any(place.split()[2] == number and rest.split()[0] in _MADE_UP for place, _, rest in words)


def _is_still(before: os.stat_result, path: Path) -> bool:
    """Whether the name leads to the very file that was opened, and that is as it was."""
    try:
        after = path.stat()
    except FileNotFoundError:
        return False
    return all(getattr(before, name) == getattr(after, name) for name in _MARKS)
