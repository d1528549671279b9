"""The window as pictures are drawn of it: brought into a state by what its user would press, and waited for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, Qt, SignalInstance
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTabBar, QWidget

from core.engine import Engine
from core.errors import Code, Unavailable
from core.wording.pictures import ALTS
from core.wording.window import SEARCH
from gui.shell import HEIGHT, WIDTH
from gui.state.commands import Commands
from gui.state.snapshot import SnapshotState
from gui.widgets.table import Table
from gui.window import Window

MANIFEST = "manifest.json"
# Texts ask their layouts for room, which lay out in the turn after.
TURNS = 4


class Subject(Protocol):
    """The viewer, as far as pictures need it."""

    window: Window
    actions: Commands

    def when_read(self, call: Callable[[], None]) -> None:
        """Call once, after the next reading has been shown."""

    def refresh(self) -> None:
        """Read again."""


class Stage:
    """One viewer, of which one picture after the other is drawn."""

    def __init__(self, viewer: Subject, engine: Engine, pictures: Pictures) -> None:
        self.viewer, self.window, self.engine = viewer, viewer.window, engine
        self._pictures = pictures

    @property
    def live(self) -> SnapshotState:
        """What is shown."""
        assert self.window.live is not None
        return self.window.live

    def raise_curtain(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        """Show the window in this size, with what is read now; a cursor would blink."""
        QApplication.setCursorFlashTime(0)
        self.window.resize(width, height)
        self.window.show()
        self.read()

    def read(self) -> None:
        """Read again, and wait until that is shown."""
        arrived: list[bool] = []
        self.viewer.when_read(lambda: arrived.append(True))
        self.viewer.refresh()
        _wait(lambda: not arrived)

    def show(self, **changes: Any) -> None:
        """Show what was read with this changed in it, until it is read again."""
        self.window.show_live(replace(self.live, **changes))

    def open(self, page: str, tab: str = "") -> None:
        """Open a page, and a tab of it by the beginning of its name."""
        self.window.choose(page)
        self._settle()
        if tab:
            self.choose_tab(tab)

    def choose_tab(self, name: str) -> None:
        """Open a tab that is to be seen."""
        for bar in self.window.findChildren(QTabBar):
            for index in range(bar.count()):
                if bar.isVisible() and bar.isTabVisible(index) and bar.tabText(index).startswith(name):
                    bar.setCurrentIndex(index)
        self._settle()

    def choose_row(self, words: str) -> None:
        """Choose the first row that a screen reader would name by these words."""
        for table in self.window.findChildren(Table):
            model = table.model()
            for row in range(model.rowCount() if table.isVisible() else 0):
                if words in str(model.headerData(row, Qt.Orientation.Vertical)):
                    table.selectRow(row)
                    return self._settle()
        raise LookupError(words)

    def search(self, words: str) -> None:
        """Open the search and type."""
        self.press(SEARCH, self.viewer.actions.recalled)
        field = next(each for each in self.window.findChildren(QLineEdit) if each.isVisible() and each.hasFocus())
        field.setText(words)
        self._settle()

    def press(self, words: str, until: SignalInstance | None = None) -> None:
        """Press a button, and wait for what it asks for."""
        loop = QEventLoop()
        if until is not None:
            until.connect(loop.quit)
        buttons = (each for each in self.window.findChildren(QPushButton) if each.isVisible())
        next(each for each in buttons if each.text() == words).click()
        if until is not None:
            loop.exec()
            until.disconnect(loop.quit)
        self._settle()

    def draw(self, state: str, alt: str = "") -> None:
        """Draw one more picture of the page in front; `alt` says what is to be seen where ALTS does not."""
        self._settle()
        page = self.window.page
        assert page is not None
        self._pictures.draw(self.window, page.key, state, page.heading, alt or ALTS[f"{page.key}.{state}"])

    def _settle(self) -> None:
        _wait(lambda: self.window.page is not None and self.window.page.busy)
        for _ in range(TURNS):
            QApplication.processEvents()


def _wait(until_over: Callable[[], bool]) -> None:
    while until_over():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@dataclass(frozen=True, slots=True)
class Pictures:
    """A folder of PAGE.STATE.THEME.LANGUAGE.SCALE.png, the same bytes at each run; their list is written at the end."""

    folder: Path
    theme: str
    language: str
    scale: float
    _drawn: list[dict[str, str]] = field(default_factory=list)

    def draw(self, window: QWidget, page: str, state: str, title: str, alt: str) -> None:
        """Draw the window; `alt` says in one sentence what is to be seen. Raises OSError."""
        name = f"{page}.{state}.{self.theme}.{self.language}.{self.scale:g}.png"
        if not window.grab().save(str(self.folder / name)):
            raise Unavailable(Code.FILE_UNWRITTEN, file=self.folder / name)
        self._drawn.append({"file": name, "page": page, "state": state, "title": title, "alt": alt})

    def end(self) -> None:
        """Write the list. Raises OSError."""
        text = json.dumps({"pictures": self._drawn}, ensure_ascii=False, indent=2)
        (self.folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
