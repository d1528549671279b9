"""Where sending stands, as every page says it alike: pure functions of what was read."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from core.catalogue import Category
from core.consent.consent import Choices
from core.record.submission import State
from gui.state.snapshot import Records
from gui.state.times import when, within

Act: TypeAlias = Literal["pause", "resume", ""]

NOT_SENT = {
    "open": "You have not decided yet",
    "declined": "You declined the agreement",
    "withdrawn": "You withdrew the agreement",
    "unread": "The record cannot be read",
}
CHANGED = "What you agreed to has changed since"
# Why stands on the overview and in the Outbox.
NOT_REACHED = "Not reached; is tried again"
NOT_READ = "not read"
CODE_LETTERS = 6
AMISS = {State.REFUSED: "refused", State.UNCONFIRMED: "not confirmed"}
SAMPLE = "Sample data; there is no way to send"


@dataclass(frozen=True, slots=True)
class SendingState:
    """The state of all sending, more about it, what can be done about it, and how it went so far."""

    state: str
    more: str
    act: Act = ""
    went: str = ""


def of(records: Records) -> SendingState:
    """Where sending stands now."""
    choices = records.choices
    if choices.standing != "accepted":
        return SendingState("Nothing is sent", NOT_SENT[choices.standing])
    if choices.paused:
        return SendingState("Sending is paused", _waiting(records), "resume", went(records))
    if not choices.allowed:
        return SendingState("Nothing is sent", CHANGED)
    if records.offline:
        return SendingState("Sending is on", NOT_REACHED, "pause", went(records))
    return SendingState("Sending is on", _next(records, records.clock()), "pause", went(records))


def went(records: Records) -> str:
    """Whether all is right with what went: how much was refused or not confirmed; "" before anything went."""
    found = records.tally.states
    amiss = [f"{found[state]:,} {words}" for state, words in AMISS.items() if found.get(state)]
    return ", ".join(amiss) or ("All that went is confirmed" if records.counts.get(State.CONFIRMED) else "")


def is_on(choices: Choices) -> bool:
    """Whether anything is sent."""
    return bool(choices.permit.categories)


def would(choices: Choices, *, practice: bool) -> bool:
    """Whether screens say “would”: no submission leaves this computer as things stand."""
    return practice or not is_on(choices)


def note(category: Category, choices: Choices) -> str:
    """A group's state as lists say it."""
    if category.key in choices.changed:
        return "changed"
    if category.key in choices.allowed:
        return "agreed" if category.basis == "agreed" else "on"
    if choices.standing == "unread":
        return "unread"
    return "open" if category.basis == "agreed" and choices.standing == "open" else "off"


def why_off(category: Category, choices: Choices) -> str:
    """Why the group is not sent now; "" where it is."""
    if choices.standing != "accepted":
        return f"{NOT_SENT[choices.standing]}, so nothing is sent."
    if category.key in choices.changed:
        return f"{CHANGED}, so it is not sent: see Agreement."
    if category.key not in choices.allowed:
        return "This group is switched off."
    return "All sending is paused." if choices.paused else ""


def outbox_note(records: Records) -> str:
    """What stands in the Outbox, in a word or two."""
    if records.unread:
        return NOT_READ
    if waiting := records.counts.get(State.WAITING, 0):
        return f"{waiting:,} waiting"
    return f"{len(records.pending):,} kept" if records.pending else "empty"


def history_note(records: Records) -> str:
    """How much the history holds."""
    if records.unread:
        return NOT_READ
    return f"{sum(records.counts.values()):,}" if any(records.counts.values()) else "empty"


def last_sent(records: Records, key: str, unit: str = "bytes") -> str:
    """When something of a group was last confirmed, or told to a site, and its size."""
    if records.unread:
        return NOT_READ
    newest = records.newest.get(key)
    if newest is None or newest.finished is None:
        return "never"
    return f"{when(newest.finished, records.clock())} · {newest.bytes:,} {unit}"


def support_line(version: str, page: str, kind: str, records: Records) -> str:
    """The line support can have read out; its code shows a slip of the tongue, and nothing else."""
    choices = records.choices
    region = choices.region.upper() if choices.standing == "accepted" and choices.region else "no region"
    paused = choices.standing == "accepted" and choices.paused
    sending = "paused" if paused else "on" if choices.permit.categories else "off"
    waiting = "record not read" if records.unread else f"{records.counts.get(State.WAITING, 0)} waiting"
    line = f"Vitrine {version} · {page} · {region} · {kind} · sending {sending} · {waiting}"
    code = base64.b32encode(hashlib.sha256(line.encode()).digest())[:CODE_LETTERS].decode()
    return f"{line} · code {code[:3]}-{code[3:]}"


def _next(records: Records, at: datetime) -> str:
    return f"Next: {within(records.next_due, at)}" if records.next_due else "Nothing waits"


def _waiting(records: Records) -> str:
    waiting = records.counts.get(State.WAITING, 0)
    return f"{waiting:,} waiting" if waiting else "Nothing waits"
