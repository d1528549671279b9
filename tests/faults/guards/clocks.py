"""Row 21, broken: the license is judged by whatever the clock says now."""

from __future__ import annotations

from datetime import timedelta

from core.record.ledger import Ledger
from tests.faults.guards.patch import PATCH


def latest() -> None:
    """Nobody remembers a later time."""

    def seen(self: Ledger, now: str) -> str:
        return now

    PATCH.setattr("core.record.ledger.Ledger.seen", seen)


def told() -> None:
    """A clock that was moved back is believed to be right."""
    PATCH.setattr("core.license.status.TOLERANCE", timedelta(days=36_500))
