"""Row 7, broken: the record is believed as it stands."""

from __future__ import annotations

from tests.faults.guards.patch import PATCH


def links() -> None:
    """Events are believed as they stand."""
    PATCH.setattr("core.record.events.holds", lambda *_: True)


def rows_told() -> None:
    """Submissions are believed as they stand."""
    PATCH.setattr("core.record.verify._row_faults", lambda *_: iter(()))
