"""The log of this computer: when the program started and ended, what each delivery came to, and what nobody foresaw.

A line is `2026-11-24T02:40:00.123Z 4711 unexpected type=builtins.KeyError at=core.engine:98`: time, process, a name,
and codes, numbers, types and places in the code. It never holds a value, a text of an error, an ID, or a path.
`logging` is imported by the first line that is written; a command that has nothing to tell writes nothing.
"""

from __future__ import annotations

import atexit
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
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
# Lines are dropped rather than waited for longer: a process that was stopped may hold the lock.
WAIT_SECONDS = 2.0
# Of an endless recursion the innermost places tell enough.
MOST_PLACES = 30
# What alone may stand in a line: no space, no slash, no quotation mark, so neither a sentence nor a path.
_CODE = re.compile(r"[\w.:,+<>-]{1,4000}", re.ASCII)
# Of a line, and of each code in it.
_NAME = re.compile(r"[a-z][a-z_]{0,31}")
_MODULE = re.compile(r"\w+(\.\w+)*", re.ASCII)
# Of all logs of this process: a file is told of one start.
_STARTED: set[Path] = set()


class LogLock(FileLock):
    """Held while lines are written or the files are rotated: several threads and processes share a file."""

    file = "log.lock"
    busy = Code.BUSY_LOGGING
    tick_seconds = 0.001


class Log:
    """The log file of one kind of process in a home; where its folder cannot be written, it keeps nothing. No call
    raises, and none waits longer than two seconds. Threads may share it."""

    def __init__(self, home: Path, kind: Kind) -> None:
        """Lines go to `kind`.log in the home's folder of logs. Nothing is made there before the first line."""
        self.file = home / FOLDER / f"{kind}.log"
        self._logger: logging.Logger | None = None

    def start(self, **versions: str) -> None:
        """Write the line of the program's start, with its version and these others, unless it was written before. Any
        other line writes it too; the window and the browser's process write it when they begin."""
        if self.file not in _STARTED:
            self._write([], **versions)

    def event(self, name: str, **codes: str | int) -> bool:
        """Write one line: a name, and codes or numbers by name. Nothing a person typed, read or was sent. Returns
        whether it was written."""
        return self._write([(name, codes)])

    def unexpected(self, error: BaseException) -> bool:
        """Write down an error that nobody foresaw: each type in its chain, and the places in the code it came by.
        Returns whether all of it was written."""
        return self._write(("unexpected", {"type": name, "at": places}) for name, places in traces(error))

    def _end(self) -> None:
        # The folder may be gone by now, as the demo's is, and is not made anew.
        if self.file.exists():
            self.event("end", vitrine=__version__)

    def _write(self, lines: Iterable[tuple[str, Mapping[str, str | int]]], **versions: str) -> bool:
        """Write these lines behind that of the start, all under one lock, so that nobody waits twice; whether they
        were written."""
        # Whatever goes wrong here, nothing else fails because its line cannot be written.
        with suppress(Exception):
            folder = self.file.parent
            for each in (folder.parent, folder):
                each.mkdir(parents=True, exist_ok=True, mode=0o700)
            if folder.is_symlink():
                raise Refused(Code.FILE_LINK, file=folder)
            if self._logger is None:
                # A program with nothing to tell does not load it.
                from core.log_file import logger  # noqa: PLC0415

                self._logger = logger(self.file, MOST_BYTES, MOST_FILES)
            with LogLock(folder, WAIT_SECONDS):
                if self.file not in _STARTED:
                    python = ".".join(map(str, sys.version_info[:3]))
                    told = {"vitrine": __version__, "python": python, "system": sys.platform, **versions}
                    self._logger.info(_line("start", told))
                    _STARTED.add(self.file)
                    atexit.register(self._end)
                for name, codes in lines:
                    self._logger.info(_line(name, codes))
            return True
        return False


def _line(name: str, codes: Mapping[str, str | int]) -> str:
    """A name, and codes by name; whatever is none is a question mark."""
    told = [name if _NAME.fullmatch(name) else "?"]
    for key, value in codes.items():
        told.append(f"{key if _NAME.fullmatch(key) else '?'}={value if _CODE.fullmatch(str(value)) else '?'}")
    return " ".join(told)


def traces(error: BaseException) -> Iterator[tuple[str, str]]:
    """Of the error and each that caused it, its type and the places it came by: what may be written of it."""
    each: BaseException | None = error
    seen: set[int] = set()
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        kind, places = type(each), ",".join([*_places(each)][-MOST_PLACES:])
        yield f"{kind.__module__}.{kind.__qualname__}", places or "nowhere"
        each = each.__cause__ or each.__context__


def _places(error: BaseException) -> Iterator[str]:
    """`module:line` of each frame the error came through, the innermost last; a module is named, never its path."""
    at = error.__traceback__
    while at is not None:
        name = str(at.tb_frame.f_globals.get("__name__"))
        yield f"{name if _MODULE.fullmatch(name) else 'unnamed'}:{at.tb_lineno}"
        at = at.tb_next
