"""The state file: opened by whoever comes, left as one file, and no connection outlives what it was good for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from core.errors import Code, Refused, Unavailable
from core.record.ledger import Ledger
from core.record.store import NAME, Store
from core.record.submission import Outcome, State
from tests.commands import REPOSITORY
from tests.core.record.desk import found, on_disk, permitted, queued, settled, signed
from tests.refusals import refuses

LIVE = (
    "import os, sys, threading; from pathlib import Path\n"
    "from core.record.ledger import Ledger\n"
    "from tests.core.record.desk import *\n"
    "ledger = Ledger(Path(sys.argv[1]))\n"
)


def elsewhere(folder: Path, statement: str) -> None:
    """Another process does something with the record."""
    command = [sys.executable, "-c", f"{LIVE}{statement}\n", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True)


def killed(folder: Path, *kinds: str) -> None:
    """Another process decides these, and is killed: what it wrote last is in the log that it leaves."""
    # A reader in the way: what is decided stays in the log.
    decide = f"[ledger.append(kind) for kind in {kinds}]"
    elsewhere(folder, f"ledger.recover()\nwith ledger._store.reading(): {decide}; os._exit(0)")
    assert Path(f"{folder / NAME}-wal").stat().st_size


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def kinds(folder: Path) -> list[str]:
    with closing(Ledger(folder)) as ledger:
        return [each.kind for each in ledger.events()]


# How it is kept, and left


def test_what_is_committed_is_synced_and_what_is_deleted_overwritten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.transaction() as connection:
        read = {name: connection.execute(f"PRAGMA {name}").get for name in ("journal_mode", "secure_delete")}
        assert connection.execute("PRAGMA synchronous").get >= 2
    assert read == {"journal_mode": "wal", "secure_delete": 1}
    store.close()


@pytest.mark.parametrize(
    "end",
    [
        "ledger.close()",
        "del ledger",
        "",
        "sys.exit()",
        "threading.Thread(target=lambda: ledger.append('noticed')).start()",
        "threading.Thread(target=lambda kept: threading.Event().wait(), args=(ledger,), daemon=True).start()",
    ],
)
def test_nothing_is_left_beside_the_file_at_a_clean_end(tmp_path: Path, end: str) -> None:
    elsewhere(tmp_path, f"ledger.append('accepted'); ledger.events()\n{end}")
    assert names(tmp_path) == [NAME]
    assert kinds(tmp_path)[:1] == ["accepted"]


def test_what_a_killed_program_left_is_there_and_tidied_up(tmp_path: Path) -> None:
    killed(tmp_path, "accepted", "withdrawn")
    assert kinds(tmp_path) == ["accepted", "withdrawn"]
    assert names(tmp_path) == [NAME]


def test_a_store_that_was_closed_is_opened_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for number in range(1, 4):
        ledger.append("noticed")
        ledger.close()
        assert names(tmp_path) == [NAME]
        assert len(ledger.events()) == number
    ledger.close()


def test_processes_that_make_the_file_at_once_make_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"{LIVE}sys.stdin.read(); ledger.append('noticed')", str(tmp_path)]
    many = [subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE) for _ in range(4)]
    time.sleep(0.5)
    for each in many:
        assert each.stdin is not None
        each.stdin.close()
    assert [each.wait() for each in many] == [0] * 4
    assert kinds(tmp_path) == ["noticed"] * 4


# Transactions


def test_an_exception_takes_back_the_whole_transaction(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)

    def fails() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        ledger.append("withdrawn", keep=fails)
    ledger.append("noticed")
    assert [each.kind for each in ledger.events()] == ["noticed"]
    ledger.close()


def test_a_reading_inside_a_transaction_sees_what_is_committed(tmp_path: Path) -> None:
    ledger, before = Ledger(tmp_path), list[str]()
    ledger.append("accepted")
    ledger.append("withdrawn", keep=lambda: before.extend(each.kind for each in Ledger(ledger._store).events()))
    assert before == ["accepted"]
    assert [each.kind for each in ledger.events()] == ["accepted", "withdrawn"]
    ledger.close()


def _fail(store: Store, first: apsw.Connection) -> None:
    with store.transaction() as again:
        assert again is first
        raise apsw.IOError


def test_a_connection_is_not_used_again_after_trouble(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.transaction() as first:
        pass
    with pytest.raises(Unavailable):
        _fail(store, first)
    with store.transaction() as later:
        assert later is not first
    with pytest.raises(apsw.ConnectionClosedError):
        first.execute("SELECT 1")
    store.close()


def test_a_query_left_halfway_holds_no_later_reading_back(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append("accepted")
    with ledger._store.reading() as connection:
        halfway = connection.execute("SELECT number FROM decision UNION ALL SELECT 7")
        next(halfway)
    Ledger(tmp_path).append("withdrawn")
    assert [each.kind for each in ledger.events()] == ["accepted", "withdrawn"]
    ledger.close()


def test_threads_share_a_store(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    permit = permitted(ledger)

    def act(number: int) -> int:
        queued(ledger, permit, str(number))
        return len(ledger.history.submissions())

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(act, range(64))) == 64
    assert ledger.history.verify().ok
    ledger.close()
    assert names(tmp_path) == [NAME]


def test_an_open_reading_keeps_nobody_from_deciding(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    permit = permitted(ledger)
    queued(ledger, permit, "one")
    with Ledger(tmp_path)._store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM decision").get == 1
        start = time.monotonic()
        ledger.append("withdrawn", ending=None)
        assert time.monotonic() - start < 1
        # To whoever reads, the file stands still.
        assert connection.execute("SELECT count(*) FROM decision").get == 1
    assert [each.kind for each in ledger.events()] == ["accepted", "withdrawn"]
    ledger.close()


# What was erased


SECRET = "only-in-this-one"


def finished(ledger: Ledger) -> str:
    """The ID of a confirmed submission, whose body holds the secret."""
    [one] = queued(ledger, permitted(ledger), SECRET * 400)
    settled(ledger, one, permitted(ledger), Outcome(State.REFUSED, f"{SECRET} said so"))
    return one.id


def test_what_is_erased_is_gone_from_every_file_at_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    identifier = finished(ledger)
    assert SECRET.encode() in on_disk(tmp_path)
    assert ledger.erase([identifier]) == 1
    assert SECRET.encode() not in on_disk(tmp_path)
    ledger.close()


@pytest.mark.parametrize("end", ["close", "read"])
def test_what_is_erased_while_somebody_reads_is_gone_when_nobody_does(tmp_path: Path, end: str) -> None:
    ledger = Ledger(tmp_path)
    identifier = finished(ledger)
    with Ledger(tmp_path)._store.reading() as connection:
        connection.execute("SELECT count(*) FROM submission").fetchall()
        start = time.monotonic()
        assert ledger.erase([identifier]) == 1
        assert time.monotonic() - start < 1
        assert SECRET.encode() in on_disk(tmp_path)
    if end == "close":
        ledger.close()
    else:
        ledger._store._again_at = 0
        ledger.events()
    assert SECRET.encode() not in on_disk(tmp_path)
    ledger.close()


def test_what_a_killed_program_erased_is_gone_when_the_next_one_looks(tmp_path: Path) -> None:
    elsewhere(
        tmp_path,
        "from tests.core.record.test_store import finished\n"
        "one = finished(ledger)\n"
        "with Ledger(Path(sys.argv[1]))._store.reading() as connection:\n"
        "    connection.execute('SELECT count(*) FROM submission').fetchall()\n"
        "    ledger.erase([one])\n"
        "    os._exit(0)",
    )
    assert SECRET.encode() in on_disk(tmp_path)
    ledger = Ledger(tmp_path)
    ledger.events()
    assert SECRET.encode() not in on_disk(tmp_path)
    ledger.close()


# What lies beside it


@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
def test_no_link_beside_the_file_is_followed(tmp_path: Path, beside: str) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    Ledger(home).append("accepted")
    other.write_bytes(b"somebody's")
    (home / f"{NAME}{beside}").symlink_to(other)
    with refuses(Code.RECORD_LINK, file=home / f"{NAME}{beside}"):
        Ledger(home).append("withdrawn")
    with refuses(Code.RECORD_LINK):
        Ledger(home).events()
    assert other.read_bytes() == b"somebody's"


@pytest.mark.parametrize("beside", ["-wal", "-journal"])
def test_junk_beside_the_file_is_nothing(tmp_path: Path, beside: str) -> None:
    Ledger(tmp_path).append("accepted")
    (tmp_path / f"{NAME}{beside}").write_bytes(bytes(range(256)) * 64)
    assert kinds(tmp_path) == ["accepted"]
    Ledger(tmp_path).append("withdrawn")
    assert kinds(tmp_path) == ["accepted", "withdrawn"]


def test_the_log_of_a_record_that_was_moved_away_is_kept(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    away.mkdir()
    killed(home, "accepted", "withdrawn")
    (home / NAME).rename(away / NAME)
    log = home / f"{NAME}-wal"
    left = log.read_bytes()
    for act in (lambda: Ledger(home).append("accepted"), lambda: Ledger(home).events()):
        with refuses(Code.RECORD_LOG_ALONE, file=log):
            act()
    (home / NAME).touch()
    with refuses(Code.RECORD_LOG_ALONE, file=log):
        Ledger(home).events()
    assert log.read_bytes() == left
    # Together again, nothing is missing.
    log.rename(away / log.name)
    assert kinds(away) == ["accepted", "withdrawn"]


def test_the_log_of_another_file_changes_nothing_here(tmp_path: Path) -> None:
    other, home = tmp_path / "other.db", tmp_path / "home"
    Ledger(home).append("accepted")
    before = (home / NAME).read_bytes()
    with closing(apsw.Connection(str(other))) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE x (a); INSERT INTO x VALUES (zeroblob(90000))")
        shutil.copyfile(f"{other}-wal", home / f"{NAME}-wal")
    log = (home / f"{NAME}-wal").read_bytes()
    with pytest.raises(Refused):
        Ledger(home).events()
    with pytest.raises(Refused):
        Ledger(home).append("withdrawn")
    assert (home / NAME).read_bytes() == before
    assert (home / f"{NAME}-wal").read_bytes() == log


@pytest.mark.parametrize("count", [5, 300])
def test_a_log_that_is_newer_than_the_file_is_never_half_believed(tmp_path: Path, count: int) -> None:
    home, older = tmp_path / "home", tmp_path / "older"
    ledger = Ledger(home)
    permit = permitted(ledger)
    ledger.close()
    shutil.copytree(home, older)
    queued(ledger, permit, *(str(number) for number in range(count)))
    ledger.close()
    killed(home, "noticed", "withdrawn")
    shutil.copyfile(home / f"{NAME}-wal", older / f"{NAME}-wal")
    before = (older / NAME).read_bytes()
    for act in (Ledger(older).history.counts, Ledger(older).events):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        Ledger(older).append("accepted")
    assert (older / NAME).read_bytes() == before


def test_what_is_no_record_is_left_as_it_is(tmp_path: Path) -> None:
    for junk in (b"no record" * 1000, b"SQLite format 3\0" + bytes(range(256)) * 64):
        (tmp_path / NAME).write_bytes(junk)
        with pytest.raises(Refused):
            Ledger(tmp_path).append("accepted")
        with pytest.raises(Refused):
            Ledger(tmp_path).events()
        assert (tmp_path / NAME).read_bytes() == junk
        assert names(tmp_path) == [NAME]


def test_a_file_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(apsw.Connection(str(tmp_path / NAME))) as connection:
        connection.execute("CREATE TABLE x (a)")
    before = (tmp_path / NAME).read_bytes()
    with refuses(Code.RECORD_NOT_OURS):
        Ledger(tmp_path).append("accepted")
    assert (tmp_path / NAME).read_bytes() == before


def test_a_newer_record_is_told_as_one_also_while_vitrine_runs(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append("accepted")
    with closing(apsw.Connection(str(tmp_path / NAME))) as connection:
        connection.execute("CREATE TABLE newer (a); PRAGMA user_version=99")
    with refuses(Code.RECORD_NEWER):
        ledger.append("withdrawn")
    with refuses(Code.RECORD_NEWER):
        ledger.events()
    ledger.close()


def test_a_record_that_somebodys_tool_took_the_log_from_has_it_again(tmp_path: Path) -> None:
    Ledger(tmp_path).append("accepted")
    with closing(apsw.Connection(str(tmp_path / NAME))) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    ledger = Ledger(tmp_path)
    with ledger._store.reading() as reading:
        assert reading.execute("PRAGMA journal_mode").get == "wal"
    ledger.close()


def test_a_store_that_nobody_has_any_more_closes_its_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    found(ledger, queued(ledger, permitted(ledger), "one")[0])
    del ledger
    assert names(tmp_path) == [NAME]


def test_a_receipt_is_kept_when_the_log_is_emptied(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    permit = permitted(ledger)
    kept, gone = queued(ledger, permit, "kept", "gone")
    for each in (kept, gone):
        settled(ledger, each, permit, Outcome(State.CONFIRMED, receipt=signed(each)))
    ledger.erase([gone.id])
    ledger.close()
    assert found(ledger, kept).state is State.CONFIRMED
    assert ledger.history.verify().ok
    ledger.close()


def test_what_was_erased_beside_a_reader_is_gone_once_that_one_reads_again(tmp_path: Path) -> None:
    viewer, eraser = Ledger(tmp_path), Ledger(tmp_path)
    permit = permitted(eraser)
    [one] = queued(eraser, permit, "a word that nobody else says")
    settled(eraser, one, permit, Outcome(State.CONFIRMED, receipt=signed(one)))
    with viewer._store.reading():
        eraser.erase([one.id])
    viewer.history.counts()
    assert b"a word that nobody else says" not in on_disk(tmp_path)


def test_a_reader_at_an_earlier_moment_is_not_told_that_a_decision_is_gone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append("accepted")
    with ledger._store.reading() as earlier:
        ledger.append("withdrawn")
        assert [each.kind for each in ledger._decisions.read(earlier)] == ["accepted"]
    assert [each.kind for each in ledger.events()] == ["accepted", "withdrawn"]


def test_nothing_is_decided_on_a_file_in_which_an_earlier_decision_is_gone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append("withdrawn")
    (tmp_path / NAME).unlink()
    with refuses(Code.DECISION_GONE):
        ledger.append("accepted")
    assert Ledger(tmp_path).events() == []
