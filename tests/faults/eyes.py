"""Everything a window says, as somebody gets it: held by its widgets, models and menus, told to a screen reader, drawn.

What is drawn is not guessed from a picture: the widgets paint on a device that only writes down the letters, after
whatever Qt made of the text on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import (
    QAccessible,
    QAction,
    QKeySequence,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QRegion,
    QTextBlock,
    QTextItem,
)
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QMenu, QTabBar, QTextEdit, QWidget

from gui.theme import Role
from gui.widgets.sidebar_delegate import SidebarRole

# The program's own: around each line it paints, so that what comes from outside reorders nothing beside it.
ISOLATES = "\u2068\u2069"
# Of a text widget the forms that nobody sees, and what names things for programmers.
UNSEEN = {"html", "markdown", "objectName", "styleSheet", "inputMask", "windowRole", "accessibleIdentifier"}
ITEM = Qt.ItemDataRole
ROLES = (
    *(ITEM.DisplayRole, ITEM.EditRole, ITEM.ToolTipRole, ITEM.StatusTipRole, ITEM.WhatsThisRole),
    *(ITEM.AccessibleTextRole, ITEM.AccessibleDescriptionRole),
    *(*Role, SidebarRole.NOTE),
)
TIPS = {"toolTip", "whatsThis", str(ITEM.ToolTipRole), str(ITEM.WhatsThisRole)}
# Rows of a table that are read; the demo lists more than anybody looks through.
MOST_ROWS = 60
SCREEN_DOTS = 4096
# By the name of a class.
_TEXTS: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """One text, and where it stands: in which widget, as what of it. `guessed`: Qt may take it for rich text;
    `pressed`: Qt reads an “&” in it as the mark of a key; `drawn`: it was painted."""

    widget: QWidget
    place: str
    text: str
    guessed: bool = False
    pressed: bool = False
    drawn: bool = False


class _Ear(QPaintEngine):
    """Hears letters; of lines and colours nothing."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.heard: list[str] = []

    def begin(self, pdev: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        pass

    def drawTextItem(self, _place: object, item: QTextItem) -> None:
        self.heard.append(item.text())


def _ignored(*_: object) -> None:
    pass


for _shape in ("Path", "Pixmap", "Polygon", "Rects", "Lines", "Ellipse", "Points", "Image", "TiledPixmap"):
    setattr(_Ear, f"draw{_shape}", _ignored)


class _Paper(QPaintDevice):
    """Where a widget paints, and only its letters are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.ear = _Ear()

    def paintEngine(self) -> QPaintEngine:
        return self.ear

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        kinds = QPaintDevice.PaintDeviceMetric
        if metric == kinds.PdmDevicePixelRatioScaled:
            return 1 << 16
        if metric in (kinds.PdmWidth, kinds.PdmHeight):
            return SCREEN_DOTS
        return {kinds.PdmDepth: 32, kinds.PdmDevicePixelRatio: 1, kinds.PdmNumColors: 1 << 24}.get(metric, 96)


def heard(widget: QWidget) -> list[str]:
    """What this widget alone paints, piece by piece; its children are not asked."""
    paper = _Paper()
    widget.render(paper, QPoint(0, 0), QRegion(), QWidget.RenderFlag(0))
    return paper.ear.heard


def said(top: QWidget, *, hidden: bool = False) -> Iterator[Said]:
    """All that is held by a window and its parts that can be seen, `hidden`: by the others too; and all they draw."""
    for widget in (top, *top.findChildren(QWidget)):
        if not (hidden or widget.isVisible() or isinstance(widget, QMenu)):
            continue
        yield from _held(widget)
        if isinstance(widget, QAbstractItemView):
            yield from _listed(widget)
        if isinstance(widget, QTabBar):
            yield from _tabs(widget)
        if isinstance(widget, QMenu):
            yield from (each for action in widget.actions() for each in _offered(widget, action))
        if widget.isVisible():
            yield Said(widget, "drawn", "".join(heard(widget)), drawn=True)


def formats(view: QTextEdit) -> list[str]:
    """What in a text is more than letters: links, pictures, lists, tables, other type than its own."""
    found = ["a table or frame"] if view.document().rootFrame().childFrames() else []
    block = view.document().begin()
    while block.isValid():
        found += ["a list"] if block.textList() is not None else []
        found += ["a heading"] if block.blockFormat().headingLevel() else []
        found += _fragments(block)
        block = block.next()
    return found


def _fragments(block: QTextBlock) -> Iterator[str]:
    each = block.begin()
    while not each.atEnd():
        kind = each.fragment().charFormat()
        if kind.isAnchor() or kind.isImageFormat() or kind.hasProperty(kind.Property.FontWeight.value):
            yield f"a format on {each.fragment().text()[:40]!r}"
        each += 1


def _held(widget: QWidget) -> Iterator[Said]:
    rich = isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText
    for name in _texts_of(widget):
        for text in _as_texts(widget.property(name)):
            is_text = name == "text"
            yield Said(
                widget,
                name,
                text,
                guessed=(rich and is_text) or (name in TIPS and _is_rich_text(text)),
                pressed=is_text and isinstance(widget, QAbstractButton) and _is_pressed(text),
            )
    spoken = QAccessible.queryAccessibleInterface(widget)
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help):
        if text := spoken.text(kind):
            yield Said(widget, f"spoken {kind.name}", text)


def _listed(view: QAbstractItemView) -> Iterator[Said]:
    for place, value in islice(_cells(view.model()), MOST_ROWS * len(ROLES) * 8):
        for text in _as_texts(value):
            yield Said(view, place, text, guessed=place in TIPS and _is_rich_text(text))


def _cells(model: QAbstractItemModel) -> Iterator[tuple[str, object]]:
    rows, columns = min(model.rowCount(), MOST_ROWS), model.columnCount()
    for role in ROLES:
        for across, count in ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, rows)):
            yield from ((f"head {role}", model.headerData(at, across, role)) for at in range(count))
        for row in range(rows):
            for column in range(columns):
                yield str(role), model.index(row, column, QModelIndex()).data(role)


def _tabs(bar: QTabBar) -> Iterator[Said]:
    for index in range(bar.count()):
        text, tip = bar.tabText(index), bar.tabToolTip(index)
        yield Said(bar, "tab", text, pressed=_is_pressed(text))
        yield Said(bar, "toolTip", tip, guessed=_is_rich_text(tip))


def _offered(menu: QMenu, action: QAction) -> Iterator[Said]:
    yield Said(menu, "action", action.text(), pressed=_is_pressed(action.text()))
    yield Said(menu, "toolTip", action.toolTip(), guessed=_is_rich_text(action.toolTip()))


def _is_rich_text(text: str) -> bool:
    return bool(QtGui.Qt.mightBeRichText(text))


def _is_pressed(text: str) -> bool:
    return not QKeySequence.mnemonic(text).isEmpty() or "&&" in text


def _as_texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _texts_of(widget: QWidget) -> list[str]:
    """The names of all properties that are texts, of whatever class of Qt's it is."""
    whole = widget.metaObject()
    if (name := whole.className()) not in _TEXTS:
        found = [whole.property(index) for index in range(whole.propertyCount())]
        names = [str(each.name()) for each in found if str(each.typeName()) in ("QString", "QStringList")]
        _TEXTS[name] = [each for each in names if each not in UNSEEN]
    return _TEXTS[name]
