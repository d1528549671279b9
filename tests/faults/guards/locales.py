"""Row 37, broken: what is sent follows the user's language, or the time that his clock on the wall shows."""

from __future__ import annotations

import locale
from datetime import datetime

from core import envelope
from core.reading import Value
from tests.faults.guards.patch import PATCH


def numbers() -> None:
    """Numbers are written as the user writes them."""
    before = envelope._exact

    def exact(value: Value) -> Value:
        return f"{value:n}" if type(value) is int else before(value)

    PATCH.setattr("core.envelope._exact", exact)


def encoding() -> None:
    """Letters are written as the user's files are."""
    before = envelope._encode

    def encode(fields: dict[str, object]) -> bytes:
        text = before(fields).decode("unicode_escape", "replace")
        return text.encode(locale.getencoding(), "replace")

    PATCH.setattr("core.envelope._encode", encode)


def zone() -> None:
    """Times are those of the user's clock."""

    def stamp(moment: datetime) -> str:
        return f"{moment.astimezone():%Y-%m-%dT%H:%M:%S}.000Z"

    PATCH.setattr("core.clock.stamp", stamp)
