"""The handbook in a window of its own: one page at a time, and the way back. Our own text, and nothing from outside."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QBrush,
    QCloseEvent,
    QFont,
    QImage,
    QKeySequence,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from core.log import Log
from core.wording import window as wording
from gui import theme
from gui.bridge import Bridge
from gui.widgets import scroll_area
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.focus_ring import FocusRing
from gui.widgets.layout import fill, spaced

# The page that lists all others.
CONTENTS = "README"
# Where pictures may lie beside the handbook itself.
GALLERY = "gallery"
_LINK = re.compile(r"([A-Za-z_-]+)\.md")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([\w./-]+\.png)\)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the handbook. `key`: the page of the window it is about; `pictures` by their names in the text."""

    key: str
    text: str
    pictures: Mapping[str, QImage] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The chapter's heading."""
        return self.text.partition("\n")[0].removeprefix("#").strip()


def read(folder: Path, key: str) -> Chapter:
    """Read a page of the handbook from its folder; return `absent` where it is not there. For a worker."""
    try:
        text = (folder / f"{key}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return absent(key)
    places = {name: _place(folder, name) for name in _PICTURE.findall(text)}
    return Chapter(key, text, {name: QImage(str(place)) for name, place in places.items() if place is not None})


def absent(key: str) -> Chapter:
    """Return the page that says that one is missing."""
    return Chapter(key, f"# {wording.HANDBOOK}\n\n{wording.ABSENT}\n")


def leads_to(link: str) -> str:
    """Return the page of the handbook that a link leads to, "" where it leads anywhere else."""
    found = _LINK.fullmatch(link)
    return found[1] if found else ""


def _place(folder: Path, name: str) -> Path | None:
    """Where a picture lies; None outside the handbook and the gallery beside it."""
    whole, home = (folder / name).resolve(), folder.resolve()
    return whole if whole.parent in (home, home.parent / GALLERY) else None


# No line is longer than this, counted in heights of a line: it could not be read at ease.
WIDEST_LINES = 42


class HandbookText(scroll_area.InLines, QTextBrowser):
    """Shows one page. Links lead to other pages or nowhere, pictures come with the page, nothing else is loaded."""

    ROOM, LEAST = (WIDEST_LINES, 40), (12, 8)

    def __init__(self, follow: Callable[[str], None]) -> None:
        """`follow` opens the page that a link leads to."""
        self._follows = follow
        self._chapter: Chapter | None = None
        self._width = 0
        super().__init__()
        scroll_area.dress(self)
        # Always, so that the width is the same for every page; where there is nothing to scroll nothing is painted.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(wording.HANDBOOK)
        self.anchorClicked.connect(self._follow)

    def show_chapter(self, chapter: Chapter, place: float = 0.0) -> None:
        """Show this page, scrolled to `place`: 0 is its beginning, 1 its end."""
        self._chapter = chapter
        self.setAccessibleName(wording.SPOKEN.format(chapter=chapter.title))
        self._set(place)

    @property
    def place(self) -> float:
        """How far down it is scrolled, from 0 to 1."""
        bar = self.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture that came with the page, scaled to the room there is; None for anything else."""
        called = name.toString() if isinstance(name, QUrl) else name
        picture = self._chapter.pictures.get(called) if self._chapter is not None else None
        if picture is None or picture.isNull() or kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        ratio = self.devicePixelRatioF()
        width = round(min(self._room(), picture.width()) * ratio)
        scaled = QPixmap.fromImage(picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._set(self.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew where the text has another width."""
        super().resizeEvent(event)
        if self._room() != self._width:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        if self._room() != self._width:
            self._set(self.place)

    def _set(self, place: float) -> None:
        if self._chapter is None:
            return
        self._width = self._room()
        feature = QTextDocument.MarkdownFeature
        self.document().setMarkdown(self._chapter.text, feature.MarkdownDialectGitHub | feature.MarkdownNoHTML)
        dress_document(self.document(), self.font(), theme.colours(self.palette()), self._margin())
        bar = self.verticalScrollBar()
        bar.setValue(round(place * bar.maximum()))

    def _margin(self) -> int:
        """How many pixels stay free at each side."""
        widest = WIDEST_LINES * self.fontMetrics().height()
        return max(theme.WIDE, (self.viewport().width() - widest) // 2)

    def _room(self) -> int:
        """How many pixels of the width the text has."""
        return max(self.viewport().width() - 2 * self._margin(), 1)

    def _follow(self, link: QUrl) -> None:
        if key := leads_to(link.toString()):
            self._follows(key)


LINE_HEIGHT_PERCENT = 118.0
# Of headings, by their level: points more than the text, room above.
HEADINGS = {1: (6.0, 0), 2: (2.5, theme.WIDE), 3: (0.75, theme.LARGE)}
INDENT = theme.WIDE
WHOLE_WIDTH = QTextLength(QTextLength.Type.PercentageLength, 100)


def dress_document(document: QTextDocument, font: QFont, shades: theme.Colours, margin: int) -> None:
    """Set type, colours and spaces of a document; `margin` pixels stay free at both its sides."""
    document.setDefaultFont(font)
    document.setIndentWidth(INDENT)
    _leave_room(document, margin)
    _add_captions(document, font, shades)
    for block in _blocks(document):
        _space(block)
        if level := block.blockFormat().headingLevel():
            made = QTextCharFormat()
            made.setFont(theme.font(font, points=HEADINGS.get(level, HEADINGS[3])[0], weight=700))
            # Anew, not merged: what was read counts its size from another one.
            _cursor(document, block.position(), block.position() + block.length() - 1).setCharFormat(made)
        else:
            _set_words(block, font, shades)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame, font, shades)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _words(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return where each run of one format begins and ends, and the format."""
    found, each = [], block.begin()
    while not each.atEnd():
        piece = each.fragment()
        found.append((piece.position(), piece.position() + piece.length(), piece.charFormat()))
        each += 1
    return found


def _leave_room(document: QTextDocument, margin: int) -> None:
    frame = document.rootFrame()
    around = QTextFrameFormat(frame.frameFormat())
    around.setLeftMargin(margin)
    around.setRightMargin(margin)
    around.setTopMargin(theme.LARGE)
    around.setBottomMargin(theme.WIDE)
    frame.setFrameFormat(around)


def _add_captions(document: QTextDocument, font: QFont, shades: theme.Colours) -> None:
    """Put under each picture the sentence that says what is to be seen on it."""
    small = QTextCharFormat()
    small.setFont(theme.font(font, points=-1))
    small.setForeground(QBrush(shades.muted))
    pictures = [(end, kind) for block in _blocks(document) for _, end, kind in _words(block) if kind.isImageFormat()]
    for end, kind in reversed(pictures):
        cursor = _cursor(document, end, end)
        cursor.insertBlock()
        cursor.insertText(str(kind.property(QTextFormat.Property.ImageAltText.value) or ""), small)


def _space(block: QTextBlock) -> None:
    """Set the space between the lines, and after the paragraph."""
    spaced = QTextBlockFormat()
    if not any(kind.isImageFormat() for _, _, kind in _words(block)):
        spaced.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    level, cursor = block.blockFormat().headingLevel(), QTextCursor(block)
    is_close = bool(level) or (block.textList() is not None and block.next().textList() is not None)
    spaced.setTopMargin(HEADINGS.get(level, (0, 0))[1])
    spaced.setBottomMargin(0 if cursor.currentTable() is not None else theme.TINY if is_close else theme.SMALL)
    cursor.mergeBlockFormat(spaced)


def _set_words(block: QTextBlock, font: QFont, shades: theme.Colours) -> None:
    for start, end, kind in _words(block):
        made = QTextCharFormat()
        if kind.fontFixedPitch():
            made.setFont(theme.font(font, mono=True))
        elif kind.isAnchor():
            made.setForeground(QBrush(shades.accent))
            made.setFontUnderline(True)
        elif kind.fontWeight() > QFont.Weight.Medium:
            made.setFontWeight(QFont.Weight.DemiBold)
        _cursor(block.document(), start, end).mergeCharFormat(made)


def _set_table(table: QTextTable, font: QFont, shades: theme.Colours) -> None:
    made = QTextTableFormat(table.format())
    made.setWidth(WHOLE_WIDTH)
    made.setBorderCollapse(True)
    made.setBorder(1)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QBrush(shades.line))
    made.setCellPadding(theme.SMALL - 2)
    made.setTopMargin(theme.TINY)
    made.setBottomMargin(theme.SMALL)
    table.setFormat(made)
    head = QTextCharFormat()
    head.setFont(theme.font(font, points=-1, weight=600))
    head.setForeground(QBrush(shades.muted))
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        _cursor(table.document(), cell.firstPosition(), cell.lastPosition()).mergeCharFormat(head)


def _cursor(document: QTextDocument, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


WIDTH, HEIGHT = 860, 760


class Handbook(QWidget):
    """A window with one page of the handbook, and the way back; pages are read on a worker."""

    def __init__(self, window: QWidget, folder: Path, log: Log) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self._under, self._folder = window, folder
        self._bridge = Bridge(log, self)
        self._asked = 0
        self._chapter: Chapter | None = None
        # Where somebody came from: the page, and how far down.
        self._trail: list[tuple[str, float]] = []
        self.setAccessibleName(wording.HANDBOOK)
        self.setWindowTitle(wording.HANDBOOK)
        self.resize(WIDTH, HEIGHT)
        self._text = HandbookText(self.turn_to)
        self._back, contents = Button(wording.BACK, self.go_back), partial(self.turn_to, CONTENTS)
        buttons = self._back, Button(wording.CONTENTS, contents), 1, Button(wording.CLOSE, self.close)
        column = spaced(QVBoxLayout(self), theme.MEDIUM, theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        fill(column, fill(spaced(QHBoxLayout(), theme.SMALL), *buttons), (Card(self._text, padding=1), 1))
        standard = QKeySequence.StandardKey
        acts = (standard.Cancel, self.close), (standard.Back, self.go_back), (standard.HelpContents, contents)
        for key, act in acts:
            QShortcut(QKeySequence(key), self, act)
        FocusRing(self)

    @property
    def busy(self) -> bool:
        """Whether a page that was asked for has not come yet."""
        return self._asked > 0

    @property
    def key(self) -> str:
        """The page that is shown, "" before the first one."""
        return self._chapter.key if self._chapter is not None else ""

    def open(self, key: str) -> None:
        """Show the window with this page."""
        self.turn_to(key)
        self.show()
        self.activateWindow()
        self._text.setFocus()

    def turn_to(self, key: str) -> None:
        """Show this page; the one that was shown is the way back."""
        if self._chapter is not None and key != self.key:
            self._trail.append((self.key, self._text.place))
        self._read(key, 0.0)

    def go_back(self) -> None:
        """Show the page before, scrolled to where it was left."""
        if self._trail:
            self._read(*self._trail.pop())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to the window it belongs to."""
        super().closeEvent(event)
        self._under.window().activateWindow()

    def _read(self, key: str, place: float) -> None:
        self._asked += 1
        reading = partial(read, self._folder, key)
        self._bridge.run(reading, partial(self._show, place), lambda _: self._show(0.0, absent(key)))

    def _show(self, place: float, chapter: Chapter) -> None:
        self._asked -= 1
        if self._asked:
            # Another one was asked for since.
            return
        self._chapter = chapter
        self.setWindowTitle(wording.HANDBOOK_TITLE.format(chapter=chapter.title))
        self._text.show_chapter(chapter, place)
        self._back.setEnabled(bool(self._trail))
