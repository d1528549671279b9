"""A keyboard, and where its focus is told to be."""

from __future__ import annotations

import subprocess

from tests.desktop.accessible import Node
from tests.desktop.window import SECONDS, TAB, Window

# A list or table is one stop for the keyboard, whichever of these is told to have the focus.
ITEMS = {"list item", "cell", TAB}


class Keyboard:
    """The one of the window's screen."""

    def __init__(self, window: Window) -> None:
        self._window = window
        # There is no window manager that would give it to the window.
        self._of_window("windowfocus")
        window.until(lambda: any("active" in each.states for each in window.program.children), "an active window")

    def press(self, key: str) -> None:
        """Press a key."""
        self._xdotool("key", key)

    def type(self, text: str) -> None:
        """Type this."""
        self._xdotool("type", text)

    def forget(self) -> None:
        """Tell of what takes the focus from now on."""
        self._window.desk.bus.focused()

    def focus(self) -> Node:
        """What has taken the focus, once something has since this was last asked."""
        window, bus = self._window, self._window.desk.bus
        moved = window.until(bus.focused, "a move of the focus")
        # Once the window has answered anything, all that belongs to this move has been told.
        window.program.told("Accessible", "Name")
        return [*moved, *bus.focused()][-1]

    def stop(self) -> Node:
        """The same, of a row or a tab what it belongs to."""
        node = self.focus()
        return node.parent if node.role in ITEMS else node

    def resize(self, width: int, height: int) -> None:
        """Make the window so large, as one does by its edge."""
        self._of_window("windowsize", str(width), str(height))
        (whole,) = self._window.program.children
        self._window.until(lambda: whole.area[2:] == (width, height), "another size")

    def _of_window(self, *words: str) -> None:
        which = ("--onlyvisible", "--all", "--pid", str(self._window.process.pid), "--name", "Vitrine")
        self._xdotool("search", "--sync", *which, *words)

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._window.desk.variables, timeout=SECONDS, check=True)
