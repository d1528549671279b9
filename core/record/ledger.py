"""Writing: what was decided, what waits, what was tried and what came of it. Reading back is in `history`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from core import clock
from core.envelope import Envelope
from core.errors import Changed, Full, Refused, Stale
from core.record import chain, events, rows, told
from core.record.drafts import Drafts, is_draft
from core.record.events import Event, NewEvent
from core.record.history import History
from core.record.permit import DEFAULT, OutboxLimits, Permit
from core.record.rows import Step
from core.record.store import Store
from core.record.submission import Outcome, State, Submission

# A license counts whole days, so it need not be known better.
SEEN_EVERY_HOURS = 1
# So many in one transaction, so that others may write between.
ERASED_AT_ONCE = 1000
ASK_AGAIN = "What you allow has changed meanwhile, so nothing was sent. Look again, then send."


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
        self._checked: events.Point = (0, chain.START)
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
            rows.end(connection, *rows.within(ending), "cancelled", {"reason": kind}, event.at)
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
                raise Refused("A decision was taken out of the record while Vitrine ran. Nothing is sent.")
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
            if len({envelope.id for envelope in batch}) < len(batch):
                raise Changed("The same envelope is named twice; nothing was queued.")
            if unless_since is not None and any(rows.queued_since(connection, each, unless_since) for each in batch):
                raise Changed("Another Vitrine has queued this group already.")
            drafted = [is_draft(connection, envelope) for envelope in batch]
            if full := _over(connection, self.limits, batch):
                # Kept although nothing is queued: what is left out is never left out in silence.
                detail = {"what": "full", "limit": full, "left_out": len(batch)}
                category = batch[0].category if batch else None
                events.write(connection, [NewEvent("noticed", category, None, detail)], self._at())
            else:
                rows.file(connection, list(zip(batch, drafted, strict=True)), due, permit.terms, self._at())
        if full:
            raise Full(f"The Outbox is full ({full}); nothing was added, and what waits stays.")

    def tell(self, category: str, body: bytes, site: str, permit: Permit, *, number: str | None = None) -> int:
        """Write down what a site, a host name, is told, before it is: it never waits anywhere. Raises Stale.

        `number`: the demo's, in place of a random one. Returns the event's.
        """
        with self._store.transaction() as connection:
            _check_permit(connection, permit, [category])
            return rows.tell(connection, category, body, told.place(site, number), permit, self._at())

    def not_handed(self, number: int) -> None:
        """What was written down as told by this event was not: the browser did not take it."""
        with self._store.transaction() as connection:
            detail = {"of": number, "reason": "browser_gone"}
            found = rows.by_number(connection, [number])
            rows.move(connection, [Step(each, "not_handed", detail) for each in found], self._at())

    def attempt(self, envelopes: Sequence[Envelope], permit: Permit) -> None:
        """Write down, before the first byte goes, that these are being sent. Raises Stale or Changed."""
        with self._store.transaction() as connection:
            _check_permit(connection, permit, {each.category for each in envelopes})
            found = rows.by_id(connection, (envelope.id for envelope in envelopes))
            for each in envelopes:
                kept = found.get(each.id)
                if kept is None or kept.envelope != each or kept.sha256 != each.sha256:
                    raise Changed(f"{each.id} is not in the Outbox as it was queued, so nothing was sent.")
                if not rows.is_as_queued(connection, kept, permit.terms.get(each.category)):
                    raise Changed(f"{each.id} is not what was queued for these terms, so nothing was sent.")
            steps = [Step(found[each.id], "attempted", {"permit": permit.event}) for each in envelopes]
            rows.move(connection, steps, self._at())

    def settle(self, outcomes: Mapping[str, Outcome]) -> None:
        """Write down what came of an attempt. What may have arrived in an earlier one is never `waiting` again."""
        with self._store.transaction() as connection:
            found = rows.by_id(connection, outcomes)
            if missing := outcomes.keys() - found.keys():
                raise Changed(f"{min(missing)} is not in the Outbox any more.")
            settled = [(found[key], outcome) for key, outcome in outcomes.items()]
            rows.move(connection, [_settling(of, outcome) for of, outcome in settled], self._at())
            rows.keep_outcomes(connection, settled)

    def recover(self) -> int:
        """What a killed sender left `sending` may have arrived: unconfirmed. The caller holds the sender's lock."""
        with self._store.transaction() as connection:
            rows.restart_waits(connection)
            left = rows.select(connection, "WHERE state = ? ORDER BY number", (State.SENDING,))
            steps = [Step(each, "unconfirmed", {"reason": "interrupted"}) for each in left]
            return rows.move(connection, steps, self._at())

    def waiting(
        self,
        now: str,
        limit_bytes: int,
        urgent: bool = False,
        permit: Permit | None = None,
        tried: Collection[str] = (),
    ) -> list[Submission]:
        """What may be tried now, oldest first, at least one and no more than fit into so many bytes of lines.

        `urgent` overrides our own back-off, but not what the receiver asked for. With a permit, only what it allows;
        nothing of `tried`.
        """
        with self._store.reading() as connection:
            return rows.ready(connection, now, limit_bytes, urgent, permit, tried)

    def expire(self, now: str) -> int:
        """What is older than the limit is not sent any more."""
        oldest = clock.stamp(clock.moment(now) - timedelta(days=self.limits.days))
        with self._store.transaction() as connection:
            return rows.end(connection, "queued < ?", (oldest,), "expired", {"reason": "too old"}, self._at())

    def cancel(self, identifier: str) -> bool:
        """The user wants it not to go. What may have arrived stays unconfirmed, and is never tried again."""
        with self._store.transaction() as connection:
            return rows.end(connection, "id = ?", (identifier,), "cancelled", {"reason": "you"}, self._at()) > 0

    def purge(self, categories: Collection[str] | None, why: str) -> int:
        """Cancel all that waits, or that of these groups; what may have arrived is never tried again."""
        with self._store.transaction() as connection:
            return rows.end(connection, *rows.within(categories), "cancelled", {"reason": why}, self._at())

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
            found = rows.by_id(connection, identifiers).values()
            # The bodies that sites are told are alike, so a hash does not say which one is meant.
            steps = [Step(each, "erased", {"of": each.number} if each.state is State.TOLD else {}) for each in found]
            count = rows.move(connection, steps, self._at())
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
        raise Stale(ASK_AGAIN)
    if missing := sorted(set(categories) - permit.categories):
        raise Stale(f"Sending “{missing[0]}” is not allowed now, so nothing was sent.")


def _over(connection: sqlite3.Connection, limits: OutboxLimits, batch: Sequence[Envelope]) -> str:
    """The limit that these would pass, in words; empty if none. What is not tried any more takes no room."""
    count, held = connection.execute(f"SELECT count(*), coalesce(sum(bytes), 0) FROM {rows.ALL_OPEN}").fetchone()
    if count + len(batch) > limits.submissions:
        return f"{limits.submissions} submissions"
    return f"{limits.bytes} bytes" if held + sum(len(each.body) for each in batch) > limits.bytes else ""


def _settling(of: Submission, outcome: Outcome) -> Step:
    exposed = outcome.state is State.WAITING and of.life.exposed
    detail = {"reason": outcome.reason} if outcome.reason else {}
    if outcome.receipt is not None:
        # Its hash, so that an edited receipt shows; not the receipt, which holds the ID.
        detail["receipt"] = chain.sha256(outcome.receipt.encode())
        detail |= _received(outcome.receipt)
    return Step(of, State.UNCONFIRMED if exposed else outcome.state, detail)


def _received(receipt: str) -> dict[str, str]:
    try:
        found = msgspec.json.decode(receipt)
    except msgspec.DecodeError:
        return {}
    received = found.get("received") if isinstance(found, dict) else None
    return {"received": received} if isinstance(received, str) else {}
