"""The row of facts under a page's heading: goes to, last sent, next, can it point to you."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.button import LinkButton
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layout import fill, spaced

FactText = tuple[str, str, str]

BETWEEN = 26


class _Fact(QWidget):
    """A caption over its value, a small addition and perhaps something to press."""

    def __init__(self, link: str) -> None:
        super().__init__()
        self.caption = ElidedLabel(muted=True, points=-1)
        self.value = ElidedLabel(weight=600)
        self.addition = ElidedLabel(muted=True, points=-1, weight=500)
        self.link = LinkButton(link) if link else None
        more = (Label("·", weight=600), self.link) if self.link else ()
        self._line = fill(spaced(QHBoxLayout(), theme.TINY), self.value, self.addition, *more, 1)
        self._stack = fill(spaced(QVBoxLayout(self), 0), self.caption, self._line)

    def say(self, caption: str, value: str, addition: str) -> None:
        """Show caption, value and addition."""
        self.caption.setText(caption)
        self.value.setText(value)
        self.addition.say(addition)
        # Qt does not do this for labels that were never shown.
        self._line.invalidate()
        self._stack.invalidate()


class FactsRow(QWidget):
    """Facts side by side between two hairlines; in a narrow window they take two rows or more."""

    acted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._facts: list[_Fact] = []
        self._links: dict[int, str] = {}

    def set_facts(self, facts: Sequence[FactText], links: Mapping[int, str] | None = None) -> None:
        """Show caption, value and addition of each; a link behind one emits `acted(index)`."""
        wanted = dict(links or {})
        if len(facts) != len(self._facts) or wanted != self._links:
            self._rebuild(len(facts), wanted)
        for widget, (caption, value, addition) in zip(self._facts, facts, strict=True):
            widget.say(caption, value, addition)
        self.updateGeometry()
        self._arrange()

    def hasHeightForWidth(self) -> bool:
        """Return True: the rows it takes depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows it takes in this width."""
        return self._flow(width)[1]

    def sizeHint(self) -> QSize:
        """Return the size of all facts in one row."""
        width = sum(fact.sizeHint().width() + BETWEEN for fact in self._facts)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest fact alone."""
        widest = max((fact.minimumSizeHint().width() for fact in self._facts), default=0)
        return QSize(widest, self._row() + 2 * theme.MEDIUM + 2)

    def event(self, event: QEvent) -> bool:
        """Arrange anew where a text changed its width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairlines above and below."""
        line = theme.colours(self.palette()).line
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _row(self) -> int:
        return max((fact.sizeHint().height() for fact in self._facts), default=0)

    def _flow(self, width: int) -> tuple[list[QRect], int]:
        """Return where each fact goes in this width, and the height of them all."""
        left, top, row = 0, 1 + theme.MEDIUM, self._row()
        places = []
        for fact in self._facts:
            wide = min(fact.sizeHint().width(), max(width, 1))
            if left and left + wide > width:
                left, top = 0, top + row + theme.MEDIUM
            places.append(QRect(left, top, wide, row))
            left += wide + BETWEEN
        return places, top + row + theme.MEDIUM + 1

    def _arrange(self) -> None:
        places, _ = self._flow(self.width())
        for fact, place in zip(self._facts, places, strict=True):
            fact.setGeometry(QStyle.visualRect(self.layoutDirection(), QRect(0, 0, self.width(), 1), place))

    def _rebuild(self, count: int, links: dict[int, str]) -> None:
        for old in self._facts:
            old.hide()
            old.deleteLater()
        self._links, self._facts = links, []
        for index in range(count):
            fact = _Fact(links.get(index, ""))
            fact.setParent(self)
            fact.show()
            if fact.link is not None:
                fact.link.clicked.connect(lambda _=False, index=index: self.acted.emit(index))
            self._facts.append(fact)
