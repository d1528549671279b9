"""The mark and the name, at the top of the sidebar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui import theme
from gui.widgets.label import label


class _Mark(QWidget):
    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * 1.5)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colours.accent, 2))
        painter.drawRoundedRect(frame, frame.width() / 4, frame.width() / 4)
        inset = frame.width() / 4
        painter.fillRect(frame.adjusted(inset, inset, -inset, -inset), colours.soft)


class Logo(QWidget):
    """Mark and name in a row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.LARGE + 4, theme.LARGE + 4, theme.LARGE, theme.MEDIUM)
        row.setSpacing(theme.SMALL + 2)
        mark = _Mark()
        mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(mark)
        row.addWidget(label(name, points=2, weight=700), 1)
