"""Views that scroll: thin bars without arrows, and bringing to sight what the keyboard reaches."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from gui import theme
from gui.widgets import painting

THICKNESS = 10


class _ScrollBar(QScrollBar):
    """A thin scroll bar of which only the thumb is painted."""

    def sizeHint(self) -> QSize:
        upright = self.orientation() == Qt.Orientation.Vertical
        return QSize(THICKNESS, 3 * THICKNESS) if upright else QSize(3 * THICKNESS, THICKNESS)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() <= self.minimum():
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ScrollBar, QStyle.SubControl.SC_ScrollBarSlider
        thumb = QRectF(self.style().subControlRect(control, option, part, self)).adjusted(3, 3, -3, -3)
        painter, shades = painting.begin(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.muted if self.isSliderDown() or self.underMouse() else shades.border)
        radius = (THICKNESS - 6) / 2
        painter.drawRoundedRect(thumb, radius, radius)


class InLines:
    """A view whose size is counted in heights of a line, across and down: `ROOM` it is given, `LEAST` where it must."""

    ROOM: tuple[int, int]
    LEAST: tuple[int, int]
    fontMetrics: Callable[[], QFontMetrics]  # noqa: N815 - Qt's own, of what this is mixed into

    def sizeHint(self) -> QSize:
        """Return the size it is given; a layout may give it more."""
        return QSize(*self.ROOM) * self.fontMetrics().height()

    def minimumSizeHint(self) -> QSize:
        """Return a small size: it scrolls."""
        return QSize(*self.LEAST) * self.fontMetrics().height()


def dress(area: QAbstractScrollArea) -> None:
    """Give a view thin scroll bars, no frame and no ground of its own."""
    area.setVerticalScrollBar(_ScrollBar(Qt.Orientation.Vertical))
    area.setHorizontalScrollBar(_ScrollBar(Qt.Orientation.Horizontal))
    area.setFrameShape(area.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)


def into_sight(focused: QWidget) -> None:
    """Scroll all that `focused` lies in to where the keyboard is: to a view’s row, to the middle of the too high."""
    place = focused.rect()
    if isinstance(focused, QAbstractItemView) and focused.currentIndex().isValid():
        row = focused.visualRect(focused.currentIndex()) & focused.viewport().rect()
        place = row.translated(focused.viewport().pos())
    each = focused.parentWidget()
    while each is not None:
        if isinstance(each, QScrollArea) and (inside := each.widget()):
            centre, most = focused.mapTo(inside, place.center()), (each.viewport().height() - 1) // 2
            each.ensureVisible(centre.x(), centre.y(), 0, min(place.height() // 2 + theme.MEDIUM, most))
        each = each.parentWidget()


def upright(area: QScrollArea, inside: QWidget) -> None:
    """Let `area` scroll `inside` up and down only, as wide as there is room."""
    dress(area)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)


LEAST_LINES = 9


class ScrollArea(QScrollArea):
    """Scrolls its content up and down only, as wide as there is room."""

    def __init__(self, inside: QWidget, name: str) -> None:
        super().__init__()
        self._inside = inside
        self.setAccessibleName(name)
        upright(self, inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        """Return the width of what is inside, and a low height."""
        width = self._inside.minimumSizeHint().width() + THICKNESS
        return QSize(width, LEAST_LINES * self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Return the same: else what lies around would scroll instead."""
        return self.minimumSizeHint()
