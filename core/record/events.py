"""Events, the record's rows: what kinds there are, and how a decision is linked to those before it.

Decisions, and what else is noticed, are few: they are a chain, checked whole at every start. What happens to
submissions is many: core.record.tiles.
"""

import hashlib
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import apsw
import msgspec

from core import clock
from core.errors import Code, Refused
from core.record import tiles
from core.record.tiles import START

# By what a user decided.
How: TypeAlias = Literal["window", "terminal", "script"]
# A permit dies with any later one of these.
CONSENT = (
    *("accepted", "declined", "withdrawn", "switched_on", "switched_off", "paused", "resumed"),
    *("paths_on", "paths_off"),
)
LICENSE = ("license_activated", "license_removed")
# Of a submission; each but the first follows the one before by `submission.after`.
QUEUED = "queued"
# A payment site was told something: of a submission too, which begins and ends with it.
TOLD = "told"
# Of no submission: the latest time this computer was ever seen to have.
SEEN = "seen"
# A file of an older Vitrine was rebuilt; `head` is what its head was.
REBUILT = "rebuilt"

_ENCODER = msgspec.json.Encoder(order="sorted")
COLUMNS = "number, at, kind, category, detail, events, root, link"
Row: TypeAlias = tuple[int, int, str, str | None, str, int, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the record, decision or not. It carries a hash, never the submission's ID.

    `number`: its place among all; `of`: the number of the submission it is about.
    """

    number: int
    at: str
    kind: str
    category: str | None = None
    sha256: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    of: int | None = None


def decide(connection: apsw.Connection, at: int, kind: str, category: str | None, detail: Mapping[str, Any]) -> Event:
    """Append a decision to the chain, inside the caller's transaction: it fixes all events before it. Raises Refused
    where the end of the record is not as it was written."""
    tiles.check_end(connection)
    last = _last(connection)
    number, events, _, link = last or (0, 0, b"", START)
    ordinal, events, root = number - events + 1, tiles.count(connection), tiles.root(connection)
    row = (ordinal + events, at, kind, category, encoded(detail), events, root)
    connection.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, link_of(link, row)))
    tiles.seal(connection)
    return Event(row[0], clock.stamp_of(at), kind, category, None, decoded(row[4]))


def _last(connection: apsw.Connection) -> tuple[int, int, bytes, bytes] | None:
    query = "SELECT number, events, root, link FROM decision ORDER BY number DESC LIMIT 1"
    found: tuple[int, int, bytes, bytes] | None = connection.execute(query).fetchone()
    return found


def count(connection: apsw.Connection) -> int:
    """How many decisions there are."""
    return _count_and_link(connection)[0]


class Decisions:
    """Every decision of a record, checked once by this process; only later ones are read again.

    One of the user's that was seen here cannot be edited away while the program runs.
    """

    def __init__(self) -> None:
        self._all: list[Event] = []
        # Of each, and before the first.
        self._links = [START]
        self._guard = threading.Lock()

    def read(self, connection: apsw.Connection) -> list[Event]:
        """All of them, oldest first. Raises Refused where one is not as it was written, or is gone."""
        with self._guard:
            if self._all and self._links[-1] != _link_at(connection, self._all[-1].number):
                if (earlier := self._earlier(connection)) is not None:
                    return earlier
                if any(each.kind in CONSENT for each in self._all):
                    raise Refused(Code.DECISION_GONE)
                self._all, self._links = [], [START]
            if not self._all:
                tiles.check_end(connection)
            known = self._all[-1].number if self._all else 0
            rows = connection.execute(f"SELECT {COLUMNS} FROM decision WHERE number > ? ORDER BY number", (known,))
            for row, event in follow(rows, self._links[-1], len(self._all)):
                self._all.append(event)
                self._links.append(row[-1])
            return list(self._all)

    def _earlier(self, connection: apsw.Connection) -> list[Event] | None:
        """The decisions of a moment before the last that is known, where a reader in another thread still looks at that
        moment: they are the first ones of those known, and sealed. None where the file is another one."""
        if connection.txn_state("main") == apsw.SQLITE_TXN_WRITE:
            return None
        count, link = _count_and_link(connection)
        if not 0 < count < len(self._all) or self._links[count] != link:
            return None
        tiles.check_end(connection)
        return self._all[:count]


def _count_and_link(connection: apsw.Connection) -> tuple[int, bytes]:
    last = _last(connection)
    return (last[0] - last[1], last[3]) if last else (0, START)


def _link_at(connection: apsw.Connection, number: int) -> bytes | None:
    found: bytes | None = connection.execute("SELECT link FROM decision WHERE number = ?", (number,)).get
    return found


def follow(rows: Iterator[Row], link: bytes, known: int) -> Iterator[tuple[Row, Event]]:
    """The decisions in these rows, which follow the `known` ones up to `link`. Raises Refused at an edited one."""
    for place, row in enumerate(rows, known + 1):
        number, at, kind, category, detail, events, _, claimed = row
        if number != place + events or link_of(link, row[:-1]) != claimed:
            raise Refused(Code.EVENT_EDITED, event=number)
        link = claimed
        yield row, Event(number, clock.stamp_of(at), kind, category, None, decoded(detail))


def of_numbers(connection: apsw.Connection, decisions: Sequence[Event], numbers: Iterable[int]) -> dict[int, tiles.Row]:
    """The events that have these numbers among all, each with its tile checked up to the root. Raises Refused."""
    decided = [each.number for each in decisions]
    dense = {number: number - bisect_left(decided, number) for number in numbers}
    rows = tiles.check(connection, map(tiles.place_of, dense.values()))
    found = {row[0]: row for tile in rows.values() for row in tile}
    return {number: found[place] for number, place in dense.items() if place in found}


def decoded(detail: str | None) -> dict[str, Any]:
    """An event's detail. What is no JSON object tells nothing; the hashes show that it was edited."""
    try:
        found = msgspec.json.decode(detail or "{}")
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def encoded(detail: Mapping[str, Any]) -> str:
    """An event's detail as it is kept and hashed: JSON, keys sorted, no spaces."""
    return _ENCODER.encode(detail).decode()


def link_of(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """SHA-256 of the previous link and the decision as JSON, in the order of its columns."""
    return hashlib.sha256(previous + _ENCODER.encode(row)).digest()


def head(connection: apsw.Connection) -> str:
    """A checkpoint as a person can note it: `12:4f0c…`, how many decisions and events, and a hash over both."""
    number, events, _, link = _last(connection) or (0, 0, b"", START)
    events_now = tiles.count(connection)
    return head_of(number - events, link, events_now, tiles.root(connection))


def head_of(decisions: int, link: bytes, events: int, root: bytes) -> str:
    """The head of a record of so many decisions up to `link` and so many events under `root`."""
    return f"{decisions + events}:{tiles.sealed(link, root).hex()}"


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
