"""What all pages share: title, one sentence, room around; it scrolls in a low window, what is pinned stays in sight."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState
from gui.widgets import scroll_area
from gui.widgets.label import label, title
from gui.widgets.layout import fill, spaced
from gui.widgets.responsive_row import row

SIDE = theme.WIDE + 4
# Counted in the text's own size: below this width what belongs to the title stands under it, and below this height the
# footer scrolls with the rest, of which it would leave too little to be seen.
NARROW_POINTS, SHORT_POINTS = 50, 45
TURNS = {
    QKeySequence.StandardKey.MoveToNextPage: QAbstractSlider.SliderAction.SliderPageStepAdd,
    QKeySequence.StandardKey.MoveToPreviousPage: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class Page(QWidget):
    """A title, a sentence, and `column` for the rest. `key` is its name in the sidebar and for --page."""

    page_asked = Signal(str)
    place_asked = Signal(object)
    handbook_asked = Signal()

    def __init__(self, key: str, heading: str, sentence: str) -> None:
        super().__init__()
        self.key = key
        self.heading = heading
        self.setAccessibleName(heading)
        inside, self._area = QWidget(), QScrollArea()
        scroll_area.upright(self._area, inside)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Unseen where it has nothing to do, but there: a bar that comes and goes changes the width by which parts
        # decide what they show, and so whether the bar is needed.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._whole = fill(spaced(QVBoxLayout(self), 0), (self._area, 1))
        self.column = QVBoxLayout(inside)
        self._set_margins(theme.MEDIUM)
        self.column.setSpacing(theme.MEDIUM)
        self._pinned: QWidget | None = None
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._title, self._sentence = title(heading), label(sentence, muted=True, wrap=True)
        fill(self.top, (self._title, 1))
        self.column.addLayout(fill(spaced(QVBoxLayout(), theme.TINY), self.top, self._sentence))

    def pin(self, *parts: QWidget) -> None:
        """Keep these in sight in one row, below all that scrolls."""
        self._pinned = row(*parts)
        self._place_pinned(scrolls=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide by width and height what stands where."""
        points, direction = self.font().pointSizeF(), QBoxLayout.Direction
        narrow = self.width() / points < NARROW_POINTS
        self.top.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._place_pinned(scrolls=self.height() / points < SHORT_POINTS)
        super().resizeEvent(event)

    def _place_pinned(self, *, scrolls: bool) -> None:
        where = self.column if scrolls else self._whole
        if self._pinned is None or where.indexOf(self._pinned) >= 0:
            return
        # A widget that gets another parent loses the keyboard, also that of a window that is not in front.
        before = self.window().focusWidget()
        held = [each for each in self._pinned.findChildren(QWidget) if each is before]
        where.addWidget(self._pinned)
        self._pinned.show()
        for each in held:
            each.setFocus()
        self._set_margins(theme.MEDIUM if scrolls else 0)
        around = (0, 0, 0, 0) if scrolls else (SIDE, theme.MEDIUM, SIDE, theme.MEDIUM)
        self._pinned.setContentsMargins(*around)

    def _set_margins(self, bottom: int) -> None:
        # The scroll bar's room is part of the margin, so that all ends where what is pinned does.
        margins = SIDE, SIDE - scroll_area.THICKNESS
        left, right = reversed(margins) if self.isRightToLeft() else margins
        self.column.setContentsMargins(left, theme.WIDE - 4, right, bottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page also from what is pinned, outside of what scrolls."""
        for key, turn in TURNS.items():
            if event.matches(key):
                return self._area.verticalScrollBar().triggerAction(turn)
        return super().keyPressEvent(event)

    def set_heading(self, heading: str, sentence: str) -> None:
        """Set the page's title and sentence."""
        self._title.setText(heading)
        self._sentence.setText(sentence)
        self.heading = heading
        self.setAccessibleName(heading)

    @property
    def busy(self) -> bool:
        """Whether something this page asked for has not come yet."""
        return False

    def reveal(self, place: Destination) -> None:
        """Choose on this page what was found by the search."""

    def show_live(self, live: SnapshotState) -> None:
        """Show a new reading."""

    def tick(self) -> None:
        """Called every second while this page is in front."""

    def leave(self) -> None:
        """Called when another page comes to the front."""
