"""A field that takes files: dropped on it, or chosen by its button."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.widgets import painting
from gui.widgets.button import Button
from gui.widgets.label import label
from gui.widgets.layout import fill, spaced
from gui.widgets.responsive_row import ResponsiveRow

DASHES = (3.0, 3.0)


class FileDrop(QWidget):
    """Takes files that are dropped on it, and has buttons for those who do not drag."""

    dropped = Signal(list)  # list[Path], of this computer

    def __init__(self, words: str, more: str) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.more = label(more, muted=True, wrap=True)
        told, self._buttons, line = QWidget(), ResponsiveRow(), ResponsiveRow()
        fill(spaced(QVBoxLayout(told), 0), label(words, weight=600, wrap=True), self.more)
        line.add(told, 1)
        line.add(self._buttons, 0)
        spaced(QVBoxLayout(self), 0, *(theme.LARGE, theme.MEDIUM) * 2).addWidget(line)

    def add_button(self, text: str, act: Callable[..., object] | None = None) -> Button:
        """Add a button that does `act` at its end, and return it."""
        button = Button(text, act)
        self._buttons.add(button, 0)
        return button

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files of this computer, and nothing else."""
        if paths(event.mimeData()):
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before: what was dragged was taken elsewhere."""
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit the files that were dropped; they are read, never moved."""
        self._set_over(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a dashed edge, filled while something is held over it."""
        painter, shades = painting.begin(self)
        pen = QPen(shades.accent if self._over else shades.border, 1)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(shades.soft if self._over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.CORNER, theme.CORNER)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()


def paths(mime: QMimeData) -> list[Path]:
    """Return the files of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
