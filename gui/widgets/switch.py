"""A switch: on or off, told by where its knob stands."""

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from gui import theme
from gui.widgets import painting

# 38 by 22 pixels at 10 points, as shares of the height of a line.
HEIGHT_SHARE = 1.36
WIDTH_SHARE = 2.34


class Switch(QCheckBox):
    """A check box in the shape of a switch; its words stand beside it, its name says what it switches."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a size in proportion to the text beside it."""
        line = self.fontMetrics().height()
        return QSize(round(line * WIDTH_SHARE), round(line * HEIGHT_SHARE))

    def hitButton(self, pos: QPoint) -> bool:
        """Return whether it was hit: all of it can be pressed."""
        return self.rect().contains(pos)

    def focus_rect(self) -> QRect:
        """Return where the focus ring goes: around it, for inside it would lie accent on accent."""
        return self.rect().adjusted(-4, -4, 4, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track and knob."""
        painter, shades = painting.begin(self)
        on, enabled = self.isChecked(), self.isEnabled()
        edge = (shades.accent if on else shades.muted) if enabled else shades.border
        ground = edge if on else shades.surface
        knob = shades.surface if on else edge
        if not enabled:
            painter.setOpacity(theme.FAINT)
        painting.box(painter, self.rect(), ground, edge, self.height() / 2 - 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(knob)
        half = self.height() / 2
        at_right = on != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        painter.drawEllipse(QPointF(self.width() - half if at_right else half, half), half - 3, half - 3)


class AskingSwitch(Switch):
    """A switch that shows only what it was told: whoever presses it asks, and the answer comes by `tell`."""

    asked = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._told = False
        self.toggled.connect(self._check)

    def tell(self, on: bool) -> None:
        """Show this state."""
        self._told = on
        self.setChecked(on)

    def nextCheckState(self) -> None:
        """Emit `asked`: a press changes nothing by itself."""
        self.asked.emit(not self._told)

    def _check(self, on: bool) -> None:
        # A screen reader turns it without pressing it.
        if on != self._told:
            self.setChecked(self._told)
            self.asked.emit(on)
