"""The exact bytes: what is shown here is what is sent, character for byte."""

import re

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QSyntaxHighlighter, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QTextEdit

from gui import theme
from gui.widgets import scroll_area

# Above this colouring would take longer than reading a screen of it is worth.
MOST_COLOURED = 64 * 1024
LINE_HEIGHT_PERCENT = 137.0
TOKENS = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)'
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<number>-?\d[\d.eE+-]*|true|false|null)"
)


class _JsonColours(QSyntaxHighlighter):
    """Colours keys, strings and numbers in blocks that are JSON; a request's head stays as it is."""

    def __init__(self, document: QTextDocument, shades: theme.Colours) -> None:
        super().__init__(document)
        self.set_shades(shades)

    def set_shades(self, shades: theme.Colours) -> None:
        self._formats = {"key": shades.json_key, "string": shades.json_string, "number": shades.json_number}

    def highlightBlock(self, text: str) -> None:
        """Colour one block, which for a body is all of it."""
        if not text.startswith(("{", "[")) or len(text) > MOST_COLOURED:
            return
        for token in TOKENS.finditer(text):
            kind = token.lastgroup or "key"
            self.setFormat(token.start(), token.end() - token.start(), self._formats[kind])


class BytesView(scroll_area.InLines, QTextEdit):
    """Read-only, monospaced, wrapped at any character; `toPlainText()` is the bytes as ASCII."""

    ROOM, LEAST = (24, 6), (8, 4)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._shown: bytes | None = None
        self.setAccessibleName(name)
        scroll_area.dress(self)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        # Bytes run from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flag = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.document().setDocumentMargin(theme.LARGE)
        self._colours = _JsonColours(self.document(), theme.colours(self.palette()))
        self._set_font()

    def show_bytes(self, data: bytes) -> None:
        """Show these bytes; the same bytes again move nothing."""
        if data == self._shown:
            return
        self._shown = data
        place = self.verticalScrollBar().value()
        # Bodies and heads are ASCII; anything else is told apart instead of guessed at.
        self.setPlainText(data.decode("ascii", "backslashreplace"))
        self._space_lines()
        self.verticalScrollBar().setValue(place)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_font()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "_colours"):
            self._colours.set_shades(theme.colours(self.palette()))
            self._colours.rehighlight()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selection as plain text."""
        plain = QMimeData()
        plain.setText(self.textCursor().selection().toPlainText())
        return plain

    def _set_font(self) -> None:
        self.document().setDefaultFont(theme.font(self.font(), mono=True))

    def _space_lines(self) -> None:
        spaced = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        spaced.setLineHeight(LINE_HEIGHT_PERCENT, height.value)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(spaced)
