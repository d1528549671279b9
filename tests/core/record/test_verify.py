"""The check of the record: what a head proves, how it is shared and stopped, what it tells apart."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import apsw
import pytest

from core.errors import Code, WrongUsage
from core.record import WORD, events
from core.record.events import REBUILT
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.receipt import Receipt
from core.record.store import NAME, Store
from core.record.submission import Outcome, State
from core.record.tiles import EMPTY, START
from core.record.verification import verify
from core.record.verification.faults import RecordFault
from core.record.verification.process import VerifyProcess
from tests.commands import REPOSITORY
from tests.core.record.desk import GROUP, RECEIVED, edit, found, permitted, queued, settled, signed, state
from tests.refusals import refuses

NONE = f"0:{hashlib.sha256(START + EMPTY).hexdigest()}"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


@pytest.fixture
def permit(ledger: Ledger) -> Permit:
    return permitted(ledger)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record is large enough for a second process, and cut into many pieces."""
    monkeypatch.setattr(verify, "LARGE", 0)
    monkeypatch.setattr(verify, "PAGE", 7)


def head(ledger: Ledger) -> str:
    """As the file has it now."""
    with ledger._store.reading() as connection:
        return events.head(connection)


def test_every_head_ever_noted_is_found_again_and_no_other_one(ledger: Ledger, permit: Permit) -> None:
    heads = [head(ledger)]
    # Over the ends of tiles, and to the third level of the tree above them.
    for count in (1, 253, 1, 1, 1, 255, 1, 700):
        queued(ledger, permit, *map(str, range(count)))
        heads.append(head(ledger))
        ledger.append("noticed")
        heads.append(head(ledger))
    for each in heads:
        assert ledger.history.verify(each).ok
    for each, later in pairwise(heads):
        number, _, link = later.partition(":")
        other = ledger.history.verify(f"{number}:{each.partition(':')[2]}")
        assert other.first == (int(number), RecordFault.EVENT_NOT_THAT_OF_CHECKPOINT, 0)
        assert not ledger.history.verify(f"{int(number) - 1}:{link}").ok
    assert ledger.history.verify().head == heads[-1]


def test_a_record_that_ends_before_the_head_is_told(tmp_path: Path, ledger: Ledger) -> None:
    for _ in range(3):
        ledger.append("noticed")
    ledger.close()
    earlier = (tmp_path / NAME).read_bytes()
    for _ in range(2):
        ledger.append("noticed")
    since = ledger.history.verify().head
    ledger.close()
    (tmp_path / NAME).write_bytes(earlier)
    shorter = Ledger(tmp_path)
    assert shorter.history.verify().ok
    verdict = shorter.history.verify(since)
    assert (verdict.ok, verdict.first_bad, verdict.events) == (False, 4, 3)
    assert verdict.why == "the record ends before event 5, which was there at the checkpoint"
    shorter.append("noticed")
    shorter.append("noticed")
    assert shorter.history.verify(since).first_bad == 5


def test_the_last_decision_cannot_be_taken_out_alone(tmp_path: Path, ledger: Ledger) -> None:
    for kind in ("accepted", "withdrawn"):
        ledger.append(kind)
    ledger.close()
    edit(tmp_path, "DELETE FROM decision WHERE kind = 'withdrawn'")
    with refuses(Code.EVENTS_EDITED):
        Ledger(tmp_path).events()
    assert not Ledger(tmp_path).history.verify().ok


def test_a_head_from_before_the_record_was_rebuilt_is_accepted_or_said_to_be_no_longer_comparable(
    ledger: Ledger,
) -> None:
    ledger.append("accepted")
    ledger.append("noticed")
    old = f"2:{'ab' * 32}"
    ledger.append(REBUILT, detail={"head": old})
    ledger.append("noticed")
    assert ledger.history.verify(old).ok
    assert ledger.history.verify(f"2:{'cd' * 32}").first == (2, RecordFault.EVENT_NOT_THAT_OF_CHECKPOINT, 0)
    before = ledger.history.verify(f"1:{'ab' * 32}")
    assert before.first == (1, RecordFault.CHECKPOINT_BEFORE_REBUILT, 0)
    assert before.head == head(ledger)
    assert ledger.history.verify(f"4:{'ab' * 32}").first == (4, RecordFault.EVENT_NOT_THAT_OF_CHECKPOINT, 0)


def test_what_is_wrong_is_told_before_what_cannot_be_compared(tmp_path: Path, ledger: Ledger) -> None:
    ledger.append("accepted")
    ledger.append("noticed")
    ledger.append(REBUILT, detail={"head": f"2:{'ab' * 32}"})
    ledger.append("noticed")
    edit(tmp_path, "UPDATE decision SET at = at + 1 WHERE number = 4")
    assert ledger.history.verify(f"1:{'cd' * 32}").first == (4, RecordFault.EVENT_EDITED, 0)


@pytest.mark.parametrize(
    "text",
    ["", "12", "x:" + "0" * 64, "-1:" + "0" * 64, "1:abc", "0:" + "0" * 64, "²:" + "0" * 64, "1:" + "X" * 64],
)
def test_what_is_no_checkpoint_is_refused(ledger: Ledger, text: str) -> None:
    with refuses(Code.HEAD_UNFIT, WrongUsage):
        ledger.history.verify(text)


def test_the_empty_record_has_a_head_too(ledger: Ledger) -> None:
    assert ledger.history.verify().head == NONE
    assert ledger.history.verify(NONE).ok


def test_the_chain_is_as_documented(ledger: Ledger) -> None:
    fields = (1, 1795488000000, "noticed", None, '{"what":"x"}', 0, b"\0" * 32)
    text = b'[1,1795488000000,"noticed",null,"{\\"what\\":\\"x\\"}",0,"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]'
    assert events.link_of(START, fields) == hashlib.sha256(START + text).digest()
    assert events.head_of(2, b"link", 3, b"root") == f"5:{hashlib.sha256(b'linkroot').hexdigest()}"


def test_checking_tells_how_far_it_is_and_can_be_stopped(ledger: Ledger, permit: Permit) -> None:
    queued(ledger, permit, *map(str, range(600)))
    seen: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    assert ledger.history.verify(progress=watch).ok
    assert {total for _, total in seen} == {1200}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (1200, 1200)
    stopped = ledger.history.verify(progress=lambda done, _: done < 1)
    assert (stopped.ok, stopped.first_bad, stopped.events) == (False, None, 600)
    assert stopped.first is not None
    assert stopped.first.fault is RecordFault.STOPPED


@pytest.mark.usefixtures("shared")
def test_a_second_process_finds_the_same(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    made = queued(ledger, permit, *map(str, range(600)))
    for each in made[:50]:
        settled(ledger, each, permit, Outcome(State.CONFIRMED, receipt=signed(each)))
    honest = ledger.history.verify(head(ledger))
    assert (honest.ok, honest.head) == (True, head(ledger))
    edit(tmp_path, f"UPDATE submission SET body = x'7b7d' WHERE number IN (400, {found(ledger, made[2]).number}, 300)")
    assert ledger.history.verify().first == (found(ledger, made[2]).number, RecordFault.BODY_OTHER, 0)


@pytest.mark.usefixtures("shared")
def test_a_second_process_that_is_killed_costs_only_time(
    ledger: Ledger, permit: Permit, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(ledger, permit, *map(str, range(600)))
    begun: list[VerifyProcess] = []
    begin = VerifyProcess.__init__

    def remembered(self: VerifyProcess, folder: Path, *, signatures: bool) -> None:
        begin(self, folder, signatures=signatures)
        begun.append(self)

    def kill(done: int, _: int) -> bool:
        if done > 100 and not begun[0].ended:
            os.kill(begun[0]._process.pid, signal.SIGKILL)
        return True

    monkeypatch.setattr(VerifyProcess, "__init__", remembered)
    assert ledger.history.verify(progress=kill).ok
    assert begun[0].ended


@pytest.mark.usefixtures("shared")
def test_a_second_process_is_stopped_and_leaves_nothing_behind(
    ledger: Ledger, permit: Permit, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(ledger, permit, *map(str, range(600)))
    left: list[int | None] = []
    close = VerifyProcess.close

    def closed(self: VerifyProcess) -> None:
        close(self)
        left.append(self._process.returncode)

    monkeypatch.setattr(VerifyProcess, "close", closed)
    assert not ledger.history.verify(progress=lambda done, _: done < 100).ok
    assert left == [-signal.SIGKILL]


def test_both_processes_look_at_one_state_of_the_file(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    beside = VerifyProcess(tmp_path, signatures=True)
    try:
        assert beside.looks_at(head(ledger))
    finally:
        beside.close()
    beside = VerifyProcess(tmp_path, signatures=True)
    try:
        queued(ledger, permit, "while it starts")
        # Whether it began before or after: the next look is at what is there now.
        assert beside.looks_at(head(ledger)) or beside.looks_at(head(ledger))
    finally:
        beside.close()


def test_a_packaged_program_begins_the_second_process_by_a_word_of_its_own(ledger: Ledger, tmp_path: Path) -> None:
    permitted(ledger)
    command = [sys.executable, "-m", "core", WORD, str(tmp_path)]
    asked = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=REPOSITORY, check=True)
    assert asked.stdout.decode().strip() == head(ledger)


def test_a_receipt_that_nobody_signed_is_found_unless_signatures_are_left_out(ledger: Ledger, permit: Permit) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.CONFIRMED, receipt=Receipt(RECEIVED, b"s" * 64, signed(one).key)))
    verdict = ledger.history.verify()
    assert verdict.first == (4, RecordFault.RECEIPT_UNSIGNED, 0)
    assert verify.verify(ledger._store, None, None, signatures=False).ok


def test_a_receipt_of_before_keys_were_kept_holds(ledger: Ledger, permit: Permit) -> None:
    [one] = queued(ledger, permit, "one")
    settled(ledger, one, permit, Outcome(State.CONFIRMED, receipt=Receipt(RECEIVED, signed(one).signature)))
    assert ledger.history.verify().ok


def test_an_index_that_is_not_of_its_table_is_damage(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    queued(ledger, permit, "one", "two")
    ledger.close()
    with apsw.Connection(str(tmp_path / NAME)) as connection:
        text = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'event_of'").get
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, '(of)', '(at)') WHERE name = 'event_of'")
        connection.execute("PRAGMA schema_version = 1000")
    connection.close()
    with apsw.Connection(str(tmp_path / NAME)) as connection:
        connection.execute("REINDEX event_of")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'event_of'", (text,))
        connection.execute("PRAGMA schema_version = 2000")
    connection.close()
    with refuses(Code.RECORD_DAMAGED):
        Ledger(tmp_path).history.verify()


# Of each index: its columns and the row's number, and what moves one entry to another key.
INDEXES = {
    "event_of": ("of, number", "of = of + 1"),
    "submission_id": ("id, number", "id = zeroblob(16)"),
    "submission_category": ("category, number", "category = 'edited'"),
    "submission_open": ("again, number", "again = again + 1000"),
    "submission_rare": ("state, number", "state = 'edited'"),
    "submission_whole": ("finished, number", "finished = finished + 1"),
    "words_of": ("of, number", "of = of + 1"),
}


@pytest.mark.parametrize("does", ["DELETE FROM entries", "UPDATE entries SET {move}"])
@pytest.mark.parametrize("index", INDEXES)
def test_an_entry_that_was_taken_out_of_an_index_or_moved_is_damage(
    tmp_path: Path, ledger: Ledger, permit: Permit, index: str, does: str
) -> None:
    one, two, three = queued(ledger, permit, "one", "two", "three")
    settled(ledger, one, permit, Outcome(State.CONFIRMED, receipt=signed(one)))
    settled(ledger, two, permit, Outcome(State.REFUSED, "as the receiver says"))
    assert state(ledger, three) is State.WAITING
    assert ledger.history.verify().ok
    ledger.close()
    columns, move = INDEXES[index]
    with imposter(tmp_path / NAME, index, columns) as connection:
        connection.execute(f"{does.format(move=move)} WHERE number = (SELECT max(number) FROM entries)")
        assert connection.changes() == 1
    with refuses(Code.RECORD_DAMAGED):
        Ledger(tmp_path).history.verify()


@contextmanager
def imposter(path: Path, index: str, columns: str) -> Iterator[apsw.Connection]:
    """A connection to which the index is a table of its own, `entries`."""
    table = f"CREATE TABLE entries ({columns}, PRIMARY KEY ({columns})) WITHOUT ROWID"
    as_it_was = relabelled(path, index, "table", "entries", "entries", table)
    with apsw.Connection(str(path)) as connection:
        yield connection
    connection.close()
    relabelled(path, "entries", *as_it_was)


def relabelled(path: Path, name: str, *row: str) -> tuple[str, ...]:
    """Give the row of the schema another text; what it was."""
    with apsw.Connection(str(path)) as connection:
        query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name = ?"
        [was] = connection.execute(query, (name,)).fetchall()
        connection.execute("PRAGMA writable_schema=ON")
        query = "UPDATE sqlite_schema SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE name = ?"
        connection.execute(query, (*row, name))
        version = connection.execute("PRAGMA schema_version").get
        connection.execute(f"PRAGMA schema_version = {version + 1}")
    connection.close()
    return tuple(map(str, was))


def test_text_that_is_no_text_is_damage(tmp_path: Path, ledger: Ledger, permit: Permit) -> None:
    queued(ledger, permit, "one")
    edit(tmp_path, "UPDATE event SET kind = CAST(x'ff' AS TEXT)")
    with refuses(Code.RECORD_DAMAGED):
        ledger.history.verify()


def test_what_was_left_out_is_counted_for_a_decision_that_says_so(
    tmp_path: Path, ledger: Ledger, permit: Permit
) -> None:
    edit(tmp_path, f"INSERT INTO left_out VALUES ({permit.event}, 1)")
    assert ledger.history.verify().first == (1, RecordFault.LEFT_OUT_OTHER, 1)
    assert GROUP in permit.categories


def test_nothing_is_checked_where_nothing_is_kept() -> None:
    assert verify.verify(Store(None), None, None).head == NONE
