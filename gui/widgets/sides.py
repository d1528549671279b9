"""Things side by side, or one below the other where they would stand too close."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui import theme


class Sides(QWidget):
    """`least`: the width below which they stack, counted in the text's own size."""

    def __init__(self, least: float) -> None:
        super().__init__()
        self._least = least
        self._parts: list[QWidget] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.LARGE)

    def add(self, widget: QWidget, share: int) -> None:
        """Put one more behind the others, with so much of the width."""
        self._parts.append(widget)
        self._row.addWidget(widget, share)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest, for they can stack; or the window could not become narrow enough for that."""
        widest = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or unstack."""
        direction = QBoxLayout.Direction
        narrow = self.width() / self.font().pointSizeF() < self._least
        wanted = direction.TopToBottom if narrow else direction.LeftToRight
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
        super().resizeEvent(event)
