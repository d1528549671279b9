"""The handbook in a window of its own: one page at a time, and the way back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.log import Log
from core.wording import handbook as wording
from core.wording.window import CLOSE
from gui import theme
from gui.bridge import Bridge
from gui.pages.handbook.chapter import CONTENTS, Chapter, absent, read
from gui.pages.handbook.text import HandbookText
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.focus_ring import FocusRing

WIDTH, HEIGHT = 860, 760


class Handbook(QWidget):
    """A window with one page of the handbook, and the way back; pages are read on a worker."""

    def __init__(self, window: QWidget, folder: Path, log: Log) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self._under, self._folder = window, folder
        self._bridge = Bridge(log, self)
        self._asked = 0
        self._chapter: Chapter | None = None
        # Where somebody came from: the page, and how far down.
        self._trail: list[tuple[str, float]] = []
        self.setAccessibleName(wording.NAME)
        self.setWindowTitle(wording.NAME)
        self.resize(WIDTH, HEIGHT)
        self._build()
        FocusRing.install(self)

    def _build(self) -> None:
        self._back, self._contents, close = Button(wording.BACK), Button(wording.CONTENTS), Button(CLOSE)
        self._text = HandbookText()
        self._text.chapter_asked.connect(self.turn_to)
        self._back.clicked.connect(self.go_back)
        self._contents.clicked.connect(partial(self.turn_to, CONTENTS))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        for each in (self._back, self._contents):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(close)
        card = Card(padding=1)
        card.column.addWidget(self._text)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        column.setSpacing(theme.MEDIUM)
        column.addLayout(row)
        column.addWidget(card, 1)
        # Kept: Qt does not own them.
        self._shortcuts = []
        for key, act in (
            (QKeySequence.StandardKey.Cancel, self.close),
            (QKeySequence.StandardKey.Back, self.go_back),
            (QKeySequence.StandardKey.HelpContents, partial(self.turn_to, CONTENTS)),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)
            self._shortcuts.append(shortcut)

    @property
    def busy(self) -> bool:
        """Whether a page that was asked for has not come yet."""
        return self._asked > 0

    @property
    def key(self) -> str:
        """The page that is shown, "" before the first one."""
        return self._chapter.key if self._chapter is not None else ""

    def open(self, key: str) -> None:
        """Show the window with this page."""
        self.turn_to(key)
        self.show()
        self.activateWindow()
        self._text.setFocus()

    def turn_to(self, key: str) -> None:
        """Show this page; the one that was shown is the way back."""
        if self._chapter is not None and key != self.key:
            self._trail.append((self.key, self._text.place))
        self._read(key, 0.0)

    def go_back(self) -> None:
        """Show the page before, scrolled to where it was left."""
        if self._trail:
            self._read(*self._trail.pop())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to the window it belongs to."""
        super().closeEvent(event)
        self._under.window().activateWindow()

    def _read(self, key: str, place: float) -> None:
        self._asked += 1
        self._bridge.run(partial(read, self._folder, key), partial(self._show, place), partial(self._miss, key))

    def _show(self, place: float, chapter: Chapter) -> None:
        self._asked -= 1
        if self._asked:
            # Another one was asked for since.
            return
        self._chapter = chapter
        self.setWindowTitle(wording.WINDOW_TITLE.format(chapter=chapter.title))
        self._text.show_chapter(chapter, place)
        self._back.setEnabled(bool(self._trail))

    def _miss(self, key: str, _: BaseException) -> None:
        self._show(0.0, absent(key))
