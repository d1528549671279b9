"""The pseudo-language read back, and errors that nobody foresaw taken down."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from unittest import mock

from core.log import Log
from core.wording.translation import _ACCENTS

BRACKET = "⟦"
_LETTERS = str.maketrans({chr(accented): chr(plain) for plain, accented in _ACCENTS.items()})
_LENGTH = re.compile(r"(?<=\w)·+")


def english(text: str) -> str:
    """Return a text as it stands in the source: without accents, brackets and what made it longer."""
    return _LENGTH.sub("", text.translate({ord(each): None for each in "⟦⟧"})).translate(_LETTERS)


def is_nested(text: str) -> bool:
    """Whether each bracket that is opened is closed: no message was cut or taken to pieces."""
    depth = 0
    for each in text:
        depth += {"⟦": 1, "⟧": -1}.get(each, 0)
        if depth < 0:
            return False
    return depth == 0


def watch(failed: list[str]) -> None:
    """From now on take down every error that nobody foresaw, wherever it is raised or logged."""

    def take(error: BaseException | None) -> None:
        if error is not None:
            failed.append("".join(traceback.format_exception(error)))

    def log(_log: Log, error: BaseException) -> bool:
        take(error)
        return False

    sys.excepthook = lambda _kind, error, _trace: take(error)
    threading.excepthook = lambda about: take(about.exc_value)
    mock.patch.object(Log, "unexpected", log).start()
