"""Row 8, broken: a head that was noted is not compared, or by its number alone."""

from __future__ import annotations

from core.record.verification import verify
from core.record.verification.faults import FoundFault
from tests.faults.guards.patch import PATCH


def compared() -> None:
    """Whatever head is held, the record is taken for the one that it was noted of."""
    PATCH.setattr("core.record.verification.verify._Check._compared", lambda *_: None)


def hashed() -> None:
    """A record that is long enough is taken for it."""
    before = verify._Check._compared

    def compared(self: verify._Check, checkpoint: verify.Checkpoint, holds: int) -> FoundFault | None:
        return before(self, checkpoint, holds) if checkpoint[0] > holds else None

    PATCH.setattr("core.record.verification.verify._Check._compared", compared)
