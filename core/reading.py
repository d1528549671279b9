"""What was read, or why not: the one form in which facts travel from a source to a screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from core.errors import Coded
from core.text import failure
from core.wording import readings as wording
from core.wording.errors import sentence

Value: TypeAlias = str | int | bool

# No declared fact needs more (the longest is an RSA-16384 key, 2.8 KB); a hostile one could stall every screen.
LONGEST_TEXT = 8192


class Reason(StrEnum):
    """Why an item has no value. The list is closed: scripts read these tokens; core.wording.readings says them."""

    OTHER_OS = "other_os"
    NONE_HERE = "none_here"
    NOT_PERMITTED = "not_permitted"
    NOTHING_YET = "nothing_yet"
    SOURCE_OFF = "source_off"
    NO_RECORD = "no_record"
    NO_LICENSE = "no_license"
    NOT_SIGNED = "not_signed"
    NOTHING_FOUND = "nothing_found"
    NO_IPV4 = "no_ipv4"
    NOT_CHECKED = "not_checked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One item's value or the reason why there is none, never both; and what was read, where."""

    value: Value | None
    reason: Reason | None
    source: str

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a fact has a value or a reason, exactly one")

    @property
    def words(self) -> str:
        """The value as the body writes it, without quotes and escapes; or the reason as every screen says it."""
        return wording.written(self.value) if self.reason is None else wording.REASONS[self.reason]


Reading: TypeAlias = Mapping[str, Fact]


def known(value: Value, source: str) -> Fact:
    """A fact with a value, read at `source`. What no encoder could write of a text is escaped.

    A text beyond 8,192 characters, or with the control character DEL, has failed instead.
    """
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            return absent(Reason.FAILED, wording.TOO_LONG.format(place=source, limit=LONGEST_TEXT))
        if "\x7f" in value:
            # The one character that JSON leaves as it is and no screen shows.
            return absent(Reason.FAILED, wording.HOLDS_DEL.format(place=source))
        value = encodable(value)
    return Fact(value, None, _place(source))


def absent(reason: Reason, source: str) -> Fact:
    """A fact without a value: why, and what was looked at or went wrong."""
    return Fact(None, reason, _place(source))


def _place(source: str) -> str:
    """Where something was read, or why not: no path is longer, but what an error quotes may be."""
    return encodable(source[:LONGEST_TEXT])


def encodable(text: str) -> str:
    """`text` so that any encoder can write it: what a file name may hold beside text is escaped."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def probe(source: str, read: Callable[[], Value | Fact | None]) -> Fact:
    """What `read` finds; a missing file is `none_here`, a forbidden one `not_permitted`, any other error `failed`."""
    try:
        value = read()
    except PermissionError:
        return absent(Reason.NOT_PERMITTED, source)
    except (FileNotFoundError, NotADirectoryError):
        return absent(Reason.NONE_HERE, source)
    except (OSError, ValueError, RuntimeError) as error:
        why = sentence(error) if isinstance(error, Coded) else failure(error)
        return absent(Reason.FAILED, f"{source}: {why}")
    if isinstance(value, Fact):
        return value
    return absent(Reason.NONE_HERE, source) if value is None or value == "" else known(value, source)
