"""What events say of a submission, and whether its row says the same."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import apsw
import msgspec

from core import clock
from core.record import events, tiles
from core.record.events import QUEUED, TOLD
from core.record.steps import words_hash
from core.record.submission import Life, State, Submission, after, told_at

# Of a submission's row, what its first event says.
_settled = itemgetter(0, 1, 4, 5, 7, 10, 12)


class Past(NamedTuple):
    """What events say of a submission: the first of them and its detail, where it stands by all of them, None where one
    of them cannot follow, and the hash of the receipt that came."""

    first: tiles.Row
    said: Mapping[str, Any]
    life: Life | None
    came: bytes | None = None

    def tells(self, of: Submission, decided: Sequence[int]) -> bool:
        """Whether the row of a submission says just this. `decided`: the numbers of all decisions."""
        number, at, kind, about, digest, _ = self.first
        said, place = self.said, number + bisect_left(decided, of.number)
        due = said.get("due") if kind == QUEUED else at
        settled = (place, said.get("category"), at, due, bool(said.get("draft")), said.get("bytes"), digest)
        return about == of.number and settled == _settled(of.row) and self.life == of.life


def pasts(connection: apsw.Connection, page: Sequence[Submission]) -> dict[int, Past]:
    """What the events of these say, by number, each read once and its tile checked up to the root; of those that begin
    with being queued or told. Raises Refused."""
    among = (msgspec.json.encode([each.number for each in page]).decode(),)
    query = "SELECT number FROM event WHERE of IN (SELECT value FROM json_each(?)) ORDER BY number"
    numbers = [number for (number,) in connection.execute(query, among)]
    rows = {row[0]: row for tile in tiles.check(connection, map(tiles.place_of, numbers)).values() for row in tile}
    query = "SELECT event, number, text FROM words WHERE of IN (SELECT value FROM json_each(?))"
    words = {event: rest for event, *rest in connection.execute(query, among)}
    found: dict[int, Past] = {}
    # Many of one request say the same.
    decoded = cache(events.decoded)
    # As their tiles have them: an index may name others.
    for row in (rows[number] for number in numbers if number in rows):
        number, at, kind, of, digest, detail = row
        stamp, before = clock.stamp_of(at), found.get(of or 0)
        if of is None:
            continue
        if kind in (QUEUED, TOLD):
            found[of] = Past(row, decoded(detail), Life() if kind == QUEUED else told_at(stamp))
        elif before is not None:
            reason = _reason(decoded(detail), *words.get(number, (None, None))) if detail else ""
            follows = before.life is not None and reason is not None
            life = after(before.life or Life(), kind, stamp, reason or "") if follows else None
            found[of] = Past(before.first, before.said, life, digest if kind == State.CONFIRMED else before.came)
    return found


def _reason(said: Mapping[str, Any], number: bytes | None, text: str | None) -> str | None:
    """Why it came to that; None where the words beside the event are not those that it holds the hash of. Once they are
    erased there is no reason."""
    if text is None:
        return str(said.get("reason", ""))
    return text if words_hash(number or b"", text) == said.get("words") else None
