"""What becomes of one envelope: its states, which step may follow which, and how it is read from the file."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

import msgspec

from core.envelope import Envelope
from core.files import Strict
from core.wording.record import NO_STATE


class State(StrEnum):
    """Where a submission stands; the same words on every screen."""

    WAITING = "waiting"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DELETED = "deleted"
    TOLD = "told"


# Outbox, as people see it.
OUTBOX = (State.WAITING, State.SENDING, State.UNCONFIRMED, State.REFUSED)
FINAL = frozenset({State.CONFIRMED, State.REFUSED, State.CANCELLED, State.EXPIRED, State.DELETED, State.TOLD})
# Event kind: from which states it may follow. The kind is the new state, but for those in _KEEPS and "attempted".
_FOLLOWS: Mapping[str, frozenset[State]] = {
    "attempted": frozenset({State.WAITING, State.UNCONFIRMED}),
    "waiting": frozenset({State.SENDING}),
    "unconfirmed": frozenset({State.SENDING}),
    "refused": frozenset({State.SENDING}),
    # A receipt is proof whenever it comes, also after a restart has called the attempt unconfirmed.
    "confirmed": frozenset({State.SENDING, State.UNCONFIRMED}),
    "cancelled": frozenset({State.WAITING}),
    "expired": frozenset({State.WAITING}),
    "given_up": frozenset({State.UNCONFIRMED}),
    "not_handed": frozenset({State.TOLD}),
    "deleted": frozenset({State.CONFIRMED, State.UNCONFIRMED}),
    "erased": FINAL | {State.UNCONFIRMED},
}
# Not tried again, though it may have arrived; the browser did not take it; the body is gone from this file.
_KEEPS = frozenset({"given_up", "not_handed", "erased"})
STEPS = frozenset(_FOLLOWS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to, for one envelope. Seconds: `retry_after` as the receiver asked, `back_off` our own."""

    state: State
    reason: str = ""
    receipt: str | None = None
    retry_after: float | None = None
    back_off: float | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """What events decide of a submission, and nothing else does. `exposed`: a byte of it may have arrived."""

    state: State = State.WAITING
    attempts: int = 0
    finished: str | None = None
    reason: str = ""
    exposed: bool = False
    erased: bool = False


def after(life: Life, kind: str, at: str, detail: Mapping[str, Any]) -> Life | None:
    """The life after one more event; None where that event cannot follow."""
    over = life.finished is not None
    if life.state not in _FOLLOWS.get(kind, ()) or life.erased or (kind == "waiting" and life.exposed):
        return None
    if kind == "erased":
        return replace(life, erased=True) if over else None
    if over and kind not in ("confirmed", "deleted", "not_handed"):
        return None
    if kind == "attempted":
        return replace(life, state=State.SENDING, attempts=life.attempts + 1)
    state = life.state if kind in _KEEPS else State(kind)
    finished = at if state in FINAL or kind in _KEEPS else None
    exposed = life.exposed or state is State.UNCONFIRMED
    return replace(life, state=state, finished=finished, reason=str(detail.get("reason", "")), exposed=exposed)


def told_at(at: str) -> Life:
    """The life of what a payment site was told then: it is over as soon as it is written down."""
    return Life(State.TOLD, attempts=1, finished=at, exposed=True)


# Of the random number that keeps the hash of a told site from being guessed.
NUMBER_BYTES = 16
# A submission's `bytes` are a number.
Bytes: TypeAlias = bytes


@dataclass(frozen=True)
class Submission:
    """One envelope in the Outbox or the history. `number` is the event that queued it; pages go by it.

    Of what a payment site was told there is a body alone, which is the same for everybody, and the `site`, a host name.
    """

    number: int
    category: str
    sha256: str
    bytes: int
    queued: str
    due: str
    life: Life
    drafted: bool
    known_id: str | None
    body: Bytes | None
    secret: Bytes | None
    receipt: str | None
    site: str = ""

    @cached_property
    def id(self) -> str:
        """As it stands in the body; of an erased one, and of what only a site was told, `event-N`."""
        return self.known_id or f"event-{self.number}"

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.life.state

    @property
    def attempts(self) -> int:
        """How often it was tried."""
        return self.life.attempts

    @property
    def finished(self) -> str | None:
        """Since when nothing more is done with it. An unconfirmed one that is finished is never tried again."""
        return self.life.finished

    @property
    def reason(self) -> str:
        """Why it stands there, if there is more to say."""
        return self.life.reason

    @cached_property
    def intact(self) -> bool:
        """Whether body and secret are those that were queued, or were erased."""
        if self.envelope is None:
            return self.body is None or (self.state is State.TOLD and self._is_told)
        return self.envelope.sha256 == self.sha256 and self.envelope.id == self.known_id

    @property
    def _is_told(self) -> bool:
        bare = (self.known_id, self.secret) == (None, None)
        return bare and hashlib.sha256(self.body or b"").hexdigest() == self.sha256

    @cached_property
    def envelope(self) -> Envelope | None:
        """The very envelope that was queued; None once it is erased, and of what a payment site was told."""
        if self.body is None or self.secret is None:
            return None
        return Envelope(self.category, self.body, self.secret)


COLUMNS = (
    "number, category, sha256, bytes, queued, due, state, attempts, finished, reason, exposed, erased, "
    "drafted, id, body, secret, receipt"
)
_SAME = f"SELECT 1 FROM submission WHERE {' AND '.join(f'{name} IS ?' for name in COLUMNS.split(', '))}"


def select(connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()) -> list[Submission]:
    """The submissions for which `condition` holds; it may end in an order and a limit."""
    return [_submission(row) for row in connection.execute(f"SELECT {COLUMNS} FROM submission {condition}", values)]


def by_number(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Submission]:
    """These submissions, in this order."""
    found = (select(connection, "WHERE number = ?", (number,)) for number in numbers)
    return [each for rows in found for each in rows]


def by_id(connection: sqlite3.Connection, identifiers: Iterable[str]) -> dict[str, Submission]:
    """Those of the submissions that are there and not erased, by ID; of what a site was told, by `event-N`."""
    found = (select(connection, *_named(identifier)) for identifier in identifiers)
    return {each.id: each for rows in found for each in rows}


def _named(identifier: str) -> tuple[str, tuple[str, ...]]:
    number = identifier.removeprefix("event-")
    if number == identifier:
        return "WHERE id = ?", (identifier,)
    return "WHERE CAST(number AS TEXT) = ? AND state = ? AND erased = 0", (number, State.TOLD)


def _submission(row: Sequence[Any]) -> Submission:
    number, category, sha256, size, queued, due, *life = row[:12]
    state, attempts, finished, reason, exposed, erased = life
    drafted, identifier, body, secret, receipt = row[12:]
    is_told = state == State.TOLD
    return Submission(
        *(number, category, sha256, size, queued, due),
        Life(_state(state), attempts, finished, reason, bool(exposed), bool(erased)),
        *(bool(drafted), identifier, body, secret, None if is_told else receipt),
        told_site(receipt) if is_told else "",
    )


def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError as error:
        # Told as damage, like anything else in the file that we did not write.
        raise sqlite3.DatabaseError(NO_STATE.format(state=text)) from error


def is_as_read(connection: sqlite3.Connection, of: Submission) -> bool:
    """Whether a submission still stands in the file exactly as it was read, and body, ID and secret fit together."""
    row = (of.number, of.category, of.sha256, of.bytes, of.queued, of.due, *astuple(of.life), of.drafted)
    return of.intact and bool(connection.execute(_SAME, (*row, of.known_id, of.body, of.secret, of.receipt)).fetchone())


class ToldSite(Strict, frozen=True):
    """The site's host name. The random number keeps its hash in the record from being guessed."""

    number: str
    site: str


def site_place(site: str, number: str | None = None) -> str:
    """As it is kept, in the place of a receipt, which no site gives; its number is drawn, but for the demo's."""
    return msgspec.json.encode(ToldSite(number or secrets.token_hex(NUMBER_BYTES), site)).decode()


def told_site(kept: str | None) -> str:
    """The host name; "" where it was erased, or is not as it was written."""
    try:
        return msgspec.json.decode(kept or "", type=ToldSite).site
    except msgspec.DecodeError:
        return ""
