"""What can be wrong: an error has a code and the named things it is about, and no sentence.

`core.wording.errors` turns an error into the sentence a person reads. Scripts read the code; docs/ERRORS.md lists them.
"""

from __future__ import annotations

from enum import StrEnum, auto


class Code(StrEnum):
    """Everything that can be wrong, by a name that never changes. What each is about stands in core.wording.errors."""

    # Any room: files and folders.
    FILE_LINK = auto()
    FILE_NOT_FILE = auto()
    FILE_NOT_UTF8 = auto()
    FILE_TOO_DEEP = auto()
    FILE_TOO_LARGE = auto()
    FILE_UNFIT = auto()
    FILE_UNREADABLE = auto()
    FILE_UNWRITABLE = auto()
    # Another process holds a lock.
    BUSY_CHANGING = auto()
    BUSY_LOGGING = auto()
    BUSY_SENDING = auto()
    BUSY_TELLING = auto()
    # Nobody foresaw it: a fault in the program.
    UNEXPECTED = auto()


class Coded(Exception):
    """An error with a code. `about` holds by name what it is about: a file, a group, a limit, a number, an error."""

    code: Code
    about: dict[str, object]

    def __init__(self, code: Code, **about: object) -> None:
        super().__init__(code)
        self.code, self.about = code, about

    def __str__(self) -> str:
        """For a traceback: the code and what it is about. Nobody is shown this; see core.wording.errors.sentence."""
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in self.about.items())])


class Refused(Coded):
    """Something given to the program is not usable, or not allowed as things stand."""


class WrongUsage(Refused):
    """What was typed cannot be right, whatever this computer holds: a word not known, a value of another form."""


class Busy(Refused):
    """Another process holds what is needed, and did not let go in time."""


class Changed(Refused):
    """What was shown is not what would go now."""


class Stale(Refused):
    """What the user allows changed since it was read, or never covered this."""


class Full(Refused):
    """There is no room for more, by a limit the product sets."""


class Unavailable(Coded, OSError):
    """A file, a folder or another computer cannot be used now; the same may work later."""
