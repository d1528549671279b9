"""Row 23, broken: a consent holds for what it was not given for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core import clock
from core.consent.consent import Choices, Consent
from core.record.events import Event, Row, decoded
from core.record.permit import Permit
from tests.faults.guards.patch import PATCH


def terms() -> None:
    """Whatever was accepted holds for whatever the product says now."""
    before = Consent._judged

    def judged(self: Consent, events: Iterable[Event]) -> Choices:
        found = before(self, events)
        allowed = found.allowed | found.changed
        return replace(found, allowed=allowed, permit=Permit(found.permit.event, allowed))

    PATCH.setattr("core.consent.consent.Consent._judged", judged)


def links() -> None:
    """Decisions are believed as they stand."""

    def follow(rows: Iterator[Row], _link: bytes, _known: int) -> Iterator[tuple[Row, Event]]:
        for row in rows:
            number, at, kind, category, detail, *_ = row
            yield row, Event(number, clock.stamp_of(at), kind, category, None, decoded(detail))

    PATCH.setattr("core.record.events.follow", follow)


def regions() -> None:
    """Every region counts as one that the statement covers."""
    PATCH.setattr("core.consent.consent.NOT_COVERED", "nowhere")
