"""Banners across the window: that this is practice, or that something is wrong."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.wording import window as wording
from gui import theme
from gui.widgets import painting
from gui.widgets.button import LinkButton
from gui.widgets.label import Paragraph
from gui.widgets.layout import spaced

BannerKind: TypeAlias = Literal["practice", "warning", "problem"]

SIDE = 28


class Banner(Paragraph):
    """One sentence over the full width, with a sign before it so that colour does not speak alone."""

    def __init__(self, text: str = "", kind: BannerKind = "practice") -> None:
        self._kind: BannerKind = kind
        super().__init__(text, points=-0.5, weight=600)
        self._set_margins()

    def set_state(self, text: str, kind: BannerKind) -> None:
        """Show other words."""
        self._kind = kind
        self.setText(text)
        self.update()

    def ink(self) -> QColor:
        """Return the colour of text and sign."""
        shades = theme.colours(self.palette())
        return shades.bad if self._kind == "problem" else shades.warn

    def ground(self) -> QColor:
        """Return the colour behind them."""
        shades = theme.colours(self.palette())
        return shades.bad_ground if self._kind == "problem" else shades.warn_ground

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, sign and text."""
        painter, _ = painting.begin(self)
        painter.fillRect(self.rect(), self.ground())
        size = self.fontMetrics().height() * 0.95
        top = self.contentsRect().top() + (self._pitch() - size) / 2
        left = self.width() - SIDE - size if self.isRightToLeft() else SIDE
        self._paint_sign(painter, QRectF(left, top, size, size))
        painter.end()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text and its direction."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self._set_margins()

    def _set_margins(self) -> None:
        around = round(self.fontMetrics().height() * 0.4)
        before = SIDE + round(self.fontMetrics().height() * 1.5)
        left, right = (SIDE, before) if self.isRightToLeft() else (before, SIDE)
        self.setContentsMargins(left, around, right, around)

    def _paint_sign(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(QPen(self.ink(), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        middle, unit = place.center().x(), place.height() / 16
        if self._kind == "practice":
            painter.drawEllipse(place.adjusted(0.8, 0.8, -0.8, -0.8))
            dot, line = 4.7, (7.6, 11.6)
        else:
            corners = [place.bottomLeft(), QPointF(middle, place.top() + unit), place.bottomRight()]
            painter.drawPolygon(QPolygonF([corners[0], corners[1], corners[2]]))
            dot, line = 13.2, (6.4, 10.4)
        painter.drawPoint(QPointF(middle, place.top() + dot * unit))
        painter.drawLine(QPointF(middle, place.top() + line[0] * unit), QPointF(middle, place.top() + line[1] * unit))


class WarningBanner(QWidget):
    """A banner that can be put away, with a link to something to do about it."""

    asked = Signal()
    put_away = Signal()

    def __init__(self, act: str = "") -> None:
        """`act`: the words of the link that asks for something; without any there is none."""
        super().__init__()
        self._banner = Banner("", "warning")
        row = spaced(QHBoxLayout(self), theme.LARGE, 0, 0, SIDE, 0)
        row.addWidget(self._banner, 1)
        for words, asked in ((act, self.asked), (wording.HIDE, self.put_away)):
            if words:
                row.addWidget(LinkButton(words, asked.emit))

    def text(self) -> str:
        """Return what it says now."""
        return self._banner.text()

    def set_state(self, text: str, kind: BannerKind) -> None:
        """Say this, in the colours of its kind."""
        self._banner.set_state(text, kind)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the banner's ground under its links too."""
        QPainter(self).fillRect(self.rect(), self._banner.ground())
