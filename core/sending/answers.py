"""What an answer of the receiver means for what was sent: one table, in code and on a screen. Pure."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from random import Random
from typing import Any

import msgspec

from core.clock import now
from core.envelope import Envelope
from core.errors import Coded
from core.record.receipt import Receipt, Tree, is_signed, leaf_hash, receipt_text, tree_holds
from core.record.submission import Outcome, State
from core.text import visible
from core.wording.answers import ANSWERED, ANSWERED_CUT, ANSWERED_ELSEWHERE, NO_REASON_GIVEN, WITHOUT_RECEIPT
from core.wording.errors import sentence

TOO_LARGE = 413
# Of version 1, so many receipts are looked at for each submission of the request.
MOST_FOR_EACH = 4
# The reason kept with each of several that are sent again in halves.
SPLIT = "split"
# A receiver may ask to be left alone for as long; a shorter or longer wish counts as these (seconds).
LEAST_WAIT, MOST_WAIT = 1.0, 24 * 3600.0
# Our own waiting, where the receiver asks for none: a minute, doubling, up to two hours.
FIRST_BACK_OFF, MOST_BACK_OFF = 60.0, 2 * 3600.0
# Of what a receiver gives as its reason, a screen shows so much.
LONGEST_REASON = 200

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_SECONDS = re.compile(r"(-?)(\d+)", re.ASCII)
# The three forms of RFC 9110. Not strptime: its month names follow the user's language.
_DATES = (
    re.compile(r"[A-Z][a-z]{2}, (?P<d>\d\d) (?P<mon>[A-Z][a-z]{2}) (?P<y>\d{4}) (?P<t>[\d:]{8}) GMT", re.ASCII),
    re.compile(r"[A-Z][a-z]+, (?P<d>\d\d)-(?P<mon>[A-Z][a-z]{2})-(?P<y>\d\d) (?P<t>[\d:]{8}) GMT", re.ASCII),
    re.compile(r"[A-Z][a-z]{2} (?P<mon>[A-Z][a-z]{2}) (?P<d>[ \d]\d) (?P<t>[\d:]{8}) (?P<y>\d{4})", re.ASCII),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` None: nothing, and `error` says why; with both, the answer was cut.

    Header names are lower case. `body_started`: a byte of the request was written to a socket, so it may have arrived.
    """

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: Coded | None = None
    body_started: bool = True


class Meaning(Enum):
    """What a status says of the submissions in a request."""

    RECEIPTS = auto()
    KEPT = auto()
    HELD = auto()
    SPLIT = auto()
    REFUSED = auto()


# What each HTTP status says of all that was in its request. Every other one is held: kept, shown, tried again later.
ANSWERS = {
    # Confirmed by a valid receipt, refused where the answer names the submission as refused; else not confirmed.
    **dict.fromkeys(range(200, 300), Meaning.RECEIPTS),
    # Tried again when the receiver asks for it, else after one minute doubling to two hours.
    **dict.fromkeys((408, 425, 429, 500, 502, 503, 504), Meaning.KEPT),
    # A redirection is never followed.
    **dict.fromkeys(range(300, 400), Meaning.HELD),
    # Several are sent again in two halves; one alone is refused.
    **dict.fromkeys((400, 413, 422), Meaning.SPLIT),
    **dict.fromkeys((404, 405), Meaning.REFUSED),
}


def meaning(answer: Answer) -> Meaning:
    """What the answer says of its request as a whole."""
    found = ANSWERS.get(answer.status or 0, Meaning.HELD)
    if answer.status == TOO_LARGE and retry_after(answer.headers, now()) is not None:
        # It will pass (RFC 9110, 15.5.14), so nothing of it is what is wrong.
        return Meaning.KEPT
    # Receipts prove themselves. Nothing else is believed of an answer that was cut, least of all a refusal.
    return Meaning.KEPT if answer.status is None or (answer.error and found is not Meaning.RECEIPTS) else found


def must_split(sent: Sequence[Envelope], answer: Answer) -> bool:
    """Whether one of these may be what is wrong, so that halves should be sent."""
    return len(sent) > 1 and meaning(answer) is Meaning.SPLIT


def gets_through(answer: Answer) -> bool:
    """Whether it is worth sending more now: the receiver answered, and did not ask to be left alone."""
    return meaning(answer) not in (Meaning.KEPT, Meaning.HELD) and retry_after(answer.headers, now()) is None


def outcomes(
    sent: Sequence[Envelope], answer: Answer, key: bytes | None, at: datetime | None = None
) -> dict[str, Outcome]:
    """What one attempt came to, for each envelope by its ID. `key`: raw Ed25519; without it nothing is confirmed."""
    found, wait = meaning(answer), retry_after(answer.headers, at or now())
    if found is Meaning.RECEIPTS:
        told = _by_receipts(sent, answer, key)
        return told if wait is None else {each: outcome._replace(retry_after=wait) for each, outcome in told.items()}
    undecided = State.UNCONFIRMED if answer.body_started else State.WAITING
    outcome = Outcome(undecided, SPLIT, retry_after=wait, status=answer.status)
    if not must_split(sent, answer):
        is_refused = found in (Meaning.SPLIT, Meaning.REFUSED)
        outcome = outcome._replace(reason=_words(answer), state=State.REFUSED if is_refused else undecided)
    return dict.fromkeys((envelope.id for envelope in sent), outcome)


def back_off(attempts: int, random: Random) -> float:
    """Seconds to wait after so many attempts: anything up to a minute, doubling to two hours, so that many senders
    never come at once."""
    most = min(MOST_BACK_OFF, FIRST_BACK_OFF * 2.0 ** min(max(attempts - 1, 0), 20))
    return random.uniform(LEAST_WAIT, most)


def retry_after(headers: Mapping[str, str], at: datetime) -> float | None:
    """How many seconds the receiver asks to be left alone; None where it does not ask in a form that can be read.

    A date counts from the receiver's own, where it tells it: this computer's clock may be years off.
    """
    text = headers.get("retry-after", "").strip()
    if seconds := _SECONDS.fullmatch(text):
        return LEAST_WAIT if seconds[1] else min(max(float(seconds[2]), LEAST_WAIT), MOST_WAIT)
    until = _date(text, at)
    if until is None:
        return None
    since = _date(headers.get("date", "").strip(), at) or at
    return min(max((until - since).total_seconds(), LEAST_WAIT), MOST_WAIT)


def _date(text: str, at: datetime) -> datetime | None:
    """The time that an HTTP date means, in one of the three forms of RFC 9110; None where it is none."""
    match = next((match for form in _DATES if (match := form.fullmatch(text))), None)
    if match is None or match["mon"] not in _MONTHS:
        return None
    year = int(match["y"])
    if len(match["y"]) == len("94"):
        # RFC 9110: two digits that seem more than 50 years ahead mean the past.
        year += at.year // 100 * 100
        year -= 100 if year > at.year + 50 else 0
    try:
        hour, minute, second = (int(part) for part in match["t"].split(":"))
        month = _MONTHS.index(match["mon"]) + 1
        # A leap second has no place in a datetime; the one before it is near enough.
        return datetime(year, month, int(match["d"]), hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None


def _words(answer: Answer) -> str:
    """The reason that is kept with a submission: what came back, in words."""
    why = sentence(answer.error) if answer.error else ""
    if answer.status is None:
        return why
    location = answer.headers.get("location", "") if meaning(answer) is Meaning.HELD else ""
    if location:
        return ANSWERED_ELSEWHERE.format(status=answer.status, address=visible(location)[:LONGEST_REASON])
    return (ANSWERED_CUT if why else ANSWERED).format(status=answer.status, why=why)


def _by_receipts(sent: Sequence[Envelope], answer: Answer, key: bytes | None) -> dict[str, Outcome]:
    undecided = Outcome(State.UNCONFIRMED, WITHOUT_RECEIPT.format(answer=_words(answer)), status=answer.status)
    found = {envelope.id: undecided for envelope in sent}
    told = _read(answer.body)
    for entry in () if answer.error else _objects(told.refused):
        identifier = entry.get("submission")
        if isinstance(identifier, str) and identifier in found:
            why = visible(str(entry.get("reason", "")))[:LONGEST_REASON]
            found[identifier] = Outcome(State.REFUSED, why or NO_REASON_GIVEN, status=answer.status)
    if key is not None:
        envelopes = {envelope.id: envelope for envelope in sent}
        if isinstance(told, _SignedTogether):
            proven = _signed_together(told, envelopes, key)
        else:
            proven = _signed_alone(told, envelopes, key)
        # After the refusals: a signed word counts more than one that is not.
        for identifier, receipt in proven:
            found[identifier] = Outcome(State.CONFIRMED, receipt=receipt, status=answer.status)
    return found


def _read(body: bytes) -> "_Told":
    """What an answer tells: of version 2 where it has its form, else of version 1, which has no tree; else nothing."""
    try:
        return msgspec.json.decode(body, type=_SignedTogether)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        pass
    try:
        told = msgspec.json.decode(body, type=_Told)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return _Told()
    # A tree without the right form signs nothing.
    return _Told(refused=told.refused) if told.tree is not msgspec.UNSET else told


def _objects(entries: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _signed_alone(told: "_Told", envelopes: Mapping[str, Envelope], key: bytes) -> Iterator[tuple[str, Receipt]]:
    """Version 1: each receipt bears a signature, and counts for itself."""
    seen: set[str] = set()
    # More of them than could be good would only take time.
    for entry in _objects(told.receipts)[: MOST_FOR_EACH * len(envelopes)]:
        try:
            signed = msgspec.convert(entry, _Signed)
            signature = base64.b64decode(signed.signature, validate=True)
        except (ValueError, msgspec.ValidationError):
            continue
        text = receipt_text(signed.submission, signed.sha256, signed.received)
        if signed.submission in seen:
            continue
        if _is_of(signed, envelopes) and _TIME.fullmatch(signed.received) and is_signed(key, signature, text):
            seen.add(signed.submission)
            yield signed.submission, Receipt(signed.received, signature, key)


def _signed_together(
    told: "_SignedTogether", envelopes: Mapping[str, Envelope], key: bytes
) -> Iterator[tuple[str, Receipt]]:
    """Version 2: the receipts are the leaves of one tree, whose root is signed. All count, or none does."""
    receipts = told.receipts
    is_each_once = len({each.submission for each in receipts}) == len(receipts) == told.tree.size
    is_timed = all(map(_TIME.fullmatch, {each.received for each in receipts}))
    if not is_each_once or not is_timed or not all(_is_of(each, envelopes) for each in receipts):
        return
    leaves = b"".join(leaf_hash(each.submission, each.sha256, each.received) for each in receipts)
    try:
        root, signature = bytes.fromhex(told.tree.root), base64.b64decode(told.tree.signature, validate=True)
    except ValueError:
        return
    tree = Tree(root, signature, leaves)
    if root.hex() == told.tree.root and tree_holds(tree, key):
        for leaf, each in enumerate(receipts):
            yield each.submission, Receipt(each.received, b"", key, tree, leaf)


def _is_of(word: "_Word", envelopes: Mapping[str, Envelope]) -> bool:
    """Whether this is said of one that was sent."""
    envelope = envelopes.get(word.submission)
    return envelope is not None and word.sha256 == envelope.sha256


# More fields may stand beside these; no GC: they hold texts and numbers alone, and there are a thousand of them.
class _Word(msgspec.Struct, gc=False):
    """What a receiver says of one submission."""

    submission: str
    sha256: str
    received: str


class _Signed(_Word, gc=False):
    signature: str


class _Root(msgspec.Struct, gc=False):
    size: int
    root: str
    signature: str


class _Told(msgspec.Struct):
    receipts: Any = None
    tree: Any = msgspec.UNSET
    refused: Any = None


class _SignedTogether(_Told, kw_only=True):
    receipts: list[_Word]
    tree: _Root
