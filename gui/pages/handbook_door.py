"""The ways into the handbook: F1 on any page, and a button. The handbook is built when somebody first takes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from core import paths

if TYPE_CHECKING:
    from gui.pages.handbook import Handbook


class HandbookDoor(QObject):
    """One handbook for a window; opened again it is the same one."""

    def __init__(self, window: QWidget, front: Callable[[], str]) -> None:
        """`front` names the page in front, "" where there is none yet."""
        super().__init__(window)
        self._window, self._front = window, front
        self._book: Handbook | None = None
        # Kept: Qt does not own it.
        self._shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window)
        self._shortcut.activated.connect(self.open)

    @property
    def book(self) -> Handbook:
        """The handbook."""
        if self._book is None:
            from gui.pages.handbook import Handbook

            self._book = Handbook(self._window, paths.handbook())
        return self._book

    def open(self) -> None:
        """Open it at what it says of the page in front."""
        from gui.pages.handbook_chapter import CONTENTS

        self.book.open(self._front() or CONTENTS)

    def open_contents(self) -> None:
        """Open it at its list of pages."""
        from gui.pages.handbook_chapter import CONTENTS

        self.book.open(CONTENTS)
