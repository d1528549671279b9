"""Figures as shapes: a bar for each day, and days left as a ring. A screen reader gets the same in words."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy

from gui import theme
from gui.widgets import painting

# The share of a day's room that its bar takes.
BAR_SHARE = 0.62
LEAST_HEIGHT = 3
# Of the ring: all of it and its top in Qt's sixteenths of a degree, and the stroke as a share of its width.
FULL, TOP = 360 * 16, 90 * 16
STROKE = 0.1
CAPTION_POINTS = -1


class BarChart(QLabel):
    """Read out as its sentence, painted as bars from the first day to the last."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, sizes: Sequence[int], sentence: str) -> None:
        """Show these days; `sentence` says the same in words."""
        self.sizes = list(sizes)
        self.setText(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width, and the height of two lines."""
        line = self.fontMetrics().height()
        return QSize(8 * line, round(2.2 * line))

    def minimumSizeHint(self) -> QSize:
        """Return half that width."""
        return QSize(4 * self.fontMetrics().height(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a bar for each day with something, a short grey one for each without."""
        painter, shades = painting.begin(self)
        painter.setPen(Qt.PenStyle.NoPen)
        room = self.width() / max(len(self.sizes), 1)
        most = max(self.sizes, default=0)
        for place, size in enumerate(reversed(self.sizes) if self.isRightToLeft() else self.sizes):
            height = max(LEAST_HEIGHT, self.height() * size / most) if size else LEAST_HEIGHT - 1
            painter.setBrush(shades.accent if size else shades.line)
            bar = QRectF(place * room, self.height() - height, room * BAR_SHARE, height)
            painter.drawRoundedRect(bar, min(2.0, height / 2), min(2.0, height / 2))


class ProgressRing(QProgressBar):
    """`lines`: its width in heights of a line. Without a value it is an empty circle."""

    def __init__(self, lines: float = 5) -> None:
        super().__init__()
        self._lines, self._kind, self._figure, self._caption = lines, "plain", "", ""
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_days(self, kind: theme.Kind, value: int, of: int, figure: str, caption: str, sentence: str) -> None:
        """Fill `value` of `of`; `figure` and `caption` stand inside, `sentence` says the same in words."""
        self.setAccessibleName(sentence)
        self.setRange(0, of)
        self.setValue(value)
        self._kind, self._figure, self._caption = kind, figure, caption
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square of `lines` heights of a line."""
        across = round(self._lines * self.fontMetrics().height())
        return QSize(across, across)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, arc and text."""
        painter, shades = painting.begin(self)
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
