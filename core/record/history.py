"""Reading back: pages of submissions, what stands in the Outbox, what each attempt came to, the check, the export."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from core import clock
from core.errors import Code, Refused
from core.record import events
from core.record.events import Decisions
from core.record.export import write_export
from core.record.past import pasts
from core.record.receipt import Receipt, Tree
from core.record.steps import QUARTER
from core.record.store import Store
from core.record.submission import (
    LEAF,
    OUTBOX,
    SIGNATURE,
    State,
    Submission,
    by_id,
    by_number,
    select,
)
from core.record.verification.verify import Progress, Verdict, verify

# In the words of the index in core.record.schema, or SQLite does not see that it fits.
FINISHED = (
    "SELECT number FROM submission WHERE erased = 0 AND finished IS NOT NULL AND finished < ? ORDER BY finished LIMIT ?"
)
# So many of a list at a time, so that a long one takes no more memory than a short one.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when it began and ended, where the submission stood then, what the receiver answered, and why that was
    not enough; the head of the request. What was erased, or never came, is None or ""."""

    began: str
    ended: str | None
    state: str
    status: int | None
    reason: str
    head: bytes

    @property
    def size(self) -> int | None:
        """How many bytes the request's body had; None once its head is erased."""
        found = re.search(rb"\r\nContent-Length: (\d+)\r\n", self.head)
        return int(found[1]) if found else None


class History:
    """Everything that can be known of what was queued and sent. Changes nothing."""

    def __init__(self, store: Store, decisions: Decisions) -> None:
        self._store, self._decisions = store, decisions
        self._pending: Mapping[int, Submission] = {}

    def version(self) -> str:
        """Another text whenever anything was written to the file, by whomever."""
        touched = self._store.touched()
        with self._store.reading() as connection:
            return f"{events.head(connection)} {touched}"

    def submissions(
        self, states: Collection[State] | None = None, before: int | None = None, limit: int = 200
    ) -> list[Submission]:
        """One page, newest first. The next page starts `before` the number of this one's last. Raises Refused where the
        record does not say what is shown."""
        start = 2**62 if before is None else before
        query = "SELECT number FROM submission WHERE number < ? {} ORDER BY number DESC LIMIT ?"
        with self._store.reading() as connection:
            if states is None or State.CONFIRMED in states:
                named = tuple(states or ())
                condition = f"AND state IN ({', '.join('?' * len(named))})" if named else ""
                numbers = [number for (number,) in connection.execute(query.format(condition), (start, *named, limit))]
            else:
                # State by state, so that each is one walk along the index however long the history is.
                rare = query.format("AND state = ? AND state <> 'confirmed'")
                pages = (connection.execute(rare, (start, state, limit)).fetchall() for state in states)
                every: list[Any] = [number for page in pages for (number,) in page]
                numbers = sorted(every, reverse=True)[:limit]
            return self._checked(connection, by_number(connection, numbers))

    def every(self, limit: int, before: int | None = None) -> Iterator[Submission]:
        """All of them, or so many, newest first, `before` a number or from the newest on; read page by page."""
        while limit > 0 and (page := self.submissions(before=before, limit=min(limit, PAGE))):
            yield from page
            before, limit = page[-1].number, limit - len(page)

    def _checked(self, connection: apsw.Connection, page: Sequence[Submission]) -> list[Submission]:
        """These with their receipts. Raises Refused where one is not the one that was queued or told, or does not stand
        where its events left it: the tiles of these are checked up to the root."""
        decided = [each.number for each in self._decisions.read(connection)]
        found, requests = pasts(connection, page), dict[int | None, RequestSigned]()
        for each in page:
            if each.number not in found or not found[each.number].tells(each, decided):
                raise Refused(Code.EVENT_EDITED, event=each.number)
        return [_with_receipt(connection, each, found[each.number].came, requests) for each in page]

    def submission(self, identifier: str) -> Submission | None:
        """One submission, by its ID or by `event-N`."""
        number = identifier.removeprefix("event-")
        with self._store.reading() as connection:
            if number == identifier:
                found = by_id(connection, [identifier]).get(identifier)
            else:
                # Only what has no ID of its own goes by its event.
                known = number.isascii() and number.isdigit() and len(number) <= len(str(2**62))
                rows = select(connection, "WHERE id IS NULL AND number = ?", (int(number) if known else 0,))
                found = next(iter(rows), None)
            return next(iter(self._checked(connection, [found])), None) if found else None

    def attempts(self, of: Submission) -> list[Attempt]:
        """Each try of a submission, oldest first."""
        query = (
            "SELECT event.at, event.kind, event.sha256, event.detail, words.text "
            "FROM event LEFT JOIN words ON words.event = event.number WHERE event.of = ? ORDER BY event.number"
        )
        found: list[Attempt] = []
        with self._store.reading() as connection:
            rows: list[Any] = connection.execute(query, (of.number,)).fetchall()
            # Its events and words; each head by its hash.
            self._checked(connection, [of])
            for at, kind, digest, text, words in rows:
                detail, stamp = events.decoded(text), clock.stamp_of(at)
                if kind == "attempted":
                    head = connection.execute("SELECT head FROM request WHERE number = ?", (detail.get("request"),)).get
                    if head is not None and hashlib.sha256(head).digest() != digest:
                        raise Refused(Code.EVENT_EDITED, event=of.number)
                    found.append(Attempt(stamp, None, "sending", None, "", head or b""))
                elif found and found[-1].ended is None:
                    reason, last = words or str(detail.get("reason", "")), found[-1]
                    found[-1] = Attempt(last.began, stamp, kind, detail.get("status"), reason, last.head)
        return found

    def terms(self, of: Submission) -> str | None:
        """The terms it was queued for; None where the record does not tell them."""
        with self._store.reading() as connection:
            found = events.of_numbers(connection, self._decisions.read(connection), [of.number]).get(of.number)
        terms = events.decoded(found[5]).get("terms") if found else None
        return terms if isinstance(terms, str) else None

    def pending(self) -> list[Submission]:
        """What stands in the Outbox, oldest first: waiting, being sent, unconfirmed or refused, until it is erased.

        What did not change since the last call is the same object: whoever shows thousands need not look into each.
        """
        condition = f"state IN ({', '.join('?' * len(OUTBOX))}) AND state <> 'confirmed' AND NOT erased"
        with self._store.reading() as connection:
            found = select(connection, f"INDEXED BY submission_rare WHERE {condition} ORDER BY number", OUTBOX)
        same = [self._as_before(each) for each in found]
        self._pending = {each.number: each for each in same}
        return same

    def _as_before(self, fresh: Submission) -> Submission:
        before = self._pending.get(fresh.number)
        return before if before is not None and before.row == fresh.row else fresh

    def newest(self, states: Collection[State] | None = None) -> dict[str, Submission]:
        """The last submission of each group; with `states`, of those that are confirmed or told, or both."""
        with self._store.reading() as connection:
            if states is None:
                categories = connection.execute("SELECT DISTINCT category FROM tally").fetchall()
                query = "SELECT max(number) FROM submission WHERE category = ?"
                numbers = [connection.execute(query, category).get for category in categories]
            else:
                marks = ", ".join("?" * len(states))
                query = f"SELECT max(newest) FROM tally WHERE state IN ({marks}) AND submissions > 0 GROUP BY category"
                numbers = [number for (number,) in connection.execute(query, tuple(states))]
            return {each.category: each for each in self._checked(connection, by_number(connection, numbers))}

    def newest_whole(self, category: str) -> Submission | None:
        """The last submission of a group that was not erased, if it is as it was queued or told."""
        condition = (
            "WHERE category = ? AND body IS NOT NULL AND (secret IS NOT NULL OR state = ?) ORDER BY number DESC LIMIT 1"
        )
        with self._store.reading() as connection:
            found = select(connection, condition, (category, State.TOLD))
        return next((each for each in found if each.intact), None)

    def of_category(self, category: str, limit: int = 100, also: Collection[str] = ()) -> list[Submission]:
        """The last submissions of one group, and those `also` asked for by their IDs; newest first."""
        with self._store.reading() as connection:
            last = select(connection, "WHERE category = ? ORDER BY number DESC LIMIT ?", (category, limit))
            known = {each.id for each in last}
            older = by_id(connection, [each for each in also if each not in known]).values()
            found = self._checked(connection, [*last, *(each for each in older if each.category == category)])
        return sorted(found, key=lambda each: each.number, reverse=True)

    def confirmed_since(self, stamp: str) -> list[tuple[str, int, int]]:
        """Of each quarter of an hour since then in which something was confirmed: its start, how many, and their bytes;
        oldest first."""
        query = "SELECT number, submissions, bytes FROM quarter WHERE number >= ? AND submissions > 0 ORDER BY number"
        with self._store.reading() as connection:
            found: list[Any] = connection.execute(query, (clock.milliseconds(stamp) // QUARTER,)).fetchall()
        return [(clock.stamp_of(number * QUARTER), count, size) for number, count, size in found]

    def finished_before(self, stamp: str, limit: int) -> list[str]:
        """The IDs of some that were finished before then and are not erased, the longest ago first."""
        with self._store.reading() as connection:
            numbers = [number for (number,) in connection.execute(FINISHED, (clock.milliseconds(stamp), limit))]
            return [each.id for each in by_number(connection, numbers)]

    def counts(self) -> dict[State, int]:
        """How many submissions stand where; each state is named."""
        query = "SELECT iif(state = 'given_up', 'unconfirmed', state) AS name, sum(submissions) FROM tally"
        with self._store.reading() as connection:
            rows: list[Any] = connection.execute(f"{query} GROUP BY name").fetchall()
        found = dict(rows)
        return {state: found.get(state, 0) for state in State}

    def verify(self, since: str | None = None, progress: Progress | None = None) -> Verdict:
        """Whether record and submissions are as they were written; `since` is a head noted earlier, as `12:4f0c…`.

        `progress` is told (done, of how many) and may return False to stop.
        """
        return verify(self._store, since, progress)

    def export(self, path: Path) -> int:
        """Write all there is to a new file, one JSON object a line; how many. Raises Refused if something is there."""
        return write_export(self._store, path)


class RequestSigned(NamedTuple):
    """What the receipts of one request have in common."""

    key: bytes | None = None
    tree: Tree | None = None


def _signed(connection: apsw.Connection, request: int | None) -> RequestSigned:
    """What is kept of this request; nothing where nothing is."""
    query = "SELECT key, root, signature, leaves FROM request WHERE number = ?"
    key, root, signature, leaves = connection.execute(query, (request,)).fetchone() or (None, None, None, None)
    return RequestSigned(key, None if root is None else Tree(root, signature or b"", leaves or b""))


def _with_receipt(
    connection: apsw.Connection, of: Submission, came: bytes | None, requests: dict[int | None, RequestSigned]
) -> Submission:
    """The same and its receipt, whose hash the event that brought it holds as `came`. `requests`: those read so far."""
    if not of.received or of.known_id is None:
        return of
    if of.request not in requests:
        requests[of.request] = _signed(connection, of.request)
    key, tree = requests[of.request]
    leaf = of.row[LEAF]
    receipt = Receipt(of.received, of.row[SIGNATURE] or b"", key, None if leaf is None else tree, leaf)
    is_same = came == receipt.digest(of.known_id, of.sha256)
    is_same = is_same and of.intact
    proven = is_same and receipt.proves(of.known_id, of.sha256) if receipt.key or not is_same else None
    return of.with_receipt(receipt.text(of.known_id, of.sha256), proven)
