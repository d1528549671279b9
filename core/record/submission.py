"""What becomes of one envelope: its states, which step may follow which, and how it is read from the file."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

import apsw
import msgspec

from core import clock
from core.envelope import Envelope, id_text
from core.files import Strict
from core.record.receipt import Receipt
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


STATES: Mapping[str, State] = {state.value: state for state in State}
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


class Outcome(NamedTuple):
    """What one attempt came to, for one envelope. Seconds: `retry_after` as the receiver asked, `back_off` our own.

    `status`: of the answer, None where there was none.
    """

    state: State
    reason: str = ""
    receipt: Receipt | None = None
    retry_after: float | None = None
    back_off: float | None = None
    status: int | None = None


class Life(NamedTuple):
    """What events decide of a submission, and nothing else does. `exposed`: a byte of it may have arrived."""

    state: State = State.WAITING
    attempts: int = 0
    finished: str | None = None
    reason: str = ""
    exposed: bool = False
    erased: bool = False


def after(life: Life, kind: str, at: str, reason: str = "") -> Life | None:
    """The life after one more event; None where that event cannot follow."""
    over = life.finished is not None
    if life.state not in _FOLLOWS.get(kind, ()) or life.erased or (kind == "waiting" and life.exposed):
        return None
    if kind == "erased":
        return life._replace(erased=True, reason="") if over else None
    if over and kind not in ("confirmed", "deleted", "not_handed"):
        return None
    if kind == "attempted":
        return Life(State.SENDING, life.attempts + 1, life.finished, life.reason, life.exposed, life.erased)
    state = life.state if kind in _KEEPS else STATES[kind]
    finished = at if state in FINAL or kind in _KEEPS else None
    return Life(state, life.attempts, finished, reason, life.exposed or state is State.UNCONFIRMED)


def told_at(at: str) -> Life:
    """The life of what a payment site was told then: it is over as soon as it is written down."""
    return Life(State.TOLD, attempts=1, finished=at, exposed=True)


# Of the random number that keeps the hash of a told site, or of a receiver's words, from being guessed.
NUMBER_BYTES = 16
# A submission's `bytes` are a number.
Bytes: TypeAlias = bytes


# A row of COLUMNS.
Row: TypeAlias = tuple[Any, ...]
# The columns of a submission but for its waits, in the order of Submission.row.
COLUMNS = (
    "number, category, state, attempts, queued, due, finished, drafted, exposed, erased, bytes, reason, sha256, id, "
    "body, secret, site, received, signature, leaf, request"
)
# Places in a row.
STATE, ATTEMPTS, FINISHED, EXPOSED, ERASED, REASON, DIGEST, ID, BODY, SECRET = 2, 3, 6, 8, 9, 11, 12, 13, 14, 15
RECEIVED, SIGNATURE, LEAF, REQUEST = 17, 18, 19, 20


class Submission:
    """One envelope in the Outbox or the history, as its row in the file says. Alike are two with the same row.

    Of what a payment site was told there is a body alone, which is the same for everybody, and the `site`, a host name.
    """

    __slots__ = ("_envelope", "_id", "_intact", "_life", "bytes", "category", "number", "proven", "receipt", "row")

    def __init__(self, row: Row) -> None:
        """`row`: as it was read from the file, or is written to it."""
        self.row = row
        # That of the event that queued it; pages go by it.
        self.number: int = row[0]
        self.category: str = row[1]
        self.bytes: int = row[10]
        # As JSON, and whether it is the one that came, and signed for this body; None where that was not checked. Only
        # `History` tells them.
        self.receipt: str | None = None
        self.proven: bool | None = None
        # Worked out when it is first asked for.
        self._life: Life | None = None
        self._envelope: Envelope | None = None
        self._intact: bool | None = None
        self._id: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Submission) and self.row == other.row

    def __hash__(self) -> int:
        return hash(self.row)

    def __repr__(self) -> str:
        return f"Submission({self.row!r})"

    def later(self, row: Row, life: Life) -> "Submission":
        """The same after one more event. None changes category, body, ID or secret: what was made of these is kept."""
        found = Submission(row)
        found._life, found._envelope, found._intact, found._id = life, self._envelope, self._intact, self._id
        return found

    def with_receipt(self, text: str, proven: bool | None) -> "Submission":
        """The same, and its receipt."""
        found = self.later(self.row, self.life)
        found.receipt, found.proven = text, proven
        return found

    @property
    def known_id(self) -> str | None:
        """The ID, where it has one and is not erased."""
        if self._id is None and self.row[ID] is not None:
            self._id = id_text(self.row[ID])
        return self._id

    @property
    def id(self) -> str:
        """As it stands in the body; of an erased one, and of what only a site was told, `event-N`."""
        return self.known_id or f"event-{self.number}"

    @property
    def sha256(self) -> str:
        """Of the body that was queued or told, lower-case hexadecimal."""
        found: str = self.row[DIGEST].hex()
        return found

    @property
    def queued(self) -> str:
        """When it was put into the Outbox."""
        return clock.stamp_of(self.row[4])

    @property
    def due(self) -> str:
        """From when on it may go."""
        return clock.stamp_of(self.row[5])

    @property
    def drafted(self) -> bool:
        """Whether it was the draft of its group."""
        return bool(self.row[7])

    @property
    def body(self) -> Bytes | None:
        """The bytes that were queued; None once it is erased."""
        found: Bytes | None = self.row[BODY]
        return found

    @property
    def secret(self) -> Bytes | None:
        """What proves whose it is; None once it is erased."""
        found: Bytes | None = self.row[SECRET]
        return found

    @property
    def site(self) -> str:
        """The host name of the site that was told; else ""."""
        return told_site(self.row[16])

    @property
    def received(self) -> str | None:
        """When the receiver got it, by its own word."""
        found: str | None = self.row[RECEIVED]
        return found

    @property
    def request(self) -> int | None:
        """The number of the request it went in last."""
        found: int | None = self.row[REQUEST]
        return found

    @property
    def life(self) -> Life:
        """What events decided of it."""
        if self._life is None:
            row, finished = self.row, self.row[FINISHED]
            ended = None if finished is None else clock.stamp_of(finished)
            self._life = Life(
                STATES[row[STATE]], row[ATTEMPTS], ended, row[REASON], bool(row[EXPOSED]), bool(row[ERASED])
            )
        return self._life

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

    @property
    def intact(self) -> bool:
        """Whether body and secret are those that were queued, or were erased."""
        if self._intact is None:
            sealed = self.envelope
            if sealed is not None:
                has_id = self.row[ID] is not None and sealed.id.replace("-", "") == self.row[ID].hex()
                self._intact = has_id and sealed.sha256 == self.sha256
                # Not written out once more.
                self._id = sealed.id if has_id else self._id
            else:
                self._intact = self.body is None or (self.state is State.TOLD and self._is_told)
        return self._intact

    @property
    def _is_told(self) -> bool:
        bare = (self.known_id, self.secret) == (None, None)
        return bare and hashlib.sha256(self.body or b"").hexdigest() == self.sha256

    @property
    def envelope(self) -> Envelope | None:
        """The very envelope that was queued; None once it is erased, and of what a payment site was told."""
        if self._envelope is None and self.body is not None and self.secret is not None:
            self._envelope = Envelope(self.category, self.body, self.secret)
        return self._envelope


def select(connection: apsw.Connection, condition: str, values: Sequence[Any] = ()) -> list[Submission]:
    """The submissions for which `condition` holds; it may end in an order and a limit."""
    return [of_row(row) for row in connection.execute(f"SELECT {COLUMNS} FROM submission {condition}", values)]


def by_number(connection: apsw.Connection, numbers: Sequence[int]) -> list[Submission]:
    """These submissions, in this order."""
    found = {each.number: each for each in select(connection, *among(numbers))}
    return [found[number] for number in numbers if number in found]


def among(numbers: Iterable[int]) -> tuple[str, tuple[str]]:
    """The condition for these numbers, and its value."""
    return "WHERE number IN (SELECT value FROM json_each(?))", (msgspec.json.encode(list(numbers)).decode(),)


def by_id(connection: apsw.Connection, identifiers: Iterable[str]) -> dict[str, Submission]:
    """Those of the submissions that are there and not erased, by ID; of what a site was told, by `event-N`."""
    found = (select(connection, *_named(identifier)) for identifier in identifiers)
    return {each.id: each for rows in found for each in rows}


def _named(identifier: str) -> tuple[str, tuple[Any, ...]]:
    number = identifier.removeprefix("event-")
    if number == identifier:
        return "WHERE id = ?", (id_bytes(identifier),)
    return "WHERE CAST(number AS TEXT) = ? AND state = ? AND erased = 0", (number, State.TOLD)


def id_bytes(identifier: str) -> Bytes | None:
    """An ID as the file holds it; None of a text that is none, as we write them."""
    try:
        found = bytes.fromhex(identifier.replace("-", ""))
    except ValueError:
        return None
    return found if id_text(found) == identifier else None


def of_row(row: Row) -> Submission:
    """The submission of a row of COLUMNS."""
    # Told as damage, like anything else in the file that we did not write.
    if row[STATE] not in STATES:
        raise apsw.CorruptError(NO_STATE.format(state=row[STATE]))
    return Submission(row)


def are_as_read(connection: apsw.Connection, batch: Sequence[Submission]) -> list[bool]:
    """Of each submission, whether it still stands in the file as it was read, and body, ID and secret fit together."""
    condition, values = among(each.number for each in batch)
    found = {row[0]: row for row in connection.execute(f"SELECT {COLUMNS} FROM submission {condition}", values)}
    return [each.intact and found.get(each.number) == each.row for each in batch]


class ToldSite(Strict, frozen=True):
    """The site's host name. The random number keeps its hash in the record from being guessed."""

    number: str
    site: str


def site_place(site: str, number: str | None = None) -> str:
    """As it is kept; its number is drawn, but for the demo's."""
    return msgspec.json.encode(ToldSite(number or secrets.token_hex(NUMBER_BYTES), site)).decode()


def told_site(kept: str | None) -> str:
    """The host name; "" where it was erased, or is not as it was written."""
    try:
        return msgspec.json.decode(kept or "", type=ToldSite).site
    except msgspec.DecodeError:
        return ""
