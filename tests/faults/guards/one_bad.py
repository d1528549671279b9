"""Row 12, broken: one that is bad costs the others what they were queued for."""

from __future__ import annotations

from core.sending import answers
from core.sending.answers import Meaning
from tests.faults.guards.patch import PATCH


def together() -> None:
    """Whatever was in one request with it is refused with it."""
    for status in (400, 413, 422):
        PATCH.setitem(answers.ANSWERS, status, Meaning.REFUSED)


def waited_for() -> None:
    """It is tried again and again, and all behind it waits."""
    for status in (400, 413, 422):
        PATCH.setitem(answers.ANSWERS, status, Meaning.HELD)


def unnamed() -> None:
    """Which one a receiver names is not read."""
    PATCH.setattr("core.sending.answers._objects", lambda _: [])
