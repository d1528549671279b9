"""Writing: what was decided, what waits, what was tried and what came of it. Reading back is in `history`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from core import clock
from core.envelope import Envelope
from core.errors import Changed, Code, Full, Refused, Stale
from core.record import events
from core.record.drafts import Drafts
from core.record.events import QUEUED, TOLD, Event, NewEvent
from core.record.history import History
from core.record.permit import DEFAULT, OutboxLimits, Permit
from core.record.store import Store
from core.record.submission import (
    COLUMNS,
    Outcome,
    State,
    Submission,
    after,
    by_id,
    by_number,
    is_as_read,
    select,
    site_place,
    told_at,
)

# A license counts whole days, so it need not be known better.
SEEN_EVERY_HOURS = 1
# So many in one transaction, so that others may write between.
ERASED_AT_ONCE = 1000

# What may still be tried; SQLite would choose another index, and sort.
OPEN = "state IN ('waiting', 'sending', 'unconfirmed') AND finished IS NULL"
ALL_OPEN = f"submission INDEXED BY submission_open WHERE {OPEN}"
# One that was edited to be erased and not finished has no next event; it must not hold up a decision about all.
_GOES_ON = f"{OPEN} AND erased = 0"
# A group's name for what of the web addresses waits with a path: the second choice is about these alone. One that was
# edited into no JSON is among them; it is sent in no case.
WITH_PATH = "web_request/path"
_TEXT = "CAST(body AS TEXT)"
_HOLDS_PATH = (
    "category = 'web_request' AND "
    f"CASE WHEN json_valid({_TEXT}) THEN json_extract({_TEXT}, '$.items.url') LIKE '%://%/%' ELSE 1 END"
)
_INSERT = f"INSERT INTO submission ({COLUMNS}) VALUES ({', '.join('?' * 17)})"
_MOVE = "UPDATE submission SET state=?, attempts=?, finished=?, reason=?, exposed=?, erased=? WHERE number=?"


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
        # So far every link was followed: each event is looked at once, not at every question.
        self._checked: events.Point = (0, events.START)
        self._seen: dict[int, str] = {}
        self.drafts = Drafts(self._store)
        self.history = History(self._store)

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
        too, before anybody can read the event; if it fails, nothing was decided."""
        with self._store.transaction() as connection:
            event = events.write(connection, [NewEvent(kind, category, None, detail or {})], self._at())[0]
            _end(connection, *_within(ending), "cancelled", {"reason": kind}, event.at)
            keep()
            return event

    def events(self, *kinds: str) -> list[Event]:
        """Events of these kinds, all when none is named, oldest first. A gap or an edited one raises Refused."""
        with self._store.reading() as connection:
            connection.execute("BEGIN")
            events.check_whole(connection)
            self._checked = events.check_links(connection, self._checked)
            found = list(events.read(connection, kinds))
        self._remember(kinds, found)
        return found

    def _remember(self, kinds: Sequence[str], found: Sequence[Event]) -> None:
        """A decision this process has seen cannot be edited away while it runs."""
        if set(kinds) == set(events.CONSENT):
            now_there = {event.number: event.chain for event in found}
            if any(now_there.get(number) != link for number, link in self._seen.items()):
                raise Refused(Code.DECISION_GONE)
            self._seen = now_there

    def last(self, *kinds: str) -> Event | None:
        """The newest of these kinds."""
        with self._store.reading() as connection:
            return next(events.read(connection, kinds, newest_first=True), None)

    def seen(self, now: str) -> str:
        """The latest stamp known of: `now`, the newest event's, or one seen before. Kept once an hour."""
        with self._store.reading() as connection:
            latest, kept = events.latest(connection, now)
        if kept is None or kept < clock.stamp(clock.moment(latest) - timedelta(hours=SEEN_EVERY_HOURS)):
            # Where it cannot be kept, the record's own times still tell.
            with suppress(OSError, Refused), self._store.transaction() as connection:
                connection.execute(
                    "INSERT INTO seen VALUES (1, ?) ON CONFLICT DO UPDATE SET at=max(at, ?)", (latest,) * 2
                )
        return latest

    def current(self, permit: Permit) -> bool:
        """Whether nothing was decided since. The sender asks before each piece, so this is one look at an index."""
        with self._store.reading() as connection:
            return _is_current(connection, permit)

    def queue(
        self, envelopes: Envelope | Sequence[Envelope], permit: Permit, due: str, unless_since: str | None = None
    ) -> None:
        """Put envelopes into the Outbox, to go from the stamp `due` on; a draft is used up by that.

        All or none: raises Stale, Changed or Full, and has queued nothing then. Changed too, if of one group
        something was queued after the stamp `unless_since`.
        """
        batch = [envelopes] if isinstance(envelopes, Envelope) else envelopes
        with self._store.transaction() as connection:
            _check_permit(connection, permit, {each.category for each in batch})
            if len(set(batch)) < len(batch):
                raise Changed(Code.ENVELOPE_TWICE)
            if unless_since is not None and any(_queued_since(connection, each, unless_since) for each in batch):
                raise Changed(Code.QUEUED_ALREADY)
            drafted = [_is_draft(connection, envelope) for envelope in batch]
            if full := _over(connection, self.limits, batch):
                # Kept although nothing is queued: what is left out is never left out in silence.
                detail = {"what": "full", "limit": full, "left_out": len(batch)}
                category = batch[0].category if batch else None
                events.write(connection, [NewEvent("noticed", category, None, detail)], self._at())
            else:
                _file(connection, list(zip(batch, drafted, strict=True)), due, permit.terms, self._at())
        if full:
            raise Full(Code.OUTBOX_FULL, limit=full)

    def tell(self, category: str, body: bytes, site: str, permit: Permit, *, number: str | None = None) -> int:
        """Write down what a site, a host name, is told, before it is: it never waits anywhere. Raises Stale.

        `number`: the demo's, in place of a random one. Returns the event's.
        """
        with self._store.transaction() as connection:
            _check_permit(connection, permit, [category])
            return _tell(connection, category, body, site_place(site, number), permit, self._at())

    def not_handed(self, number: int) -> None:
        """What was written down as told by this event was not: the browser did not take it."""
        with self._store.transaction() as connection:
            detail = {"of": number, "reason": "browser_gone"}
            found = by_number(connection, [number])
            _move(connection, [Step(each, "not_handed", detail) for each in found], self._at())

    def attempt(self, batch: Sequence[Submission], permit: Permit) -> list[Submission]:
        """Write down, before the first byte goes, that these are being sent; as they stand from then on.

        Raises Stale where the permit does not cover them any more, Changed where one is not as it was read or queued.
        """
        with self._store.transaction() as connection:
            _check_permit(connection, permit, {each.category for each in batch})
            for each in batch:
                if each.envelope is None or not is_as_read(connection, each):
                    raise Changed(Code.SUBMISSION_EDITED, submission=each.id)
                if not _is_as_queued(connection, each, permit.terms.get(each.category)):
                    raise Changed(Code.SUBMISSION_OTHER_TERMS, submission=each.id)
            return _move(connection, [Step(each, "attempted", {"permit": permit.event}) for each in batch], self._at())

    def settle(self, outcomes: Sequence[tuple[Submission, Outcome]]) -> list[Submission]:
        """Write down what came of an attempt, for each submission that still is as it was read last; these, as they
        stand from then on. One that was edited meanwhile is left as it is, and costs no other its receipt.

        What may have arrived in an earlier attempt is never `waiting` again. Raises Changed where nothing was tried.
        """
        with self._store.transaction() as connection:
            kept = [(of, outcome) for of, outcome in outcomes if is_as_read(connection, of)]
            moved = _move(connection, [_settling(of, outcome) for of, outcome in kept], self._at())
            _keep_outcomes(connection, kept)
            return [
                replace(of, receipt=outcome.receipt or of.receipt) for of, (_, outcome) in zip(moved, kept, strict=True)
            ]

    def recover(self) -> int:
        """What a killed sender left `sending` may have arrived: unconfirmed. The caller holds the sender's lock."""
        with self._store.transaction() as connection:
            _restart_waits(connection)
            left = select(connection, f"WHERE {_GOES_ON} AND state = ? ORDER BY number", (State.SENDING,))
            steps = [Step(each, "unconfirmed", {"reason": "interrupted"}) for each in left]
            return len(_move(connection, steps, self._at()))

    def waiting(
        self,
        limit_bytes: int,
        urgent: bool = False,
        permit: Permit | None = None,
        tried: Collection[str] = (),
        at: str | None = None,
    ) -> list[Submission]:
        """What may be tried now, oldest first, at least one and no more than fit into so many bytes of lines.

        `urgent` overrides our own back-off, but not what the receiver asked for. With a permit, only what it allows;
        nothing of `tried`. `at`: as of this stamp, else as of now.
        """
        with self._store.reading() as connection:
            return _ready(connection, at or self._at(), limit_bytes, urgent, permit, tried)

    def expire(self, now: datetime | None = None) -> int:
        """End what waits and was queued longer ago than the limit; how many. `now`: else the record's own clock."""
        oldest = clock.stamp((now or self.clock()) - timedelta(days=self.limits.days))
        with self._store.transaction() as connection:
            return _end(connection, "queued < ?", (oldest,), "expired", {"reason": "too old"}, self._at())

    def cancel(self, identifier: str) -> bool:
        """The user wants it not to go. What may have arrived stays unconfirmed, and is never tried again."""
        with self._store.transaction() as connection:
            return _end(connection, "id = ?", (identifier,), "cancelled", {"reason": "you"}, self._at()) > 0

    def purge(self, categories: Collection[str] | None, why: str) -> int:
        """Cancel all that waits, or that of these groups; what may have arrived is never tried again."""
        with self._store.transaction() as connection:
            return _end(connection, *_within(categories), "cancelled", {"reason": why}, self._at())

    def stop(self, decided: Event, ending: Collection[str] | None) -> None:
        """What was decided has come to pass, for the groups `ending` (None: for all): nothing can leave any more, which
        the locks that the caller holds prove."""
        # A sender that was killed leaves its last ones as being sent.
        self.recover()
        self.purge(ending, decided.kind)
        self.append("stopped", detail={"of": decided.number})

    def erase(self, identifiers: Iterable[str]) -> int:
        """Take body, ID, secret and receipt of finished submissions out of this file; that they were stays known."""
        with self._store.transaction() as connection:
            found = by_id(connection, identifiers).values()
            # The bodies that sites are told are alike, so a hash does not say which one is meant.
            steps = [Step(each, "erased", {"of": each.number} if each.state is State.TOLD else {}) for each in found]
            count = len(_move(connection, steps, self._at()))
            connection.executemany(
                "UPDATE submission SET id=NULL, body=NULL, secret=NULL, receipt=NULL WHERE number=?",
                [(each.number,) for each in found],
            )
            return count

    def erase_older(self, days: int) -> int:
        """Erase what was finished more than so many days ago; how many. 0 days keep everything."""
        before, count = clock.stamp(self.clock() - timedelta(days=days)), 0
        while days and (found := self.history.finished_before(before, ERASED_AT_ONCE)):
            if not (erased := self.erase(found)):
                # Another Vitrine was quicker.
                break
            count += erased
        return count

    def _at(self) -> str:
        return clock.stamp(self.clock())


def _now() -> datetime:
    return clock.now()


def _is_current(connection: sqlite3.Connection, permit: Permit) -> bool:
    # Where nothing was decided, nothing is permitted.
    return 0 < permit.event == events.last_decision(connection)


def _check_permit(connection: sqlite3.Connection, permit: Permit, categories: Collection[str]) -> None:
    if not _is_current(connection, permit):
        raise Stale(Code.PERMIT_STALE)
    if missing := sorted(set(categories) - permit.categories):
        raise Stale(Code.NOT_ALLOWED_NOW, group=missing[0])


def _over(connection: sqlite3.Connection, limits: OutboxLimits, batch: Sequence[Envelope]) -> str:
    """The limit that these would pass, in words; empty if none. What is not tried any more takes no room."""
    count, held = connection.execute(f"SELECT count(*), coalesce(sum(bytes), 0) FROM {ALL_OPEN}").fetchone()
    if count + len(batch) > limits.submissions:
        return f"{limits.submissions} submissions"
    return f"{limits.bytes} bytes" if held + sum(len(each.body) for each in batch) > limits.bytes else ""


def _settling(of: Submission, outcome: Outcome) -> Step:
    exposed = outcome.state is State.WAITING and of.life.exposed
    detail = {"reason": outcome.reason} if outcome.reason else {}
    if outcome.receipt is not None:
        # Its hash, so that an edited receipt shows; not the receipt, which holds the ID.
        detail["receipt"] = events.sha256(outcome.receipt.encode())
        detail |= _received(outcome.receipt)
    return Step(of, State.UNCONFIRMED if exposed else outcome.state, detail)


def _received(receipt: str) -> dict[str, str]:
    try:
        found = msgspec.json.decode(receipt)
    except msgspec.DecodeError:
        return {}
    received = found.get("received") if isinstance(found, dict) else None
    return {"received": received} if isinstance(received, str) else {}


def _file(
    connection: sqlite3.Connection, batch: Sequence[tuple[Envelope, bool]], due: str, terms: Mapping[str, str], at: str
) -> None:
    """Add waiting submissions and their events, and use up the drafts among them (the second of each pair)."""
    new = []
    entries = [_queued(envelope, drafted, due, terms.get(envelope.category)) for envelope, drafted in batch]
    for event, (envelope, drafted) in zip(events.write(connection, entries, at), batch, strict=True):
        settled = (event.number, envelope.category, envelope.sha256, len(envelope.body), event.at, due)
        life = (State.WAITING, 0, None, "", 0, 0)
        new.append((*settled, *life, int(drafted), envelope.id, envelope.body, envelope.secret, None))
    connection.executemany(_INSERT, new)
    used = [(envelope.category,) for envelope, drafted in batch if drafted]
    connection.executemany("DELETE FROM draft WHERE category=?", used)


def _queued(envelope: Envelope, drafted: bool, due: str, terms: str | None) -> NewEvent:
    detail = {"bytes": len(envelope.body), "draft": drafted, "due": due, "terms": terms}
    return NewEvent(QUEUED, envelope.category, envelope.sha256, detail)


def _tell(connection: sqlite3.Connection, category: str, body: bytes, place: str, permit: Permit, at: str) -> int:
    """Add what a site, kept as `place`, is about to be told, and its event; the event's number."""
    detail = {
        "bytes": len(body),
        "permit": permit.event,
        "site": events.sha256(place.encode()),
        "terms": permit.terms.get(category),
    }
    [event] = events.write(connection, [NewEvent(TOLD, category, events.sha256(body), detail)], at)
    settled = (event.number, category, event.sha256, len(body), event.at, event.at)
    connection.execute(_INSERT, (*settled, *astuple(told_at(event.at)), 0, None, body, None, place))
    return event.number


def _is_as_queued(connection: sqlite3.Connection, of: Submission, terms: str | None) -> bool:
    """Whether the record says that this body was queued for exactly these terms, and no decision ended it since."""
    found = connection.execute(
        "SELECT kind, category, sha256, json_extract(detail, '$.terms') FROM event WHERE number=?", (of.number,)
    ).fetchone()
    return found == (QUEUED, of.category, of.sha256, terms) and _ended(connection, of.category) < of.number


def _ended(connection: sqlite3.Connection, category: str) -> int:
    """The last decision that ended what this group had waiting."""
    query = (
        "SELECT coalesce(max(number), 0) FROM event "
        "WHERE kind IN ('withdrawn', 'declined') OR (kind = 'switched_off' AND category = ?)"
    )
    return int(connection.execute(query, (category,)).fetchone()[0])


def _queued_since(connection: sqlite3.Connection, envelope: Envelope, stamp: str) -> bool:
    """Whether something of the envelope's group was queued after that time."""
    query = "SELECT 1 FROM submission WHERE category = ? AND queued > ? LIMIT 1"
    return connection.execute(query, (envelope.category, stamp)).fetchone() is not None


def _end(
    connection: sqlite3.Connection,
    condition: str,
    values: tuple[str, ...],
    kind: str,
    detail: Mapping[str, str],
    at: str,
) -> int:
    """End what is not under way: what never left by `kind`, what may have arrived by `given_up`."""
    kinds = {State.WAITING: kind, State.UNCONFIRMED: "given_up"}
    found = select(connection, f"WHERE {_GOES_ON} AND state <> 'sending' AND {condition} ORDER BY number", values)
    return len(_move(connection, [Step(each, kinds[each.state], detail) for each in found], at))


def _within(categories: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """These groups, or all, as a condition and its values; or WITH_PATH alone."""
    if categories is None:
        return "1", ()
    if WITH_PATH in categories:
        return _HOLDS_PATH, ()
    return f"category IN ({', '.join('?' * len(categories))})", tuple(categories)


@dataclass(frozen=True, slots=True)
class Step:
    """One submission's next event."""

    of: Submission
    kind: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def _move(connection: sqlite3.Connection, steps: Sequence[Step], at: str) -> list[Submission]:
    """Write the events and what follows from them; the submissions as they stand then, in the order of `steps`.

    All or, if one cannot follow, none: raises Changed.
    """
    if len({step.of.number for step in steps}) < len(steps):
        raise Changed(Code.SUBMISSION_TWICE)
    entries = [NewEvent(step.kind, step.of.category, step.of.sha256, step.detail) for step in steps]
    rows, moved = [], []
    for step, event in zip(steps, events.write(connection, entries, at), strict=True):
        life = after(step.of.life, event.kind, event.at, event.detail)
        if life is None:
            raise Changed(Code.SUBMISSION_MOVED_ON, submission=step.of.id, state=step.of.state)
        fields = (life.state, life.attempts, life.finished, life.reason, life.exposed, life.erased)
        rows.append((*fields, step.of.number))
        moved.append(replace(step.of, life=life))
    connection.executemany(_MOVE, rows)
    return moved


def _keep_outcomes(connection: sqlite3.Connection, outcomes: Sequence[tuple[Submission, Outcome]]) -> None:
    """Write down receipts, and for how long each submission is left alone now."""
    boot, since = clock.boot(), clock.monotonic()
    rows = []
    for of, outcome in outcomes:
        asked = outcome.retry_after is not None
        seconds = outcome.retry_after if asked else outcome.back_off
        wait = (None, None, None) if seconds is None else (boot, since, seconds)
        rows.append((outcome.receipt, *wait, int(asked), of.number))
    connection.executemany(
        "UPDATE submission SET receipt=coalesce(?, receipt), wait_boot=?, wait_from=?, wait_seconds=?, wait_asked=? "
        "WHERE number=?",
        rows,
    )


def _restart_waits(connection: sqlite3.Connection) -> None:
    """What was waiting when the computer went down waits anew: nobody knows for how long it was off."""
    boot = clock.boot()
    connection.execute(
        "UPDATE submission SET wait_boot=?, wait_from=? WHERE finished IS NULL AND wait_boot <> ?",
        (boot, clock.monotonic(), boot),
    )


def _ready(
    connection: sqlite3.Connection,
    now: str,
    limit_bytes: int,
    urgent: bool,
    permit: Permit | None,
    tried: Collection[str],
) -> list[Submission]:
    """What may be tried now, oldest first, up to so many bytes of lines; without what was edited or has no body."""
    if _asked_to_wait(connection):
        return []
    found: list[Submission] = []
    total = 0
    for number, size, identifier in connection.execute(
        f"SELECT number, bytes, id FROM {ALL_OPEN} AND erased = 0 AND state <> 'sending' "
        "AND due <= ? AND (wait_seconds IS NULL OR ? OR (wait_boot = ? AND wait_from + wait_seconds <= ?)) "
        "ORDER BY number",
        (now, urgent, clock.boot(), clock.monotonic()),
    ):
        if identifier in tried:
            continue
        each = by_number(connection, [number])[0]
        sendable = each.envelope is not None and each.intact
        if not sendable or (permit is not None and not _allowed(connection, each, permit)):
            continue
        total += size + 1
        if found and total > limit_bytes:
            break
        found.append(each)
    return found


def _asked_to_wait(connection: sqlite3.Connection) -> bool:
    """Whether the receiver asked to be left alone, and the time is not over: that holds for all that waits."""
    query = f"SELECT 1 FROM {ALL_OPEN} AND wait_asked AND (wait_boot <> ? OR wait_from + wait_seconds > ?) LIMIT 1"
    return connection.execute(query, (clock.boot(), clock.monotonic())).fetchone() is not None


def _allowed(connection: sqlite3.Connection, of: Submission, permit: Permit) -> bool:
    return of.category in permit.categories and _is_as_queued(connection, of, permit.terms.get(of.category))


def _is_draft(connection: sqlite3.Connection, envelope: Envelope) -> bool:
    """Whether the envelope is the draft of its group. Raises Changed if it is not the one that would go now."""
    draft = connection.execute("SELECT body, secret FROM draft WHERE category=?", (envelope.category,)).fetchone()
    newest = select(connection, "WHERE category=? ORDER BY number DESC LIMIT 1", (envelope.category,))
    # A group that has drafts and none just now: another process has queued it, and nothing was painted since.
    known = draft is not None or any(each.drafted for each in newest)
    queued = connection.execute("SELECT 1 FROM submission WHERE sha256=?", (envelope.sha256,)).fetchone()
    if queued or (known and draft != (envelope.body, envelope.secret)):
        raise Changed(Code.DRAFT_CHANGED)
    return known
