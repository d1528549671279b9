"""What all pages share: title, one sentence, room around."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.models.live import Live
from gui.models.search import Place
from gui.widgets.label import label, title


class Page(QWidget):
    """A titled page. `key` is its name in the sidebar and for --page."""

    page_asked = Signal(str)
    handbook_asked = Signal()

    def __init__(self, key: str, heading: str, sentence: str) -> None:
        super().__init__()
        self.key = key
        self.heading = heading
        self.setAccessibleName(heading)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.WIDE + 4, theme.WIDE - 4, theme.WIDE + 4, theme.MEDIUM)
        self.column.setSpacing(theme.MEDIUM)
        self.top = QHBoxLayout()
        self._title, self._sentence = title(heading), label(sentence, muted=True, wrap=True)
        self.top.addWidget(self._title, 1)
        head = QVBoxLayout()
        head.setSpacing(theme.TINY)
        head.addLayout(self.top)
        head.addWidget(self._sentence)
        self.column.addLayout(head)

    def set_heading(self, heading: str, sentence: str) -> None:
        """Say what the page is now; the same words change nothing."""
        for target, text in ((self._title, heading), (self._sentence, sentence)):
            if target.text() != text:
                target.setText(text)
        self.heading = heading
        self.setAccessibleName(heading)

    @property
    def busy(self) -> bool:
        """Whether something asked for has not come yet."""
        return False

    def reveal(self, place: Place) -> None:
        """Choose what was found here."""

    def show_live(self, live: Live) -> None:
        """Take a new reading."""

    def tick(self) -> None:
        """A second has passed while this page is in front."""

    def leave(self) -> None:
        """Another page comes to the front."""
