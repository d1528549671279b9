"""Row 7, broken: the record is believed as it stands."""

from __future__ import annotations

from core.record.verification.walk import Found
from tests.faults.guards.patch import PATCH


def links() -> None:
    """Events are believed as they stand."""
    PATCH.setattr("core.record.verification.checks.PieceChecks._tiles", lambda *_: Found())


def rows_told() -> None:
    """Submissions are believed as they stand."""
    PATCH.setattr("core.record.verification.walk.Walk._differs", lambda *_: None)
