"""What there is to say of one submission: its state, why, its receipt, what changed from the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from core.catalogue import Category
from core.clock import stamp
from core.product import PRACTICE_PROOF
from core.reading import written
from core.record.submission import State, Submission
from core.text import visible
from gui.state.times import when, within
from gui.state.words import Section

Kind: TypeAlias = Literal["good", "warn", "bad", "plain"]
# Key, value in the one before, value now; None where there is none.
Change: TypeAlias = tuple[str, str | None, str | None]

STATES: Mapping[State, tuple[str, Kind]] = {
    State.WAITING: ("waiting", "plain"),
    State.SENDING: ("being sent", "plain"),
    State.UNCONFIRMED: ("sent, not confirmed", "warn"),
    State.CONFIRMED: ("confirmed", "good"),
    State.REFUSED: ("refused, kept here", "bad"),
    State.CANCELLED: ("cancelled by you", "plain"),
    State.EXPIRED: ("too old, not sent", "plain"),
    State.DELETED: ("deleted at the receiver", "plain"),
    State.TOLD: ("told to the site", "plain"),
}
GIVEN_UP: tuple[str, Kind] = ("not confirmed, ended", "warn")
NOT_HANDED: tuple[str, Kind] = ("not told", "warn")
# The reasons Vitrine gives itself; a receiver's own words are shown as they are.
REASONS = {
    "you": "You cancelled it.",
    "withdrawn": "The agreement was withdrawn.",
    "declined": "The agreement was declined.",
    "accepted": "The agreement was accepted anew, and its choices began anew.",
    "switched_off": "Its group was switched off.",
    "switched off": "Its group was switched off.",
    "paths_off": "The path of web addresses was switched off, and it held one.",
    "browser_gone": "The browser had gone before it took what it was handed.",
    "too old": "It had waited longer than the product lets it.",
    "interrupted": "Vitrine ended while it was being sent.",
    "stopped": "Sending was stopped while it was under way.",
    "split": "Sent together with others, of which one was refused; each half is sent anew.",
}
PROOF = (
    "The holder of the key that the product named then confirmed exactly these bytes, at this time by its own clock."
)
NO_PROOF = "What happens to the data afterwards, or that nothing else was sent."
NO_RECEIPT: Mapping[State, str] = {
    State.WAITING: "Nothing of it was sent, so there is no receipt.",
    State.SENDING: "It is being sent; there is no receipt yet.",
    State.UNCONFIRMED: "It was sent and may have arrived, but nobody has confirmed it.",
    State.REFUSED: "The receiver refused it, and gives no receipt then.",
    State.CANCELLED: "Nothing of it was sent, so there is no receipt.",
    State.EXPIRED: "Nothing of it was sent, so there is no receipt.",
    State.TOLD: "A payment site gives no receipt.",
}
ERASED = "It was erased here. That it was there, its size and its SHA-256 stay known."
EDITED = "These are not the bytes that were queued: the file was changed. Check the records."
# Beyond any body that the catalogue allows; only an edited file holds more.
MOST_COMPARED = 1 << 20
LONGEST_REASON = 400


def state_of(of: Submission) -> tuple[str, Kind]:
    """The state in words, and the colours of its pill."""
    if of.state is State.TOLD and of.reason:
        return NOT_HANDED
    return GIVEN_UP if of.state is State.UNCONFIRMED and of.finished else STATES[of.state]


def why(of: Submission) -> str:
    """Why it stands there; empty where the state says all."""
    own = REASONS.get(of.reason) if of.state is not State.REFUSED else None
    return own or visible(of.reason[:LONGEST_REASON])


def happened(of: Submission, now: datetime) -> str:
    """When the last thing happened to it."""
    return when(of.finished or of.queued, now)


def goes(of: Submission, now: datetime, held: str = "") -> str:
    """When it goes next. `held`: what keeps it, in words."""
    if of.finished or of.state not in (State.WAITING, State.UNCONFIRMED):
        return "now" if of.state is State.SENDING else "not tried again"
    if held:
        return held
    if of.due > stamp(now):
        return f"goes {within(of.due, now)}"
    return "is tried again later" if of.attempts else "goes next"


def details(of: Submission, now: datetime, held: str = "") -> list[Section]:
    """Everything the record says of it."""
    open_still = of.finished is None
    sections: list[Section] = [
        ("State", state_of(of)[0], False),
        ("Why", why(of), False),
        ("When it goes", goes(of, now, held) if open_still else "", False),
        ("Put into the Outbox", when(of.queued, now), False),
        ("Finished", when(of.finished, now) if of.finished else "", False),
        ("Attempts", str(of.attempts), False),
        ("ID", visible(of.id) if of.known_id else f"{of.id}: the ID was erased, or there never was one", True),
        ("SHA-256 of the body", visible(of.sha256), True),
        ("Bytes", str(of.bytes), False),
        ("Number", f"{of.number}: the event of the record that queued it", False),
    ]
    return [section for section in sections if section[1]]


def receipt(of: Submission, now: datetime, *, practice: bool) -> list[Section]:
    """What the receiver confirmed, what that proves, and what it does not."""
    if of.receipt is None:
        said = ERASED if of.life.erased else NO_RECEIPT.get(of.state, "There is no receipt here.")
        return [("No receipt", said, False)]
    told = _object(of.receipt.encode())
    received, sha256 = str(told.get("received", "")), told.get("sha256")
    fits = "the same as of the bytes here" if sha256 == of.sha256 else "NOT the SHA-256 of the bytes here"
    return [
        ("Received", when(received, now), False),
        ("Its SHA-256", fits, False),
        ("What it proves", PRACTICE_PROOF if practice else PROOF, False),
        ("What it does not prove", NO_PROOF, False),
        ("The receipt itself", visible(of.receipt), True),
    ]


def changes(was: bytes, now: bytes) -> list[Change] | None:
    """Items that differ, in the order of their keys; None where one of the two holds no items that could be read."""
    before, after = _items(was), _items(now)
    if before is None or after is None:
        return None
    keys = sorted(before.keys() | after.keys())
    return [(key, *_apart(before.get(key), after.get(key))) for key in keys if before.get(key) != after.get(key)]


def changed(found: list[Change], category: Category | None) -> list[Section]:
    """The changes as a page shows them: under each item's title what was and what is."""
    titles = {item.key: item.title for item in category.items} if category else {}
    return [
        (titles.get(key, visible(key)), f"was  {was or 'nothing'}\nnow  {now or 'nothing'}", True)
        for key, was, now in found
    ]


def _apart(was: Any, now: Any) -> tuple[str | None, str | None]:
    texts = (_text(was), _text(now))
    # A number and its text look alike; as they stand in the bytes they do not.
    return texts if texts[0] != texts[1] else (_json(was), _json(now))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return visible(written(value)) if isinstance(value, str | bool | int) else _json(value)


def _json(value: Any) -> str | None:
    return None if value is None else visible(msgspec.json.encode(value).decode())


def _items(body: bytes) -> dict[str, Any] | None:
    found = _object(body[: MOST_COMPARED + 1]).get("items") if len(body) <= MOST_COMPARED else None
    return found if isinstance(found, dict) else None


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
