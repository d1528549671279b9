"""Does in the window what its user would do, and waits until it is done and shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.agreement import AgreementPage, RegionRow
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.switch import AskingSwitch
from tests.commands import vitrinectl
from tests.gui.screen import page, part, read_again, texts

GROUP = "environment"


def press(widget: QWidget, words: str) -> None:
    """Press the one button with these words that can be seen."""
    found = [button for button in widget.findChildren(Button) if button.text() == words and button.isVisible()]
    assert len(found) == 1, words
    found[0].click()


def acted(qtbot: QtBot, viewer: Viewer, act: Callable[[], object], name: str) -> str:
    """Do it, wait until it is done and shown, and return what was said."""
    with qtbot.waitSignal(viewer.actions.done, check_params_cb=lambda done, _: done == name) as said:
        act()
    read_again(qtbot, viewer)
    return str(said.args[1]) if said.args else ""


def accept(qtbot: QtBot, viewer: Viewer, region: str = "European Union") -> AgreementPage:
    """Accept as the user does: say where you live, press Accept."""
    viewer.window.choose("agreement")
    front = viewer.window.page
    assert isinstance(front, AgreementPage)
    menu = part(part(front, RegionRow), QMenu)
    next(action for action in menu.actions() if action.text().startswith(region)).trigger()
    acted(qtbot, viewer, lambda: press(front, "Accept"), "accept")
    # What comes with the agreement is put into the Outbox, and its pages show the next drafts.
    qtbot.waitUntil(lambda: any("3 waiting" in text for text in texts(viewer.window)))
    read_again(qtbot, viewer)
    return front


def switch_on(qtbot: QtBot, viewer: Viewer) -> None:
    """Switch the device on, and wait until its first submission is in the Outbox and its page shows the next draft."""
    acted(qtbot, viewer, switch(page(viewer, GROUP)).click, "choose")
    qtbot.waitUntil(lambda: any("4 waiting" in text for text in texts(viewer.window)))
    read_again(qtbot, viewer)


def kinds(home: Path) -> list[str]:
    """The decisions, as the terminal tells them."""
    events = json.loads(vitrinectl(home, "consent", "history", "--json").out)["events"]
    return [event["kind"] for event in events]


def switch(front: QWidget) -> AskingSwitch:
    """The switch of a group's page."""
    return part(front, AskingSwitch)
