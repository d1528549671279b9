"""What goes through the pipes between a program and the process that inspects for it: one line of JSON each."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from core.files import Strict
from core.inspectors.finding import Inspection, Signature
from core.text import visible

# The first thing the process says: its engines are loaded.
READY = b"ready\n"
# An inspection of the hundred detections it may hold has about 100 KB.
LONGEST_LINE = 1024 * 1024
LONGEST_WHY = 200
# The program waits so much longer than it allows: its process may be busy with saying that time is up.
LATE_SECONDS = 2.0


class Asked(Strict, frozen=True):
    """Inspect this file. `turn`: drawn for this question alone; `path`: as the system has it, for a name need not be
    text; `seconds`: how long it may take."""

    turn: str
    path: bytes
    seconds: float


class TracedError(Strict, frozen=True):
    """An error that nobody foresaw, as the log may have it: its type, and the places in the code it came by."""

    type: Annotated[str, Meta(pattern=r"^[\w.<>]{1,200}\Z")]
    at: Annotated[str, Meta(pattern=r"^(nowhere|[\w.]+:\d+(,[\w.]+:\d+)*)\Z", max_length=4000)]


class InspectionAnswer(Strict, frozen=True):
    """What was learnt of the file that was asked about in this turn, and what broke meanwhile, for the log."""

    turn: str
    inspection: Inspection
    faults: tuple[TracedError, ...] = ()


def failed(why: str) -> Inspection:
    """What is known of a file that could not be inspected: why not."""
    return Inspection(Signature("failed", why=visible(why)[:LONGEST_WHY]))
