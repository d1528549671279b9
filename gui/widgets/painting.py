"""Small strokes that several widgets share: a rounded box, one line of text, a pill."""

import re
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from gui import theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex

# Text longer than this is cut before it is measured: a hostile value could stall a table.
MOST_PAINTED = 400
# Looking for where such a word ends, line by line, would take the square of its length: it is broken anywhere.
LONG_WORD = re.compile(r"\S{500}")


def begin(on: QWidget) -> tuple[QPainter, theme.Colours]:
    """Return what paints on a widget, with smooth edges, and the colours of its theme."""
    painter = QPainter(on)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter, theme.colours(on.palette())


def mirrored(option: QStyleOptionViewItem, area: QRect) -> QRect:
    """Return where a part of a view's item goes, in the direction its words are read in."""
    return QStyle.visualRect(option.direction, option.rect, area)


def box(painter: QPainter, area: QRect, ground: QColor, line: QColor, radius: float = theme.CORNER) -> None:
    """Paint a filled box with a line just inside its edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def ring(painter: QPainter, area: QRect, colour: QColor, radius: float = theme.SMALL_CORNER) -> None:
    """Paint the sign of keyboard focus, inside the edge of `area`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), radius, radius)


def elided(
    painter: QPainter,
    area: QRect,
    text: str,
    direction: Qt.LayoutDirection,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
) -> int:
    """Paint one line of text, cut where it does not fit; return the width it took."""
    metrics = QFontMetrics(painter.font())
    # Without hinting widths are fractions: without slack a fitting text may be cut.
    shown = metrics.elidedText(text[:MOST_PAINTED], Qt.TextElideMode.ElideRight, area.width() + 2)
    across = align & Qt.AlignmentFlag.AlignHorizontal_Mask
    flags = QStyle.visualAlignment(direction, across) | Qt.AlignmentFlag.AlignVCenter
    # Isolated, so that a value from outside cannot reorder what stands beside it.
    painter.drawText(area, flags | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip, f"\u2068{shown}\u2069")
    return min(metrics.horizontalAdvance(shown) + 1, area.width())


def reading(direction: Qt.LayoutDirection, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading) -> QTextOption:
    """Return how lines of text are read, and on which side they begin."""
    option = QTextOption(QStyle.visualAlignment(direction, align & Qt.AlignmentFlag.AlignHorizontal_Mask))
    option.setTextDirection(direction)
    return option


def lines(text: str, font: QFont, width: int, option: QTextOption, pitch: int) -> QTextLayout:
    """Return text in lines of this width, `pitch` apart; broken inside a word only where that is longer than a line."""
    wrap, layout = QTextOption.WrapMode, QTextLayout(text, font)
    option.setWrapMode(wrap.WrapAnywhere if LONG_WORD.search(text) else wrap.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    top = (pitch - QFontMetrics(font).height()) / 2
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += pitch
    layout.endLayout()
    return layout


def pill_font(base: QFont) -> QFont:
    """Return the type of a pill: small and semi-bold."""
    return theme.font(base, points=-1.5, weight=600)


def pill_size(base: QFont, text: str) -> tuple[int, int]:
    """Return width and height of a pill with this text."""
    metrics = QFontMetrics(pill_font(base))
    return metrics.horizontalAdvance(text) + metrics.height() + 2, metrics.height() + 4


def faint(painter: QPainter, shades: theme.Colours) -> None:
    """Paint faintly from here on in high contrast, which has no grey for a control that cannot be used."""
    if shades is theme.CONTRAST:
        painter.setOpacity(theme.FAINT)


def pill(painter: QPainter, area: QRect, text: str, kind: theme.Kind, base: QFont, shades: theme.Colours) -> None:
    """Paint a rounded word in the colours of its kind."""
    ground, ink = {
        "good": (shades.good_ground, shades.good),
        "warn": (shades.warn_ground, shades.warn),
        "bad": (shades.bad_ground, shades.bad),
        "plain": (shades.sidebar, shades.muted),
    }[kind]
    edge = shades.line if shades is theme.CONTRAST else ground
    painter.save()
    box(painter, area, ground, edge, area.height() / 2 - 0.5)
    painter.setFont(pill_font(base))
    painter.setPen(ink)
    room = area.width() - area.height() // 2
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, shown)
    painter.restore()
