"""Opens what is surely a file, and knows whether it stayed the same: a name may lead to anything."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.errors import Code, Refused

# Reading so much takes about as long as one file may.
MOST_GIBIBYTES = 8
LARGEST = MOST_GIBIBYTES * 1024**3
# Each a bit of its own, where the system has it.
_OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
_WHY = {
    errno.ENOENT: Code.CHECKED_MISSING,
    errno.ENOTDIR: Code.CHECKED_MISSING,
    errno.EACCES: Code.CHECKED_FORBIDDEN,
    errno.EPERM: Code.CHECKED_FORBIDDEN,
    errno.ELOOP: Code.CHECKED_LINKS_CIRCLE,
    errno.ENAMETOOLONG: Code.CHECKED_NAME_TOO_LONG,
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
            if not is_still(before, path):
                raise Refused(Code.CHECKED_CHANGED)
    except OSError as error:
        raise unreadable(error) from error
    except ValueError as error:
        raise Refused(Code.CHECKED_NAME_UNFIT) from error


def unreadable(error: OSError) -> Refused:
    """Why a file or a folder cannot be read; never its name."""
    if (code := _WHY.get(error.errno or 0)) is not None:
        return Refused(code)
    return Refused(Code.CHECKED_UNREADABLE, why=error.strerror or type(error).__name__)


def _check(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise Refused(Code.CHECKED_FOLDER)
    if not stat.S_ISREG(found.st_mode):
        raise Refused(Code.CHECKED_DEVICE)
    # Whatever is made up takes no room on a disk; of all else nobody need ask where it lies.
    if getattr(found, "st_blocks", 1) == 0 and _is_made_up(found.st_dev):
        raise Refused(Code.CHECKED_MADE_UP)
    if found.st_size > LARGEST:
        raise Refused(Code.CHECKED_TOO_LARGE, gibibytes=MOST_GIBIBYTES)


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


def is_still(before: os.stat_result, path: Path) -> bool:
    """Whether the name leads to the very file that was opened, and that is as it was."""
    try:
        after = path.stat()
    except FileNotFoundError:
        return False
    return all(getattr(before, name) == getattr(after, name) for name in _MARKS)
