"""How a text of the handbook is set: type, colours and room of each kind of paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import (
    QBrush,
    QFont,
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

from gui import theme

LINE_HEIGHT_PERCENT = 118.0
# Of headings, by their level: points more than the text, room above.
HEADINGS = {1: (6.0, 0), 2: (2.5, theme.WIDE), 3: (0.75, theme.LARGE)}
INDENT = theme.WIDE
WHOLE_WIDTH = QTextLength(QTextLength.Type.PercentageLength, 100)


def dress_document(document: QTextDocument, font: QFont, shades: theme.Colours, margin: int) -> None:
    """Set a document that was just read; `margin` stays free at both its sides, in pixels."""
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
    """Where each run of one format begins and ends, and the format."""
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
    """Under each picture the sentence that says what is to be seen: for those, too, who see no picture."""
    small = QTextCharFormat()
    small.setFont(theme.font(font, points=-1))
    small.setForeground(QBrush(shades.muted))
    pictures = [(end, kind) for block in _blocks(document) for _, end, kind in _words(block) if kind.isImageFormat()]
    for end, kind in reversed(pictures):
        cursor = _cursor(document, end, end)
        cursor.insertBlock()
        cursor.insertText(str(kind.property(QTextFormat.Property.ImageAltText.value) or ""), small)


def _space(block: QTextBlock) -> None:
    """Room between the lines, and after the paragraph."""
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
