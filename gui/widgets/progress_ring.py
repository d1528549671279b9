"""Days left as a ring: a progress bar to a screen reader, an arc to the eye."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from gui import theme
from gui.widgets.painting import Kind

FULL = 360 * 16
TOP = 90 * 16
# The stroke and the least text, as shares of the ring's width.
STROKE = 0.1
CAPTION_POINTS = -1


class ProgressRing(QProgressBar):
    """`lines`: its width in heights of a line. Without a value it is an empty circle."""

    def __init__(self, lines: float = 5) -> None:
        super().__init__()
        self._lines, self._kind, self._figure, self._caption = lines, "plain", "", ""
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_days(self, value: int, of: int, kind: Kind, figure: str, caption: str) -> None:
        """Fill `value` of `of`; `figure` and `caption` stand inside."""
        self.setRange(0, of)
        self.setValue(value)
        self._kind, self._figure, self._caption = kind, figure, caption
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square of `lines` heights of a line."""
        across = round(self._lines * self.fontMetrics().height())
        return QSize(across, across)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a ring is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, arc and text."""
        shades = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = self.width() * STROKE
        area = QRectF(self.rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        # In high contrast a line is as bright as the arc: a thin one cannot be taken for days.
        painter.setPen(QPen(shades.line, stroke if shades is not theme.CONTRAST else stroke / 5))
        painter.drawEllipse(area)
        share = self.value() / max(self.maximum(), 1)
        if share:
            arc = {"warn": shades.warn, "bad": shades.bad}.get(self._kind, shades.accent)
            painter.setPen(QPen(arc, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(area, TOP, -max(round(FULL * share), 1))
        self._paint_text(painter, shades)

    def _paint_text(self, painter: QPainter, shades: theme.Colours) -> None:
        caption = theme.font(self.font(), points=CAPTION_POINTS)
        figure = theme.font(self.font(), points=self._lines * 1.4, weight=700)
        high, low = QFontMetrics(figure).height(), QFontMetrics(caption).height() if self._caption else 0
        top = round((self.height() - high - low) / 2)
        centre = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.setPen(shades.text)
        painter.setFont(figure)
        painter.drawText(QRect(QPoint(0, top), QSize(self.width(), high)), centre, self._figure)
        painter.setPen(shades.muted)
        painter.setFont(caption)
        painter.drawText(QRect(QPoint(0, top + high), QSize(self.width(), low)), centre, self._caption)
