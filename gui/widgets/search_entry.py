"""What looks like a field and opens the search: for those who do not know its key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from gui import theme
from gui.widgets import painting

INSIDE = 10
RADIUS = 6


class SearchEntry(QPushButton):
    """Its word at the leading side, its key at the trailing one."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text)
        self._key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleDescription(self._key)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As tall as a button."""
        metrics = QFontMetrics(theme.font(self.font(), points=-0.5, weight=600))
        width = metrics.horizontalAdvance(f"{self.text()}  {self._key}") + 4 * INSIDE
        return QSize(width, round(metrics.height() * 2))

    def minimumSizeHint(self) -> QSize:
        """Its words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and edge, then word and key in grey."""
        shades = theme.colours(self.palette())
        painter = QPainter(self)
        ground = shades.soft if self.isDown() else shades.surface
        painting.box(painter, self.rect(), ground, shades.border, RADIUS)
        painter.setPen(shades.text if self.underMouse() else shades.muted)
        area = self.rect().adjusted(INSIDE, 0, -INSIDE, 0)
        painting.elided(painter, area, self.text(), self.layoutDirection())
        painter.setFont(theme.font(self.font(), points=-1, weight=500))
        painting.elided(painter, area, self._key, self.layoutDirection(), Qt.AlignmentFlag.AlignTrailing)
