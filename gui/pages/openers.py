"""The ways into search and handbook: keys and buttons. Each is built when somebody first takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from core import paths
from core.log import Log
from core.wording import window as wording
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button
from gui.widgets.sidebar import SearchEntry, SidebarEntry

if TYPE_CHECKING:
    from gui.pages.handbook.window import Handbook
    from gui.pages.search import Search

KEY, SLASH = "Ctrl+K", "/"


class SearchOpener(QObject):
    """Opens the search by keys and buttons: `entry` is for the sidebar, `button` for where that is folded."""

    found = Signal(object)  # Place: where what was found is to be opened

    def __init__(self, window: QWidget, edition: Edition, rows: Sequence[SidebarEntry], actions: Commands) -> None:
        """`rows`: the sidebar's rows, whose pages can be found."""
        super().__init__(window)
        self._window, self._edition, self._rows, self._actions = window, edition, rows, actions
        self._panel: Search | None = None
        self._live: SnapshotState | None = None
        self.entry, self.button = SearchEntry(wording.SEARCH, KEY), Button(wording.SEARCH)
        for each in (self.entry, self.button):
            each.clicked.connect(self.open)
        # Kept: Qt does not own them.
        self._shortcuts = [QShortcut(QKeySequence(key), window) for key in (KEY, SLASH)]
        for shortcut in self._shortcuts:
            shortcut.activated.connect(self.open)

    @property
    def panel(self) -> Search:
        """The search, built when it is first asked for."""
        if self._panel is None:
            from gui.pages.search import Search

            self._panel = Search(self._window, self._edition, _names(self._rows), self._actions)
            self._panel.opened.connect(self.found)
            if self._live is not None:
                self._panel.show_live(self._live)
        return self._panel

    def open(self) -> None:
        """Open the search."""
        self.panel.open()

    def show_live(self, live: SnapshotState) -> None:
        """Search in this reading from now on."""
        self._live = live
        if self._panel is not None:
            self._panel.show_live(live)


def _names(rows: Sequence[SidebarEntry]) -> list[tuple[str, str, str]]:
    """Return each page's key, name, and the heading it stands under."""
    names, heading = [], ""
    for row in rows:
        if row.key is None:
            heading = row.text
        else:
            names.append((row.key, row.text, heading))
    return names


class HandbookOpener(QObject):
    """Opens the one handbook of a window by F1 and a button."""

    def __init__(self, window: QWidget, front: Callable[[], str], log: Log) -> None:
        """`front` names the page in front, "" where there is none yet."""
        super().__init__(window)
        self._window, self._front, self._log = window, front, log
        self._book: Handbook | None = None
        # Kept: Qt does not own it.
        self._shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window)
        self._shortcut.activated.connect(self.open)

    @property
    def book(self) -> Handbook:
        """The handbook, built when it is first asked for."""
        if self._book is None:
            from gui.pages.handbook.window import Handbook

            self._book = Handbook(self._window, paths.handbook(), self._log)
        return self._book

    def open(self) -> None:
        """Open the handbook at its page on the one in front."""
        from gui.pages.handbook.chapter import CONTENTS

        self.book.open(self._front() or CONTENTS)

    def open_contents(self) -> None:
        """Open the handbook at its list of pages."""
        from gui.pages.handbook.chapter import CONTENTS

        self.book.open(CONTENTS)
