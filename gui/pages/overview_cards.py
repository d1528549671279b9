"""The three cards of the overview: the license, what went, and what goes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.license import words
from gui import theme
from gui.state import licensed, sums
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.bar_chart import BarChart
from gui.widgets.button import Button, LinkButton
from gui.widgets.card import Card
from gui.widgets.label import label
from gui.widgets.progress_ring import ProgressRing
from gui.widgets.responsive_row import ResponsiveRow

FIGURE = 5
RING_LINES = 5.2
# Below this width, counted in the text's own size, the ring stands above its words.
RING_POINTS = 22


class NextCard(Card):
    """When the next submission goes, and the way to look at it before."""

    page_asked = Signal(str)

    def __init__(self, edition: Edition) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.TINY)
        self._edition = edition
        self._figure = label("…", points=FIGURE, weight=700, wrap=True)
        self._more = label("", muted=True, wrap=True)
        self._open = Button("")
        self._page = ""
        self._open.clicked.connect(self._ask)
        self._open.hide()
        self.column.addWidget(label("Next submission", muted=True))
        self.column.addWidget(self._figure)
        self.column.addWidget(self._more)
        self.column.addSpacing(theme.SMALL)
        self.column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addStretch(1)

    def show_live(self, live: SnapshotState) -> None:
        """Say when, how often, and what can be done until then."""
        figure, more, page, words = sums.next_submission(live, self._edition)
        self._page = page
        for target, text in ((self._figure, figure), (self._more, more)):
            target.setText(text)
        self._open.setText(words)
        self._open.setVisible(bool(page))

    def _ask(self) -> None:
        self.page_asked.emit(self._page)


class DaysCard(Card):
    """What was confirmed in the last 30 days; the figures are the sums of the bars."""

    def __init__(self) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.TINY)
        self._figure = label("…", points=FIGURE, weight=700)
        self._count = label("", muted=True, weight=500, wrap=True)
        self._bars = BarChart()
        self._first, self._last = label("", muted=True, points=-1), label("today", muted=True, points=-1)
        self.column.addWidget(label("Confirmed in the last 30 days, per day", muted=True, wrap=True))
        self.column.addLayout(_row(self._figure, self._count))
        self.column.addStretch(1)
        self.column.addWidget(self._bars)
        ends = QHBoxLayout()
        ends.addWidget(self._first)
        ends.addStretch(1)
        ends.addWidget(self._last)
        self.column.addLayout(ends)

    def show_live(self, live: SnapshotState) -> None:
        """Take the days."""
        total = sum(size for _, _, size in live.days)
        count = sum(number for _, number, _ in live.days)
        self._figure.setText("Not known" if live.unread else sums.size(total))
        self._count.setText("" if live.unread else f"in {sums.counted(count, 'submission')}")
        self._bars.show_days([size for _, _, size in live.days], sums.days_sentence(live.days))
        if live.days:
            self._first.setText(sums.day(live.days[0][0]))


class LicenseCard(Card):
    """How long the license holds, and who sold it."""

    page_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.TINY)
        self._ring = ProgressRing(RING_LINES)
        self._title = LinkButton("…", points=0.75, weight=700)
        self._title.clicked.connect(lambda: self.page_asked.emit("license-status"))
        self._more = label("", muted=True, wrap=True)
        words_beside = QWidget()
        text = QVBoxLayout(words_beside)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(theme.TINY)
        text.addStretch(1)
        text.addWidget(self._title)
        text.addWidget(self._more)
        text.addStretch(1)
        sides = ResponsiveRow(RING_POINTS)
        sides.add(self._ring, 0)
        sides.add(words_beside, 1)
        self.column.addWidget(sides, 1)

    def show_live(self, live: SnapshotState) -> None:
        """Take the license."""
        value, of, sentence = licensed.ring(live.license)
        counts = licensed.counts(live.license)
        caption = "day left" if value == 1 else "days left"
        self._ring.show_days(
            value, of, licensed.kind(live.license), f"{value:,}" if counts else "–", caption if counts else ""
        )
        self._ring.setAccessibleName(sentence)
        self._title.setText(words.title(live.license))
        self._title.updateGeometry()
        self._more.setText(licensed.card(live.license))


def _row(figure: QWidget, more: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.SMALL)
    row.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)
    row.addWidget(more, 1, Qt.AlignmentFlag.AlignBottom)
    return row
