"""What all pages share: title, one sentence, room around; it scrolls in a low window, and its foot stays in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication, QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.models.live import Live
from gui.models.search import Place
from gui.widgets import scroll
from gui.widgets.label import label, title

SIDE = theme.WIDE + 4
# Counted in the text's own size: below this width what belongs to the title stands under it, and below this height the
# foot scrolls with the rest, of which it would leave too little to be seen.
NARROW_POINTS, LOW_POINTS = 50, 45
TURNS = {
    Qt.Key.Key_PageDown.value: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp.value: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class Page(QWidget):
    """A titled page. `key` is its name in the sidebar and for --page."""

    page_asked = Signal(str)
    handbook_asked = Signal()

    def __init__(self, key: str, heading: str, sentence: str) -> None:
        super().__init__()
        self.key = key
        self.heading = heading
        self.setAccessibleName(heading)
        self._area = _scrolled(inside := QWidget())
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._area, 1)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(SIDE, theme.WIDE - 4, SIDE, theme.MEDIUM)
        self.column.setSpacing(theme.MEDIUM)
        self._pinned: QWidget | None = None
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._title, self._sentence = title(heading), label(sentence, muted=True, wrap=True)
        self.top.addWidget(self._title, 1)
        head = QVBoxLayout()
        head.setSpacing(theme.TINY)
        head.addLayout(self.top)
        head.addWidget(self._sentence)
        self.column.addLayout(head)

    def pin(self, first: QWidget, *others: QWidget) -> None:
        """Keep these in sight in one row, below all that scrolls; the first takes what room there is."""
        self._pinned = QWidget()
        row = QHBoxLayout(self._pinned)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(first, 1)
        for each in others:
            row.addWidget(each)
        self._place_pinned(low=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide what there is room for."""
        points, direction = self.font().pointSizeF(), QBoxLayout.Direction
        narrow = self.width() / points < NARROW_POINTS
        self.top.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._place_pinned(low=self.height() / points < LOW_POINTS)
        super().resizeEvent(event)

    def _place_pinned(self, *, low: bool) -> None:
        where = self.column if low else self._whole
        if self._pinned is None or where.indexOf(self._pinned) >= 0:
            return
        held = QApplication.focusWidget()
        # A widget that gets another parent loses the keyboard.
        keeps = held is not None and self._pinned.isAncestorOf(held)
        where.addWidget(self._pinned)
        self._pinned.show()
        if held is not None and keeps:
            held.setFocus()
        self.column.setContentsMargins(SIDE, theme.WIDE - 4, SIDE, theme.MEDIUM if low else 0)
        around = (0, 0, 0, 0) if low else (SIDE, theme.MEDIUM, SIDE, theme.MEDIUM)
        self._pinned.setContentsMargins(*around)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page, wherever on it the keyboard is and has no other use for these keys."""
        if turn := TURNS.get(event.key()):
            self._area.verticalScrollBar().triggerAction(turn)
        else:
            super().keyPressEvent(event)

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


def _scrolled(inside: QWidget) -> QScrollArea:
    """In a frame that scrolls up and down where the window is too low."""
    area = QScrollArea()
    scroll.dress(area)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    return area
