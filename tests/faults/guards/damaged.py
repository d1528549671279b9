"""Row 6, broken: damage is not looked for."""

from __future__ import annotations

from core.record.verification.verify import Verdict
from tests.faults.guards.patch import PATCH


def checked() -> None:
    """The check of the whole record finds nothing."""
    PATCH.setattr("core.record.history.History.verify", lambda *_: Verdict(None, 0, ""))
