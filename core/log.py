"""The log of this computer: when the program started and ended, what each delivery came to, and what nobody foresaw.

It holds codes, numbers, names of types and places in the code: never a value, a text of an error, an ID, or a path.
`logging` is imported by the first line that is written; a command that has nothing to tell writes nothing.
"""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core import __version__
from core.errors import Code, Refused
from core.lock import FileLock

if TYPE_CHECKING:
    import logging

Kind = Literal["window", "terminal", "browser", "inspector"]
FOLDER = "log"
MOST_BYTES = 1_000_000
MOST_FILES = 5
# A line is dropped rather than waited for longer.
WAIT_SECONDS = 0.5


class LogLock(FileLock):
    """Held while a line is written or the files are rotated: several processes of one kind share a file."""

    file = "log.lock"
    busy = Code.BUSY_LOGGING


class Log:
    """The log file of one kind of process in a home; where its folder cannot be written, it keeps nothing."""

    def __init__(self, home: Path, kind: Kind) -> None:
        """Lines go to `kind`.log in the home's folder of logs. Nothing is made there before the first line."""
        self.file = home / FOLDER / f"{kind}.log"
        self._logger: logging.Logger | None = None
        self._alone = threading.RLock()

    def event(self, name: str, **codes: str | int) -> None:
        """Write one line: a name, and codes or numbers by name. Nothing a person typed, read or was sent."""
        with self._alone, suppress(OSError, Refused):
            if self._logger is None:
                self._logger = _opened(self.file)
                atexit.register(self.event, "end", vitrine=__version__)
                self._write(_start())
            self._write(" ".join([name, *(f"{key}={value}" for key, value in codes.items())]))

    def unexpected(self, error: BaseException) -> None:
        """Write down an error that nobody foresaw: each type in its chain, and the places in the code it came by."""
        for each in _chain(error):
            kind = type(each)
            places = ",".join(_places(each)) or "nowhere"
            self.event("unexpected", type=f"{kind.__module__}.{kind.__qualname__}", at=places)

    def _write(self, line: str) -> None:
        assert self._logger is not None
        with LogLock(self.file.parent, WAIT_SECONDS):
            self._logger.info(line)


def _start() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    return f"start vitrine={__version__} python={python} system={sys.platform}"


def _opened(file: Path) -> logging.Logger:
    """A logger that writes to this file and nowhere else. Raises OSError where it cannot be written."""
    # A program with nothing to tell does not load it.
    from core.log_file import logger  # noqa: PLC0415

    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return logger(file, MOST_BYTES, MOST_FILES)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what caused it, and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> Iterator[str]:
    """`module:line` of each frame the error came through, the innermost last; a module is named, never its path."""
    at = error.__traceback__
    while at is not None:
        yield f"{at.tb_frame.f_globals.get('__name__', '?')}:{at.tb_lineno}"
        at = at.tb_next
