"""The empty window: on the screen before anything else is loaded, then filled.

It names few of Qt's classes and paints by palette alone: each class named is loaded, and Qt's own namespace, which
any call of a painter brings in, would cost as much time as all of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMainWindow, QWidget

from core.wording import window as wording

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

WIDTH, HEIGHT = 1200, 780
LEAST_WIDTH, LEAST_HEIGHT = 640, 480
# The sidebar's width in heights of a line: the longest name and its note side by side.
SIDE_LINES = 14.5
# Of Inter at 10 points, which is not loaded yet.
LINE_HEIGHT = 16


class Shell(QMainWindow):
    """Ground and sidebar, until what belongs in it is there. A plain QWidget is no window to a screen reader."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_painted = False
        self.setWindowTitle(wording.NAME)
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._side = QWidget(self)
        self._side.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._side.setAutoFillBackground(True)

    def fill(self, content: QWidget) -> None:
        """Put this into the window, which takes its title."""
        self.setWindowTitle(content.windowTitle())
        self.setCentralWidget(content)
        self._side.hide()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Put the ground of the sidebar where that will stand."""
        width = round(LINE_HEIGHT * SIDE_LINES * self.logicalDpiX() / 96)
        self._side.setGeometry(self.width() - width if self.isRightToLeft() else 0, 0, width, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The palette has painted; tell so once, in the next turn, when it is on the screen."""
        if not self._is_painted:
            self._is_painted = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, _event: QEvent) -> None:
        """Emit `painted`, once, in the turn after the first paint."""
        self.painted.emit()
