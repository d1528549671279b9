"""Where sending stands, as every page says it alike: pure functions of what was read."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.catalogue import Category
from core.clock import stamp
from core.consent.consent import Choices
from core.product import Product
from core.record.submission import State
from core.wording import counts, sending
from core.wording import submissions as words
from core.wording import support as lines
from core.wording.times import day, when, within
from gui.state.edition import Edition
from gui.state.snapshot import Day, Records, SnapshotState, Tally

Act: TypeAlias = Literal["pause", "resume", ""]
CODE_LETTERS = 6
# What is not right with what went, in the order of its weight.
AMISS = (State.REFUSED, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class SendingState:
    """The state of all sending, more about it, what can be done about it, and how it went so far."""

    state: str
    more: str
    act: Act = ""
    went: str = ""


def of(records: Records) -> SendingState:
    """Return where sending stands now."""
    choices = records.choices
    if choices.standing != "accepted":
        return SendingState(sending.NOTHING_SENT, sending.NOT_SENT[choices.standing])
    if choices.paused:
        waiting = records.counts.get(State.WAITING, 0)
        more = sending.WAITING.format(count=waiting) if waiting else sending.NOTHING_WAITS
        return SendingState(sending.PAUSED, more, "resume", went(records))
    if not choices.allowed:
        return SendingState(sending.NOTHING_SENT, sending.CHANGED)
    due = records.next_due
    more = sending.NEXT.format(when=within(due, records.clock())) if due else sending.NOTHING_WAITS
    return SendingState(sending.ON, sending.NOT_REACHED if records.offline else more, "pause", went(records))


def went(records: Records) -> str:
    """Return whether all is right with what went: how much was refused or not confirmed; "" before anything went."""
    found = records.tally.states
    amiss = [sending.AMISS[state].format(count=found[state]) for state in AMISS if found.get(state)]
    return ", ".join(amiss) or (sending.ALL_CONFIRMED if records.counts.get(State.CONFIRMED) else "")


def is_on(choices: Choices) -> bool:
    """Return whether anything is sent."""
    return bool(choices.permit.categories)


def would(choices: Choices, *, practice: bool) -> bool:
    """Return whether screens say “would”: no submission leaves this computer as things stand."""
    return practice or not is_on(choices)


def note(category: Category, choices: Choices) -> str:
    """Return a group's state as lists say it."""
    is_agreed = category.basis == "agreed"
    if category.key in choices.changed:
        return sending.CHOICE_CHANGED
    if category.key in choices.allowed:
        return sending.CHOICE_AGREED if is_agreed else sending.CHOICE_ON
    if choices.standing == "unread":
        return sending.CHOICE_UNREAD
    return sending.CHOICE_OPEN if is_agreed and choices.standing == "open" else sending.CHOICE_OFF


def why_off(category: Category, choices: Choices) -> str:
    """Return why the group is not sent now, "" where it is."""
    if choices.standing != "accepted":
        return sending.NOT_SENT_SO.format(why=sending.NOT_SENT[choices.standing])
    if category.key in choices.changed:
        return sending.CHANGED_SO.format(why=sending.CHANGED)
    if category.key not in choices.allowed:
        return sending.SWITCHED_OFF
    return sending.ALL_PAUSED if choices.paused else ""


def outbox_note(records: Records) -> str:
    """Return what stands in the Outbox, in a word or two."""
    if records.unread:
        return sending.NOT_READ
    if waiting := records.counts.get(State.WAITING, 0):
        return sending.WAITING.format(count=waiting)
    return sending.KEPT.format(count=len(records.pending)) if records.pending else sending.EMPTY


def history_note(records: Records) -> str:
    """Return how much the history holds."""
    if records.unread:
        return sending.NOT_READ
    return f"{sum(records.counts.values()):,}" if any(records.counts.values()) else sending.EMPTY


def pending_note(pending: Tally) -> str:
    """Return how many of what is pending stand where, what waits first: `3 waiting · 1 sent, not confirmed`."""
    found = [(pending.tokens.get(token), state) for token, state in words.STATES.items()]
    return " · ".join(words.COUNTED.format(count=count, state=state) for count, state in found if count)


def last_sent(records: Records, key: str, unit: Literal["bytes", "B"] = "bytes") -> str:
    """Return when something of a group was last confirmed, or told to a site, and its size."""
    if records.unread:
        return sending.NOT_READ
    newest = records.newest.get(key)
    if newest is None or newest.finished is None:
        return sending.NEVER
    return sending.LAST_SENT[unit].format(when=when(newest.finished, records.clock()), count=newest.bytes)


def days_sentence(days: Sequence[Day]) -> str:
    """Return what was confirmed on these days, and on which most."""
    total, count = sum(each[2] for each in days), sum(each[1] for each in days)
    if not count:
        return sending.NONE_CONFIRMED
    most = max(days, key=lambda each: each[2])
    return sending.CONFIRMED_DAYS.format(
        size=counts.size(total),
        submissions=counts.submissions(count),
        day=day(most[0]),
        most_size=counts.size(most[2]),
        most_submissions=counts.submissions(most[1]),
    )


def next_submission(snapshot: SnapshotState, edition: Edition) -> tuple[str, str, str, str]:
    """Return when it goes, more about it, the page where something can be done, and the words on its button."""
    why = of(snapshot).more
    if snapshot.choices.standing == "open":
        return sending.NONE, sending.NOTHING_SENT_BEFORE.format(why=why), "agreement", sending.DECIDE
    if snapshot.unread:
        return sending.NOT_KNOWN, sending.NOTHING_SENT_NOW.format(why=why), "", ""
    if snapshot.choices.standing != "accepted" or not snapshot.choices.allowed:
        return sending.NONE, sending.NOTHING_SENT_NOW.format(why=why), "agreement", sending.OPEN_AGREEMENT
    outbox = ("outbox", sending.OPEN_OUTBOX) if snapshot.pending else ("", "")
    return *_accepted(snapshot, edition.product), *outbox


def _accepted(snapshot: SnapshotState, product: Product) -> tuple[str, str]:
    waiting, offline = snapshot.tally.states.get(State.WAITING, 0), snapshot.offline
    hours = counts.hours(max(product.sending.interval_hours, snapshot.settings.interval_hours))
    if snapshot.choices.paused:
        return sending.PAUSED_SHORT, sending.paused(waiting)
    if not waiting:
        minutes = counts.minutes(product.sending.hold_minutes)
        return sending.NONE_WAITS, sending.NONE_WAITS_MORE.format(hours=hours, minutes=minutes)
    if snapshot.next_due <= stamp(snapshot.clock()):
        return sending.DUE_NOW, sending.TRIED_AGAIN.format(why=offline) if offline else sending.GOES_NOW
    groups = counts.groups(len(snapshot.tally.first))
    more = sending.NOT_REACHED_WHY if offline else sending.WAITS_MORE
    return when(snapshot.next_due, snapshot.clock()), more.format(why=offline, hours=hours, groups=groups)


def support_line(version: str, page: str, kind: str, records: Records) -> str:
    """Return the line support can have read out; its code shows whether it was read out right, and nothing else."""
    choices = records.choices
    accepted = choices.standing == "accepted"
    waiting = lines.WAITING.format(count=records.counts.get(State.WAITING, 0))
    line = lines.LINE.format(
        version=version,
        page=page,
        region=choices.region.upper() if accepted and choices.region else lines.NO_REGION,
        kind=kind,
        sending=lines.SENDING["paused" if accepted and choices.paused else "on" if is_on(choices) else "off"],
        waiting=lines.RECORD_NOT_READ if records.unread else waiting,
    )
    code = base64.b32encode(hashlib.sha256(line.encode()).digest())[:CODE_LETTERS].decode()
    return lines.LINE_AND_CODE.format(line=line, code=f"{code[:3]}-{code[3:]}")
