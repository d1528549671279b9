"""Surfaces: the card that groups what belongs together, and the hairline that parts it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.widgets import painting
from gui.widgets.layout import Part, fill


class Card(QWidget):
    """A rounded surface with a line around it; `column` stacks what lies on it, beginning with `parts`.

    Without padding the content keeps a pixel from the line and a corner's height from the bottom, as tables need it.
    A sunken card has the window's ground, and only its head, if it has one, is a surface.
    """

    def __init__(self, *parts: Part, padding: int = 0, spacing: int | None = None, sunken: bool = False) -> None:
        super().__init__()
        self._sunken = sunken
        self._head: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setSpacing((theme.SMALL if padding else 0) if spacing is None else spacing)
        around = (padding,) * 4 if padding else (1, 1, 1, theme.CORNER)
        self.column.setContentsMargins(*around)
        fill(self.column, *parts)

    def set_head(self, head: QWidget) -> None:
        """Put a strip on top, parted from the rest by a line."""
        self._head = head
        self.column.insertWidget(0, head)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, head and edge."""
        painter, shades = painting.begin(self)
        painting.box(painter, self.rect(), shades.window if self._sunken else shades.surface, shades.line)
        if self._head is not None and self._head.isVisible():
            bottom = self._head.geometry().bottom()
            inside = QPainterPath()
            inside.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.CORNER - 1, theme.CORNER - 1)
            painter.setClipPath(inside)
            painter.fillRect(0, 0, self.width(), bottom, shades.surface)
            painter.fillRect(0, bottom, self.width(), 1, shades.line)


class Hairline(QWidget):
    """One pixel between two things."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the least size: the layout gives it the width."""
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        QPainter(self).fillRect(self.rect(), theme.colours(self.palette()).line)
