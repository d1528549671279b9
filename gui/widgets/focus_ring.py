"""The ring that shows where the keyboard is."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

from gui import theme
from gui.widgets import painting, scroll_area

MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QWidget):
    """Paints a ring around what has the keyboard's focus in a window; the mouse passes through it.

    A widget too small to hold it says where it goes, in its own coordinates: by a method `focus_rect`.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self._last: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget when it, or what it lies in, moves; and the chosen tab, which is painted."""
        painted = event.type() == QEvent.Type.Paint and watched is self._target
        if painted or event.type() in MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        painting.ring(QPainter(self), self.rect(), theme.colours(self.palette()).accent)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        # Under a mouse nothing should move, nor where a window comes to the front again. What has just come to be seen
        # gets its place first.
        comes_back = old is None and new is self._last
        if new is not None:
            self._last = new
        if new is not None and not comes_back and not QApplication.mouseButtons():
            QTimer.singleShot(0, self, self._bring_into_sight)
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched = []
        self._target = new if new is not None and self._serves(new) else None
        each = self._target
        while each is not None and each is not self._window:
            each.installEventFilter(self)
            self._watched.append(each)
            each = each.parentWidget()
        self._place()

    def _bring_into_sight(self) -> None:
        """Scroll the focused widget into sight: Qt does so only within one area."""
        focused = QApplication.focusWidget()
        if focused is not None and self._window.isAncestorOf(focused):
            scroll_area.into_sight(focused)

    def _serves(self, widget: QWidget) -> bool:
        # Views paint their own, around the row that is meant.
        if isinstance(widget, QAbstractItemView) or not self._window.isAncestorOf(widget):
            return False
        return self._window.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.visibleRegion().isEmpty():
            self.hide()
            return
        area: QRect = getattr(target, "focus_rect", target.rect)()
        place = QRect(target.mapTo(self._window, area.topLeft()), area.size())
        seen = self._in_sight().translated(-place.topLeft())
        if self.isHidden() or place != self.geometry() or QRegion(seen) != self.mask():
            self.setGeometry(place)
            self.setMask(seen)
            self.raise_()
            self.show()

    def _in_sight(self) -> QRect:
        """Return what is seen of the area in which the target scrolls."""
        seen = self._window.rect()
        for each in self._watched:
            if isinstance(each, QScrollArea):
                view = each.viewport()
                seen &= QRect(view.mapTo(self._window, view.rect().topLeft()), view.size())
        return seen
