"""A record of an older Vitrine becomes one of today: it says the same, keeps its numbers, and hides no edit."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from core import clock
from core.errors import Code, Refused, Unavailable
from core.record import steps
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.schema import APPLICATION_ID, VERSION
from core.record.store import NAME
from core.record.submission import Outcome, State
from tests.core.record.desk import MUCH
from tests.engines import build_real
from tests.faults.driver import ROWS, swept
from tests.faults.migration import happen, older, shown, shown_before

POINTS = 24
NOBODY = 65534
# Not a submission's facts: how long it is left alone between two attempts.
PACING = {"wait_boot", "wait_from", "wait_seconds", "wait_asked"}


@pytest.mark.parametrize("version", [4, 3])
def test_every_page_shows_what_it_showed(tmp_path: Path, version: int) -> None:
    older(tmp_path, version)
    ledger = Ledger(tmp_path)
    before, after = shown_before(), shown(ledger)
    assert after == {name: before[name] for name in after}
    assert ledger.history.verify().ok, ledger.history.verify().why
    assert [each.detail for each in ledger.events("rebuilt")] == [{"head": before["head"]}]


def test_what_was_decided_still_holds(tmp_path: Path) -> None:
    older(tmp_path)
    found, before = build_real(tmp_path).engine.consent.choices(), shown_before()["choices"]
    # Which terms hold is another product's in the record than here.
    now = [found.standing, found.region, found.since, found.paused, sorted(found.on), found.permit.event]
    assert now == [*before[:5], before[-1]]


def test_every_event_keeps_its_number_and_time(tmp_path: Path) -> None:
    with closing(sqlite3.connect(older(tmp_path))) as connection:
        before = connection.execute("SELECT number, at, kind, category FROM event ORDER BY number").fetchall()
    ledger = Ledger(tmp_path)
    decisions = ledger.events()
    numbers = {each.number for each in decisions}
    dense = iter(set(range(1, len(before) + 2)) - numbers)
    with ledger._store.reading() as connection:
        rows = connection.execute(
            "SELECT event.at, kind, category FROM event LEFT JOIN submission ON submission.number = of "
            "ORDER BY event.number"
        ).fetchall()
    happened = [(next(dense), clock.stamp_of(at), kind, category) for at, kind, category in rows]
    decided = [(each.number, each.at, each.kind, each.category) for each in decisions]
    after = sorted([*happened, *decided])
    assert after[: len(before)] == before
    assert [kind for _, _, kind, _ in after[len(before) :]] == ["seen", "rebuilt"]


def test_events_say_what_todays_ledger_would_have_written(tmp_path: Path) -> None:
    with closing(sqlite3.connect(older(tmp_path))) as connection:
        old = connection.execute("SELECT number, kind, detail FROM event ORDER BY number").fetchall()
    ledger = Ledger(tmp_path)
    found = {
        (of, kind): (digest, json.loads(text or "{}"), number) for number, kind, of, digest, text in _events(ledger)
    }
    whole = {each.number: each for each in ledger.history.submissions(limit=MUCH)}
    for number, kind, text in old:
        said = json.loads(text)
        if kind == "queued":
            _, now, _ = found[number, kind]
            due = clock.milliseconds(said.pop("due"))
            drafted = {"draft": True} if said.pop("draft") else {}
            assert now == {**said, **drafted, "due": due, "category": whole[number].category}
        elif kind == "told":
            assert found[number, kind][1] == {**said, "category": whole[number].category}
    for (of, kind), (digest, now, number) in found.items():
        if kind == "confirmed" and whole[of].receipt:
            assert (digest.hex(), now) == (_sha256(whole[of].receipt or ""), {})
        if kind == "attempted":
            assert (digest, set(now)) == (None, {"permit"})
        if kind in ("erased", "not_handed", "given_up", "cancelled"):
            assert now in ({}, {"reason": "you"}, {"reason": now.get("reason")})
            assert now.get("reason", "") in steps.CODES
        if "words" in now:
            erased = whole[of].life.erased
            assert (number in _words(ledger)) != erased
            assert (now["words"] == steps.words_hash(b"", "")) == erased, "of erased words not even a hash is kept"


def test_words_of_what_was_erased_are_gone_from_the_file(tmp_path: Path) -> None:
    words = "“nein”".encode()
    path = older(tmp_path)
    assert words in path.read_bytes()
    ledger = Ledger(tmp_path)
    assert ledger.history.counts()
    ledger.close()
    assert all(words not in each.read_bytes() for each in tmp_path.iterdir())


def test_waits_drafts_and_the_time_last_seen_are_kept(tmp_path: Path) -> None:
    # On the computer that made the file its waits are over some time.
    elsewhere = "UPDATE submission SET wait_boot = 'another computer' WHERE wait_boot IS NOT NULL"
    path, before = older(tmp_path, 4, elsewhere), shown_before()
    with closing(sqlite3.connect(path)) as connection:
        drafts = connection.execute("SELECT * FROM draft ORDER BY category").fetchall()
        own = "SELECT number, wait_boot, wait_from, wait_seconds FROM submission WHERE wait_seconds AND NOT wait_asked"
        waits = connection.execute(own).fetchall()
    ledger = Ledger(tmp_path)
    with ledger._store.reading() as connection:
        assert [seconds for *_, seconds in connection.execute("SELECT * FROM hold")] == [before["hold"]]
        assert connection.execute("SELECT * FROM draft ORDER BY category").fetchall() == drafts
        own = "SELECT number, wait_boot, wait_from, wait_seconds FROM submission WHERE wait_seconds"
        assert connection.execute(own).fetchall() == waits != []
    assert ledger.seen("2000-01-01T00:00:00.000Z") == max(before["seen"], ledger.events()[-1].at)
    assert not ledger.waiting(MUCH, urgent=True), "the receiver asked to be left alone"


def test_of_two_waits_that_were_asked_for_the_later_end_counts(tmp_path: Path) -> None:
    now, long_ago = clock.monotonic(), clock.monotonic() - 7000
    here = f"UPDATE submission SET wait_boot = '{clock.boot()}', wait_from = {now}"
    older(tmp_path, 4, here, f"UPDATE submission SET wait_from = {long_ago} WHERE wait_seconds = 7200")
    with Ledger(tmp_path)._store.reading() as connection:
        assert connection.execute("SELECT seconds FROM hold").get == 3600.0
    # One of before the computer was started anew has not begun to pass.
    older(tmp_path / "other", 4, here, "UPDATE submission SET wait_boot = 'x', wait_from = 1 WHERE wait_seconds = 3600")
    with Ledger(tmp_path / "other")._store.reading() as connection:
        assert connection.execute("SELECT boot, seconds FROM hold").fetchone() == ("x", 3600.0)


def test_the_outbox_goes_on(tmp_path: Path) -> None:
    older(tmp_path)
    ledger = Ledger(tmp_path)
    with ledger._store.transaction() as connection:
        connection.execute("DELETE FROM hold")
    assert ledger.recover() == 1
    decided, waiting = ledger.events("switched_on")[-1], ledger.history.submissions({State.WAITING})
    terms = {each.category: ledger.history.terms(each) or "" for each in waiting}
    permit = Permit(decided.number, frozenset(terms), terms)
    ready = ledger.waiting(MUCH, urgent=True, permit=permit)
    assert len(ready) == len(waiting) + 1
    moved = ledger.settle([(each, Outcome(State.REFUSED, "no")) for each in ledger.attempt(ready, permit, b"head")])
    assert ledger.erase([each.id for each in moved]) == len(moved)
    assert ledger.erase([each.id for each in ledger.history.submissions({State.CONFIRMED, State.TOLD}, limit=MUCH)]) > 0
    assert ledger.history.verify().ok, ledger.history.verify().why


@pytest.mark.parametrize(("version", "decisions"), [(1, ["rebuilt"]), (2, None)])
def test_a_record_of_before_knows_less(tmp_path: Path, version: int, decisions: list[str] | None) -> None:
    older(tmp_path, version)
    ledger = Ledger(tmp_path)
    kinds = [each.kind for each in ledger.events()]
    assert decisions in (None, kinds)
    assert ledger.history.verify().ok
    with ledger._store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM draft").get == 4
        assert connection.execute("SELECT count(*) FROM event WHERE kind = 'seen'").get == 0


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (
            "UPDATE event SET detail = replace(detail, 'window', 'script') WHERE number = 2",
            "event 2 is not as it was written",
        ),
        ("UPDATE event SET chain = replace(chain, '0', '1') WHERE number = 9", "event 9 is not as it was written"),
        ("UPDATE event SET at = CAST(x'ff' AS TEXT) WHERE number = 9", "utf-8"),
        ("UPDATE event SET number = -number WHERE number = 1", "event 1 is missing"),
        ("DELETE FROM event WHERE number = 40", "event 40 is missing"),
        ("UPDATE submission SET sha256 = upper(sha256) WHERE number = 5", "the submission that event 5 queued"),
        ("UPDATE submission SET id = upper(id) WHERE number = 7", "the submission that event 7 queued"),
        (
            "UPDATE submission SET due = replace(due, 'Z', '999Z') WHERE number = 7",
            "the submission that event 7 queued",
        ),
        ("UPDATE submission SET finished = 'yesterday' WHERE number = 7", "the submission that event 7 queued"),
        ("UPDATE seen SET at = 'tomorrow'", "tomorrow"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_and_left_as_it_is(tmp_path: Path, edit: str, why: str) -> None:
    path = older(tmp_path, 4, edit)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            Ledger(tmp_path).history.counts()
        assert (refused.value.code, why in str(refused.value.about["why"])) == (Code.RECORD_DAMAGED, True)
        assert [each.name for each in tmp_path.iterdir()] == [NAME]
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TABLE mine (one)",
        "CREATE TRIGGER swallow BEFORE INSERT ON event BEGIN SELECT raise(ignore); END",
        "CREATE VIEW mine AS SELECT 1",
        "DROP INDEX event_sha256",
    ],
)
def test_tables_that_are_not_ours_are_refused(tmp_path: Path, planted: str) -> None:
    path = older(tmp_path, 4, planted)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        Ledger(tmp_path).history.counts()
    assert (refused.value.code, path.read_bytes() == before) == (Code.RECORD_PLANTED, True)


@pytest.mark.parametrize(
    ("edit", "event"),
    [
        ("UPDATE submission SET body = x'7b7d' WHERE number = 7", 7),
        ("UPDATE submission SET receipt = replace(receipt, 'received\":\"2', 'received\":\"1') WHERE number = 6", None),
        ("UPDATE submission SET receipt = receipt || ' ' WHERE number = 6", None),
        ("UPDATE submission SET receipt = '{}' WHERE number = 6", None),
        ("UPDATE submission SET state = 'confirmed', reason = '' WHERE state = 'refused'", None),
        ("UPDATE submission SET reason = 'other' WHERE erased AND reason <> ''", None),
    ],
)
def test_an_edited_row_is_taken_over_and_told(tmp_path: Path, edit: str, event: int | None) -> None:
    older(tmp_path, 4, edit)
    verdict = Ledger(tmp_path).history.verify()
    assert not verdict.ok
    assert event in (None, verdict.first_bad)


def test_no_edit_of_a_row_looks_sound_afterwards(tmp_path: Path) -> None:
    missed = []
    for name, edit in _edits(older(tmp_path / "first")):
        folder = tmp_path / name
        older(folder, 4, edit)
        ledger = Ledger(folder)
        try:
            missed += [name] if ledger.history.verify().ok else []
        except Refused:
            continue
        finally:
            ledger.close()
    assert not missed


def _edits(path: Path) -> Iterator[tuple[str, str]]:
    """Every column of one that was erased, and a few of one submission in each other state, edited."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM submission GROUP BY state, erased ORDER BY number").fetchall()
    for place, row in enumerate(rows):
        number = row["number"]
        for column in sorted(set(row.keys()) - PACING)[place % 5 :: 5 if place else 1]:
            value = row[column]
            other = "x'7b7d'" if column in ("body", "secret") else value + 1 if isinstance(value, int) else "'edited'"
            other = 4000 if column == "number" else other
            yield f"{number} {column}", f"UPDATE submission SET {column} = {other} WHERE number = {number}"


def test_what_was_confirmed_and_then_deleted_is_counted_as_by_todays_ledger(tmp_path: Path) -> None:
    with closing(sqlite3.connect(older(tmp_path), isolation_level=None)) as connection:
        confirmed = "SELECT number FROM submission WHERE state = 'confirmed' AND NOT erased"
        for (number,) in connection.execute(confirmed).fetchall():
            happen(connection, number, "deleted")
            changes = "state = 'deleted', finished = (SELECT at FROM event ORDER BY number DESC), reason = ''"
            connection.execute(f"UPDATE submission SET {changes} WHERE number = {number}")
    ledger = Ledger(tmp_path)
    assert ledger.history.verify().ok, ledger.history.verify().why
    assert ledger.history.counts()[State.DELETED] > 1


def test_of_one_file_always_the_same_record_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = set()
    for name in ("one", "other"):
        older(tmp_path / name)
        monkeypatch.setattr("core.record.migration._REMEMBERED", 1)
        monkeypatch.setattr("core.record.migration._BATCH", 7)
        heads.add(Ledger(tmp_path / name).history.verify().head)
    assert len(heads) == 1


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = older(tmp_path, 4, f"PRAGMA user_version={VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        Ledger(tmp_path).history.counts()
    assert (refused.value.code, path.read_bytes() == before) == (Code.RECORD_NEWER, True)


def test_an_older_vitrine_finds_a_newer_file(tmp_path: Path) -> None:
    """What it asks, in this order: triggers and views, whose file it is, and the version."""
    older(tmp_path)
    Ledger(tmp_path).history.counts()
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        planted = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchall()
        asked = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    assert (planted, asked[0], asked[1] > 4) == ([], APPLICATION_ID, True)


@contextmanager
def _not_writable(folder: Path) -> Iterator[None]:
    """A folder in which an ordinary user may write nothing."""
    user = os.geteuid()
    for each in (*folder.parents[:3], folder / NAME):
        each.chmod(each.stat().st_mode | 0o055)
    folder.chmod(0o555)
    (folder / NAME).chmod(0o444)
    os.seteuid(NOBODY if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o700)


def test_in_a_folder_that_cannot_be_written_it_is_read_all_the_same(tmp_path: Path) -> None:
    older(tmp_path / "other")
    # What Python itself loads when it is first asked for could not be read either.
    shown(Ledger(tmp_path / "other"))
    path, before = older(tmp_path / "closed"), shown_before()
    old = path.read_bytes()
    ledger = Ledger(path.parent)
    with _not_writable(path.parent):
        after = shown(ledger)
        with pytest.raises(Unavailable):
            ledger.append("paused")
    assert after == {name: before[name] for name in after}
    assert path.read_bytes() == old


def test_killed_or_without_room_at_any_write_nothing_is_lost() -> None:
    found = swept(39, POINTS)
    assert found.held, found.figure
    assert found.n >= POINTS


@pytest.mark.parametrize("guard", ROWS[39].guards)
def test_the_kills_find_a_migration_that_is_not_one_transaction(guard: str) -> None:
    found = swept(39, ROWS[39].few, guard=guard)
    assert not found.held, found.figure


def _events(ledger: Ledger) -> list[tuple[Any, ...]]:
    with ledger._store.reading() as connection:
        return connection.execute("SELECT number, kind, of, sha256, detail FROM event ORDER BY number").fetchall()


def _words(ledger: Ledger) -> set[Any]:
    with ledger._store.reading() as connection:
        return {event for (event,) in connection.execute("SELECT event FROM words")}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
