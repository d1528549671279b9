"""The file behind the log: standard `logging`, in files of a bounded size that only the user may read."""

from __future__ import annotations

import logging
import os
import time
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path


class PrivateFile(RotatingFileHandler):
    """Opened anew for each line, since another process may have rotated the files; never through a link."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="ascii", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, after rotating the files if it would pass the limit. Raises OSError."""
        try:
            super().emit(record)
        finally:
            self.close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - as logging has it
        """What failed while a line was written reaches whoever wrote it, not the terminal."""
        raise  # noqa: PLE0704 - called from within the handler's own except


def logger(file: Path, most_bytes: int, most_files: int) -> logging.Logger:
    """A logger of this file and those before it, `most_files` of at most `most_bytes`. Nothing is opened yet."""
    handler = PrivateFile(file, maxBytes=most_bytes, backupCount=most_files - 1, delay=True)
    form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(process)d %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler.setFormatter(form)
    made = logging.Logger(f"vitrine.{file.stem}", logging.INFO)
    made.addHandler(handler)
    return made
