"""What there is to say of one submission: its state, why, its receipt, what changed from the one before."""

from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from core.catalogue import Category
from core.clock import stamp
from core.record.submission import State, Submission
from core.text import visible
from core.wording import submissions as words
from core.wording.product import NOT_PROVEN, PRACTICE_PROOF, PROOF_NOT_KNOWN
from core.wording.readings import written
from core.wording.times import when, within
from gui.state.sections import Section
from gui.theme import Kind

# Key, value in the one before, value now; None where there is none.
Change: TypeAlias = tuple[str, str | None, str | None]

# The colours of a pill, where they are not "plain".
KINDS: dict[str, Kind] = {
    "unconfirmed": "warn",
    "confirmed": "good",
    "refused": "bad",
    "given_up": "warn",
    "not_handed": "warn",
}
# Beyond any body that the catalogue allows; only an edited file holds more.
MOST_COMPARED = 1 << 20
LONGEST_REASON = 400


def state_of(of: Submission) -> tuple[str, Kind]:
    """Return the state in words, and the colours of its pill."""
    token = token_of(of)
    return words.STATES[token], KINDS.get(token, "plain")


def token_of(of: Submission) -> str:
    """Return its state, or "not_handed" and "given_up" where a screen tells those apart; wording.STATES has them."""
    if of.state is State.TOLD and of.reason:
        return "not_handed"
    return "given_up" if of.state is State.UNCONFIRMED and of.finished else of.state


def why(of: Submission) -> str:
    """Return why it stands there, "" where the state says all."""
    own = words.REASONS.get(of.reason) if of.state is not State.REFUSED else None
    return own or visible(of.reason[:LONGEST_REASON])


def happened(of: Submission, now: datetime) -> str:
    """Return when the last thing happened to it."""
    return when(of.finished or of.queued, now)


def goes(of: Submission, now: datetime, held: str = "") -> str:
    """Return when it goes next. `held`: what keeps it, in words."""
    if of.finished or of.state not in (State.WAITING, State.UNCONFIRMED):
        return words.NOW if of.state is State.SENDING else words.NOT_AGAIN
    if held:
        return held
    if of.due > stamp(now):
        return words.GOES.format(when=within(of.due, now))
    return words.LATER if of.attempts else words.NEXT


def details(of: Submission, now: datetime, held: str = "") -> list[Section]:
    """Return everything the record says of it. `held`: what keeps it from going, in words."""
    open_still = of.finished is None
    sections: list[Section] = [
        (words.STATE, state_of(of)[0], False),
        (words.WHY, why(of), False),
        (words.WHEN_IT_GOES, goes(of, now, held) if open_still else "", False),
        (words.QUEUED, when(of.queued, now), False),
        (words.FINISHED, when(of.finished, now) if of.finished else "", False),
        (words.ATTEMPTS, str(of.attempts), False),
        (words.ID, visible(of.id) if of.known_id else words.NO_ID.format(id=of.id), True),
        (words.SHA256, visible(of.sha256), True),
        (words.BYTES, str(of.bytes), False),
        (words.NUMBER, words.EVENT.format(number=of.number), False),
    ]
    return [section for section in sections if section[1]]


def receipt(of: Submission, now: datetime, *, practice: bool) -> list[Section]:
    """Return what the receiver confirmed, what that proves, and what it does not; or why there is no receipt."""
    if of.receipt is None:
        said = words.ERASED if of.life.erased else words.NO_RECEIPT.get(of.state, words.NO_RECEIPT_HERE)
        return [(words.NO_RECEIPT_TITLE, said, False)]
    told, proof = _object(of.receipt.encode()), PRACTICE_PROOF if practice else words.PROOF
    return [
        (words.RECEIVED, when(str(told.get("received", "")), now), False),
        (words.ITS_SHA256, words.SAME if told.get("sha256") == of.sha256 else words.OTHER, False),
        (words.PROVES, {True: proof, False: NOT_PROVEN, None: PROOF_NOT_KNOWN}[of.proven], False),
        (words.PROVES_NOT, words.NO_PROOF, False),
        (words.RECEIPT, visible(of.receipt), True),
    ]


def edited(of: Submission) -> tuple[str, list[Section]]:
    """Return what is said in place of the bytes of one that was edited: a heading, and what stands in the file now."""
    there = visible((of.body or b"").decode("utf-8", "backslashreplace"))
    return words.NOT_AS_QUEUED, [(words.WHAT_IS_WRONG, words.EDITED, False), (words.STANDS_NOW, there, True)]


def changes(was: bytes, now: bytes) -> list[Change] | None:
    """Return the items that differ between two bodies, by key; None where one of them holds no items to read."""
    before, after = _items(was), _items(now)
    if before is None or after is None:
        return None
    keys = sorted(before.keys() | after.keys())
    return [(key, *_apart(before.get(key), after.get(key))) for key in keys if before.get(key) != after.get(key)]


def changed(found: list[Change], category: Category | None) -> list[Section]:
    """Return the changes as a page shows them: under each item's title what was and what is."""
    titles = {item.key: item.title for item in category.items} if category else {}
    form, nothing = words.WAS_AND_IS, words.NOTHING
    said = [(key, form.format(was=was or nothing, now=now or nothing)) for key, was, now in found]
    return [(titles.get(key, visible(key)), text, True) for key, text in said]


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
