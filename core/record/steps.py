"""What happens to submissions, as it is written: an event each, the rows that follow from it, and what is counted.

Every function works inside the caller's transaction; `at` is the time in milliseconds since 1970, UTC.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any

import apsw
import msgspec

from core import clock
from core.envelope import Envelope
from core.errors import Changed, Code
from core.record import events, tiles
from core.record.events import CONSENT, QUEUED, TOLD
from core.record.receipt import Receipt
from core.record.submission import (
    ATTEMPTS,
    COLUMNS,
    ERASED,
    EXPOSED,
    FINISHED,
    LEAF,
    NUMBER_BYTES,
    REASON,
    RECEIVED,
    REQUEST,
    SECRET,
    SIGNATURE,
    STATE,
    Life,
    Outcome,
    State,
    Submission,
    after,
    told_at,
)

# The reasons that are our own codes; every other one is words, kept so that they can be erased.
CODES = frozenset({"", "you", "too old", "interrupted", "split", "stopped", "browser_gone", *CONSENT})
# Unconfirmed, and never tried again.
GIVEN_UP = "given_up"
QUARTER = 15 * 60 * 1000

_PLACES = len(COLUMNS.split(", "))
# Of one that was just queued, what comes after the secret.
_NOTHING_YET = (None,) * (_PLACES - SECRET - 1)
_INSERT = f"INSERT INTO submission ({COLUMNS}) VALUES ({', '.join('?' * _PLACES)})"
# A row as it stands now, and its wait: all of it is given, so that nothing need be picked out for each.
_CHANGES = frozenset(
    ["state", "attempts", "finished", "exposed", "erased", "reason", "received", "signature", "leaf", "request"]
)
_MOVE = "UPDATE submission SET {}, wait_boot=?{}, wait_from=?{}, wait_seconds=?{} WHERE number=?1".format(
    ", ".join(f"{name}=?{place}" for place, name in enumerate(COLUMNS.split(", "), 1) if name in _CHANGES),
    *range(_PLACES + 1, _PLACES + 4),
)
_TALLY = (
    "INSERT INTO tally VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
    "submissions = submissions + excluded.submissions, bytes = bytes + excluded.bytes, "
    "newest = max(newest, excluded.newest)"
)
_QUARTER = (
    "INSERT INTO quarter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
    "submissions = submissions + excluded.submissions, bytes = bytes + excluded.bytes"
)

# What erasing takes out of a row.
GONE = "id=NULL, body=NULL, secret=NULL, site=NULL, received=NULL, signature=NULL, leaf=NULL, request=NULL"


class Step(msgspec.Struct, frozen=True, gc=False):
    """One submission's next event: its kind and what it says; with an attempt's outcome, what follows for its row.

    `detail`: as JSON, without the reason; `request`: the number of the request it goes in; `sha256`: what the event
    holds the hash of.
    """

    of: Submission
    kind: str
    reason: str = ""
    outcome: Outcome | None = None
    detail: str | None = None
    request: int | None = None
    sha256: bytes | None = None


def file(
    connection: apsw.Connection,
    batch: Sequence[tuple[Envelope, bool]],
    due: str,
    terms: Mapping[str, str],
    at: int,
) -> None:
    """Add waiting submissions and their events, and use up the drafts among them (the second of each pair)."""
    number = events.count(connection) + tiles.count(connection)
    until, entries, rows, count, life = clock.milliseconds(due), [], [], _Counts(), Life()

    @cache
    def said(category: str, drafted: bool, size: int) -> str:
        detail = {"bytes": size, "category": category, "due": until, "terms": terms.get(category)}
        return events.encoded({**detail, "draft": True} if drafted else detail)

    for envelope, drafted in batch:
        number += 1
        category, size, digest = envelope.category, len(envelope.body), bytes.fromhex(envelope.sha256)
        entries.append((QUEUED, number, digest, said(category, drafted, size)))
        row = (number, category, State.WAITING, 0, at, until, None, int(drafted), 0, 0, size, "", digest)
        rows.append((*row, bytes.fromhex(envelope.id.replace("-", "")), envelope.body, envelope.secret, *_NOTHING_YET))
        count.group(category, None, life).add(size, number)
    tiles.append(connection, at, entries)
    connection.executemany(_INSERT, rows)
    count.write(connection)
    used = [(envelope.category,) for envelope, drafted in batch if drafted]
    connection.executemany("DELETE FROM draft WHERE category=?", used)


def tell(
    connection: apsw.Connection, category: str, body: bytes, place: str, allowed: Mapping[str, Any], at: int
) -> int:
    """Add what a site, kept as `place`, is about to be told, and its event; the number it has. `allowed`: by which
    permit, and for which terms."""
    number = events.count(connection) + tiles.count(connection) + 1
    digest, life = hashlib.sha256(body).digest(), told_at(clock.stamp_of(at))
    said = {**allowed, "bytes": len(body), "category": category, "site": events.sha256(place.encode())}
    tiles.append(connection, at, [(TOLD, number, digest, events.encoded(said))])
    row = (number, category, life.state, life.attempts, at, at, at, 0, 1, 0, len(body), "", digest)
    connection.execute(_INSERT, (*row, None, body, None, place, None, None, None, None))
    count = _Counts()
    count.group(category, None, life).add(len(body), number)
    count.write(connection)
    return number


def move(connection: apsw.Connection, steps: Sequence[Step], at: int) -> list[Submission]:
    """Write the events and what follows from them; the submissions as they stand then, in the order of `steps`.

    All or, if one cannot follow, none: raises Changed.
    """
    if len({step.of.number for step in steps}) < len(steps):
        raise Changed(Code.SUBMISSION_TWICE)
    count, moved, entries = _Counts(), list[Submission](), list[tiles.Entry]()
    words = list[tuple[int, int, bytes, str]]()
    follow = cache(partial(_followed, clock.stamp_of(at), count))
    for place, step in enumerate(steps):
        of = step.of
        life, group = follow(of.category, of.life, step.kind, step.reason)
        if life is None:
            raise Changed(Code.SUBMISSION_MOVED_ON, submission=of.id, state=of.state)
        group.add(of.bytes, of.number)
        detail, number = _said(step)
        if number is not None:
            words.append((place, of.number, number, step.reason))
        entries.append((step.kind, of.number, step.sha256, detail))
        moved.append(_moved(step, life, at))
    last = tiles.append(connection, at, entries)
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?, ?)", [(last + 1 + place, *rest) for place, *rest in words]
    )
    since = clock.boot(), clock.monotonic()
    waits = (_wait(step, since) for step in steps)
    connection.executemany(_MOVE, [(*each.row, *wait) for each, wait in zip(moved, waits, strict=True)])
    count.write(connection)
    return moved


def _followed(
    stamp: str, count: "_Counts", category: str, before: Life, kind: str, reason: str
) -> tuple[Life | None, "_Alike"]:
    """The life after one more event, and where those that go there are counted: most of a request are alike."""
    life = after(before, kind, stamp, reason)
    return life, count.group(category, before, life or before)


def _said(step: Step) -> tuple[str | None, bytes | None]:
    """The detail of its event; and where its reason are words, the number that goes with them: made of the
    submission's secret, so that nobody can guess it, and the demo has the same at each run."""
    if not step.reason:
        return step.detail, None
    detail = events.decoded(step.detail)
    if step.reason in CODES:
        return events.encoded({**detail, "reason": step.reason}), None
    number = hashlib.sha256((step.of.secret or b"") + b"%d" % step.of.attempts).digest()[:NUMBER_BYTES]
    return events.encoded({**detail, "words": words_hash(number, step.reason)}), number


def words_hash(number: bytes, text: str) -> str:
    """What an event holds of words: SHA-256 of the random number and the text."""
    return hashlib.sha256(number + text.encode()).hexdigest()


def _moved(step: Step, life: Life, at: int) -> Submission:
    """The submission as its row is written, in the order of COLUMNS."""
    old, receipt = step.of.row, step.outcome.receipt if step.outcome else None
    finished = old[FINISHED] if life.finished == step.of.life.finished else at
    row = list(old)
    row[STATE], row[ATTEMPTS], row[FINISHED], row[REASON] = life.state, life.attempts, finished, life.reason
    row[EXPOSED], row[ERASED] = int(life.exposed), int(life.erased)
    if receipt is not None:
        row[RECEIVED], row[SIGNATURE], row[LEAF] = receipt.received, receipt.signature or None, receipt.leaf
    if step.request is not None:
        row[REQUEST] = step.request
    return step.of.later(tuple(row), life)


def _wait(step: Step, since: tuple[str, float]) -> tuple[str | None, float | None, float | None]:
    """How long it is left alone: from `since`, by boot ID and monotonic clock, for so many seconds."""
    seconds = step.outcome.back_off if step.outcome else None
    return (None, None, None) if seconds is None else (*since, seconds)


def settling(of: Submission, outcome: Outcome) -> Step:
    """The step that an attempt's outcome means. What may have arrived earlier is never `waiting` again."""
    again = outcome.state is State.WAITING and of.life.exposed
    # The receipt's hash, so that an edited one shows; not the receipt, which holds the ID.
    digest = outcome.receipt.digest(of.id, of.sha256) if outcome.receipt else None
    kind = State.UNCONFIRMED if again else outcome.state
    return Step(of, kind, outcome.reason, outcome, _answered(outcome.status), sha256=digest)


# One answer is about all that went in a request.
@lru_cache(maxsize=64)
def _answered(status: int | None) -> str | None:
    return None if status is None else events.encoded({"status": status})


def open_request(connection: apsw.Connection, batch: Sequence[Submission], head: bytes) -> int:
    """Keep the head of the request that carries these; its number."""
    connection.execute("INSERT INTO request (whole, head) VALUES (?, ?)", (len(batch), head))
    return connection.last_insert_rowid()


def keep_signed(connection: apsw.Connection, request: int, receipt: Receipt) -> None:
    """Keep what the receipts of one request have in common: the key, and the tree."""
    tree = receipt.tree
    signed = (tree.root, tree.signature, tree.leaves) if tree else (None, None, None)
    connection.execute(
        "UPDATE request SET key=?, root=?, signature=?, leaves=? WHERE number=?", (receipt.key, *signed, request)
    )


def erase(connection: apsw.Connection, found: Collection[Submission], at: int) -> int:
    """Take body, ID, secret, receipt and words of these out of the file, and a request's head with its last one."""
    numbers = [(each.number,) for each in found]
    query = "SELECT detail FROM event WHERE of = ? AND kind = 'attempted'"
    tries = Counter(
        events.decoded(detail).get("request") for number in numbers for (detail,) in connection.execute(query, number)
    )
    count = len(move(connection, [Step(each, "erased") for each in found], at))
    connection.executemany(f"UPDATE submission SET {GONE} WHERE number=?", numbers)
    connection.executemany("DELETE FROM words WHERE of=?", numbers)
    left = [(times, request) for request, times in tries.items() if request is not None]
    connection.executemany("UPDATE request SET whole = whole - ? WHERE number = ?", left)
    connection.executemany("DELETE FROM request WHERE number = ? AND whole <= 0", [(request,) for _, request in left])
    return count


class _Alike:
    """Of those of one group that go from one life to another: how many, their bytes, and the highest number."""

    __slots__ = ("bytes", "count", "newest")

    def __init__(self) -> None:
        self.count = self.bytes = self.newest = 0

    def add(self, size: int, number: int) -> None:
        """Count one more."""
        self.count += 1
        self.bytes += size
        self.newest = max(self.newest, number)


class _Counts:
    """What a transaction changes of what is counted."""

    def __init__(self) -> None:
        self._moved: dict[tuple[str, Life | None, Life], _Alike] = {}

    def group(self, category: str, before: Life | None, later: Life) -> _Alike:
        """Those that go from one life to another; one that is new has none before."""
        return self._moved.setdefault((category, before, later), _Alike())

    def write(self, connection: apsw.Connection) -> None:
        """Write it all down, after the rows."""
        there, quarters, left = (
            list[tuple[str, str, int, int, int]](),
            list[tuple[int, int, int]](),
            list[tuple[str, str]](),
        )
        for (category, old, new), alike in self._moved.items():
            count, size, newest = alike.count, alike.bytes, alike.newest
            before, later = None if old is None else stage(old), stage(new)
            if before == later:
                continue
            there.append((category, later, count, size, newest))
            if before is not None:
                there.append((category, before, -count, -size, 0))
            for life, sign in ((old, -1), (new, 1)):
                if life is not None and life.state is State.CONFIRMED and life.finished is not None:
                    quarters.append((clock.milliseconds(life.finished) // QUARTER, sign * count, sign * size))
            if before in (State.CONFIRMED, State.TOLD):
                left.append((category, before))
        connection.executemany(_TALLY, there)
        connection.executemany(_QUARTER, quarters)
        highest = "SELECT coalesce(max(number), 0) FROM submission WHERE category = ?1 AND state = ?2"
        connection.executemany(f"UPDATE tally SET newest = ({highest}) WHERE category = ?1 AND state = ?2", left)


def stage(life: Life) -> str:
    """Where it is counted: its state, or that it was given up."""
    return GIVEN_UP if life.state is State.UNCONFIRMED and life.finished is not None else life.state
