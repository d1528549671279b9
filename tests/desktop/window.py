"""A real window in a process of its own: everything in it is found by its role and its name."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tests.commands import REPOSITORY, command, environment
from tests.desktop.accessible import Gone, Node
from tests.desktop.desktop import Desktop

SECONDS = 30.0
TICK = 0.02
BUTTON, SWITCH, MENU, LABEL, LIST, TABLE, TAB, FIELD = (
    *("push button", "check box", "button menu", "label", "list", "table", "page tab", "text"),
)
# What Qt says whenever it is asked about something that is no more there.
WENT_AWAY = "qt.accessibility.atspi: Could not find accessible on path: "
Found = TypeVar("Found")


class Window:
    """One running viewer, as it can be read; what is not there yet is waited for, but not for ever."""

    def __init__(self, desk: Desktop, process: subprocess.Popen[bytes], complaints: Path) -> None:
        self.desk, self.process, self._complaints = desk, process, complaints
        self.program = self.until(lambda: desk.bus.program(process.pid), "a program that can be read")

    @property
    def complaints(self) -> list[str]:
        """What it wrote on stderr."""
        lines = self._complaints.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if not line.startswith(WENT_AWAY)]

    def until(self, question: Callable[[], Found | None], what: str) -> Found:
        """The answer, once there is one; the window must live on meanwhile."""
        end, last = time.monotonic() + SECONDS, ""
        while time.monotonic() < end:
            try:
                if found := question():
                    return found
            except Gone as gone:
                last = str(gone)
            assert self.process.poll() is None, f"the window ended: {self.complaints}"
            time.sleep(TICK)
        shown = ["…"]
        with suppress(Gone):
            shown = [each.name for each in self.shown()]
        raise AssertionError(f"waited for {what} in vain. {last} Shown: {list(filter(None, shown))}")

    def whole(self, question: Callable[[], Found]) -> Found:
        """The answer, from while nothing of what it is about goes away."""
        return self.until(lambda: [question()], "an answer")[0]

    def shown(self, *states: str) -> list[Node]:
        """Everything that can be seen, and is so. Some of it may be gone by the time it is asked."""
        return self.program.inside("showing", *states)

    def all(self, role: str) -> list[Node]:
        """Everything of this role that can be seen."""
        return self.whole(lambda: [each for each in self.shown() if each.role == role])

    def names(self, role: str) -> list[str]:
        """How everything of this role is called."""
        return self.whole(lambda: [each.name for each in self.shown() if each.role == role])

    def find(self, role: str, name: str) -> Node:
        """The one thing of this role and name that can be seen and used, once it is there."""
        return self.until(lambda: self._one(role, name), f"{role} “{name}”")

    def act(self, role: str, name: str, action: str) -> None:
        """Do this with it, once that can be done."""
        self.until(lambda: self._is_done(role, name, action), f"{role} “{name}” that can be asked to {action}")

    def _one(self, role: str, name: str) -> Node | None:
        found = [each for each in self.shown("enabled") if each.role == role and each.name == name]
        assert len(found) < 2, f"{len(found)} are called {name}"
        return found[0] if found else None

    def _is_done(self, role: str, name: str, action: str) -> bool:
        node = self._one(role, name)
        if node is not None:
            node.act(action)
        return node is not None


@contextmanager
def opened(desk: Desktop, home: Path, **variables: str) -> Iterator[Window]:
    """A window of this home; it must live to the end, and complain of nothing."""
    asked = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", **desk.variables, **variables}
    complaints = home.with_name("complaints")
    with complaints.open("wb") as told:
        process = subprocess.Popen(
            command("gui", "--theme", "light"), cwd=REPOSITORY, env=environment(home, **asked), stderr=told
        )
    try:
        window = Window(desk, process, complaints)
        yield window
        assert (process.poll(), window.complaints) == (None, []), window.complaints
    finally:
        process.kill()
        process.wait()
