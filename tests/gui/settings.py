"""The page of settings, as its user works with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.settings import NAME
from gui import theme
from gui.pages.settings import SettingsPage
from gui.viewer import Viewer
from gui.widgets.setting_row import MenuButton, SettingRow
from tests.gui.screen import part


def settings_page(viewer: Viewer) -> SettingsPage:
    """Open the page."""
    viewer.window.choose("settings")
    front = viewer.window.page
    assert isinstance(front, SettingsPage)
    QApplication.processEvents()
    return front


def row(viewer: Viewer, key: str) -> SettingRow:
    """The row of a setting."""
    return settings_page(viewer)._rows[key]


def saved(qtbot: QtBot, viewer: Viewer, key: str, act: Callable[[], object]) -> str:
    """Do it; what was said of it: "" if it was saved."""
    with qtbot.waitSignal(viewer.preferences.told, check_params_cb=lambda of, _: of == key) as told:
        act()
    QApplication.processEvents()
    assert told.args is not None
    return str(told.args[1])


def pick(viewer: Viewer, key: str, words: str) -> None:
    """Choose from the menu of a row."""
    menu = part(row(viewer, key), MenuButton).menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == words).trigger()


def ground(viewer: Viewer) -> theme.Colours:
    """The theme that is painted."""
    QApplication.processEvents()
    return theme.colours(viewer.window.palette())


def kept(home: Path) -> dict[str, object]:
    """What the file holds."""
    found: dict[str, object] = json.loads((home / NAME).read_bytes())
    return found
