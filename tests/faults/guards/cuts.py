"""Row 3, broken: what was acknowledged is not on the disk yet."""

from __future__ import annotations

from tests.faults.guards.patch import PATCH


def synced() -> None:
    """The state file is kept in the faster way."""
    PATCH.setattr("tests.faults.cuts.WAY", "normal")
