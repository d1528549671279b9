"""Things side by side, or one below the other where they would stand too close."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from gui import theme
from gui.widgets.label import Label
from gui.widgets.layout import spaced


class ResponsiveRow(QWidget):
    """Stacks where a part would be cut. `least`: also below this width, counted in the text's own size."""

    def __init__(self, least: float = 0, *parts: tuple[QWidget, int]) -> None:
        """`parts`: each with its share of the width."""
        super().__init__()
        self._least = least
        self._parts: list[QWidget] = []
        self._row = spaced(QBoxLayout(QBoxLayout.Direction.LeftToRight, self), theme.LARGE)
        for part in parts:
            self.add(*part)

    def add(self, widget: QWidget, share: int) -> None:
        """Add a widget behind the others, with this share of the width."""
        self._parts.append(widget)
        self._row.addWidget(widget, share)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, for they can stack."""
        return QSize(max(self._least_widths(), default=0), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Decide anew where a part needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide anew whether the parts stand above each other."""
        self._turn()
        super().resizeEvent(event)

    def _least_widths(self) -> list[int]:
        return [part.minimumSizeHint().width() for part in self._parts if not part.isHidden()]

    def _turn(self) -> None:
        widths, direction = self._least_widths(), QBoxLayout.Direction
        needed = sum(widths) + theme.LARGE * (len(widths) - 1)
        narrow = self.width() < max(needed, self._least * self.font().pointSizeF())
        wanted = direction.TopToBottom if narrow else direction.LeftToRight
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


def row(*parts: QWidget) -> QWidget:
    """Return a widget with these side by side; labels take what room there is."""
    whole = QWidget()
    line = spaced(QHBoxLayout(whole), theme.MEDIUM)
    for part in parts:
        line.addWidget(part, 1 if isinstance(part, Label) else 0, Qt.AlignmentFlag.AlignVCenter)
    return whole
