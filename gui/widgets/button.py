"""Buttons: one outlined kind, so that no answer is pushed, and one that reads as a link."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle

from gui import theme
from gui.widgets import painting


class Button(QPushButton):
    """An outlined button, which does `act` when it is pressed; with a menu it shows a small arrow."""

    def __init__(self, text: str, act: Callable[..., object] | None = None) -> None:
        super().__init__(text)
        self.setAutoDefault(False)
        if act is not None:
            self.clicked.connect(act)

    def set_answers(self, answers: Mapping[str, str], pick: Callable[[str], object]) -> dict[str, QAction]:
        """Give it a menu of answers, each value with its words; `pick` gets the value. Return its rows by value."""
        menu = QMenu(self)
        self.setMenu(menu)
        return {value: menu.addAction(words, partial(pick, value)) for value, words in answers.items()}

    def sizeHint(self) -> QSize:
        """Return room for the text with space around it."""
        metrics = QFontMetrics(self._font())
        width = metrics.size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + round(metrics.height() * 1.8)
        arrow = metrics.height() if self.menu() is not None else 0
        return QSize(width + arrow, round(metrics.height() * 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, edge, text and, for a menu, an arrow."""
        painter, shades = painting.begin(self)
        if not self.isEnabled():
            painting.faint(painter, shades)
        edge = shades.border if self.isEnabled() else shades.line
        painting.box(painter, self.rect(), self._ground(shades), edge, theme.SMALL_CORNER)
        painter.setFont(self._font())
        painter.setPen(shades.text if self.isEnabled() else shades.muted)
        area = self.rect()
        if self.menu() is not None:
            room = QFontMetrics(self._font()).height()
            painter.drawText(self._mirrored(area.adjusted(area.width() - room - 8, 0, -8, 0)), CENTRE, "▾")
            area = self._mirrored(area.adjusted(0, 0, -room, 0))
        painter.drawText(area, CENTRE, self.text())

    def _ground(self, shades: theme.Colours) -> QColor:
        if not self.isEnabled():
            return shades.window
        if self.isDown() or self.isChecked():
            return shades.soft
        return shades.sidebar if self.underMouse() else shades.surface

    def _font(self) -> QFont:
        return theme.font(self.font(), points=-0.5, weight=600)

    def _mirrored(self, area: QRect) -> QRect:
        return self.style().visualRect(self.layoutDirection(), self.rect(), area)


CENTRE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic


class LinkButton(QPushButton):
    """A button that reads as a link within text, and does `act` when it is pressed."""

    def __init__(
        self, text: str, act: Callable[..., object] | None = None, *, points: float = -0.5, weight: int = 600
    ) -> None:
        super().__init__(text)
        if act is not None:
            self.clicked.connect(act)
        self._points, self._weight = points, weight
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the text alone."""
        size = QFontMetrics(self._font()).size(Qt.TextFlag.TextShowMnemonic, self.text())
        # As tall as a label's line, so that both stand level beside each other.
        return QSize(size.width() + 1, round(size.height() * theme.LINE_SHARE))

    def focus_rect(self) -> QRect:
        """Return where the focus ring goes: around the text, which has no room inside."""
        return self.rect().adjusted(-3, -2, 3, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, underlined under the mouse."""
        painter, shades = painting.begin(self)
        font = self._font()
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(shades.accent if self.isEnabled() else shades.muted)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        flags = QStyle.visualAlignment(self.layoutDirection(), leading)
        painter.drawText(self.rect(), flags | Qt.TextFlag.TextShowMnemonic, self.text())

    def _font(self) -> QFont:
        return theme.font(self.font(), points=self._points, weight=self._weight)
