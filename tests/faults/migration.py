"""Rows 39 and 50: a record of an older Vitrine is made into one of today, and that is killed, or the disk is full, at
any write to the disk.

A point is a call that writes, syncs, cuts or removes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import msgspec

from core.errors import Refused, Unavailable
from core.record.ledger import Ledger
from core.record.schema import VERSION
from core.record.store import NAME
from core.record.submission import State, Submission
from tests.commands import REPOSITORY
from tests.faults.forks import Forks
from tests.faults.row import Found

# As an older Vitrine wrote it, and what its pages showed of it.
OLDER = REPOSITORY / "tests" / "data" / "record_of_version_4.db.gz"
SHOWN = REPOSITORY / "tests" / "data" / "record_of_version_4.json.gz"
SECONDS = 60.0
ALL = 1_000_000
WAYS = ("killed", "torn", "full")
# How many of the upgrades have another process beside them.
BESIDE = 0.3
_PLAIN = apsw.vfs_names()[0]
# What a version lacked of the next.
LACKED = {4: "DROP INDEX submission_whole", 3: "DROP TABLE seen", 2: "DROP TABLE event; DROP TABLE submission"}


def older(folder: Path, version: int = 4, *edits: str) -> Path:
    """A record of an older Vitrine, in this folder, edited by these statements; its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(gzip.decompress(OLDER.read_bytes()))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for number in range(4, version, -1):
            connection.executescript(LACKED[number])
        connection.execute(f"PRAGMA user_version={version}")
        for edit in edits:
            connection.execute(edit)
    return path


def happen(connection: sqlite3.Connection, number: int, kind: str, **said: object) -> None:
    """Append one more event of this submission, as an older Vitrine did: linked to the one before, at its time."""
    last, at, link = connection.execute("SELECT number, at, chain FROM event ORDER BY number DESC").fetchone()
    about = connection.execute("SELECT category, sha256 FROM submission WHERE number = ?", (number,)).fetchone()
    written = msgspec.json.encode([last + 1, at, kind, *about, said], order="sorted")
    link = hashlib.sha256(bytes.fromhex(link) + written).hexdigest()
    values = (last + 1, at, kind, *about, msgspec.json.encode(said, order="sorted").decode(), link)
    connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def shown_before() -> dict[str, Any]:
    """What pages showed of the record; of what was erased no reason is told any more."""
    found: dict[str, Any] = json.loads(gzip.decompress(SHOWN.read_bytes()))
    for each in found["all"]:
        *_, reason, exposed, erased = each[8]
        each[8] = [*each[8][:3], "" if erased else reason, exposed, erased]
    return found


def shown(ledger: Ledger) -> dict[str, Any]:
    """The same of what lies there now."""
    history = ledger.history
    all_of_them = history.submissions(limit=ALL)
    groups = sorted({each.category for each in all_of_them})
    whole = {key: history.newest_whole(key) for key in groups}
    named = {"newest": None, "newest_confirmed": [State.CONFIRMED], "newest_told": [State.TOLD]}
    newest = {name: history.newest(states) for name, states in named.items()}
    newest["newest_both"] = history.newest([State.CONFIRMED, State.TOLD])
    found = {
        "all": [_fields(each) for each in all_of_them],
        "states": {state: _numbers(history.submissions({state}, limit=ALL)) for state in State},
        "pages": _pages(ledger),
        "pending": _numbers(history.pending()),
        "counts": history.counts(),
        **{name: {key: each.number for key, each in of.items()} for name, of in newest.items()},
        "newest_whole": {key: each and each.number for key, each in whole.items()},
        "of_category": {key: _numbers(history.of_category(key)) for key in groups},
        "terms": [history.terms(each) for each in all_of_them],
        "confirmed": history.confirmed_since("2000-01-01T00:00:00.000Z"),
        "finished_before": history.finished_before("2999-01-01T00:00:00.000Z", ALL),
        "decisions": [
            [each.number, each.at, each.kind, each.category, _short(msgspec.json.encode(each.detail, order="sorted"))]
            for each in ledger.events()
            if each.kind != "rebuilt"
        ],
    }
    again: dict[str, Any] = json.loads(json.dumps(found))
    return again


def _pages(ledger: Ledger) -> list[list[int]]:
    pages: list[list[int]] = []
    before = None
    while page := ledger.history.submissions(before=before, limit=7):
        pages.append(_numbers(page))
        before = page[-1].number
    return pages


def _numbers(found: list[Submission]) -> list[int]:
    return [each.number for each in found]


def _short(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()[:12]


def _fields(of: Submission) -> list[Any]:
    life = of.life
    lived = [life.state, life.attempts, life.finished, life.reason, life.exposed, life.erased]
    settled = [of.number, of.id, of.known_id, of.category, of.sha256, of.bytes, of.queued, of.due, lived, of.drafted]
    receipt = None if of.receipt is None else of.receipt.encode()
    return [*settled, *map(_short, (of.body, of.secret, receipt)), of.site]


class Disk(apsw.VFS):
    """The disk, which fails at the call number `at` of those that change it: the process is killed before it, or having
    written half, or from then on there is no room."""

    def __init__(self, at: int, way: str) -> None:
        self.calls, self.committed, self._at, self._way = 0, 0, at, way
        super().__init__("failing", _PLAIN, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.count(lambda: None)
        # The journal's removal is the end of the transaction.
        self.committed = self.committed or self.calls
        super().xDelete(filename, syncdir)

    def count(self, half: Callable[[], object], *, grows: bool = False) -> None:
        """One more call; `half` does half of it."""
        self.calls += 1
        if self._way == "full":
            if grows and 0 < self._at <= self.calls:
                raise apsw.FullError
        elif self.calls == self._at:
            if self._way == "torn":
                half()
            os.kill(os.getpid(), signal.SIGKILL)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        super().__init__(_PLAIN, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        plain = super().xWrite
        self._disk.count(lambda: plain(data[: len(data) // 2], offset), grows=True)
        plain(data, offset)

    def xSync(self, flags: int) -> None:
        self._disk.count(lambda: None)
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:
        self._disk.count(lambda: None)
        super().xTruncate(newsize)


def upgrade(folder: str, at: int, way: str) -> list[Any]:
    """What is killed: opens the record, to read it. What it read, and how many calls that took, up to the end of the
    first transaction and at all; nothing where it was refused, and [0] where it could not be read now."""
    disk = Disk(at, way)
    ledger = Ledger(Path(folder))
    try:
        counts = ledger.history.counts()
        return [counts, disk.committed, disk.calls]
    except Unavailable:
        return [0]
    except Refused:
        return []


@dataclass(slots=True)
class Count:
    """What came of it. `left`: by way and version, how often the file was of that version afterwards."""

    points: int = 0
    beside: int = 0
    lost: int = 0
    unsound: int = 0
    left: Counter[str] = field(default_factory=Counter)

    @property
    def found(self) -> Found:
        """In words."""
        ends = ", ".join(f"{way}: {times}" for way, times in sorted(self.left.items()))
        figure = f"{self.points} points, {self.beside} beside another: lost {self.lost}, unsound {self.unsound}; {ends}"
        return Found(self.points, figure, not self.lost and not self.unsound and self.points > 0)


class Sweep:
    """Upgrades, each failing at a point drawn at random from all of them; some beside another process, which does not
    fail."""

    def __init__(self, failing: Forks, other: Forks, seed: int) -> None:
        self.count = Count()
        self._failing, self._other, self._chance = failing, other, random.Random(seed)
        self._before, self._calls = shown_before(), [0, 0]

    def measure(self, folder: Path) -> None:
        """How many points there are before it is done and, with what is tidied up then, at all."""
        older(folder)
        self._failing.start(str(folder), 0, "full")
        self._calls = self._failing.end(SECONDS)[1][1:]

    def go(self, folder: Path) -> None:
        """One record; now and then the next try fails too. Then it must open, whole."""
        older(folder)
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            way, beside = self._chance.choice(WAYS), self._chance.random() < BESIDE
            self._failing.start(str(folder), self._chance.randint(1, self._chance.choice(self._calls)), way)
            if beside:
                self._other.start(str(folder), 0, "full")
                self._read(self._other.end(SECONDS)[1])
            killed, returned = self._failing.end(SECONDS)
            if not killed:
                self._read(returned)
            self.count.points += killed or way == "full"
            self.count.beside += beside
            self.count.left[f"{way}, {_version(folder)}"] += 1
        _check(folder, self._before, self.count)

    def _read(self, returned: list[Any]) -> None:
        """What could be read is right, also where it could not be made one of today just now."""
        self.count.lost += returned != [0] and returned[:1] != [self._before["counts"]]


def sweep(n: int, seed: int) -> Found:
    """At so many points."""
    with Forks(upgrade) as failing, Forks(upgrade) as other, tempfile.TemporaryDirectory() as place:
        made = Sweep(failing, other, seed)
        made.measure(Path(place, "first"))
        while made.count.points < n:
            made.go(Path(place, str(made.count.points)))
    return made.count.found


def _version(folder: Path) -> str:
    """Of the file as it lies there, in words; what is undone by the journal beside it is undone on the copy."""
    with tempfile.TemporaryDirectory() as copy:
        for each in folder.iterdir():
            Path(copy, each.name).write_bytes(each.read_bytes())
        with closing(sqlite3.connect(Path(copy, NAME))) as connection:
            return "new" if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION else "old"


def _check(folder: Path, before: dict[str, Any], count: Count) -> None:
    """It opens again, and shows what it showed before."""
    ledger = Ledger(folder)
    try:
        after = shown(ledger)
    except Refused:
        count.lost += 1
        return
    count.lost += any(after[name] != before[name] for name in after)
    count.unsound += not ledger.history.verify().ok
    count.unsound += [each.detail["head"] for each in ledger.events("rebuilt")] != [before["head"]]
    ledger.close()
