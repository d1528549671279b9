"""Row 20, broken: what waits goes as it comes, whenever, and however old."""

from __future__ import annotations

from typing import Any

from core.record.ledger import Ledger
from core.record.submission import Submission
from tests.faults.guards.patch import PATCH


def oldest_first() -> None:
    """The newest of a batch goes first."""
    before = Ledger.waiting

    def waiting(self: Ledger, *given: Any, **more: Any) -> list[Submission]:
        return before(self, *given, **more)[::-1]

    PATCH.setattr("core.record.ledger.Ledger.waiting", waiting)


def pauses() -> None:
    """What the receiver asked for is forgotten."""
    PATCH.setattr("core.record.ledger._asked_to_wait", lambda _: False)


def age() -> None:
    """Nothing is ever too old."""
    PATCH.setattr("core.record.ledger.Ledger.expire", lambda *_: 0)


def room() -> None:
    """A request carries whatever waits."""
    PATCH.setattr("core.record.ledger.MOST_SUBMISSIONS", 10**9)
    PATCH.setattr("core.sending.sender.MOST_BYTES", 10**12)
