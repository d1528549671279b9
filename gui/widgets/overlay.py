"""A card over the whole window; what lies under it waits, and gets the focus back."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gui import theme
from gui.widgets.card import Card

VEIL = 0.72
# The card's size in heights of a line, where the window lets it.
WIDE_LINES, HIGH_LINES = 50, 28


class Overlay(QWidget):
    """A part of the window, not a window: Tab stays inside while it is open, Esc or a click beside it ends it."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._under = window
        self._before: QWidget | None = None
        self.setAccessibleName(name)
        self.card = Card(padding=theme.LARGE, spacing=theme.MEDIUM)
        self.card.setParent(self)
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show it over everything."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.setGeometry(self._under.rect())
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Hide it, and give the focus back to what had it."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus among what the card holds."""
        stops = [each for each in self.card.findChildren(QWidget) if _is_stop(each)]
        focus = QApplication.focusWidget()
        if focus not in stops:
            return False
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(stops.index(focus) + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide it by Esc; no other key reaches what lies under it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide it by a click beside the card."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self._under:
            self.setGeometry(self._under.rect())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the card into the middle, nearer to the top."""
        line = self.fontMetrics().height()
        width = min(self.width() - 2 * theme.WIDE, WIDE_LINES * line)
        height = min(self.height() - 2 * theme.WIDE, HIGH_LINES * line)
        self.card.setGeometry((self.width() - width) // 2, (self.height() - height) // 3, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a veil in the window's own colour."""
        veil = QColor(theme.colours(self.palette()).sidebar)
        veil.setAlphaF(VEIL)
        QPainter(self).fillRect(self.rect(), veil)


def _is_stop(widget: QWidget) -> bool:
    reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(reached) and widget.isVisible() and widget.isEnabled()
