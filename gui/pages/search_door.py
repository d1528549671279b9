"""The ways into the search: a key, a slash, two buttons. The search itself is built when somebody first takes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button
from gui.widgets.search_entry import SearchEntry
from gui.widgets.sidebar import SidebarEntry

if TYPE_CHECKING:
    from gui.pages.search import Search

NAME, KEY, SLASH = "Search", "Ctrl+K", "/"


class SearchDoor(QObject):
    """`entry` is for the sidebar, `button` for where that is folded."""

    found = Signal(object)  # Place: where what was found is to be opened

    def __init__(self, window: QWidget, edition: Edition, rows: Sequence[SidebarEntry], actions: Commands) -> None:
        """`rows`: those of the sidebar."""
        super().__init__(window)
        self._window, self._edition, self._rows, self._actions = window, edition, rows, actions
        self._panel: Search | None = None
        self._live: SnapshotState | None = None
        self.entry, self.button = SearchEntry(NAME, KEY), Button(NAME)
        for each in (self.entry, self.button):
            each.clicked.connect(self.open)
        # Kept: Qt does not own them.
        self._shortcuts = [QShortcut(QKeySequence(key), window) for key in (KEY, SLASH)]
        for shortcut in self._shortcuts:
            shortcut.activated.connect(self.open)

    @property
    def panel(self) -> Search:
        """The search."""
        if self._panel is None:
            from gui.pages.search import Search

            self._panel = Search(self._window, self._edition, _names(self._rows), self._actions)
            self._panel.opened.connect(self.found)
            if self._live is not None:
                self._panel.show_live(self._live)
        return self._panel

    def open(self) -> None:
        """Open it."""
        self.panel.open()

    def show_live(self, live: SnapshotState) -> None:
        """Look through these values from now on."""
        self._live = live
        if self._panel is not None:
            self._panel.show_live(live)


def _names(rows: Sequence[SidebarEntry]) -> list[tuple[str, str, str]]:
    """Every page with the heading it stands under."""
    names, heading = [], ""
    for row in rows:
        if row.key is None:
            heading = row.text
        else:
            names.append((row.key, row.text, heading))
    return names
