"""Reading back: pages of submissions, what stands in the Outbox, the check of the record, the export."""

from collections.abc import Collection, Mapping
from pathlib import Path

from core.record.export import write_export
from core.record.store import Store
from core.record.submission import OUTBOX, State, Submission, by_id, by_number, select
from core.record.verify import Progress, Verdict, verify

# In the words of the index in core.record.store, or SQLite does not see that it fits.
FINISHED = (
    "SELECT coalesce(id, 'event-' || number) FROM submission "
    "WHERE erased = 0 AND finished IS NOT NULL AND finished < ? ORDER BY finished LIMIT ?"
)


class History:
    """Everything that can be known of what was queued and sent. Changes nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pending: Mapping[int, Submission] = {}

    def submissions(
        self, states: Collection[State] | None = None, before: int | None = None, limit: int = 200
    ) -> list[Submission]:
        """One page, newest first. The next page starts `before` the number of this one's last."""
        start = 2**62 if before is None else before
        query = "SELECT number FROM submission WHERE number < ? {} ORDER BY number DESC LIMIT ?"
        with self._store.reading() as connection:
            connection.execute("BEGIN")
            if states is None:
                found = connection.execute(query.format(""), (start, limit)).fetchall()
            else:
                # State by state, so that each is one walk along the index however long the history is.
                found = []
                for state in states:
                    found += connection.execute(query.format("AND state = ?"), (start, state, limit)).fetchall()
            numbers = sorted((number for (number,) in found), reverse=True)[:limit]
            return by_number(connection, numbers)

    def submission(self, identifier: str) -> Submission | None:
        """One submission, by its ID or by `event-N`."""
        number = identifier.removeprefix("event-")
        with self._store.reading() as connection:
            if number != identifier:
                # Only what has no ID of its own goes by its event.
                known = number.isascii() and number.isdigit() and len(number) <= len(str(2**62))
                condition, value = "WHERE id IS NULL AND number = ?", int(number) if known else 0
                return next(iter(select(connection, condition, (value,))), None)
            return by_id(connection, [identifier]).get(identifier)

    def terms(self, of: Submission) -> str | None:
        """The terms it was queued for; None where the record does not tell them."""
        query = "SELECT json_extract(detail, '$.terms') FROM event WHERE number = ?"
        with self._store.reading() as connection:
            found = connection.execute(query, (of.number,)).fetchone()
        return str(found[0]) if found and found[0] else None

    def pending(self) -> list[Submission]:
        """What stands in the Outbox, oldest first: waiting, being sent, unconfirmed or refused, until it is erased.

        What did not change since the last call is the same object: whoever shows thousands need not look into each.
        """
        marks = ", ".join("?" * len(OUTBOX))
        with self._store.reading() as connection:
            found = select(connection, f"WHERE state IN ({marks}) AND NOT erased ORDER BY number", OUTBOX)
        same = [self._as_before(each) for each in found]
        self._pending = {each.number: each for each in same}
        return same

    def _as_before(self, fresh: Submission) -> Submission:
        before = self._pending.get(fresh.number)
        return before if before is not None and before == fresh else fresh

    def newest(self, states: Collection[State] = tuple(State)) -> dict[str, Submission]:
        """The last submission of each group that stands in one of these states."""
        marks = ", ".join("?" * len(states))
        condition = f"WHERE number IN (SELECT max(number) FROM submission WHERE state IN ({marks}) GROUP BY category)"
        with self._store.reading() as connection:
            return {each.category: each for each in select(connection, condition, tuple(states))}

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
            connection.execute("BEGIN")
            last = select(connection, "WHERE category = ? ORDER BY number DESC LIMIT ?", (category, limit))
            known = {each.id for each in last}
            older = by_id(connection, [each for each in also if each not in known]).values()
        found = [*last, *(each for each in older if each.category == category)]
        return sorted(found, key=lambda each: each.number, reverse=True)

    def confirmed_since(self, stamp: str) -> list[tuple[str, int]]:
        """When each was confirmed since then, and its bytes; oldest first."""
        query = "SELECT finished, bytes FROM submission WHERE state = ? AND finished >= ? ORDER BY finished"
        with self._store.reading() as connection:
            return connection.execute(query, (State.CONFIRMED, stamp)).fetchall()

    def finished_before(self, stamp: str, limit: int) -> list[str]:
        """The IDs of some that were finished before then and are not erased, the longest ago first."""
        with self._store.reading() as connection:
            return [identifier for (identifier,) in connection.execute(FINISHED, (stamp, limit))]

    def counts(self) -> dict[State, int]:
        """How many submissions stand where; each state is named."""
        with self._store.reading() as connection:
            found = dict(connection.execute("SELECT state, count(*) FROM submission GROUP BY state").fetchall())
        return {state: found.get(state, 0) for state in State}

    def verify(self, since: str | None = None, progress: Progress | None = None) -> Verdict:
        """Whether record and submissions are as they were written; `since` is a head noted earlier, as `12:4f0c…`.

        `progress` is told (done, of how many) and may return False to stop.
        """
        return verify(self._store, since, progress)

    def export(self, path: Path) -> int:
        """Write all there is to a new file, one JSON object a line; how many. Raises Refused if something is there."""
        return write_export(self._store, path)
