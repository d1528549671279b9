"""The folders a user names are there when they are named, and their being gone later spoils no other setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Refused
from core.settings import FOLDERS, Settings, changed, load_settings, save_settings
from core.wording.errors import sentence


@pytest.mark.parametrize("key", FOLDERS)
def test_a_folder_is_kept_whole_and_taken_back_by_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    folder = tmp_path / "1 ä folder"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    for named in (str(folder), folder.name):
        save_settings(tmp_path / "home", changed(Settings(theme="dark"), key, named))
        assert getattr(load_settings(tmp_path / "home"), key) == str(folder)
    folder.rmdir()
    kept = load_settings(tmp_path / "home")
    assert kept.theme == "dark"
    assert changed(kept, key, "") == Settings(theme="dark")


@pytest.mark.parametrize("key", FOLDERS)
@pytest.mark.parametrize("name", ["missing", "file", "link", "hid\u202eden", "byte\udcff", "nul\0", "x" * 5000])
def test_what_is_no_folder_or_cannot_be_kept_is_refused_in_one_line(tmp_path: Path, key: str, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    for odd in ("hid\u202eden", "byte\udcff"):
        (tmp_path / odd).mkdir()
    with pytest.raises(Refused) as refused:
        changed(Settings(), key, str(tmp_path / name))
    assert sentence(refused.value).startswith(f"{key}: ") or refused.value.about["setting"] == key
    assert sentence(refused.value).isprintable()
