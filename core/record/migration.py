"""A record of an older Vitrine made into one of today, inside one transaction: whoever is killed in it has the older
one still, and starts anew.

It was one chain of events, each linked to the one before by a hash, and a row for each submission. A chain that does
not hold is refused: made anew, it would look sound. What was edited in a submission's row is taken over as it stands,
for the events tell otherwise, and the check says so; where today's tables have no place for it, it is refused too.
"""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import apsw
import msgspec

from core import clock
from core.errors import Code, Refused
from core.files import Strict
from core.record import events, tiles
from core.record.events import QUEUED, REBUILT, SEEN, TOLD
from core.record.receipt import Receipt
from core.record.schema import TABLES
from core.record.steps import CODES, QUARTER, words_hash
from core.record.submission import NUMBER_BYTES, STEPS, State, id_bytes
from core.wording.record import FAULTS

# Which version added what.
_TABLES = {"draft": 1, "event": 2, "submission": 2, "seen": 3}
_INDEXES = {
    **dict.fromkeys(("event_kind", "event_sha256", "submission_sha256"), 2),
    **dict.fromkeys(("submission_open", "submission_state", "submission_category"), 2),
    "submission_whole": 4,
}
# Needed to the end, and in nobody's way.
_KEPT_INDEX = "event_sha256"
# The link before the first event.
START = hashlib.sha256(b"vitrine-ledger-1").hexdigest()
# So many rows are written at a time, and so many of the last queued ones are found without a look into the file.
_BATCH = 16 * tiles.SIZE
_REMEMBERED = 10_000

_SUBMISSIONS = """
SELECT number, category, state, attempts, queued, due, finished, drafted, exposed, erased, bytes, reason, sha256, id,
    body, secret, receipt, wait_asked, wait_boot, wait_from, wait_seconds
FROM old_submission ORDER BY number
"""
_INSERT = f"INSERT INTO submission VALUES ({', '.join('?' * 24)})"
# The one that ends last. After another start of the computer all wait anew: the longest counts.
_HOLD = """
INSERT INTO hold SELECT 1, wait_boot, wait_from, wait_seconds FROM old_submission
WHERE state IN ('waiting', 'sending', 'unconfirmed') AND finished IS NULL AND wait_asked AND wait_seconds IS NOT NULL
ORDER BY wait_boot = ?1, CASE WHEN wait_boot = ?1 THEN wait_from + wait_seconds ELSE wait_seconds END DESC LIMIT 1
"""
# Words go with what is erased; one that the events do not tell stays, so that the check finds it.
_FORGET = (
    """
UPDATE submission SET reason = ''
WHERE number IN (SELECT of FROM event WHERE kind = 'erased') AND reason = (
    SELECT coalesce(words.text, json_extract(event.detail, '$.reason'), '')
    FROM event LEFT JOIN words ON words.event = event.number
    WHERE event.of = submission.number AND event.kind <> 'erased' ORDER BY event.number DESC LIMIT 1
)
""",
    "DELETE FROM words WHERE of IN (SELECT of FROM event WHERE kind = 'erased')",
)
_SECRET = "SELECT secret FROM old_submission WHERE number = ?"
_TALLY = """
INSERT INTO tally
SELECT category, CASE WHEN state = 'unconfirmed' AND finished IS NOT NULL THEN 'given_up' ELSE state END AS stage,
    count(*), sum(bytes), max(number)
FROM submission GROUP BY category, stage
"""
_NEWEST = "INSERT INTO tally VALUES (?, ?, 0, 0, ?) ON CONFLICT DO UPDATE SET newest = max(newest, excluded.newest)"
_QUARTERS = """
INSERT OR REPLACE INTO quarter SELECT finished / ? AS place, count(*), sum(bytes) FROM submission
WHERE state = 'confirmed' AND finished IS NOT NULL GROUP BY place
"""

# Where a submission is counted after an event of this kind, if not by its name; after these, where it was.
_STAGES = {QUEUED: State.WAITING, "attempted": State.SENDING}
_KEEPS = frozenset({"erased", "not_handed"})

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = msgspec.json.Encoder(order="sorted").encode
Detail: TypeAlias = dict[str, Any]


def migrate(connection: apsw.Connection, version: int) -> None:
    """Make today's tables of those of an older version, 1 to 4, inside the caller's transaction. Events keep their
    numbers.

    Raises Refused or apsw.CorruptError where the record does not hold.
    """
    tables = _set_aside(connection, version)
    for text in _statements("TABLE"):
        connection.execute(text)
    connection.execute("INSERT INTO draft SELECT category, body, secret FROM old_draft")
    rebuilding = _Events(connection)
    if "event" in tables:
        rebuilding.take_all()
        connection.executemany(_INSERT, map(_submission, connection.execute(_SUBMISSIONS)))
        connection.execute(_HOLD, (clock.boot(),))
    for text in _statements("INDEX", "UNIQUE"):
        connection.execute(text)
    for text in _FORGET:
        connection.execute(text)
    _count(connection, rebuilding)
    if "seen" in tables:
        _take_seen(connection)
    for table in tables:
        connection.execute(f"DROP TABLE old_{table}")
    # Not the time of day: so that of this file always the same record is made, and a head noted of it holds, also where
    # it was read in a folder that cannot be written.
    last = max(tiles.latest(connection), connection.execute("SELECT max(at) FROM decision").get or 0)
    events.decide(connection, last, REBUILT, None, {"head": rebuilding.head})


def _set_aside(connection: apsw.Connection, version: int) -> list[str]:
    """Rename the tables of before and drop what is in the way; the tables' names. Raises where something else is there,
    which today's check of the tables would not let pass afterwards, or the file is damaged."""
    tables = [name for name, since in _TABLES.items() if since <= version]
    indexes = [name for name, since in _INDEXES.items() if since <= version]
    known = {*(("table", name) for name in tables), *(("index", name) for name in indexes)}
    found = connection.execute("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL")
    for _, name in sorted(known ^ {(kind, name) for kind, name in found}):
        raise Refused(Code.RECORD_PLANTED, file=connection.filename, name=name)
    if (whole := connection.execute("PRAGMA quick_check(1)").get) != "ok":
        raise apsw.CorruptError(whole)
    for index in indexes:
        if index != _KEPT_INDEX:
            connection.execute(f"DROP INDEX {index}")
    for table in tables:
        connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    return tables


def _statements(*words: str) -> list[str]:
    return [text for text in TABLES if text.split()[1] in words]


class _Events:
    """The events of before, which become decisions and events of today one by one. `head`: as an older Vitrine told it;
    `newest`: of each group and stage the highest number that ever stood there, where that counts, else 0; `quarters`:
    those in which something was confirmed."""

    def __init__(self, connection: apsw.Connection) -> None:
        self.head = f"0:{START}"
        self.newest: dict[tuple[str, str], int] = {}
        self.quarters: set[int] = set()
        self._connection = connection
        # The number of the last one of submissions, and what of them is not written yet.
        self._last = 0
        self._rows: list[tiles.Row] = []
        self._words: list[tuple[int, int, bytes, str]] = []
        # The last submissions that were queued, by the hash of their bodies.
        self._queued: dict[str, int] = {}

    def take_all(self) -> None:
        """Raises apsw.CorruptError at the first one that is not as it was written."""
        number, link = 0, START
        query = "SELECT number, at, kind, category, sha256, detail, chain FROM old_event ORDER BY number"
        for *fields, claimed in self._connection.execute(query):
            number += 1
            if fields[0] != number:
                raise _fault("EVENT_MISSING", number)
            link = _link_of(link, fields)
            if link != claimed:
                raise _fault("EVENT_EDITED", number)
            try:
                self._take(*fields)
            except (ValueError, TypeError, KeyError) as error:
                raise _fault("EVENT_CANNOT_FOLLOW", number) from error
        self._write()
        self.head = f"{number}:{link}"

    def _take(self, number: int, at: str, kind: str, category: str | None, sha256: str, text: str) -> None:
        moment, detail = _milliseconds(at), events.decoded(text)
        if kind in (QUEUED, TOLD):
            if kind == QUEUED:
                self._remember(sha256, number)
            self._add(moment, kind, number, _bytes(sha256), _first_said(kind, category, detail))
            self._note(moment, kind, category, number)
        elif kind in STEPS:
            of = detail.pop("of", None) or self._number_of(sha256)
            self._add(moment, kind, of, *self._step_said(of, detail))
            self._note(moment, kind, category, of)
        else:
            # It fixes all that was before it.
            self._write()
            events.decide(self._connection, moment, kind, category, detail)
            if "left_out" in detail:
                self._connection.execute("INSERT INTO left_out VALUES (?, ?)", (number, detail["left_out"]))

    def _step_said(self, of: int, detail: Detail) -> tuple[bytes | None, Detail]:
        """The hash of the receipt that came, and what else is told. The time in it stands with the receipt alone."""
        receipt, _, reason = detail.pop("receipt", None), detail.pop("received", None), detail.pop("reason", "")
        if reason in CODES:
            return _bytes(receipt), detail | ({"reason": reason} if reason else {})
        event, secret = self._last + 1, self._connection.execute(_SECRET, (of,)).get
        # Nobody can guess it, for it goes with the secret; and it is the same whenever this file is rebuilt. Of what is
        # erased already not even a hash is told.
        number = b"" if secret is None else hashlib.sha256(secret + b"%d" % event).digest()[:NUMBER_BYTES]
        self._words.append((event, of, number, reason))
        return _bytes(receipt), detail | {"words": words_hash(number, reason if number else "")}

    def _remember(self, sha256: str, number: int) -> None:
        self._queued[sha256] = number
        if len(self._queued) > _REMEMBERED:
            del self._queued[next(iter(self._queued))]

    def _number_of(self, sha256: str) -> int:
        """The number of the submission with this body."""
        query = f"SELECT number FROM old_event WHERE sha256 = ? AND kind = '{QUEUED}'"
        found = self._queued.get(sha256) or self._connection.execute(query, (sha256,)).get
        if found is None:
            raise KeyError(sha256)
        return int(found)

    def _add(self, at: int, kind: str, of: int, sha256: bytes | None, detail: Detail) -> None:
        self._last += 1
        self._rows.append((self._last, at, kind, of, sha256, events.encoded(detail) if detail else None))
        if len(self._rows) == _BATCH:
            self._write()

    def _write(self) -> None:
        tiles.extend(self._connection, self._rows)
        self._connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", self._words)
        self._rows, self._words = [], []

    def _note(self, at: int, kind: str, category: str | None, of: int) -> None:
        """Remember what is counted of where submissions were once."""
        if category is not None and kind not in _KEEPS:
            key = category, _STAGES.get(kind, kind)
            self.newest[key] = 0 if kind in (State.CONFIRMED, TOLD) else max(of, self.newest.get(key, 0))
        if kind == State.CONFIRMED:
            self.quarters.add(at // QUARTER)


def _first_said(kind: str, category: str | None, detail: Detail) -> Detail:
    said = detail | {"category": category}
    if kind == QUEUED:
        said["due"] = _milliseconds(detail["due"])
        if not said["draft"]:
            del said["draft"]
    return said


class _Kept(Strict, frozen=True):
    """A receipt as it was kept."""

    submission: str
    sha256: str
    received: str
    signature: str


def _apart(kept: str | None, identifier: str | None, sha256: str) -> tuple[str | None, bytes | None]:
    """A receipt's time and signature; one that they do not make again, to the letter, stays the text it is."""
    try:
        told = msgspec.json.decode(kept or "", type=_Kept)
        found = Receipt(told.received, base64.b64decode(told.signature, validate=True))
    except ValueError:
        return kept, None
    is_same = found.text(identifier or "", sha256) == kept
    return (found.received, found.signature) if is_same else (kept, None)


def _submission(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """One row of before as it stands today. Raises apsw.CorruptError where it cannot."""
    number, category, state, attempts, queued, due, finished, *settled = row[:12]
    sha256, identifier, body, secret, kept, asked, *wait = row[12:]
    try:
        times = _milliseconds(queued), _milliseconds(due), None if finished is None else _milliseconds(finished)
        known = _bytes(sha256), None if identifier is None else _id(identifier), body, secret
    except ValueError as error:
        raise _fault("SUBMISSION_EDITED", number) from error
    # What a receiver asked for holds for all.
    waits = (None, None, None) if asked else tuple(wait)
    site, receipt = (kept, (None, None)) if state == TOLD else (None, _apart(kept, identifier, sha256))
    return (number, category, state, attempts, *times, *settled, *known, site, *receipt, None, None, *waits)


def _id(text: str) -> bytes:
    found = id_bytes(text)
    if found is None:
        raise ValueError(text)
    return found


def _bytes(text: str | None) -> bytes | None:
    """Of lower-case hexadecimal. Raises ValueError for another form, which today's tables would not tell from it."""
    if text is None:
        return None
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError(text)
    return found


def _milliseconds(text: str) -> int:
    """Of a stamp, as core.clock writes it. Raises ValueError for another form, as above."""
    if not _STAMP.fullmatch(text):
        raise ValueError(text)
    # Ten times as quick as core.clock, which knows what it reads: here is no stamp twice, and may be a million.
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


def _link_of(previous: str, fields: list[Any]) -> str:
    """SHA-256 of the previous link and the event as JSON `[number, at, kind, category, sha256, detail]`."""
    *plain, detail = fields
    return hashlib.sha256(bytes.fromhex(previous) + _encode([*plain, msgspec.Raw(detail.encode())])).hexdigest()


def _take_seen(connection: apsw.Connection) -> None:
    for (at,) in connection.execute("SELECT at FROM old_seen").fetchall():
        try:
            moment = _milliseconds(str(at))
        except ValueError as error:
            raise apsw.CorruptError(str(error)) from error
        tiles.append(connection, moment, [(SEEN, None, None, None)])


def _count(connection: apsw.Connection, rebuilt: _Events) -> None:
    """Fill what is counted, as if it had been from the beginning."""
    connection.execute(_TALLY)
    connection.executemany(_NEWEST, [(*key, number) for key, number in rebuilt.newest.items()])
    connection.executemany("INSERT INTO quarter VALUES (?, 0, 0)", [(number,) for number in rebuilt.quarters])
    connection.execute(_QUARTERS, (QUARTER,))


def _fault(name: str, number: int) -> apsw.CorruptError:
    return apsw.CorruptError(FAULTS[name].format(event=number))
