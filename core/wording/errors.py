"""What each error says: one line with what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from core.errors import Code, Coded
from core.text import visible
from core.wording import _

# Errors quote what they refuse; a screen has room for so much.
LONGEST_LINE = 400

MESSAGES: Mapping[Code, str] = {
    Code.FILE_LINK: _("{file} is a link. Remove it: it is not followed."),
    Code.FILE_NOT_FILE: _("{file} is not a file."),
    Code.FILE_NOT_UTF8: _("{file} is not UTF-8 text (byte {byte})."),
    Code.FILE_TOO_DEEP: _("{file}: nested too deeply."),
    Code.FILE_TOO_LARGE: _("{file} is larger than {mebibytes} MiB."),
    # `why`: what the parser says is wrong, and where.
    Code.FILE_UNFIT: _("{file}: {why}."),
    Code.FILE_UNREADABLE: _("{file} cannot be read: {why}."),
    Code.FILE_UNWRITABLE: _("{file} cannot be written: {why}."),
    Code.BUSY_CHANGING: _("Another Vitrine on this computer is changing what is set. Try again in a moment."),
    Code.BUSY_LOGGING: _("Another Vitrine on this computer is writing to the log."),
    Code.BUSY_SENDING: _("Another Vitrine on this computer is sending. Try again in a moment."),
    Code.BUSY_TELLING: _(
        "A browser on this computer does not take what it is handed for a payment site. Try again in a moment."
    ),
    Code.UNEXPECTED: _("Something went wrong that nobody foresaw ({type}). It is in the log: {log}"),
}


def sentence(error: BaseException) -> str:
    """The line a person reads about an error: of one with a code the message, of any other what it says itself."""
    said = str(error)
    if isinstance(error, Coded):
        said = MESSAGES.get(error.code, error.code).format_map(
            {name: _part(each) for name, each in error.about.items()}
        )
    line = visible(" ".join(said.split()))
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def _part(value: object) -> object:
    """One thing an error is about, as its sentence shows it: several with commas, an error by its own sentence."""
    if isinstance(value, BaseException):
        return sentence(value).removesuffix(".")
    if isinstance(value, Iterable) and not isinstance(value, (str, Path)):
        return ", ".join(map(str, value))
    return value
