"""Text on a page: always plain, sized relative to the program's font, with room between wrapped lines."""

from typing import Unpack

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QLabel

from gui import theme
from gui.widgets import painting

WIDEST_HINT = 60


class Label(QLabel):
    """A QLabel that is never rich text. Its type is derived from the program's, and follows every change of size."""

    def __init__(self, text: str = "", *, muted: bool = False, **type_of: Unpack[theme.Type]) -> None:
        super().__init__()
        self._differs, self._mono = type_of, type_of.get("mono", False)
        self._forget()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_muted(muted)
        self.setText(text)

    def set_muted(self, muted: bool) -> None:
        """Set whether the text is grey."""
        role = QPalette.ColorRole
        self.setForegroundRole(role.PlaceholderText if muted else role.WindowText)

    def say(self, text: str) -> None:
        """Show this text; where there is none, nothing."""
        self.setText(text)
        self.setVisible(bool(text))

    def ink(self) -> QColor:
        """Return the colour of the text."""
        return self.palette().color(self.foregroundRole())

    def sizeHint(self) -> QSize:
        """Return the size of one line, as tall as a paragraph's, so that both stand level beside each other."""
        # A pixel of slack: without hinting widths are fractions.
        around = self.contentsMargins()
        width = self._metrics().horizontalAdvance(self.text()) + 1 + around.left() + around.right()
        return QSize(width, self._pitch() + around.top() + around.bottom())

    def minimumSizeHint(self) -> QSize:
        """Return the same: one line is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, cut with an ellipsis where it finds no room."""
        painter = QPainter(self)
        painter.setFont(self._type())
        painter.setPen(self.ink())
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        painting.elided(painter, self.contentsRect(), self.text(), self.layoutDirection(), across)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after another font or style."""
        self._forget()
        super().changeEvent(event)

    def _forget(self) -> None:
        """Drop what was measured and kept, since layouts ask for it hundreds of times."""
        self._font: QFont | None = None

    def _type(self) -> QFont:
        if self._font is None:
            self._font = theme.font(self.font(), **self._differs)
        return self._font

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._type())

    def _pitch(self) -> int:
        # Monospace is set smaller, but its lines stand as far apart.
        share = theme.LINE_SHARE / theme.MONO_SHARE if self._mono else theme.LINE_SHARE
        return round(self._metrics().height() * share)


class ElidedLabel(Label):
    """One line that may be cut with an ellipsis to give room; a screen reader still gets all of it."""

    def minimumSizeHint(self) -> QSize:
        """Return the size of a few characters."""
        hint = self.sizeHint()
        return QSize(min(6 * self._metrics().averageCharWidth(), hint.width()), hint.height())


class Paragraph(Label):
    """Wrapped text; breaks anywhere if it must, and gives the right height for every width."""

    def setText(self, text: str) -> None:
        """Show other text; the same one moves nothing, for every word of a page is told again with each reading."""
        if text == self.text() and self.wordWrap():
            return
        self._lines.clear()
        # Some layouts ask the size policy instead, which QLabel sets anew with every text.
        self.setWordWrap(True)
        super().setText(text)

    def hasHeightForWidth(self) -> bool:
        """Return True, whatever size policy was set."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines it takes in this width."""
        around = self.contentsMargins()
        room = width - around.left() - around.right()
        if room not in self._lines:
            self._lines[room] = self._lay_out(room).lineCount()
        return self._lines[room] * self._pitch() + around.top() + around.bottom()

    def sizeHint(self) -> QSize:
        """Return the size of one line, or of a column that can be read at ease."""
        metrics, around = self._metrics(), self.contentsMargins()
        natural = max(metrics.horizontalAdvance(line) for line in self.text().split("\n")) + 2
        width = min(natural, WIDEST_HINT * metrics.averageCharWidth()) + around.left() + around.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a small size, so that a window can shrink."""
        least = 12 * self._metrics().averageCharWidth()
        return QSize(min(least, self.sizeHint().width()), self._pitch())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, evenly spaced."""
        area = self.contentsRect()
        painter = QPainter(self)
        painter.setPen(self.ink())
        self._lay_out(area.width()).draw(painter, QPointF(area.topLeft()), self._selections())

    def _forget(self) -> None:
        super()._forget()
        # How many lines it takes, by the width they have.
        self._lines: dict[int, int] = {}

    def _selections(self) -> list[QTextLayout.FormatRange]:
        return []

    def _lay_out(self, width: int) -> QTextLayout:
        option = painting.reading(self.layoutDirection(), self.alignment())
        if self._mono:
            # A value is read from the left in every language: its marks must not change places.
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        return painting.lines(self.text().replace("\n", "\u2028"), self._type(), width, option, self._pitch())


class Selectable(Paragraph):
    """Wrapped text that can be marked with the mouse and copied, as plain text."""

    def __init__(self, text: str = "", *, muted: bool = False, **type_of: Unpack[theme.Type]) -> None:
        self._anchor = self._cursor = 0
        super().__init__(text, muted=muted, **type_of)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def selectedText(self) -> str:
        """Return the text that is marked."""
        units = self.text().encode("utf-16-le")
        marked = units[2 * min(self._anchor, self._cursor) : 2 * max(self._anchor, self._cursor)]
        return marked.decode("utf-16-le", "ignore")

    def setText(self, text: str) -> None:
        """Show other text; the same text keeps what is marked."""
        if text != self.text():
            self._anchor = self._cursor = 0
            super().setText(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to mark text."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self._cursor = self._place(event.position().toPoint())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark text up to here."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._cursor = self._place(event.position().toPoint())
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark all text: a value is mostly wanted whole."""
        self._mark_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark all text, or copy what is marked."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._mark_all()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selectedText():
            QGuiApplication.clipboard().setText(self.selectedText())
        else:
            super().keyPressEvent(event)

    def _selections(self) -> list[QTextLayout.FormatRange]:
        if not self.selectedText():
            return []
        marked = QTextLayout.FormatRange()
        marked.start = min(self._anchor, self._cursor)
        marked.length = abs(self._cursor - self._anchor)
        marked.format = QTextCharFormat()
        marked.format.setBackground(theme.colours(self.palette()).soft)
        return [marked]

    def _mark_all(self) -> None:
        # As long as Qt counts it: in UTF-16.
        self._anchor, self._cursor = 0, len(self.text().encode("utf-16-le")) // 2
        self.update()

    def _place(self, point: QPoint) -> int:
        area = self.contentsRect()
        layout = self._lay_out(area.width())
        row = max(0, min((point.y() - area.top()) // self._pitch(), layout.lineCount() - 1))
        return int(layout.lineAt(row).xToCursor(float(point.x() - area.left())))


def label(
    text: str, *, muted: bool = False, wrap: bool = False, selectable: bool = False, **type_of: Unpack[theme.Type]
) -> Label:
    """Return a label with this text; what can be selected also wraps."""
    return (Selectable if selectable else Paragraph if wrap else Label)(text, muted=muted, **type_of)


def title(text: str) -> Label:
    """Return the label of a page's heading."""
    return label(text, points=6, weight=700, wrap=True)
