"""Tabs told apart by an underline; they stand directly on the card they belong to."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QTabBar

from gui import theme
from gui.widgets import painting

GAP = 22
UNDERLINE = 2


class Tabs(QTabBar):
    """A row of words; the chosen one is underlined."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def tabSizeHint(self, index: int) -> QSize:
        """Return room for the word and the gap after it."""
        metrics = QFontMetrics(self._font())
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 + GAP
        return QSize(width, round(metrics.height() * 2.4))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: a word is never cut, what does not fit is scrolled to."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every word, and the underline of the chosen one."""
        painter, shades = painting.begin(self)
        painter.setFont(self._font())
        for index in range(self.count()):
            area = self._word(index)
            chosen = index == self.currentIndex()
            painter.setPen(shades.text if chosen else shades.muted)
            painting.elided(painter, area, self.tabText(index), self.layoutDirection())
            if chosen:
                painter.fillRect(area.x(), area.bottom() - UNDERLINE + 1, area.width(), UNDERLINE, shades.accent)

    def focus_rect(self) -> QRect:
        """Return where the focus ring goes: around the chosen word."""
        return self._word(self.currentIndex()).adjusted(-7, 5, 7, -6)

    def _word(self, index: int) -> QRect:
        area = self.tabRect(index)
        return area.adjusted(GAP, 0, 0, 0) if self.isRightToLeft() else area.adjusted(0, 0, -GAP, 0)

    def _font(self) -> QFont:
        return theme.font(self.font(), weight=600)
