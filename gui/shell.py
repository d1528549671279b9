"""The empty window: on the screen before anything else is loaded, then filled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme

WIDTH, HEIGHT = 1200, 780
LEAST_WIDTH, LEAST_HEIGHT = 640, 480
# The sidebar's width in heights of a line: the longest name and its note side by side.
SIDE_LINES = 14.5


class Shell(QWidget):
    """Ground and sidebar, until what belongs in it is there."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_painted = False
        self.setWindowTitle("Vitrine")
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fill(self, content: QWidget) -> None:
        """Show this in it, by its title."""
        self.setWindowTitle(content.windowTitle())
        self._column.addWidget(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stays where it is when the content comes; tells once that it was painted."""
        shades = theme.colours(self.palette())
        side = round(self.fontMetrics().height() * SIDE_LINES)
        left = self.width() - side if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        QPainter(self).fillRect(left, 0, side, self.height(), shades.sidebar)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()
