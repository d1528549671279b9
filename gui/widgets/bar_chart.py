"""One bar a day; the label's text says the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from gui import theme

# The share of a day's room that its bar takes.
BAR_SHARE = 0.62
LEAST_HEIGHT = 3


class BarChart(QLabel):
    """Read out as its sentence, painted as bars from the first day to the last."""

    def __init__(self) -> None:
        super().__init__()
        self._sizes: Sequence[int] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def sizes(self) -> Sequence[int]:
        """What is painted, a number for each day."""
        return self._sizes

    def show_days(self, sizes: Sequence[int], sentence: str) -> None:
        """Show these days; `sentence` says the same in words."""
        self._sizes = list(sizes)
        self.setText(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width, and the height of two lines."""
        line = self.fontMetrics().height()
        return QSize(8 * line, round(2.2 * line))

    def minimumSizeHint(self) -> QSize:
        """Return half that width."""
        return QSize(4 * self.fontMetrics().height(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a bar for each day with something, a short grey one for each without."""
        shades = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = self.width() / max(len(self._sizes), 1)
        most = max(self._sizes, default=0)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, size in enumerate(reversed(self._sizes) if mirrored else self._sizes):
            height = max(LEAST_HEIGHT, self.height() * size / most) if size else LEAST_HEIGHT - 1
            painter.setBrush(shades.accent if size else shades.line)
            bar = QRectF(place * room, self.height() - height, room * BAR_SHARE, height)
            painter.drawRoundedRect(bar, min(2.0, height / 2), min(2.0, height / 2))
