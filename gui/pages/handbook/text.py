"""The text of the handbook. The only place that shows Markdown: our own, and nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QPixmap,
    QResizeEvent,
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
from PySide6.QtWidgets import QTextBrowser

from core.wording import handbook as wording
from gui import theme
from gui.pages.handbook.chapter import Chapter, leads_to
from gui.widgets import scroll_area

# No line is longer than this, counted in heights of a line: it could not be read at ease.
WIDEST_LINES = 42


class HandbookText(QTextBrowser):
    """Shows one page. Links lead to other pages or nowhere, pictures come with the page, nothing else is loaded."""

    chapter_asked = Signal(str)

    def __init__(self) -> None:
        self._chapter: Chapter | None = None
        self._width = 0
        super().__init__()
        scroll_area.dress(self)
        # Always, so that the width is the same for every page; where there is nothing to scroll nothing is painted.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(wording.NAME)
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

    def sizeHint(self) -> QSize:
        """Return the size of a page that can be read at ease."""
        line = self.fontMetrics().height()
        return QSize(WIDEST_LINES * line, 40 * line)

    def minimumSizeHint(self) -> QSize:
        """Return a small size: it scrolls."""
        line = self.fontMetrics().height()
        return QSize(12 * line, 8 * line)

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
            self.chapter_asked.emit(key)


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
            _set_heading(block, level, font)
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
    if not _is_picture(block):
        spaced.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    level, cursor = block.blockFormat().headingLevel(), QTextCursor(block)
    is_close = bool(level) or (block.textList() is not None and block.next().textList() is not None)
    spaced.setTopMargin(HEADINGS.get(level, (0, 0))[1])
    spaced.setBottomMargin(0 if cursor.currentTable() is not None else theme.TINY if is_close else theme.SMALL)
    cursor.mergeBlockFormat(spaced)


def _set_heading(block: QTextBlock, level: int, font: QFont) -> None:
    made = QTextCharFormat()
    made.setFont(theme.font(font, points=HEADINGS.get(level, HEADINGS[3])[0], weight=700))
    # Anew, not merged: what was read counts its size from another one.
    _whole(block).setCharFormat(made)


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


def _is_picture(block: QTextBlock) -> bool:
    return any(kind.isImageFormat() for _, _, kind in _words(block))


def _whole(block: QTextBlock) -> QTextCursor:
    return _cursor(block.document(), block.position(), block.position() + block.length() - 1)


def _cursor(document: QTextDocument, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor
