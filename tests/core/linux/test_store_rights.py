"""The state file where rights, space or folder are not what the program needs: it is read all the same, and told."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import Code, Refused, Unavailable
from core.record.ledger import Ledger
from core.record.store import NAME
from tests.commands import REPOSITORY
from tests.core.record.desk import permitted, queued
from tests.core.record.test_store import LIVE, killed, kinds, names
from tests.refusals import refuses

# Root without the rights to pass by those of files.
ORDINARY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
# Reads, then decides; says what it read, and the codes of what was refused.
LOOK = (
    "from core.errors import Coded\n"
    "for act in (lambda: [each.kind for each in ledger.events()], lambda: ledger.append('noticed').kind):\n"
    "    try: print(act())\n"
    "    except Coded as error: print(error.code)\n"
)


def ordinary(folder: Path, script: str = LOOK) -> list[str]:
    """What somebody finds who may do no more than the rights say."""
    command = [*ORDINARY, sys.executable, "-c", f"{LIVE}{script}", str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


READ, UNUSABLE = "['accepted', 'withdrawn']", Code.RECORD_UNUSABLE.value


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A record, moved into one file, in a folder whose rights each test changes."""
    with closing(Ledger(tmp_path / "home")) as ledger:
        ledger.append("accepted")
        ledger.append("withdrawn")
    return tmp_path / "home"


def test_only_its_user_may_read_the_file_and_what_is_beside_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ledger = Ledger(tmp_path)
        queued(ledger, permitted(ledger), "one")
        assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == dict.fromkeys(
            [NAME, f"{NAME}-wal", f"{NAME}-shm"], 0o600
        )
        ledger.close()
    finally:
        os.umask(before)


def test_a_file_that_came_back_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    killed(tmp_path, "accepted", "withdrawn")
    for path in tmp_path.iterdir():
        path.chmod(0o666)
    ledger = Ledger(tmp_path)
    ledger.events()
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    ledger.close()


@pytest.mark.parametrize(("folder", "file"), [(0o500, 0o600), (0o500, 0o400), (0o700, 0o400)])
def test_what_cannot_be_written_is_read_and_nothing_is_left_there(home: Path, folder: int, file: int) -> None:
    (home / NAME).chmod(file)
    home.chmod(folder)
    assert ordinary(home) == [READ, UNUSABLE]
    assert names(home) == [NAME]


@pytest.mark.parametrize("file", [0o600, 0o400])
def test_what_was_left_in_the_log_is_read_with_it(tmp_path: Path, file: int) -> None:
    killed(tmp_path, "accepted", "withdrawn")
    before = [(tmp_path / name).read_bytes() for name in (NAME, f"{NAME}-wal")]
    for path in tmp_path.iterdir():
        path.chmod(file)
    tmp_path.chmod(0o500)
    assert ordinary(tmp_path) == [READ, UNUSABLE]
    assert [(tmp_path / name).read_bytes() for name in (NAME, f"{NAME}-wal")] == before


def test_a_log_that_cannot_be_read_is_told_and_no_older_decision_shown(tmp_path: Path) -> None:
    killed(tmp_path, "accepted", "withdrawn")
    (tmp_path / f"{NAME}-shm").unlink()
    tmp_path.chmod(0o500)
    assert ordinary(tmp_path) == [Code.RECORD_LOG_UNREAD.value, UNUSABLE]


def test_what_changes_in_a_folder_that_cannot_be_written_is_seen(home: Path) -> None:
    # The folder is ours, its rights are not: another one writes there.
    home.chmod(0o500)
    look = (
        "print(len(ledger.events()), flush=True); sys.stdin.readline()\n"
        "print(len(ledger.events()), flush=True); sys.stdin.readline()\n"
        "print(len(ledger.events()), flush=True)\n"
    )
    command = [*ORDINARY, sys.executable, "-c", f"{LIVE}{look}", str(home)]
    other = Ledger(home)
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "2\n"
        home.chmod(0o700)
        other.append("noticed")
        home.chmod(0o500)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "3\n"
        home.chmod(0o700)
        other.append("noticed")
        other.close()
        home.chmod(0o500)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "4\n"


def test_when_the_folder_can_be_written_again_decisions_are_taken_again(home: Path) -> None:
    look = (
        "folder = Path(sys.argv[1]); folder.chmod(0o500)\n"
        "print(len(ledger.events()))\n"
        "try: ledger.append('noticed')\n"
        "except OSError: print('refused')\n"
        "folder.chmod(0o700); ledger.append('noticed'); print(len(ledger.events()))\n"
    )
    assert ordinary(home, look) == ["2", "refused", "3"]
    assert names(home) == [NAME]


def test_no_room_for_more_is_told_viewing_goes_on_and_with_room_it_resumes(home: Path) -> None:
    look = (
        "import resource\n"
        "one = permitted(ledger)\n"
        "def room(size): resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))\n"
        "room(200_000)\n"
        "try: [queued(ledger, one, str(number) * 5000) for number in range(1000)]\n"
        "except OSError: print('full')\n"
        "print(len(ledger.events()), len(ledger.history.submissions(limit=1000)) > 3)\n"
        "try: [queued(ledger, one, str(number) * 5000) for number in range(1000)]\n"
        "except OSError: print('full')\n"
        "room(resource.RLIM_INFINITY)\n"
        "ledger.append('withdrawn', ending=None)\n"
        "print(len(ledger.events()), ledger.history.verify().ok)\n"
    )
    assert ordinary(home, look) == ["full", "3 True", "full", "4 True"]
    assert names(home) == [NAME]


def test_where_there_is_no_room_for_an_index_either_viewing_goes_on(home: Path) -> None:
    look = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))\n"
    assert ordinary(home, f"{look}{LOOK}") == [READ, UNUSABLE]


def test_a_file_moved_away_takes_its_last_decisions_with_it(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    away.mkdir()
    ledger = Ledger(home)
    for kind in ("accepted", "noticed", "withdrawn"):
        ledger.append(kind)
    (home / NAME).rename(away / NAME)
    with refuses(Code.DECISION_GONE):
        ledger.events()
    assert kinds(away) == ["accepted", "noticed", "withdrawn"]
    # What begins anew is another record, and nothing of the first is in it.
    with closing(Ledger(home)) as anew:
        anew.append("declined")
    ledger.close()
    assert kinds(home) == ["declined"]
    assert names(home) == [NAME]


def test_a_file_put_in_its_place_is_read_and_no_other_mixed_into_it(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    for kind in ("declined", "noticed"):
        with closing(Ledger(other)) as ledger:
            ledger.append(kind)
    ledger = Ledger(home)
    for kind in ("accepted", "noticed", "paused"):
        ledger.append(kind)
    (other / NAME).replace(home / NAME)
    with refuses(Code.DECISION_GONE):
        ledger.append("withdrawn")
    ledger.close()
    assert kinds(home)[:2] == ["declined", "noticed"]
    with closing(Ledger(home)) as again:
        assert again.history.verify().ok


def test_a_folder_that_vanishes_is_told_and_made_again_by_the_next_decision(tmp_path: Path) -> None:
    home = tmp_path / "home"
    ledger = Ledger(home)
    ledger.append("accepted")
    shutil.rmtree(home)
    with refuses(Code.DECISION_GONE):
        ledger.events()
    with closing(Ledger(home)) as anew:
        anew.append("declined")
        assert [each.kind for each in anew.events()] == ["declined"]


@pytest.mark.parametrize("what", ["a folder", "a pipe", "a link"])
def test_what_is_no_file_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / NAME
    if what == "a folder":
        path.mkdir()
    elif what == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere")
    with pytest.raises(Refused):
        Ledger(tmp_path).events()
    with pytest.raises(Refused):
        Ledger(tmp_path).append("accepted")


def test_a_home_that_is_a_file_holds_nothing_and_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    assert Ledger(tmp_path / "home").events() == []
    with pytest.raises(OSError, match="home"):
        Ledger(tmp_path / "home").append("accepted")


def test_a_forked_process_has_connections_of_its_own(tmp_path: Path) -> None:
    script = (
        "ledger.append('accepted')\n"
        "child = os.fork()\n"
        "inherited = len(ledger._store._idle._idle)\n"
        "ledger.append('noticed')\n"
        "if child: os.waitpid(child, 0); assert len(ledger.events()) == 3\n"
        "else: assert not inherited\n"
    )
    assert ordinary(tmp_path, script) == []
    assert kinds(tmp_path) == ["accepted", "noticed", "noticed"]
    assert names(tmp_path) == [NAME]


def test_a_folder_with_any_name_and_by_any_way_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = tmp_path / os.fsdecode(b"50%? #1&\xff '\"")
    (tmp_path / "link").symlink_to(odd)
    monkeypatch.chdir(tmp_path)
    for folder in (odd, tmp_path / "link", Path(odd.name)):
        with closing(Ledger(folder)) as ledger:
            ledger.append("noticed")
    assert kinds(odd) == ["noticed"] * 3
    assert names(odd) == [NAME]


def test_what_cannot_be_looked_for_is_not_taken_for_empty(home: Path) -> None:
    home.chmod(0o000)
    script = "try: ledger.events()\nexcept OSError: print('told')"
    assert ordinary(home, script) == ["told"]
    home.chmod(0o700)
    with pytest.raises(Unavailable), Ledger(None)._store.transaction():
        pass
