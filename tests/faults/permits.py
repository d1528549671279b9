"""Row 23: whatever is wrong with the user's consent, nothing is sent, and one line says so.

`CASES` are wrongs that have a name, each tried by the real command. `sweep` tries consents that nobody chose: decisions
whose links were not made anew, and decisions whose links are right and whose contents are not.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import apsw
from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis import strategies as st

from core.assembly import Vitrine
from core.engine import Engine
from core.errors import Code, Refused
from core.lock import SenderLock
from core.record import tiles
from core.record.events import COLUMNS, link_of
from core.record.ledger import Ledger
from core.record.store import NAME
from core.record.tiles import START
from core.sending.sender import ReceiverLine, Sender
from tests.faults.desk import GROUP, agree, envelopes, product, queue, vitrine
from tests.faults.row import Found

REGIONS = ("eu", "uk", "br", "us-ca")
Rows = list[list[Any]]
# Places in a row of COLUMNS.
KIND, CATEGORY, DETAIL, LINK = 2, 3, 4, 7

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from(
    ["accepted", "Accepted", "accepted ", "accept", "declined", "withdrawn", "paused", "resumed", "switched_on", ""]
) | st.text(max_size=12)
near_regions = st.sampled_from(["eu", "EU", "eu ", "other", "mars", "", "us_ca", "us-ca"]) | anything


def rows(path: Path) -> Rows:
    """The decisions, as they stand in the file."""
    with closing(apsw.Connection(str(path))) as connection:
        return [list(row) for row in connection.execute(f"SELECT {COLUMNS} FROM decision ORDER BY number")]


def rewrite(path: Path, events: Rows, *, linked: bool) -> None:
    """Write these decisions instead; `linked`: by someone who makes the links and the seal anew."""
    link = START
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            connection.execute("DELETE FROM decision")
            for event in events:
                if linked:
                    event[LINK] = link = link_of(link, tuple(event[:LINK]))
                connection.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)", event)
            if linked:
                tiles.seal(connection)


def is_genuine(event: list[Any], terms: dict[str, str]) -> bool:
    """Whether this event is an acceptance that holds: told anew here, from its text alone."""
    try:
        detail = json.loads(event[DETAIL])
    except ValueError:
        return False
    told = detail.get("terms") if isinstance(detail, dict) else None
    if event[KIND] != "accepted" or not isinstance(told, dict) or detail.get("region") not in REGIONS:
        return False
    return any(told.get(key) == value for key, value in terms.items())


@st.composite
def forged(draw: st.DrawFn, event: list[Any]) -> list[Any]:
    """The acceptance with some of what it says replaced."""
    made, detail = list(event), json.loads(event[DETAIL])
    parts = draw(st.sets(st.sampled_from(["kind", "region", "terms", "detail"]), min_size=1, max_size=2))
    for part in sorted(parts):
        if part == "kind":
            made[KIND] = draw(kinds)
        elif part == "region":
            detail["region"] = draw(near_regions)
        elif part == "terms":
            detail["terms"] = draw(anything | near_terms(detail["terms"]))
    text = draw(st.text(max_size=40) | anything.map(json.dumps)) if "detail" in parts else json.dumps(detail)
    made[DETAIL] = text.encode("utf-8", "backslashreplace").decode()
    return made


def near_terms(terms: dict[str, str]) -> st.SearchStrategy[Any]:
    """Almost the terms: every one shortened, in capitals, with one sign changed, or another group's."""
    keys = sorted(terms)
    ways = (
        {key: terms[key][:-1] for key in keys},
        {key: terms[key].upper() + " " for key in keys},
        {key: ("0" if terms[key][0] != "0" else "1") + terms[key][1:] for key in keys},
        {key: terms[other] for key, other in zip(keys, keys[1:] + keys[:1], strict=True)},
        {key.upper(): terms[key] for key in keys},
        {key: [terms[key]] for key in keys},
        sorted(terms.values()),
    )
    return st.sampled_from(ways)


@dataclass(slots=True)
class Count:
    """What came of the wrong consents."""

    tried: int = 0
    linked: int = 0
    sent: int = 0
    otherwise: list[str] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """In words."""
        figure = f"{self.tried} consents, {self.linked} with right links: sends {self.sent}"
        if self.otherwise:
            figure += f"; {len(self.otherwise)} otherwise: {self.otherwise[0]}"
        return Found(self.tried, figure, not self.sent and not self.otherwise)


def prepared(folder: Path) -> tuple[Path, Path]:
    """A home where all is accepted and something waits, and its product."""
    file = product(folder, "http://127.0.0.1:9")
    built = vitrine(folder / "prepared", file)
    agree(built)
    queue(built, envelopes(built, ["a"]))
    built.engine.queue(built.engine.show("license"), "2026-01-01T00:00:00.000Z")
    return folder / "prepared", file


def sweep(n: int, number: int) -> Found:
    """So many wrong consents."""
    count = Count()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        home, file = prepared(folder)
        terms = json.loads(rows(home / NAME)[0][DETAIL])["terms"]
        trial = Trial(folder / "home", home, vitrine(home, file), terms, count)
        trial.check_honest()
        quiet = settings(
            max_examples=n, database=None, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck)
        )
        seed(number)(quiet(given(data=st.data())(trial.one)))()
    return count.found


def _others(column: int, old: Any) -> st.SearchStrategy[Any]:
    """What else this column can hold."""
    if isinstance(old, bytes):
        return st.binary(max_size=40) | st.integers(0, len(old) - 1).map(lambda at: old[:at] + b"x" + old[at + 1 :])
    if isinstance(old, int):
        # Of two rows, no other one has such a number; a time may be any.
        return st.integers(10, 99) if column == 0 else st.integers(-(2**40), 2**45)
    return st.text(max_size=12) | kinds


@dataclass(frozen=True, slots=True)
class Trial:
    """Tries one wrong consent after the other, each in a home of its own."""

    home: Path
    prepared: Path
    built: Vitrine
    terms: dict[str, str]
    count: Count

    def check_honest(self) -> None:
        """Of what is written as it was nothing is refused: it is the forgery that is, not that somebody wrote."""
        self._write(rows(self.prepared / NAME), linked=True)
        assert self._engine().consent.choices().permit.categories

    def one(self, data: st.DataObject) -> None:
        """Write the events wrongly, and try to send."""
        events = rows(self.prepared / NAME)
        linked = data.draw(st.booleans())
        if linked:
            events[0] = data.draw(forged(events[0]))
            assume(not is_genuine(events[0], self.terms))
            # The switch is a decision of its own; this one is for other terms.
            events[1][DETAIL] = events[1][DETAIL].replace(self.terms[GROUP], self.terms["license"])
        else:
            self._edit(data, events)
        self._write(events, linked=linked)
        self.count.tried += 1
        self.count.linked += linked
        self._send()

    def _write(self, events: Rows, *, linked: bool) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.prepared, self.home)
        rewrite(self.home / NAME, events, linked=linked)

    def _edit(self, data: st.DataObject, events: Rows) -> None:
        decided = [event for event in events if event[KIND] in ("accepted", "switched_on")]
        event, column = data.draw(st.sampled_from(decided)), data.draw(st.integers(0, LINK))
        # What is edited may be anything but the switch's group: to switch a group off by an edit sends less, not more.
        old = event[column]
        event[column] = data.draw(_others(column, old))
        assume(event[column] != old and not (isinstance(event[column], str) and "\0" in event[column]))

    def _engine(self) -> Engine:
        """As in a new process, but for reading product and catalogue anew."""
        told = self.built.engine
        held = told.catalogue, told.product, told._collectors
        return Engine(*held, Ledger(self.home), partial(SenderLock, self.home), told._telling)

    def _send(self) -> None:
        """As the program does."""
        engine, lock = self._engine(), partial(SenderLock, self.home)
        try:
            allowed = sorted(engine.consent.choices().permit.categories)
            self.count.otherwise += [f"allowed: {allowed}"] if allowed else []
            Sender(engine.ledger, engine.consent, engine.product.endpoint, self._channel, lock).drain(urgent=True)
        except (OSError, Refused):
            return

    @contextmanager
    def _channel(self) -> Iterator[ReceiverLine]:
        """Whoever opens the way to the receiver is counted."""
        self.count.sent += 1
        raise Refused(Code.UNEXPECTED)
        yield
