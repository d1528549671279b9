"""What is promised of the settings: a small file a person can read, replaced in one step, and never guessed at."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from core.settings import NAME, Settings, changed, load_settings, save_settings
from core.strict import Refused
from tests.commands import vitrinectl

GOOD = [
    ("theme", "dark"), ("theme", "contrast"), ("theme", "system"), ("text_percent", "100"), ("text_percent", "200"),
    ("refresh_seconds", "2"), ("refresh_seconds", "3600"),
]  # fmt: skip
WRONG = [
    ("theme", ""), ("theme", "Dark"), ("theme", "pink\u202e"), ("theme", "1"), ("text_percent", "99"),
    ("text_percent", "201"), ("text_percent", "1e2"), ("text_percent", "\uff11\uff10\uff10"), ("text_percent", "-100"),
    ("text_percent", " 150"), ("text_percent", "true"), ("refresh_seconds", "1"), ("refresh_seconds", "3601"),
    ("refresh_seconds", "9" * 10_000), ("refresh_seconds", "²"), ("nothing", "1"),
]  # fmt: skip


def test_without_a_file_there_are_defaults_and_none_is_made(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "home") == Settings("system", 100, 5)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("key", "text"), GOOD)
def test_what_was_set_is_there_again(tmp_path: Path, key: str, text: str) -> None:
    home = tmp_path / "new" / "home"
    save_settings(home, changed(load_settings(home), key, text))
    assert str(getattr(load_settings(home), key)) == text
    assert json.loads((home / NAME).read_bytes()).keys() == {"theme", "text_percent", "refresh_seconds"}
    assert [path.name for path in home.iterdir()] == [NAME]


@pytest.mark.parametrize(("key", "text"), WRONG)
def test_a_wrong_setting_is_refused_in_one_line(key: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        changed(Settings(), key, text)
    assert str(refused.value).isprintable()
    assert key in str(refused.value)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"theme": "pink"}', '{"nothing": 1}', '{"text_percent": 100.5}'])
def test_a_spoilt_file_is_refused_and_stays_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=NAME):
        load_settings(tmp_path)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == content


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    save_settings(tmp_path, Settings(theme="dark"))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left"):
        save_settings(tmp_path, Settings(theme="light"))
    assert load_settings(tmp_path).theme == "dark"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("below", ["", "home"])
def test_a_home_that_is_a_file_is_refused_in_one_line(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    done = vitrinectl(tmp_path / "file" / below, "settings", "set", "theme", "dark")
    assert done.code == 1
    assert "file" in done.line
    assert "Error" not in done.line
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_the_command_changes_one_setting_and_prints_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert vitrinectl(home, "settings", "set", "theme", "dark").out == b"theme = dark\n"
    assert vitrinectl(home, "settings", "set", "text_percent", "150").out == b"text_percent = 150\n"
    everything = vitrinectl(home, "settings", "--json")
    assert json.loads(everything.out) == {"theme": "dark", "text_percent": 150, "refresh_seconds": 5}
    assert vitrinectl(home, "settings", "get", "theme").out == b"theme = dark\n"


def test_the_command_refuses_what_it_cannot_set_and_changes_nothing(tmp_path: Path) -> None:
    done = vitrinectl(tmp_path / "home", "settings", "set", "theme", "pi\u202enk")
    assert (done.code, done.out) == (1, b"")
    assert done.line.isprintable()
    assert not (tmp_path / "home").exists()


def test_a_new_home_is_the_users_alone(tmp_path: Path) -> None:
    save_settings(tmp_path / "home", Settings())
    shared = stat.S_IMODE((tmp_path / "home").stat().st_mode) & 0o077
    assert shared == 0 or sys.platform == "win32"
