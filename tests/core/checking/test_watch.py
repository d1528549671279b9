"""Of a watched folder, what is new or changed is named once, when nobody writes to it any more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.checking import walk
from core.checking.walk import Watch
from core.errors import Code, Refused


def write(path: Path, text: str, second: int = 0) -> Path:
    """A file last changed at this second."""
    path.write_text(text)
    os.utime(path, (second, second))
    return path


def test_what_lies_there_already_is_not_new(tmp_path: Path) -> None:
    write(tmp_path / "old", "old")
    watch = Watch(tmp_path)
    assert [watch.look() for _ in range(3)] == [[], [], []]


def test_a_new_file_is_named_once_and_only_when_it_has_settled(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    watch.look()
    path = write(tmp_path / "new", "a", 1)
    assert watch.look() == []
    write(path, "ab", 2)
    assert watch.look() == []
    assert watch.look() == [path]
    assert watch.look() == []


def test_a_changed_file_is_named_again(tmp_path: Path) -> None:
    path = write(tmp_path / "file", "a", 1)
    watch = Watch(tmp_path)
    watch.look()
    write(path, "b", 2)
    assert [watch.look() for _ in range(3)] == [[], [path], []]


def test_files_in_its_folders_are_watched_and_links_are_not(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", "o")
    folder = tmp_path / "watched"
    (folder / "below").mkdir(parents=True)
    watch = Watch(folder)
    watch.look()
    path = write(folder / "below" / "new", "n")
    (folder / "link").symlink_to(outside)
    assert [watch.look() for _ in range(3)] == [[], [path], []]


def test_a_file_that_is_gone_and_comes_back_is_new(tmp_path: Path) -> None:
    path = write(tmp_path / "file", "a", 1)
    watch = Watch(tmp_path)
    watch.look()
    path.unlink()
    watch.look()
    write(path, "a", 1)
    assert [watch.look() for _ in range(2)] == [[], [path]]


def test_a_folder_that_is_away_is_told_and_what_was_in_it_is_not_new_when_it_is_back(tmp_path: Path) -> None:
    folder, away = tmp_path / "watched", tmp_path / "away"
    folder.mkdir()
    write(folder / "file", "a", 1)
    watch = Watch(folder)
    watch.look()
    folder.rename(away)
    assert watch.look() == []
    assert watch.trouble == Refused(Code.FOLDER_GONE)
    away.rename(folder)
    assert [watch.look() for _ in range(2)] == [[], []]
    assert watch.trouble is None


def test_what_was_not_seen_for_once_is_not_new_when_it_is_seen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        write(tmp_path / str(number), "x")
    watch = Watch(tmp_path)
    watch.look()
    with monkeypatch.context() as once:
        once.setattr(walk, "MOST_ENTRIES", 2)
        assert watch.look() == []
        assert watch.trouble
    assert [watch.look() for _ in range(2)] == [[], []]


def test_a_folder_that_is_not_there_yet_begins_when_it_is(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "later")
    assert watch.look() == []
    (tmp_path / "later").mkdir()
    write(tmp_path / "later" / "first", "f")
    assert [watch.look() for _ in range(2)] == [[], []]
    new = write(tmp_path / "later" / "second", "s")
    assert [watch.look() for _ in range(2)] == [[], [new]]


def test_a_folder_too_full_to_watch_is_told(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / str(number), "x")
    watch = Watch(tmp_path, most=3)
    watch.look()
    assert watch.trouble == Refused(Code.CHECKED_TOO_MANY, most=3)
    write(tmp_path / "0", "changed", 9)
    assert [watch.look() for _ in range(2)] == [[], [tmp_path / "0"]]
