"""The file behind the log: standard `logging`, in files of a bounded size that only the user may read."""

import errno
import logging
import os
import stat
import time
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

# Not through a link, and not waiting for whoever reads a pipe that was put there.
_FLAGS = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class PrivateFile(RotatingFileHandler):
    """Opened anew for each line, since another process may have rotated the files. Its caller holds their lock."""

    def _open(self) -> TextIOWrapper:
        """Raises OSError unless it is a file, or can be made one."""
        handle = os.open(self.baseFilename, _FLAGS, 0o600)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return os.fdopen(handle, "a", encoding="ascii")

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, whole or not at all, after rotating the files if it would pass the limit. Raises OSError."""
        line = f"{self.format(record)}{self.terminator}".encode("ascii", "backslashreplace")
        try:
            if self.shouldRollover(record):
                self.doRollover()
            handle = self._open()
            with handle:
                size = os.fstat(handle.fileno()).st_size
                if os.write(handle.fileno(), line) < len(line):
                    os.ftruncate(handle.fileno(), size)
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            self.close()


def logger(file: Path, most_bytes: int, most_files: int) -> logging.Logger:
    """Return a logger of this file and those before it, `most_files` of at most `most_bytes`. Nothing is opened yet."""
    handler = PrivateFile(file, maxBytes=most_bytes, backupCount=most_files - 1, delay=True)
    form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(process)d %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler.setFormatter(form)
    made = logging.Logger(f"vitrine.{file.stem}", logging.INFO)
    made.addHandler(handler)
    return made
