"""The log tells what happened by codes and places in the code; whatever is done to its files, nothing else fails."""

from __future__ import annotations

import os
import re
import resource
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core import __version__
from core.log import FOLDER, MOST_BYTES, MOST_FILES, Kind, Log, LogLock
from tests.commands import REPOSITORY

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ [a-z]+( [a-z]+=\S+)*")
MANY = """
import sys
from pathlib import Path
from core.log import Log
log = Log(Path(sys.argv[1]), "window")
for number in range(int(sys.argv[3])):
    log.event("line", of=sys.argv[2], number=number, more="x" * 1100)
"""
SECRET = "/home/somebody/a secret"


def lines(home: Path, kind: Kind = "terminal") -> list[str]:
    """All lines, the oldest first."""
    found = sorted((home / FOLDER).glob(f"{kind}.log*"), key=lambda file: file.suffix, reverse=True)
    found.sort(key=lambda file: file.suffix == ".log")
    return [line for file in found for line in file.read_text("ascii").splitlines()]


def told(home: Path) -> list[str]:
    """The lines without time and process, and without the start."""
    return [line.split(" ", 2)[2] for line in lines(home) if " start " not in line]


def run(code: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *words], cwd=REPOSITORY)


def failed() -> BaseException:
    """An error whose text, cause and surroundings hold a secret."""

    def fail(secret: str) -> None:
        try:
            Path(secret).read_text("utf-8")
        except OSError as error:
            raise ValueError(f"about {secret}") from error

    with pytest.raises(ValueError, match="about") as caught:
        fail(SECRET)
    return caught.value


def test_nothing_is_made_and_no_logging_loaded_before_the_first_line(tmp_path: Path) -> None:
    code = f"import sys; from pathlib import Path; from core.log import Log; Log(Path({str(tmp_path)!r}), 'terminal')"
    assert run(f"{code}; assert 'logging' not in sys.modules").wait(60) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_has_something_to_tell_writes_its_start_and_its_end(tmp_path: Path) -> None:
    code = "import sys, pathlib; from core.log import Log; Log(pathlib.Path(sys.argv[1]), 'browser').start(qt='6')"
    assert run(code, str(tmp_path)).wait(60) == 0
    start, end = lines(tmp_path, "browser")
    assert f" start vitrine={__version__} python=" in start
    assert start.endswith(" qt=6")
    assert end.endswith(f" end vitrine={__version__}")
    assert all(LINE.fullmatch(line) for line in (start, end))


def test_an_error_is_told_by_types_and_places_and_by_nothing_else(tmp_path: Path) -> None:
    log = Log(tmp_path, "terminal")
    log.unexpected(failed())
    first, second = told(tmp_path)
    assert re.fullmatch(
        rf"unexpected type=builtins\.ValueError at={re.escape(__name__)}:\d+,{re.escape(__name__)}:\d+", first
    )
    assert re.fullmatch(r"unexpected type=builtins\.FileNotFoundError at=[\w.]+:\d+(,[\w.]+:\d+)+", second)
    text = log.file.read_text("ascii")
    assert not [word for word in ("secret", "somebody", "/", "about") if word in text]


@pytest.mark.parametrize("value", [SECRET, "two\nlines", "", "a b", "“quoted”", "x" * 5000])
def test_what_is_no_code_is_not_written(tmp_path: Path, value: str) -> None:
    log = Log(tmp_path, "terminal")
    log.event("delivery", result=value, count=3)
    assert told(tmp_path) == ["delivery result=? count=3"]


@pytest.mark.parametrize("name", [SECRET, "two\nlines", "", "a b", "a=b", "Delivery", "é", "x" * 100])
def test_what_is_no_name_is_not_written(tmp_path: Path, name: str) -> None:
    log = Log(tmp_path, "terminal")
    log.event(name, end="sent", **{name: 1})
    assert told(tmp_path) == ["? end=sent ?=1"]


def test_a_module_or_a_type_that_is_called_like_a_path_is_not_named(tmp_path: Path) -> None:
    kind = type(SECRET, (Exception,), {})
    with pytest.raises(kind) as caught:
        exec("raise kind", {"__name__": SECRET, "kind": kind})
    Log(tmp_path, "terminal").unexpected(caught.value)
    assert told(tmp_path) == [f"unexpected type=? at={__name__}:{caught.tb.tb_lineno},unnamed:1"]


def test_of_an_endless_recursion_the_innermost_places_are_told(tmp_path: Path) -> None:
    def endless() -> None:
        endless()

    with pytest.raises(RecursionError) as caught:
        endless()
    Log(tmp_path, "terminal").unexpected(caught.value)
    assert told(tmp_path)[0].count(",") == 29


@pytest.mark.parametrize("each", [500, 4000])
def test_of_four_processes_that_write_at_once_no_line_is_torn_or_lost(tmp_path: Path, each: int) -> None:
    """500 lines each are 2.4 MB in all, less than is kept; of 4000 each, the newest are kept."""
    running = [run(MANY, str(tmp_path), str(number), str(each)) for number in range(4)]
    assert [process.wait(120) for process in running] == [0] * 4
    found = lines(tmp_path, "window")
    assert all(LINE.fullmatch(line) for line in found)
    for number in range(4):
        mine = [int(at[1]) for line in found if (at := re.search(rf" of={number} number=(\d+)", line))]
        assert mine == list(range(each))[-len(mine) :]
        assert each > 500 or len(mine) == each
    files = sorted((tmp_path / FOLDER).glob("window.log*"))
    assert len(files) == (3 if each == 500 else MOST_FILES)
    assert all(file.stat().st_size <= MOST_BYTES for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / FOLDER).iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700


def test_threads_share_a_log(tmp_path: Path) -> None:
    log = Log(tmp_path, "terminal")
    threads = [
        threading.Thread(target=lambda: [log.event("line", number=number) for number in range(100)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told(tmp_path)) == sorted(f"line number={number}" for number in range(100) for _ in range(8))
    Log(tmp_path, "terminal").event("line")
    assert sum(" start " in line for line in lines(tmp_path)) == 1


def plant(home: Path, what: str) -> Path:
    """Something in the way of the log; and a file that must not be written."""
    other = home / "other"
    other.mkdir()
    (other / "file").write_text("kept", "ascii")
    folder = home / FOLDER
    if what == "a file for the folder":
        folder.write_text("kept", "ascii")
        return folder
    if what == "a link for the folder":
        folder.symlink_to(other)
    else:
        folder.mkdir()
    places = {"a link for the log": "terminal.log", "a link for the lock": LogLock.file, "a link out": "terminal.log"}
    if what in places:
        (folder / places[what]).symlink_to(other / "file" if what != "a link out" else home / "new")
    elif what == "a pipe":
        os.mkfifo(folder / "terminal.log")
    elif what == "a folder for the log":
        (folder / "terminal.log").mkdir()
    return other / "file"


PLANTED = [
    *("a file for the folder", "a link for the folder", "a link for the log", "a link for the lock", "a link out"),
    *("a pipe", "a folder for the log"),
]


@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_neither_written_nor_followed_and_nothing_fails(tmp_path: Path, what: str) -> None:
    kept = plant(tmp_path, what)
    before = sorted(tmp_path.rglob("*"))
    log = Log(tmp_path, "terminal")
    log.start()
    log.event("delivery", result="sent")
    log.unexpected(failed())
    assert kept.read_text("ascii") == "kept"
    assert set(tmp_path.rglob("*")) - set(before) <= {tmp_path / FOLDER / LogLock.file}


def test_where_the_folder_cannot_be_written_none_is_kept_and_nothing_fails() -> None:
    log = Log(Path("/proc/vitrine"), "terminal")
    log.event("delivery", result="sent")
    log.unexpected(failed())
    assert not log.file.exists()


def test_a_full_disk_leaves_whole_lines_and_the_log_goes_on_once_there_is_room(tmp_path: Path) -> None:
    log = Log(tmp_path, "terminal")
    log.event("before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.file.stat().st_size + 10, before[1]))
    try:
        log.event("during")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    log.event("after")
    assert told(tmp_path) == ["before", "after"]


def test_while_another_holds_the_lock_a_line_is_dropped_and_nothing_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.log.WAIT_SECONDS", 0.05)
    log = Log(tmp_path, "terminal")
    log.event("before")
    with LogLock(tmp_path / FOLDER):
        log.event("during")
    log.event("after")
    assert told(tmp_path) == ["before", "after"]


def test_a_call_waits_once_however_much_it_tells_and_whoever_else_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.log.WAIT_SECONDS", 0.25)
    log, written = Log(tmp_path, "terminal"), []
    threads = [threading.Thread(target=lambda: written.append(log.unexpected(failed()))) for _ in range(8)]
    begun = time.monotonic()
    with LogLock(tmp_path / FOLDER):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    # The start and the two lines of each, one after the other, would take 24 times as long.
    assert time.monotonic() - begun < 1.5
    assert written == [False] * 8
    assert not log.file.exists()


def test_a_folder_that_was_removed_is_not_made_anew_at_the_end(tmp_path: Path) -> None:
    code = (
        "import shutil, sys; from pathlib import Path; from core.log import Log\n"
        "home = Path(sys.argv[1]); Log(home, 'terminal').start(); shutil.rmtree(home)"
    )
    assert run(code, str(tmp_path / "home")).wait(60) == 0
    assert list(tmp_path.iterdir()) == []
