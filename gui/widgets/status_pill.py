"""A pill: a state said in a word or two, with its colour beside the word."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from gui import theme
from gui.widgets import painting


class StatusPill(QLabel):
    """A word that is read, not pressed."""

    def __init__(self, text: str = "", kind: theme.Kind = "plain", *, keeps_place: bool = False) -> None:
        """`keeps_place`: also while it is hidden, so that nothing moves when it comes."""
        super().__init__()
        self._kind: theme.Kind = kind
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(keeps_place)
        self.setSizePolicy(policy)
        self.setText(text)

    def set_state(self, text: str, kind: theme.Kind) -> None:
        """Show other words."""
        self._kind = kind
        self.setText(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for its word."""
        return QSize(*painting.pill_size(self.font(), self.text()))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a pill is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the word on its ground."""
        if self.text():
            shades = theme.colours(self.palette())
            painting.pill(QPainter(self), self.rect(), self.text(), self._kind, self.font(), shades)


class StatusPillLink(QPushButton):
    """A pill that opens a page."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for its word."""
        return QSize(*painting.pill_size(self.font(), self.text()))

    def focus_rect(self) -> QRect:
        """Return where the focus ring goes."""
        return self.rect().adjusted(-3, -3, 3, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the word on its ground."""
        painting.pill(QPainter(self), self.rect(), self.text(), "plain", self.font(), theme.colours(self.palette()))
