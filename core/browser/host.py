"""One browser's connection: who asks, then question, answer, question, until it ends or what comes is no question.

Native messaging, as browsers define it: before each message of JSON its length, four bytes in this machine's order.
"""

import struct
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

import msgspec

from core.browser import NAME
from core.browser.answers import Answers, Budget
from core.browser.extension import origin
from core.browser.questions import Answer, Wrong, parsed
from core.errors import Code, Refused
from core.wording.errors import sentence

# A browser that brings back a hundred tabs asks some hundreds of questions at once.
MOST_AT_ONCE, MOST_A_SECOND = 1000, 50
# Far above any question of ours; a browser would let an extension send 64 MiB.
LONGEST = 64 * 1024
_LENGTH = struct.Struct("=I")


class Gone(Exception):
    """The browser went away in the middle."""


def caller(arguments: Sequence[str], chromium: str, firefox: str) -> str:
    """The ID of the extension that asks, one of these two. Raises Refused for anybody else.

    `arguments` are a browser's own: no extension can choose what it says when it starts the host.
    """
    match arguments:
        # Windows adds which window it belongs to.
        case [first, *rest] if first == origin(chromium) and all(each.startswith("--") for each in rest):
            return chromium
        case [manifest, named] if named == firefox and PurePath(manifest).name == f"{NAME}.json":
            return firefox
    raise Refused(Code.BROWSER_STRANGER)


def serve(incoming: BinaryIO, outgoing: BinaryIO, answers: Answers) -> int:
    """Answer until the browser ends it; 1 where it sent what is no question: that gets one error, and no more."""
    budget, say = Budget(MOST_AT_ONCE, MOST_A_SECOND), partial(_say, outgoing)
    try:
        while (message := read(incoming)) is not None:
            if not budget.take():
                raise Refused(Code.BROWSER_FLOOD)
            answers.to(parsed(message), say)
    except Refused as error:
        with suppress(Gone):
            say(Wrong(sentence(error)))
        return 1
    except (OSError, Gone):
        return 1
    return 0


def _say(outgoing: BinaryIO, answer: Answer) -> None:
    """Raises Gone, which nobody takes for an error of the record's."""
    try:
        write(outgoing, msgspec.json.encode(answer))
    except OSError as error:
        raise Gone from error


def read(stream: BinaryIO) -> bytes | None:
    """One message; None at the end. Raises Refused for what is none, before its bytes are taken in."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise Refused(Code.BROWSER_MESSAGE_CUT)
    (length,) = _LENGTH.unpack(head)
    if not 0 < length <= LONGEST:
        raise Refused(Code.BROWSER_MESSAGE_LENGTH, length=length, most=LONGEST)
    message = stream.read(length)
    if len(message) < length:
        raise Refused(Code.BROWSER_MESSAGE_CUT)
    return message


def write(stream: BinaryIO, message: bytes) -> None:
    """Write one message, with its length. Raises OSError."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()
