"""The page for whoever helps: the line, the checks of `vitrinectl doctor`, and all of it to copy without secrets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import paths
from core.assembly import build
from core.demo.invented import HOME
from core.doctor import Check
from core.log import Log
from core.record.verification.verify import Progress
from core.secrets import Secrets
from core.settings import NAME as SETTINGS
from core.sources.install_record import NAME as INSTALL_RECORD
from core.wording.support import NO_FOLDER, NO_LOG, TITLES
from gui.pages.support import ChecksCard, SupportPage
from gui.state import support
from gui.viewer import Viewer
from gui.widgets.button import Button
from tests.commands import vitrinectl
from tests.gui.screen import page, part, pills, texts
from tests.gui.user import press

KEYS = ["files", "settings", "readings", "license", "keyring", "proxy", "state", "records"]


def opened(viewer: Viewer) -> SupportPage:
    """Open the page."""
    viewer.window.choose("support")
    front = viewer.window.page
    assert isinstance(front, SupportPage)
    return front


def checked(viewer: Viewer, qtbot: QtBot) -> SupportPage:
    """Open the page, and wait until it has checked."""
    front = opened(viewer)
    qtbot.waitUntil(lambda: not front.busy)
    QApplication.processEvents()
    return front


def again(front: SupportPage, qtbot: QtBot) -> None:
    """Press the button, and wait."""
    press(front, "Check again")
    qtbot.waitUntil(lambda: not front.busy)
    QApplication.processEvents()


def doctor(home: Path) -> list[dict[str, str]]:
    """What the terminal says."""
    found: list[dict[str, str]] = json.loads(vitrinectl(home, "doctor", "--json").out)["checks"]
    return found


def copied(front: SupportPage) -> str:
    """Everything, as it is copied."""
    press(front, "Copy all")
    return QGuiApplication.clipboard().text()


def test_the_line_is_the_one_at_the_foot_and_can_be_copied(viewer: Viewer, qtbot: QtBot) -> None:
    front = checked(viewer, qtbot)
    lines = [text for text in texts(viewer.window) if text.startswith("Vitrine 1.")]
    assert len(lines) == 2
    assert len(set(lines)) == 1
    assert " · Support · no region · practice · " in lines[0]
    press(front, "Copy")
    assert QGuiApplication.clipboard().text() == lines[0]
    assert "copied" in pills(front)
    page(viewer, "environment")
    opened(viewer)
    assert "copied" not in pills(front)


def test_the_checks_are_those_of_the_terminal_word_for_word(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    front = checked(viewer, qtbot)
    told = doctor(home)
    said = texts(part(front, ChecksCard))
    assert [check["key"] for check in told] == KEYS
    for check in told:
        assert TITLES[check["key"]] in said
        assert check["found"] in said
        assert check["meaning"] in said
    assert pills(front) == ["ok"] * len(KEYS)
    assert any(text.startswith("All 8 are in order. Checked today ") for text in texts(front))


def test_what_is_wrong_stands_first_with_what_to_do_until_it_is_mended(
    viewer: Viewer, home: Path, qtbot: QtBot
) -> None:
    home.mkdir(exist_ok=True)
    (home / SETTINGS).write_text('{"theme": "pink"}', encoding="utf-8")
    front = checked(viewer, qtbot)
    said = texts(part(front, ChecksCard))
    assert pills(front) == ["wrong", *["ok"] * (len(KEYS) - 1)]
    assert said.index("Settings") < said.index("Product and catalogue")
    assert "Next: Mend or remove the file." in said
    assert any(SETTINGS in text for text in said)
    assert any(text.startswith("1 of 8 is not in order. ") for text in texts(front))
    (home / SETTINGS).unlink()
    again(front, qtbot)
    assert pills(front) == ["ok"] * len(KEYS)
    assert "Next: Mend or remove the file." not in texts(front)


def test_whoever_comes_back_sees_how_things_are_now(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    front = checked(viewer, qtbot)
    viewer.window.choose("overview")
    (home / SETTINGS).write_text("{", encoding="utf-8")
    checked(viewer, qtbot)
    assert "wrong" in pills(front)


def test_the_text_that_is_copied_names_everything_and_no_folder_of_the_users_own(
    viewer: Viewer, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(home.parent))
    monkeypatch.setenv("USERPROFILE", str(home.parent))
    front = checked(viewer, qtbot)
    text = copied(front)
    assert str(home) in texts(front)
    assert str(home.parent) not in text
    assert f"The records lie in {Path('~') / home.name}\n" in text
    assert text.startswith(next(line for line in texts(front) if line.startswith("Vitrine 1.")))
    for check in doctor(home):
        assert f"ok    {TITLES[check['key']]}\n" in text
        assert check["found"].replace(str(home.parent), "~") in text
    for name, version in [*support.programs(), support.system()]:
        assert f"{name} {version}\n" in text
        assert version in texts(front)
    assert text.replace("\n", "").isprintable()


def test_what_files_hold_is_not_copied(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    home.mkdir(exist_ok=True)
    (home / SETTINGS).write_text('{"theme": "canary-one"}', encoding="utf-8")
    (home / INSTALL_RECORD).write_text('{"format": 1, "localization": "canary\u202etwo"}', encoding="utf-8")
    front = checked(viewer, qtbot)
    seen, text = " ".join(texts(part(front, ChecksCard))), copied(front)
    assert "canary" in seen
    assert "canary" not in text
    assert SETTINGS in text
    assert INSTALL_RECORD in text
    assert text.count("WRONG") == 2


def blocked(go_on: threading.Event, asked: list[str]) -> Callable[[Progress], list[Check]]:
    """A check that takes until it is let go."""

    def examine(_: Progress) -> list[Check]:
        asked.append("check")
        assert threading.current_thread() is not threading.main_thread()
        assert go_on.wait(10)
        return [Check("records", True, "found", "meaning")]

    return examine


def test_while_it_checks_the_window_goes_on(viewer: Viewer, qtbot: QtBot) -> None:
    go_on, asked = threading.Event(), list[str]()
    viewer._examine = blocked(go_on, asked)
    front = opened(viewer)
    assert front.busy
    assert "Checking …" in texts(front)
    page(viewer, "environment")
    opened(viewer)
    go_on.set()
    qtbot.waitUntil(lambda: not front.busy)
    QApplication.processEvents()
    # Opened twice meanwhile, it was checked once.
    assert (pills(front), asked) == (["ok"], ["check"])


def without_end(progress: Progress) -> list[Check]:
    """The check of a record without end."""
    while progress(1, 2):
        pass
    return []


def test_a_long_check_tells_how_far_it_is_and_can_be_stopped(viewer: Viewer, qtbot: QtBot) -> None:
    viewer._examine = without_end
    front = opened(viewer)
    qtbot.waitUntil(lambda: "Checking the record: 1 of 2" in texts(front))
    press(front, "Stop")
    qtbot.waitUntil(lambda: not front.busy)
    qtbot.waitUntil(lambda: "Nothing was checked yet." in texts(front))
    assert not any("Checking" in text for text in texts(front))
    assert pills(front) == []
    viewer._examine = lambda _: [Check("records", True, "found", "meaning")]
    again(front, qtbot)
    assert pills(front) == ["ok"]


def test_whoever_closes_the_window_need_not_wait_for_it(home: Path, qtbot: QtBot) -> None:
    viewer = Viewer(build("real", {"VITRINE_HOME": str(home)}))
    qtbot.addWidget(viewer.window)
    viewer._examine = without_end
    viewer.window.show()
    opened(viewer)
    viewer.close()


def test_a_check_that_breaks_is_told_in_one_line(viewer: Viewer, qtbot: QtBot) -> None:
    def broken(_: Progress) -> list[Check]:
        raise OSError("the \u202edisk")

    viewer._examine = broken
    front = opened(viewer)
    qtbot.waitUntil(lambda: "It could not be finished: the <U+202E>disk." in texts(front))
    assert not front.busy


class Opener(QObject):
    """What opens folders in place of the system."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Open nothing, and remember."""
        self.urls.append(url)


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    # Its types ask for bytes, which it refuses.
    slot: Any = "take"
    QDesktopServices.setUrlHandler("file", made, slot)
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_the_button_opens_the_folder_of_the_records_and_nothing_else(
    viewer: Viewer, home: Path, qtbot: QtBot, opener: Opener
) -> None:
    front = checked(viewer, qtbot)
    press(front, "Open the folder")
    qtbot.waitUntil(lambda: bool(opener.urls))
    assert opener.urls == [QUrl.fromLocalFile(str(home))]
    assert opener.urls[0].isLocalFile()
    assert NO_FOLDER not in texts(front)


def test_a_folder_that_is_not_there_is_not_opened(qtbot: QtBot, tmp_path: Path, opener: Opener) -> None:
    viewer = Viewer(build("real", {"VITRINE_HOME": str(tmp_path / "none")}))
    qtbot.addWidget(viewer.window)
    viewer._examine = lambda _: []
    viewer.window.show()
    front = opened(viewer)
    press(front, "Open the folder")
    qtbot.waitUntil(lambda: NO_FOLDER in texts(front))
    assert opener.urls == []
    viewer.close()


def test_the_log_is_named_and_its_folder_opened_once_there_is_one(
    viewer: Viewer, home: Path, qtbot: QtBot, opener: Opener
) -> None:
    front = checked(viewer, qtbot)
    assert str(home / "log" / "window.log") in texts(front)
    press(front, "Open the log’s folder")
    qtbot.waitUntil(lambda: NO_LOG in texts(front))
    assert opener.urls == []
    Log(home, "window").start()
    press(front, "Open the log’s folder")
    qtbot.waitUntil(lambda: bool(opener.urls))
    assert opener.urls == [QUrl.fromLocalFile(str(home / "log"))]
    assert NO_LOG not in texts(front)


def test_the_samples_checks_are_of_the_sample_and_of_nothing_here(
    home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(_: Secrets, name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(Secrets, "read", asked)
    viewer = Viewer(build("demo", {"VITRINE_HOME": str(home)}))
    qtbot.addWidget(viewer.window)
    viewer.window.show()
    text = copied(checked(viewer, qtbot))
    assert [line for line in text.splitlines() if line.startswith(("ok", "WRONG"))] == [
        f"ok    {TITLES[key]}" for key in KEYS
    ]
    assert str(HOME) in text
    for here in (str(home), str(paths.resources()), *support.system()):
        assert here not in text
    assert not next(each for each in viewer.window.findChildren(Button) if each.text() == "Open the folder").isEnabled()
    viewer.close()
    assert not home.exists()
