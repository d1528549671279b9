"""Something tall in a low window: it scrolls, and what stands below it stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from gui.widgets import scroll_bar

LEAST_LINES = 9


class ScrollArea(QScrollArea):
    """Scrolls up and down only; as wide as there is room."""

    def __init__(self, inside: QWidget, name: str) -> None:
        super().__init__()
        self._inside = inside
        self.setAccessibleName(name)
        scroll_bar.upright(self, inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        """Low; never narrower than what is inside."""
        width = self._inside.minimumSizeHint().width() + scroll_bar.THICKNESS
        return QSize(width, LEAST_LINES * self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """The same: what lies around would scroll instead."""
        return self.minimumSizeHint()
