"""Somebody who uses the window without seeing it: by the names it tells, and by the keys of a keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core import __version__
from tests.commands import vitrinectl
from tests.desktop.keyboard import Keyboard
from tests.desktop.window import BUTTON, LABEL, LIST, MENU, SWITCH, Window

LINE, PART = f"Vitrine {__version__}", " · "


class Person:
    """Reads and uses one window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.keyboard = Keyboard(window)
        self.read(LINE)
        # Both stay where they are, whatever page is in front.
        self._line = [each for each in window.all(LABEL) if each.name.startswith(LINE)][-1]
        (self.sidebar,) = window.all(LIST)

    @property
    def pages(self) -> list[str]:
        """Every page by its name in the sidebar; how it stands is told behind a comma."""
        return [each.name.partition(",")[0] for each in self.sidebar.children if "focusable" in each.states]

    def open(self, page: str) -> None:
        """Choose a page in the sidebar, and wait until it is in front and has something to show."""
        rows = [each.name.partition(",")[0] for each in self.sidebar.children]
        assert self.sidebar.call("Selection.SelectChild", "i", rows.index(page))
        self.read_line(page)

    @property
    def heading(self) -> str:
        """What the page in front is called; its title says the same."""
        return self.window.whole(self._heading)

    def _heading(self) -> str:
        (stack,) = self.window.all("layered pane")
        page = next(each for each in stack.inside("showing") if each.role == "filler" and each.name)
        title = next(each.name for each in page.inside("showing") if each.role == LABEL)
        assert title == page.name
        return title

    def read(self, words: str) -> None:
        """Wait until a text with these words in it is shown."""
        self.window.until(lambda: any(words in each for each in self.window.names(LABEL)), f"“{words}”")

    def read_line(self, *parts: str) -> None:
        """Wait until the line for support has these parts."""
        self.window.until(lambda: set(parts) <= set(self._line.name.split(PART)), f"a line with {parts}")

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.window.act(BUTTON, name, "Press")

    def open_menu(self, name: str) -> None:
        """Open the menu of the button of this name; keys then move in it."""
        self.window.act(MENU, name, "ShowMenu")
        self.window.until(lambda: "pressed" in self.window.find(MENU, name).states, f"the menu “{name}”")
        self.keyboard.forget()

    def flip(self, name: str, *, on: bool, action: str) -> None:
        """Flip the switch of this name, which must stand the other way, and wait until it says that it is so."""
        switch = self.window.find(SWITCH, name)
        assert ("checked" in switch.states) is not on, f"{name}: it is so already"
        switch.act(action)
        self.window.until(lambda: ("checked" in switch.states) is on, f"“{name}” to be {'on' if on else 'off'}")


def told(home: Path, *asked: str) -> Any:
    """What the terminal tells of a home."""
    done = vitrinectl(home, *asked, "--json")
    assert done.code == 0, done.error
    return json.loads(done.out)
