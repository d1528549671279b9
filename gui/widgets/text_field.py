"""One line to type into."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit

from gui import theme
from gui.widgets import painting


class TextField(QLineEdit):
    """A surface with an edge; `words` stand in it while it is empty, `name` is read out."""

    def __init__(self, name: str, words: str = "", *, most: int = 2048) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(words)
        self.setMaxLength(most)
        self.setFrame(False)
        # Its own ground would be painted over the edge.
        palette = QPalette()
        palette.setBrush(QPalette.ColorRole.Base, palette.brush(QPalette.ColorRole.NoRole))
        self.setPalette(palette)
        self.setTextMargins(theme.SMALL, 0, theme.SMALL, 0)

    def sizeHint(self) -> QSize:
        """Return a size as tall as a button."""
        metrics = QFontMetrics(theme.font(self.font(), points=-0.5, weight=600))
        return QSize(super().sizeHint().width(), round(metrics.height() * 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint edge and surface, then the text."""
        painter, shades = painting.begin(self)
        ground, edge = (shades.surface, shades.border) if self.isEnabled() else (shades.window, shades.line)
        if not self.isEnabled():
            painting.faint(painter, shades)
        painting.box(painter, self.rect(), ground, edge, theme.SMALL_CORNER)
        painter.end()
        super().paintEvent(event)
