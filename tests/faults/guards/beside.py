"""Row 9, broken: who reads keeps others from writing."""

from __future__ import annotations

from tests.faults.guards.patch import PATCH


def log() -> None:
    """The file is kept without a log, as earlier versions did."""
    PATCH.setattr("core.record.store.JOURNAL", "delete")
    # How long one waits does not change what comes of it.
    PATCH.setattr("core.record.store.BUSY_SECONDS", 1.5)
