"""Row 23, broken: a consent holds for what it was not given for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.consent.consent import Choices, Consent
from core.record.events import Event
from core.record.permit import Permit
from tests.faults.guards.edited import links
from tests.faults.guards.patch import PATCH

__all__ = ["links", "regions", "terms"]


def terms() -> None:
    """Whatever was accepted holds for whatever the product says now."""
    before = Consent._judged

    def judged(self: Consent, events: Iterable[Event]) -> Choices:
        found = before(self, events)
        allowed = found.allowed | found.changed
        return replace(found, allowed=allowed, permit=Permit(found.permit.event, allowed))

    PATCH.setattr("core.consent.consent.Consent._judged", judged)


def regions() -> None:
    """Every region counts as one that the statement covers."""
    PATCH.setattr("core.consent.consent.NOT_COVERED", "nowhere")
