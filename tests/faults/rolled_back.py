"""Row 8: the record's tail is cut, or its whole file is one of an earlier day, by somebody who makes every hash anew.

Such a record is sound in itself, and nothing on this computer can tell that there once was more. Whoever noted a head
of what was lost can: each trial is judged with such a head, with one from before, and without any.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw

from core import clock
from core.record import tiles
from core.record.ledger import Ledger
from core.record.store import NAME, Store
from core.record.verification.verify import Verdict
from tests.faults.ledger_edits import lived_in
from tests.faults.row import Found

# So many events at first, over more than one tile; then so many moments of which each is noted and may come back.
BEFORE, MOMENTS = 300, 40
DECISIONS = ("paused", "resumed", "noticed")
WAYS = ("tail cut", "rolled back", "rolled back and lived on")


@dataclass(frozen=True, slots=True)
class Moment:
    """The record as it was then: its file, its head, how many decisions and events there were."""

    file: Path
    head: str
    decisions: int
    events: int


@dataclass(slots=True)
class Count:
    """What came of it."""

    trials: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    found: int = 0
    found_without: int = 0
    disputed: int = 0

    @property
    def told(self) -> Found:
        """In words. Found without a head it would be, if the cut were not made as well as it can be."""
        ways = ", ".join(f"{way} {times}" for way, times in sorted(self.ways.items()))
        figure = (
            f"{self.trials} records ({ways}): found with a head held {self.found} of {self.trials}, "
            f"without {self.found_without}; of a moment before, held against it wrongly {self.disputed}"
        )
        held = self.found == self.trials > 0 and not self.found_without and not self.disputed
        return Found(self.trials, figure, held)


def sweep(n: int, seed: int) -> Found:
    """So many records."""
    chance, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        moments = _lived(folder, chance)
        for _ in range(n):
            early, late = sorted(chance.sample(range(len(moments)), 2))
            _try(folder / "copy", moments, early, late, chance, count)
    return count.told


def _lived(folder: Path, chance: random.Random) -> list[Moment]:
    """A record that was lived with, and its moments; from one to the next something was decided or seen."""
    ledger = lived_in(folder / "home", BEFORE)
    found = [_moment(folder, ledger, 0)]
    for place in range(1, MOMENTS):
        _live(ledger, place, chance)
        found.append(_moment(folder, ledger, place))
    ledger.close()
    return found


def _live(ledger: Ledger, place: int, chance: random.Random) -> None:
    if chance.random() < 1 / 2:
        ledger.append(chance.choice(DECISIONS), detail={"place": place})
    for hours in range(chance.randint(0, 40)):
        ledger.seen(clock.stamp(clock.now() + timedelta(days=1000 + 100 * place, hours=2 * hours)))
    ledger.append("noticed", detail={"what": f"the end of {place}"})


def _moment(folder: Path, ledger: Ledger, place: int) -> Moment:
    verdict = ledger.history.verify()
    assert verdict.ok, verdict.why
    # The last one who leaves the file moves the log into it.
    ledger.close()
    file = folder / f"{place}.db"
    shutil.copyfile(folder / "home" / NAME, file)
    with ledger._store.reading() as connection:
        events = tiles.count(connection)
    return Moment(file, verdict.head, verdict.events - events, events)


def _try(copy: Path, moments: list[Moment], early: int, late: int, chance: random.Random, count: Count) -> None:
    way, before = chance.choice(WAYS), moments[early]
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copyfile((moments[late] if way == "tail cut" else before).file, copy / NAME)
    if way == "tail cut":
        cut(copy / NAME, before)
    with closing(Ledger(Store(copy, ["synchronous=OFF"]))) as ledger:
        if way == "rolled back and lived on":
            # Until there is more than what was lost.
            for place in range(moments[late].decisions + moments[late].events + 1 - before.decisions - before.events):
                ledger.append("noticed", detail={"again": place})
        verdicts = [ledger.history.verify(head) for head in (moments[late].head, before.head, None)]
    count.trials += 1
    count.ways[way] += 1
    _judge(verdicts, count)


def _judge(verdicts: list[Verdict], count: Count) -> None:
    held, earlier, without = verdicts
    count.found += not held.ok
    count.disputed += not earlier.ok
    count.found_without += not without.ok


def cut(file: Path, to: Moment) -> None:
    """Take out what came after this moment, and make the tree over the rest anew."""
    with closing(apsw.Connection(str(file))) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            last = connection.execute(
                "SELECT number FROM decision ORDER BY number LIMIT 1 OFFSET ?", (to.decisions,)
            ).get
            if last is not None:
                connection.execute("DELETE FROM decision WHERE number >= ?", (last,))
            first = tiles.place_of(max(to.events, 1))
            query = f"SELECT {tiles.COLUMNS} FROM event WHERE number > ? AND number <= ? ORDER BY number"
            rows: list[Any] = connection.execute(query, (first * tiles.SIZE, to.events)).fetchall()
            connection.execute("DELETE FROM event WHERE number > ?", (first * tiles.SIZE,))
            connection.execute("DELETE FROM tile WHERE level > 0 OR number >= ?", (first,))
            tiles.extend(connection, rows)
            tiles.seal(connection)
