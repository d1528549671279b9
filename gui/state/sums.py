"""Figures and the sentences around them, so that every page counts alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.clock import stamp
from core.product import Product
from core.record.submission import State
from gui.state import standing
from gui.state.edition import Edition
from gui.state.snapshot import Day, SnapshotState
from gui.state.times import MONTHS, when

KILO = 1000
# From here on a decimal tells nothing.
WHOLE_KILOBYTES = 10 * KILO


def size(count: int) -> str:
    """Bytes as people say them; below a kilobyte exactly."""
    if count < KILO:
        return counted(count, "byte")
    return f"{count / KILO:.1f} kB" if count < WHOLE_KILOBYTES else f"{count / KILO:,.0f} kB"


def counted(count: int, what: str) -> str:
    """“1 submission”, “2 submissions”."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def day(of: date) -> str:
    """“24 Nov”."""
    return f"{of.day} {MONTHS[of.month - 1]}"


def days_sentence(days: Sequence[Day]) -> str:
    """The bars in words."""
    total, count = sum(each[2] for each in days), sum(each[1] for each in days)
    if not count:
        return "Nothing was confirmed in the last 30 days."
    most = max(days, key=lambda each: each[2])
    return (
        f"{size(total)} in {counted(count, 'submission')} in the last 30 days; most on "
        f"{day(most[0])}: {size(most[2])} in {counted(most[1], 'submission')}."
    )


def next_submission(live: SnapshotState, edition: Edition) -> tuple[str, str, str, str]:
    """When, more about it, the page where something can be done, and the words on its button."""
    found = standing.of(live)
    if live.choices.standing == "open":
        return "None", f"{found.more}. Nothing is sent before.", "agreement", "Decide"
    if live.unread:
        return "Not known", f"{found.more}. Nothing is sent.", "", ""
    if live.choices.standing != "accepted" or not live.choices.allowed:
        return "None", f"{found.more}. Nothing is sent.", "agreement", "Open the agreement"
    outbox = ("outbox", "Open the Outbox") if live.pending else ("", "")
    return *_accepted(live, edition.product), *outbox


def _accepted(live: SnapshotState, product: Product) -> tuple[str, str]:
    waiting = live.tally.states.get(State.WAITING, 0)
    every = f"Every {counted(max(product.sending.interval_hours, live.settings.interval_hours), 'hour')}"
    if live.choices.paused:
        return (
            "Paused",
            f"{counted(waiting, 'submission')} waiting; {'it stays' if waiting == 1 else 'they stay'}."
            if waiting
            else "Nothing waits.",
        )
    if not waiting:
        minutes = counted(product.sending.hold_minutes, "minute")
        return "None waits", f"{every}. Each can be read and cancelled for {minutes} before it goes."
    if live.next_due <= stamp(live.clock()):
        return (
            "Due now",
            f"Not reached: {live.offline}. It is tried again by itself." if live.offline else "It goes now.",
        )
    if live.offline:
        return when(live.next_due, live.clock()), f"Not reached: {live.offline}."
    groups = counted(len(live.tally.first), "group")
    return when(live.next_due, live.clock()), f"{every}. {groups}; you can read and cancel each until then."
