"""A folder stands for the files in it: in order, never through a link, and not without end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.checking import walk
from core.checking.walk import Listing
from core.errors import Code, Refused


def tree(folder: Path, *names: str) -> list[Path]:
    """Files of these names."""
    made = [folder / name for name in names]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return made


def test_the_files_of_a_folder_come_by_name_and_then_those_of_its_folders(tmp_path: Path) -> None:
    made = tree(tmp_path, "b", "c", "a/z", "a/b/c", "d/e")
    found = Listing([tmp_path])
    assert found.files == [made[0], made[1], made[2], made[3], made[4]]
    assert found.unread == {}


def test_what_is_named_stays_in_its_order_and_counts_once(tmp_path: Path) -> None:
    one, two = tree(tmp_path, "one", "two")
    missing = tmp_path / "missing"
    assert Listing([two, missing, tmp_path, two]).files == [two, missing, one]


def test_no_link_in_a_folder_is_followed_and_nothing_but_files_is_listed(tmp_path: Path) -> None:
    outside = tree(tmp_path, "outside/file")[0]
    inside = tree(tmp_path, "inside/file")
    folder = tmp_path / "inside"
    (folder / "link").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent)
    (folder / "up").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    assert Listing([folder]).files == inside


def test_a_link_that_was_named_is_followed(tmp_path: Path) -> None:
    tree(tmp_path, "folder/file")
    (tmp_path / "link").symlink_to("folder")
    assert Listing([tmp_path / "link"]).files == [tmp_path / "link" / "file"]


def test_more_files_than_somebody_would_wait_for_are_left_out_and_that_is_told(tmp_path: Path) -> None:
    made = tree(tmp_path, *(f"{number:03}" for number in range(30)))
    found = Listing([tmp_path], most=20)
    assert found.files == made[:20]
    assert found.unread == {tmp_path: Refused(Code.CHECKED_TOO_MANY, most=20)}
    assert Listing([tmp_path], most=30).unread == {}


def test_a_folder_full_of_folders_ends_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_ENTRIES", 10)
    for number in range(30):
        (tmp_path / f"{number:03}" / "deeper").mkdir(parents=True)
    found = Listing([tmp_path])
    assert found.files == []
    assert Refused(Code.CHECKED_TOO_MANY, most=10) in found.unread.values()


def test_a_folder_that_goes_too_deep_is_told(tmp_path: Path) -> None:
    here = tmp_path
    before = Path.cwd()
    try:
        os.chdir(here)
        for _ in range(30):
            Path("x" * 200).mkdir()
            os.chdir("x" * 200)
    finally:
        os.chdir(before)
    found = Listing([tmp_path])
    assert found.files == []
    assert list(found.unread.values()) == [Refused(Code.CHECKED_NAME_TOO_LONG)]


def test_stopping_ends_the_walk(tmp_path: Path) -> None:
    tree(tmp_path, "a/file", "b/file")
    assert Listing([tmp_path], go_on=lambda: False).files == []
