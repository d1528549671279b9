"""Only what is surely a file is read, and what changes meanwhile is told: none of it waits, and no line names it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import Code, Refused
from core.inspectors import regular
from core.inspectors.regular import opened
from core.wording.errors import sentence


def refused(path: Path, meanwhile: Callable[[], object] = lambda: None) -> Code:
    """Why it is not read; `meanwhile` happens while it is."""

    def read() -> None:
        with opened(path) as file:
            file.read(1)
            meanwhile()

    with pytest.raises(Refused) as why:
        read()
    line = sentence(why.value)
    assert path.name not in line
    assert line.isprintable()
    return why.value.code


def link_loop(path: Path) -> None:
    path.symlink_to(path)


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def nothing(_: Path) -> None:
    pass


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def too_large(path: Path) -> None:
    path.touch()
    os.truncate(path, regular.LARGEST + 1)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (os.mkfifo, Code.CHECKED_DEVICE),
        (a_socket, Code.CHECKED_DEVICE),
        (an_endless_device, Code.CHECKED_DEVICE),
        (Path.mkdir, Code.CHECKED_FOLDER),
        (link_loop, Code.CHECKED_LINKS_CIRCLE),
        (link_to_nothing, Code.CHECKED_MISSING),
        (nothing, Code.CHECKED_MISSING),
        (too_large, Code.CHECKED_TOO_LARGE),
    ],
)
def test_what_is_no_file_to_be_read_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], object], code: Code
) -> None:
    path = tmp_path / "what-is-named"
    make(path)
    assert refused(path) is code


@pytest.mark.parametrize("place", ["kmsg", "version", "self/status", "self/mem", "self/environ", "self/cwd/here"])
def test_what_the_system_makes_up_as_it_is_read_is_refused_and_never_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").touch()
    if not Path("/proc", place).exists():
        # Another system has no such place, and says so.
        assert refused(Path("/proc", place)) == Code.CHECKED_MISSING
    elif place.endswith("here"):
        with opened(Path("/proc", place)) as file:
            assert file.read() == b""
    else:
        monkeypatch.setattr(os, "open", lambda *_: pytest.fail("it was opened"))
        assert refused(Path("/proc", place)) == Code.CHECKED_MADE_UP


@pytest.mark.parametrize(
    ("name", "code"),
    [("x" * 300, Code.CHECKED_NAME_TOO_LONG), ("nul\0", Code.CHECKED_NAME_UNFIT), ("a/b", Code.CHECKED_MISSING)],
)
def test_a_name_that_can_be_none_is_refused(tmp_path: Path, name: str, code: Code) -> None:
    (tmp_path / "a").touch()
    assert refused(tmp_path / name) is code


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path: Path) -> None:
    path.write_bytes(b"same size")


def replace(path: Path) -> None:
    fresh = path.with_name("fresh")
    fresh.write_bytes(b"also here")
    os.utime(fresh, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    fresh.replace(path)


@pytest.mark.parametrize("change", [grow, rewrite, replace, Path.unlink, lambda path: os.truncate(path, 0)])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, change: Callable[[Path], object]) -> None:
    path = tmp_path / "moving"
    path.write_bytes(b"some text")
    os.utime(path, ns=(0, 0))
    assert refused(path, lambda: change(path)) == Code.CHECKED_CHANGED


def test_a_pipe_that_takes_the_place_of_a_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, pipe, really_open = tmp_path / "swapped", tmp_path / "fifo", os.open
    path.touch()
    os.mkfifo(pipe)

    def just_before(asked: Path, flags: int) -> int:
        pipe.replace(path)
        return really_open(asked, flags)

    monkeypatch.setattr(os, "open", just_before)
    assert refused(path) == Code.CHECKED_DEVICE


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"read")
    (tmp_path / "link").symlink_to("file")
    with opened(tmp_path / "link") as file:
        assert file.read() == b"read"
