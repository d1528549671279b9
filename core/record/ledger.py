"""Writing: what was decided, what waits, what was tried and what came of it. Reading back is in `history`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import msgspec

from core import clock
from core.envelope import Envelope
from core.errors import Changed, Code, Full, Refused, Stale
from core.record import events, steps, tiles
from core.record.drafts import Drafts
from core.record.events import CONSENT, QUEUED, SEEN, Decisions, Event
from core.record.history import History
from core.record.past import Past, pasts
from core.record.permit import DEFAULT, OutboxLimits, Permit
from core.record.steps import Step, settling
from core.record.store import IN_THE_WAY_SECONDS, Store
from core.record.submission import (
    COLUMNS,
    Outcome,
    State,
    Submission,
    are_as_read,
    by_id,
    by_number,
    id_bytes,
    of_row,
    select,
    site_place,
)

# A license counts whole days, so it need not be known better.
SEEN_EVERY_MS = 3600 * 1000
# So many in one transaction, so that others may write between.
ERASED_AT_ONCE = 1000
# One request's worth, unless its bytes are more.
MOST_SUBMISSIONS = 1000
DAY_MS = 24 * 3600 * 1000

# What may still be tried; SQLite would choose another index, and sort.
OPEN = "state IN ('waiting', 'sending', 'unconfirmed') AND finished IS NULL"
# One that was edited to be erased and not finished has no next event; it must not hold up a decision about all.
_GOES_ON = f"submission INDEXED BY submission_open WHERE {OPEN} AND erased = 0"
# A group's name for what of the web addresses waits with a path: the second choice is about these alone. One that was
# edited into no JSON is among them; it is sent in no case.
WITH_PATH = "web_request/path"
ANY: tuple[str, tuple[Any, ...]] = ("1", ())
# In a decision's detail: the groups whose waiting submissions it ended, or that it ended all.
ENDS, ALL = "ends", "all"


class Ledger:
    """Append-only: whatever happens to a submission is an event, written in the transaction that makes it so.

    Every method raises OSError where the file cannot be used now, and Refused where it is not usable at all.
    """

    def __init__(
        self, place: Path | Store | None, limits: OutboxLimits = DEFAULT, clock: Callable[[], datetime] | None = None
    ) -> None:
        """`place` is the state file or its folder. None keeps nothing: all is empty, and writing raises OSError.

        `clock`: the time of day that every event is stamped with; this computer's, if none is given.
        """
        self.limits, self.clock = limits, clock or _now
        self._store = place if isinstance(place, Store) else Store(place)
        self._decisions = Decisions()
        self.drafts = Drafts(self._store)
        self.history = History(self._store, self._decisions)

    def close(self) -> None:
        """Close the file, for which nobody need wait; it is opened again when it is asked."""
        self._store.close()

    def append(
        self,
        kind: str,
        category: str | None = None,
        detail: Mapping[str, Any] | None = None,
        ending: Collection[str] | None = (),
        keep: Callable[[], object] = lambda: None,
    ) -> Event:
        """Write down one decision, or something noticed. What waits of the groups `ending` (None: of all) ends with it,
        in the same transaction: whoever is killed right after it has decided. `keep` keeps what was decided elsewhere
        too, before anybody can read the event; if it fails, nothing was decided. It is read back before it is done."""
        said = dict(detail or {})
        if ending is None or ending:
            said[ENDS] = ALL if ending is None else sorted(ending)
        # Out of the log at once, unless somebody reads: the file alone holds every decision, whoever copies it.
        with self._store.transaction(emptying=0) as connection:
            at = self._at()
            # One that was seen here and is gone is not built upon.
            self._decisions.read(connection)
            event = events.decide(connection, at, kind, category, said)
            _end(connection, ANY, "cancelled", kind, at, ending)
            keep()
        self._check_kept(event)
        return event

    def _check_kept(self, event: Event) -> None:
        """Raise Refused if what was just written is not what the file holds."""
        if not any(kept == event for kept in self.events()):
            raise Refused(Code.DECISION_NOT_KEPT)

    def events(self, *kinds: str) -> list[Event]:
        """The decisions, and what was noticed, of these kinds; all when none is named, oldest first. Raises Refused
        where one is missing or was edited."""
        with self._store.reading() as connection:
            return [each for each in self._decisions.read(connection) if not kinds or each.kind in kinds]

    def last(self, *kinds: str) -> Event | None:
        """The newest decision of these kinds."""
        return next(reversed(self.events(*kinds)), None)

    def seen(self, now: str) -> str:
        """The latest stamp known of: `now`, that of any event, or one seen before. Kept once an hour."""
        with self._store.reading() as connection:
            decisions = self._decisions.read(connection)
            kept = max([tiles.latest(connection), *(clock.milliseconds(each.at) for each in decisions)])
        at = clock.milliseconds(now)
        if kept < at - SEEN_EVERY_MS:
            # Where it cannot be kept, the record's own times still tell.
            with suppress(OSError, Refused), self._store.transaction() as connection:
                if tiles.latest(connection) < at - SEEN_EVERY_MS:
                    tiles.append(connection, at, [(SEEN, None, None, None)])
        return clock.stamp_of(max(kept, at))

    def current(self, permit: Permit) -> bool:
        """Whether nothing was decided since. The sender asks before each piece, so only the file's end is read."""
        with self._store.reading() as connection:
            return _is_current(self._decisions.read(connection), permit)

    def queue(
        self, envelopes: Envelope | Sequence[Envelope], permit: Permit, due: str, unless_since: str | None = None
    ) -> None:
        """Put envelopes into the Outbox, to go from the stamp `due` on; a draft is used up by that.

        All or none: raises Stale, Changed or Full, and has queued nothing then. Changed too, if of one group
        something was queued after the stamp `unless_since`.
        """
        batch = [envelopes] if isinstance(envelopes, Envelope) else envelopes
        with self._store.transaction() as connection:
            _check_permit(self._decisions.read(connection), permit, {each.category for each in batch})
            if len(set(batch)) < len(batch):
                raise Changed(Code.ENVELOPE_TWICE)
            if unless_since is not None and _queued_since(connection, {each.category for each in batch}, unless_since):
                raise Changed(Code.QUEUED_ALREADY)
            drafted = _drafted(connection, batch)
            if full := _over(connection, self.limits, batch):
                # Kept although nothing is queued: what is left out is never left out in silence.
                _notice_full(connection, batch[0].category if batch else None, full, len(batch), self._at())
            else:
                steps.file(connection, list(zip(batch, drafted, strict=True)), due, permit.terms, self._at())
        if full:
            raise Full(Code.OUTBOX_FULL, limit=full)

    def tell(self, category: str, body: bytes, site: str, permit: Permit, *, number: str | None = None) -> int:
        """Write down what a site, a host name, is told, before it is: it never waits anywhere. Raises Stale.

        `number`: the demo's, in place of a random one. Returns the event's.
        """
        place, allowed = site_place(site, number), {"permit": permit.event, "terms": permit.terms.get(category)}
        with self._store.transaction() as connection:
            _check_permit(self._decisions.read(connection), permit, [category])
            return steps.tell(connection, category, body, place, allowed, self._at())

    def not_handed(self, number: int) -> None:
        """What was written down as told by this event was not: the browser did not take it."""
        with self._store.transaction() as connection:
            found = by_number(connection, [number])
            steps.move(connection, [Step(each, "not_handed", "browser_gone") for each in found], self._at())

    def attempt(self, batch: Sequence[Submission], permit: Permit, head: bytes = b"") -> list[Submission]:
        """Write down, before the first byte goes, that these are being sent in a request with this head; as they stand
        from then on.

        Raises Stale where the permit does not cover them any more, Changed where one is not as it was read or queued.
        """
        with self._store.transaction() as connection:
            _check_permit(self._decisions.read(connection), permit, {each.category for each in batch})
            for each, same in zip(batch, are_as_read(connection, batch), strict=True):
                if each.envelope is None or not same:
                    raise Changed(Code.SUBMISSION_EDITED, submission=each.id)
            for each in self._not_as_queued(connection, batch, permit):
                raise Changed(Code.SUBMISSION_OTHER_TERMS, submission=each.id)
            if not batch:
                return []
            request = steps.open_request(connection, batch, head)
            detail = events.encoded({"permit": permit.event, "request": request})
            digest = bytes.fromhex(events.sha256(head))
            tries = [Step(each, "attempted", detail=detail, request=request, sha256=digest) for each in batch]
            return steps.move(connection, tries, self._at())

    def _not_as_queued(
        self, connection: apsw.Connection, batch: Sequence[Submission], permit: Permit
    ) -> list[Submission]:
        """Those of which the record does not say that this body was queued for exactly these terms and that it stands
        where it does, or of which a decision ended what waited since. Each event's tile is checked up to the root."""
        decisions, found = self._decisions.read(connection), pasts(connection, batch)
        numbers = [each.number for each in decisions]
        ended = {key: ended_at(decisions, key) for key in {each.category for each in batch}}
        paths = ended_at(decisions, WITH_PATH)
        return [
            each
            for each in batch
            if not _is_as_queued(found.get(each.number), each, numbers, permit.terms.get(each.category))
            or each.number < ended[each.category]
            or (each.number < paths and holds_path(each))
        ]

    def settle(self, outcomes: Sequence[tuple[Submission, Outcome]]) -> list[Submission]:
        """Write down what came of an attempt, for each submission that still is as it was read last; these, as they
        stand from then on. One that was edited meanwhile is left as it is, and costs no other its receipt.

        What may have arrived in an earlier attempt is never `waiting` again. Raises Changed where nothing was tried.
        """
        with self._store.transaction() as connection:
            same = are_as_read(connection, [of for of, _ in outcomes])
            kept = [pair for pair, as_read in zip(outcomes, same, strict=True) if as_read]
            moved = steps.move(connection, [settling(of, outcome) for of, outcome in kept], self._at())
            receipts = {of.request: outcome.receipt for of, outcome in kept if outcome.receipt}
            for request, receipt in receipts.items():
                steps.keep_signed(connection, request or 0, receipt)
            asked = [outcome.retry_after for _, outcome in outcomes if outcome.retry_after is not None]
            if asked:
                _hold(connection, max(asked))
            return moved

    def recover(self) -> int:
        """What a killed sender left `sending` may have arrived: unconfirmed. The caller holds the sender's lock."""
        with self._store.transaction() as connection:
            _restart_waits(connection)
            count = 0
            while left := _open(connection, "state = 'sending'"):
                steps.move(connection, [Step(each, "unconfirmed", "interrupted") for each in left], self._at())
                count += len(left)
            return count

    def waiting(
        self,
        limit_bytes: int,
        urgent: bool = False,
        permit: Permit | None = None,
        at: str | None = None,
        beyond: int = 0,
    ) -> list[Submission]:
        """What may be tried now, oldest first, at least one and no more than fit into so many bytes of lines.

        `urgent` overrides our own back-off, but not what the receiver asked for. With a permit, only what it allows;
        nothing up to the number `beyond`. `at`: as of this stamp, else as of now.
        """
        now = self._at() if at is None else clock.milliseconds(at)
        with self._store.reading() as connection:
            if _asked_to_wait(connection):
                return []
            found: list[Submission] = []
            for each in _due(connection, now, urgent, beyond):
                if each.envelope is None or not each.intact:
                    continue
                if permit is not None and each.category not in permit.categories:
                    continue
                limit_bytes -= each.bytes + 1
                if found and limit_bytes < 0:
                    break
                found.append(each)
                if len(found) == MOST_SUBMISSIONS:
                    break
            return found

    def expire(self, now: datetime | None = None) -> int:
        """End what waits and was queued longer ago than the limit; how many. `now`: else the record's own clock."""
        oldest = clock.milliseconds(clock.stamp((now or self.clock()) - timedelta(days=self.limits.days)))
        with self._store.transaction() as connection:
            return _end(connection, ("queued < ?", (oldest,)), "expired", "too old", self._at())

    def cancel(self, identifier: str) -> bool:
        """The user wants it not to go. What may have arrived stays unconfirmed, and is never tried again."""
        with self._store.transaction() as connection:
            found = select(connection, "WHERE id = ? AND finished IS NULL AND erased = 0", (id_bytes(identifier),))
            return _end_these(connection, found, "cancelled", "you", self._at()) > 0

    def purge(self, categories: Collection[str] | None, why: str) -> int:
        """Cancel all that waits, or that of these groups; what may have arrived is never tried again."""
        with self._store.transaction() as connection:
            return _end(connection, ANY, "cancelled", why, self._at(), categories)

    def stop(self, decided: Event, ending: Collection[str] | None) -> None:
        """What was decided has come to pass, for the groups `ending` (None: for all): nothing can leave any more, which
        the locks that the caller holds prove."""
        # A sender that was killed leaves its last ones as being sent.
        self.recover()
        self.purge(ending, decided.kind)
        self.append("stopped", detail={"of": decided.number})

    def erase(self, identifiers: Iterable[str]) -> int:
        """Take body, ID, secret, receipt and words of finished submissions out of this file and the log beside it; that
        they were stays known."""
        with self._store.transaction(emptying=IN_THE_WAY_SECONDS) as connection:
            return steps.erase(connection, by_id(connection, identifiers).values(), self._at())

    def erase_older(self, days: int) -> int:
        """Erase what was finished more than so many days ago; how many. 0 days keep everything."""
        before, count = clock.stamp(self.clock() - timedelta(days=days)), 0
        while days and (found := self.history.finished_before(before, ERASED_AT_ONCE)):
            if not (erased := self.erase(found)):
                # Another Vitrine was quicker.
                break
            count += erased
        return count

    def _at(self) -> int:
        return clock.milliseconds(clock.stamp(self.clock()))


def ended_at(decisions: Iterable[Event], category: str) -> int:
    """The number of the last decision that ended what this group had waiting; 0 before the first.

    An older Vitrine did not write down what a decision ended: it was known by its kind.
    """
    last = 0
    for each in decisions:
        ends = each.detail.get(ENDS)
        listed = ends == ALL or (isinstance(ends, list) and category in ends)
        of_old = each.kind in ("withdrawn", "declined") or (each.kind == "switched_off" and each.category == category)
        last = each.number if listed or (ends is None and of_old) else last
    return last


def holds_path(of: Submission) -> bool:
    """Whether it is a web address with a path, or a body that nobody can tell of."""
    if of.category != WITH_PATH.partition("/")[0]:
        return False
    try:
        url = msgspec.json.decode(of.body or b"")["items"].get("url", "")
        return "/" in str(url).partition("://")[2]
    except (msgspec.DecodeError, TypeError, KeyError, AttributeError):
        return True


def _now() -> datetime:
    return clock.now()


def _is_current(decisions: Sequence[Event], permit: Permit) -> bool:
    # Where nothing was decided, nothing is permitted.
    newest = next((each.number for each in reversed(decisions) if each.kind in CONSENT), 0)
    return 0 < permit.event == newest


def _check_permit(decisions: Sequence[Event], permit: Permit, categories: Collection[str]) -> None:
    if not _is_current(decisions, permit):
        raise Stale(Code.PERMIT_STALE)
    if missing := sorted(set(categories) - permit.categories):
        raise Stale(Code.NOT_ALLOWED_NOW, group=missing[0])


def _over(connection: apsw.Connection, limits: OutboxLimits, batch: Sequence[Envelope]) -> str:
    """The limit that these would pass, in words; empty if none. What is not tried any more takes no room."""
    row: Any = connection.execute(
        "SELECT coalesce(sum(submissions), 0), coalesce(sum(bytes), 0) FROM tally "
        "WHERE state IN ('waiting', 'sending', 'unconfirmed')"
    ).fetchone()
    count, held = row
    if count + len(batch) > limits.submissions:
        return f"{limits.submissions} submissions"
    return f"{limits.bytes} bytes" if held + sum(len(each.body) for each in batch) > limits.bytes else ""


def _notice_full(connection: apsw.Connection, category: str | None, limit: str, count: int, at: int) -> None:
    """Write down that something was left out: once a day and group, and how often beside it."""
    number = connection.execute(
        "SELECT number FROM decision WHERE kind = 'noticed' AND at / ?1 = ?2 / ?1 AND category IS ?3 "
        "AND json_extract(detail, '$.limit') = ?4",
        (DAY_MS, at, category, limit),
    ).get
    if number is None:
        number = events.decide(connection, at, "noticed", category, {"what": "full", "limit": limit}).number
    connection.execute(
        "INSERT INTO left_out VALUES (?, ?) ON CONFLICT DO UPDATE SET submissions = submissions + excluded.submissions",
        (number, count),
    )


def _is_as_queued(past: Past | None, of: Submission, decided: Sequence[int], terms: str | None) -> bool:
    if past is None or past.first[2] != QUEUED or not past.tells(of, decided):
        return False
    return of.finished is None and past.said.get("terms") == terms


def _queued_since(connection: apsw.Connection, categories: Iterable[str], stamp: str) -> bool:
    """Whether something of one of these groups was queued after that time."""
    query = "SELECT queued FROM submission WHERE category = ? ORDER BY number DESC LIMIT 1"
    newest = [connection.execute(query, (category,)).get for category in categories]
    return any(queued is not None and queued > clock.milliseconds(stamp) for queued in newest)


def _end(
    connection: apsw.Connection,
    where: tuple[str, tuple[Any, ...]],
    kind: str,
    reason: str,
    at: int,
    within: Collection[str] | None = None,
) -> int:
    """End what is not under way: what never left by `kind`, what may have arrived by `given_up`. `where`: a condition
    and its values; `within`: only what is of these groups, None is all."""
    (condition, values), last, count = where, 0, 0
    while within != () and (found := _open(connection, f"number > ? AND {condition}", (last, *values))):
        count += _end_these(connection, [each for each in found if _covers(within, each)], kind, reason, at)
        last = found[-1].number
    return count


def _end_these(connection: apsw.Connection, found: Sequence[Submission], kind: str, reason: str, at: int) -> int:
    """End those of them that are not under way; how many."""
    kinds = {State.WAITING: kind, State.UNCONFIRMED: "given_up"}
    ended = [Step(each, kinds[each.state], reason) for each in found if each.state in kinds]
    return len(steps.move(connection, ended, at)) if ended else 0


def _open(connection: apsw.Connection, condition: str, values: tuple[Any, ...] = ()) -> list[Submission]:
    """The first thousand of what may still be tried, for which the condition holds."""
    query = f"SELECT {COLUMNS} FROM {_GOES_ON} AND {condition} ORDER BY number LIMIT {MOST_SUBMISSIONS}"
    return [of_row(row) for row in connection.execute(query, values)]


def _covers(ends: Collection[str] | None, of: Submission) -> bool:
    """Whether a decision that ends these groups ends this one; None is all of them."""
    return ends is None or of.category in ends or (WITH_PATH in ends and holds_path(of))


def _hold(connection: apsw.Connection, seconds: float) -> None:
    """The receiver asked to be left alone for so long, by all that waits."""
    connection.execute("INSERT OR REPLACE INTO hold VALUES (1, ?, ?, ?)", (clock.boot(), clock.monotonic(), seconds))


def _restart_waits(connection: apsw.Connection) -> None:
    """What was waiting when the computer went down waits anew: nobody knows for how long it was off."""
    boot, now = clock.boot(), clock.monotonic()
    connection.execute(
        "UPDATE submission SET wait_boot=?1, wait_from=?2 "
        f"WHERE wait_boot <> ?1 AND number IN (SELECT number FROM {_GOES_ON})",
        (boot, now),
    )
    connection.execute("UPDATE hold SET boot=?1, since=?2 WHERE boot <> ?1", (boot, now))


def _asked_to_wait(connection: apsw.Connection) -> bool:
    """Whether the receiver asked to be left alone, and the time is not over: that holds for all that waits."""
    query = "SELECT 1 FROM hold WHERE boot <> ? OR since + seconds > ?"
    return connection.execute(query, (clock.boot(), clock.monotonic())).get is not None


def _due(connection: apsw.Connection, now: int, urgent: bool, beyond: int) -> Iterable[Submission]:
    """What is due and does not wait by its own back-off, oldest first, read as it is asked for."""
    query = (
        f"SELECT {COLUMNS} FROM {_GOES_ON} AND state <> 'sending' AND number > ? AND due <= ? "
        "AND (wait_seconds IS NULL OR ? OR (wait_boot = ? AND wait_from + wait_seconds <= ?)) ORDER BY number"
    )
    values = (beyond, now, urgent, clock.boot(), clock.monotonic())
    return map(of_row, connection.execute(query, values))


def _drafted(connection: apsw.Connection, batch: Sequence[Envelope]) -> list[bool]:
    """Of each envelope, whether it is the draft of its group. Raises Changed if it is not the one that would go now."""
    has_drafts = {key: _has_drafts(connection, key) for key in {each.category for each in batch}}
    queued = "SELECT 1 FROM submission WHERE id IN (SELECT unhex(value, '-') FROM json_each(?)) LIMIT 1"
    if connection.execute(queued, (msgspec.json.encode([each.id for each in batch]).decode(),)).get:
        raise Changed(Code.DRAFT_CHANGED)
    found = []
    for each in batch:
        known, draft = has_drafts[each.category]
        if known and draft != (each.body, each.secret):
            raise Changed(Code.DRAFT_CHANGED)
        found.append(known)
    return found


def _has_drafts(connection: apsw.Connection, category: str) -> tuple[bool, tuple[bytes, bytes] | None]:
    """Whether a group has drafts, and the one that it has now. One that has drafts and none just now: another process
    has queued it, and nothing was painted since."""
    draft = connection.execute("SELECT body, secret FROM draft WHERE category=?", (category,)).fetchone()
    newest = "SELECT drafted FROM submission WHERE category=? ORDER BY number DESC LIMIT 1"
    return draft is not None or bool(connection.execute(newest, (category,)).get), draft
