"""The list of pages at the left: the mark, the way into the search, headings, pages, and the state of each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.widgets import painting, scroll_area
from gui.widgets.label import label
from gui.widgets.layout import fill, spaced
from gui.widgets.painting import Index

Dot: TypeAlias = Literal["none", "on", "off"]
# From the sidebar's edge to the chosen row's box, and on to its text.
OUTSIDE = INSIDE = 10
# What a row carries besides its text.
KEY, NOTE, DOT = range(Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 4)
# A row's height in heights of a line: with air where there is room, closer before the list has to scroll.
ROOMY, CLOSE = 2.18, 1.75


class _SidebarDelegate(QStyledItemDelegate):
    """Headings small and grey; pages with a dot before and a note behind; the chosen one on a surface."""

    def __init__(self, of: QAbstractScrollArea) -> None:
        super().__init__(of)
        self._list, self._share = of, ROOMY

    def fit(self, rows: int, height: int, line: int) -> bool:
        """Divide this height among the rows, within limits; return whether their height changed."""
        before = self._share
        self._share = min(max(height / max(rows * line, 1), CLOSE), ROOMY)
        return self._share != before

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(_strong(option.font))
        note = QFontMetrics(_small(option.font)).horizontalAdvance(str(index.data(NOTE)))
        width = metrics.horizontalAdvance(str(index.data())) + note + 2 * (OUTSIDE + INSIDE) + 2 * metrics.height()
        return QSize(width, int(metrics.height() * self._share))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shades = theme.colours(option.palette)
        painter.save()
        if index.data(KEY) is None:
            _paint_heading(painter, option, str(index.data()), shades)
        else:
            self._paint_page(painter, option, index, shades)
        painter.restore()

    def _paint_page(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, shades: theme.Colours) -> None:
        # A scroll bar brings room of its own at the end.
        scrolls = self._list.verticalScrollBar().isVisible()
        box = option.rect.adjusted(OUTSIDE, 0, -1 if scrolls else -OUTSIDE, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painting.box(painter, painting.mirrored(option, box), shades.surface, shades.line)
        by_keyboard = self._list.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if by_keyboard and option.state & QStyle.StateFlag.State_HasFocus:
            painting.ring(painter, painting.mirrored(option, box), shades.accent, theme.CORNER)
        inner = box.adjusted(INSIDE, 0, -INSIDE // 2 if scrolls else -INSIDE, 0)
        inner = _after_dot(painter, option, inner, index.data(DOT), shades)
        inner = _before_note(painter, option, inner, str(index.data(NOTE)), shades)
        painter.setFont(_strong(option.font) if chosen else option.font)
        painter.setPen(shades.text)
        painting.elided(painter, painting.mirrored(option, inner), str(index.data()), option.direction)


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, text: str, shades: theme.Colours) -> None:
    painter.setFont(theme.font(option.font, points=-1, weight=600))
    painter.setPen(shades.muted)
    area = option.rect.adjusted(OUTSIDE + INSIDE, option.rect.height() // 4, -OUTSIDE, 0)
    painting.elided(painter, painting.mirrored(option, area), text, option.direction)


def _after_dot(painter: QPainter, option: QStyleOptionViewItem, area: QRect, dot: Dot, shades: theme.Colours) -> QRect:
    """Paint the dot, full or hollow, and return what is left."""
    if dot == "none":
        return area
    size = option.fontMetrics.height() / 4
    place = painting.mirrored(option, QRect(area.x(), area.y(), round(2 * size), area.height()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if dot == "on" else QPen(shades.muted, 1.2))
    painter.setBrush(shades.good if dot == "on" else Qt.BrushStyle.NoBrush)
    radius = size if dot == "on" else size - 0.6
    painter.drawEllipse(QPointF(place.center()) + QPointF(0.5, 0.5), radius, radius)
    return area.adjusted(round(2 * size) + 9, 0, 0, 0)


def _before_note(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, note: str, shades: theme.Colours
) -> QRect:
    """Paint the note at the end of the row and return what is left."""
    if not note:
        return area
    font = _small(option.font)
    width = QFontMetrics(font).horizontalAdvance(note) + 2
    painter.setFont(font)
    painter.setPen(shades.muted)
    place = QRect(area.right() - width + 1, area.y(), width, area.height())
    painting.elided(painter, painting.mirrored(option, place), note, option.direction, Qt.AlignmentFlag.AlignTrailing)
    return area.adjusted(0, 0, -width - theme.TINY, 0)


def _strong(base: QFont) -> QFont:
    return theme.font(base, weight=600)


def _small(base: QFont) -> QFont:
    return theme.font(base, points=-1, weight=500, tabular=True)


@dataclass(frozen=True, slots=True)
class SidebarEntry:
    """One row; without a key it is a heading."""

    key: str | None
    text: str
    dot: Dot = "none"


class Sidebar(QListView):
    """The pages; choosing a row, by mouse, keyboard or screen reader, opens its page."""

    page_chosen = Signal(str)

    def __init__(self, name: str, entries: Sequence[SidebarEntry]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = QStandardItemModel(self)
        for entry in entries:
            item = QStandardItem(entry.text)
            item.setData(entry.key, KEY)
            if entry.key is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            _describe(item, "", entry.dot)
            self._model.appendRow(item)
        self.setModel(self._model)
        self._delegate = _SidebarDelegate(self)
        self.setItemDelegate(self._delegate)
        scroll_area.dress(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # AT-SPI moves the selection, not the current index.
        self.selectionModel().selectionChanged.connect(self._open)

    def choose(self, key: str) -> None:
        """Choose a page as the user would."""
        if item := self._item(key):
            self.setCurrentIndex(item.index())

    def chosen(self) -> str:
        """Return the chosen page's key, "" where none is chosen."""
        rows = self.selectionModel().selectedIndexes()
        return str(rows[0].data(KEY)) if rows else ""

    def set_note(self, key: str, note: str, dot: Dot = "none") -> None:
        """Show a page's note and dot."""
        if item := self._item(key):
            _describe(item, note, dot)

    def set_first_heading(self, text: str) -> None:
        """Give the first heading other words; the same ones change nothing."""
        heading = self._item(None)
        if heading is not None and heading.text() != text:
            heading.setText(text)
            _describe(heading, "", "none")

    def sizeHint(self) -> QSize:
        """Return room for the widest row and all rows."""
        rows = [self.sizeHintForIndex(self._model.index(row, 0)) for row in range(self._model.rowCount())]
        width = max([14 * self.fontMetrics().height()] + [row.width() for row in rows])
        # Room for the scroll bar, so that no name is cut in a low window.
        return QSize(width + scroll_area.THICKNESS // 2, sum(row.height() for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let rows stand closer before the list has to scroll."""
        if self._delegate.fit(self._model.rowCount(), self.viewport().height(), self.fontMetrics().height()):
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows: the list scrolls."""
        line = self.fontMetrics().height()
        return QSize(8 * line, 6 * line)

    def _open(self) -> None:
        if key := self.chosen():
            self.page_chosen.emit(key)

    def _item(self, key: str | None) -> QStandardItem | None:
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return next((item for item in items if item.data(KEY) == key), None)


class SidePanel(QWidget):
    """The ground the sidebar lies on, with a hairline towards the page; `column` stacks its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.column = spaced(QVBoxLayout(self), 0, 0, 0, 1, 0)

    def add_inset(self, widget: QWidget, *, below: int = theme.SMALL) -> None:
        """Add a part as wide as a chosen row; `below` is the space under it."""
        around = spaced(QVBoxLayout(), 0, theme.SMALL + 2, theme.SMALL, theme.SMALL + 2, below)
        self.column.addLayout(fill(around, widget))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and hairline."""
        painter, shades = painting.begin(self)
        painter.fillRect(self.rect(), shades.sidebar)
        painter.fillRect(0 if self.isRightToLeft() else self.width() - 1, 0, 1, self.height(), shades.line)


def _describe(item: QStandardItem, note: str, dot: Dot) -> None:
    item.setData(note, NOTE)
    item.setData(dot, DOT)
    item.setData(f"{item.text()}, {note}" if note else item.text(), Qt.ItemDataRole.AccessibleTextRole)


class SearchEntry(QPushButton):
    """Looks like a field and opens the search: its word at the leading side, its key at the trailing one."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text)
        self._key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleDescription(self._key)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a size as tall as a button."""
        metrics = QFontMetrics(theme.font(self.font(), points=-0.5, weight=600))
        width = metrics.horizontalAdvance(f"{self.text()}  {self._key}") + 4 * INSIDE
        return QSize(width, round(metrics.height() * 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint surface and edge, then word and key in grey."""
        painter, shades = painting.begin(self)
        ground = shades.soft if self.isDown() else shades.surface
        painting.box(painter, self.rect(), ground, shades.border, theme.SMALL_CORNER)
        painter.setPen(shades.text if self.underMouse() else shades.muted)
        area = self.rect().adjusted(INSIDE, 0, -INSIDE, 0)
        painting.elided(painter, area, self.text(), self.layoutDirection())
        painter.setFont(theme.font(self.font(), points=-1, weight=500))
        painting.elided(painter, area, self._key, self.layoutDirection(), Qt.AlignmentFlag.AlignTrailing)


class _Mark(QWidget):
    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * 1.5)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = painting.begin(self)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colours.accent, 2))
        painter.drawRoundedRect(frame, frame.width() / 4, frame.width() / 4)
        inset = frame.width() / 4
        painter.fillRect(frame.adjusted(inset, inset, -inset, -inset), colours.soft)


class Logo(QWidget):
    """Mark and name in a row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        row = spaced(QHBoxLayout(self), theme.SMALL + 2, theme.LARGE + 4, theme.LARGE + 4, theme.LARGE, theme.MEDIUM)
        mark = _Mark()
        mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        fill(row, mark, (label(name, points=2, weight=700), 1))
