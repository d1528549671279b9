"""What is set about checks holds in the window: the path, the rules, the folder that is watched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.settings import Settings, save_settings
from gui.viewer import Viewer
from gui.widgets.switch import AskingSwitch
from tests.fakes.authority import Authority
from tests.fakes.eicar import EICAR
from tests.fakes.server import Peer, Server
from tests.gui.screen import part, read_again, texts
from tests.gui.settings import kept, row, saved
from tests.gui.user import press

FILES, ADDRESSES = "processed_object", "web_request"
# The engines load first.
PATIENCE = 30_000


def test_a_check_looks_where_the_user_says(viewer: Viewer, home: Path, qtbot: QtBot, tmp_path: Path) -> None:
    switch = part(row(viewer, "send_paths"), AskingSwitch)
    saved(qtbot, viewer, "send_paths", switch.click)
    assert (switch.isChecked(), kept(home)["send_paths"]) == (True, True)
    rules = row(viewer, "rules_folder")
    assert any(text.startswith("None now.") for text in texts(rules))
    saved(qtbot, viewer, "rules_folder", lambda: viewer.preferences.change("rules_folder", str(tmp_path)))
    assert any(text.startswith(f"Now {tmp_path}.") for text in texts(rules))
    gone = str(tmp_path / "gone")
    why = saved(qtbot, viewer, "rules_folder", lambda: viewer.preferences.change("rules_folder", gone))
    assert "is not a folder you can read" in why
    assert kept(home)["rules_folder"] == str(tmp_path)
    saved(qtbot, viewer, "rules_folder", lambda: press(rules, "None"))
    assert kept(home)["rules_folder"] == ""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Server]:
    """A server on this computer whose certificate is signed by itself."""
    (tmp_path / "keys").mkdir()
    with Server(Peer.read_all, Authority().server(tmp_path / "keys", is_self_signed=True)) as server:
        yield server


@pytest.mark.parametrize("on", [False, True])
def test_the_path_of_an_address_is_told_only_where_that_was_set(
    viewer: Viewer, home: Path, qtbot: QtBot, shop: Server, on: bool
) -> None:
    viewer.preferences.change("send_paths", "true" if on else "false")
    qtbot.waitUntil(lambda: viewer._settings.send_paths == on)
    with qtbot.waitSignal(viewer.checks.ended, timeout=PATIENCE):
        viewer.checks.check_address(f"https://127.0.0.1:{shop.port}/a/path?canary", allow_private=True)
    address = viewer.checks.rows(ADDRESSES)[0].cells[0]
    assert address == f"https://127.0.0.1:{shop.port}{'/a/path' if on else ''}"


def test_what_is_new_in_the_watched_folder_is_checked_and_what_lay_there_is_not(
    viewer: Viewer, home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    viewer._look_around()
    assert viewer._checks is None, "nothing is loaded where nothing is watched"
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "old.com").write_bytes(EICAR)
    save_settings(home, Settings(watched_folder=str(folder)))
    read_again(qtbot, viewer)
    viewer._look_around()
    qtbot.waitUntil(lambda: _known(viewer) == {"old.com"})
    (folder / "new.com").write_bytes(EICAR)
    with qtbot.waitSignal(viewer.checks.ended, timeout=PATIENCE) as said:
        # The second look finds it as it was.
        viewer._look_around()
        viewer._look_around()
    assert said.args == [FILES, "Done. 1 file checked.", False]
    assert [each.cells[0] for each in viewer.checks.rows(FILES)] == ["new.com"]


def test_a_watched_folder_that_is_gone_is_told_once(viewer: Viewer, home: Path, qtbot: QtBot, tmp_path: Path) -> None:
    save_settings(home, Settings(watched_folder=str(tmp_path / "gone")))
    read_again(qtbot, viewer)
    told: list[str] = []
    viewer.checks.ended.connect(lambda _key, line, _failed: told.append(line))
    with qtbot.waitCallback() as looked:
        for _ in range(3):
            viewer._look_around()
        viewer.checks._file_bridge.run(lambda: None, looked, looked)
    assert told == ["The watched folder: the folder is not there."]


def _known(viewer: Viewer) -> set[str] | None:
    """What lay in the watched folder at the last look."""
    watch = viewer.checks._watch
    return None if watch is None or watch[1]._known is None else {path.name for path in watch[1]._known}
