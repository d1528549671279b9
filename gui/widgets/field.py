"""A field to write in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit

from gui import theme
from gui.widgets import paint

RADIUS = 6


class Field(QLineEdit):
    """One line of input, outlined like a button; its name is read out, its hint stands in it."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFrame(False)
        self.setTextMargins(theme.MEDIUM, 0, theme.SMALL, 0)
        # The ground is painted here, with round corners; Qt would fill a rectangle.
        see_through = self.palette()
        see_through.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(see_through)

    def sizeHint(self) -> QSize:
        """As tall as a button."""
        return QSize(super().sizeHint().width(), round(self.fontMetrics().height() * 2))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(8 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and edge, then the text."""
        shades = theme.colours(self.palette())
        painter = QPainter(self)
        ground = shades.surface if self.isEnabled() else shades.window
        paint.box(painter, self.rect(), ground, shades.border, RADIUS)
        painter.end()
        super().paintEvent(event)
