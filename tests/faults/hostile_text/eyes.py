"""Row 31, the eyes: everything a window says, as held by its widgets, models and menus, told to a screen reader, drawn.

What is drawn is not guessed from a picture: the widgets paint on a device that only writes down the letters, after
whatever Qt made of the text on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QPaintDevice, QPaintEngine, QRegion, QTextFormat, QTextItem
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTabBar, QTextEdit, QWidget

from gui.theme import Role
from gui.widgets.sidebar import NOTE

# Texts of a widget that nobody sees, and what names things for programmers.
UNSEEN = {"html", "markdown", "objectName", "styleSheet", "inputMask", "windowRole", "accessibleIdentifier"}
ITEM = Qt.ItemDataRole
ROLES = (
    *(ITEM.DisplayRole, ITEM.EditRole, ITEM.ToolTipRole, ITEM.StatusTipRole, ITEM.WhatsThisRole),
    *(ITEM.AccessibleTextRole, ITEM.AccessibleDescriptionRole, *Role, NOTE),
)
TIPS = {"toolTip", "whatsThis", str(ITEM.ToolTipRole), str(ITEM.WhatsThisRole)}
SPOKEN = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
# Properties of a text's parts of which each is more than letters.
MORE = (
    *(QTextFormat.Property.IsAnchor, QTextFormat.Property.ImageName, QTextFormat.Property.ListStyle),
    *(QTextFormat.Property.TableColumns, QTextFormat.Property.BlockTrailingHorizontalRulerWidth),
    *(QTextFormat.Property.HeadingLevel, QTextFormat.Property.FontWeight, QTextFormat.Property.FontItalic),
)
# Rows of a table that are read; the demo lists more than anybody looks through.
MOST_ROWS = 60
SCREEN_DOTS = 4096
# By the name of a class.
_TEXTS: dict[str, list[str]] = {}


class Said(NamedTuple):
    """One text, and where it stands: in which widget, as what of it."""

    widget: QWidget
    place: str
    text: str


class _Ear(QPaintEngine):
    """Keeps letters; of lines and colours nothing."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.heard: list[str] = []

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def drawTextItem(self, _place: object, item: QTextItem) -> None:
        self.heard.append(item.text())


for _shape in ("Path", "Pixmap", "Polygon", "Rects", "Lines", "Ellipse", "Points", "Image", "TiledPixmap"):
    setattr(_Ear, f"draw{_shape}", lambda *_: None)
for _name in ("begin", "end", "updateState"):
    setattr(_Ear, _name, lambda *_: True)


class _Paper(QPaintDevice):
    """Where a widget paints, and only its letters are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.ear = _Ear()

    def paintEngine(self) -> QPaintEngine:
        return self.ear

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        kinds = QPaintDevice.PaintDeviceMetric
        large = {kinds.PdmWidth: SCREEN_DOTS, kinds.PdmHeight: SCREEN_DOTS, kinds.PdmDevicePixelRatioScaled: 1 << 16}
        return {**large, kinds.PdmDepth: 32, kinds.PdmDevicePixelRatio: 1}.get(metric, 96)


def said(top: QWidget, *, hidden: bool = False) -> Iterator[Said]:
    """Yield all that a window and its visible parts hold, with `hidden` also the others, and all that they draw."""
    for widget in (top, *top.findChildren(QWidget)):
        if not (hidden or widget.isVisible() or isinstance(widget, QMenu)):
            continue
        yield from (Said(widget, *each) for each in (*_held(widget), *_inner(widget)))
        if widget.isVisible():
            paper = _Paper()
            widget.render(paper, QPoint(0, 0), QRegion(), QWidget.RenderFlag(0))
            yield Said(widget, "drawn", "".join(paper.ear.heard))


def formats(view: QTextEdit) -> list[str]:
    """Return what in a text is more than letters: links, pictures, lists, tables, rules, headings, other type."""
    return [each.name for kind in view.document().allFormats() for each in MORE if kind.hasProperty(each.value)]


def _held(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield a widget's own properties that are texts, and what a screen reader is told of it."""
    for name in _texts_of(widget):
        yield from ((name, text) for text in _as_texts(widget.property(name)))
    spoken = QAccessible.queryAccessibleInterface(widget)
    yield from ((f"spoken {kind.name}", text) for kind in SPOKEN if (text := spoken.text(kind)))


def _inner(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield what stands in the rows, tabs and actions of a widget."""
    if isinstance(widget, QAbstractItemView):
        for place, value in islice(_cells(widget.model()), MOST_ROWS * len(ROLES) * 8):
            yield from ((place, text) for text in _as_texts(value))
    if isinstance(widget, QTabBar):
        for index in range(widget.count()):
            yield from (("tab", widget.tabText(index)), ("toolTip", widget.tabToolTip(index)))
    if isinstance(widget, QMenu):
        for action in widget.actions():
            yield from (("action", action.text()), ("toolTip", action.toolTip()))


def _cells(model: QAbstractItemModel) -> Iterator[tuple[str, object]]:
    rows, columns = min(model.rowCount(), MOST_ROWS), model.columnCount()
    for role in ROLES:
        for across, count in ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, rows)):
            yield from ((f"head {role}", model.headerData(at, across, role)) for at in range(count))
        for row in range(rows):
            yield from ((str(role), model.index(row, column).data(role)) for column in range(columns))


def _as_texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str) and each]


def _texts_of(widget: QWidget) -> list[str]:
    """Return the names of all properties that are texts, of whatever class of Qt's the widget is."""
    whole = widget.metaObject()
    if (name := whole.className()) not in _TEXTS:
        found = [whole.property(index) for index in range(whole.propertyCount())]
        names = [str(each.name()) for each in found if str(each.typeName()) in ("QString", "QStringList")]
        _TEXTS[name] = [each for each in names if each not in UNSEEN]
    return _TEXTS[name]
