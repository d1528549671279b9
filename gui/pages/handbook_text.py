"""The text of the handbook. The only place that shows Markdown: our own, and nothing from outside."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QPixmap, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from gui import theme
from gui.pages.handbook_chapter import Chapter, leads_to
from gui.pages.handbook_type import dress_document
from gui.widgets import scroll_bar

# No line is longer than this, counted in heights of a line: it could not be read at ease.
WIDEST_LINES = 42


class HandbookText(QTextBrowser):
    """One page. Its links lead to other pages of it or nowhere, its pictures come with it, nothing is loaded."""

    chapter_asked = Signal(str)

    def __init__(self) -> None:
        self._chapter: Chapter | None = None
        self._width = 0
        super().__init__()
        scroll_bar.dress(self)
        # Always, so that the width is the same for every page; where there is nothing to scroll nothing is painted.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("Handbook")
        self.anchorClicked.connect(self._follow)

    def show_chapter(self, chapter: Chapter, place: float = 0.0) -> None:
        """Show this page from there on: 0 is its beginning, 1 its end."""
        self._chapter = chapter
        self.setAccessibleName(f"Handbook: {chapter.title}")
        self._set(place)

    @property
    def place(self) -> float:
        """How far down it is scrolled."""
        bar = self.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of this page, as wide as there is room; nothing else, from nowhere else."""
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
        """A page of a book."""
        line = self.fontMetrics().height()
        return QSize(WIDEST_LINES * line, 40 * line)

    def minimumSizeHint(self) -> QSize:
        """Small: it scrolls."""
        line = self.fontMetrics().height()
        return QSize(12 * line, 8 * line)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._set(self.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is as wide as the text."""
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
        """What stays free at both sides."""
        widest = WIDEST_LINES * self.fontMetrics().height()
        return max(theme.WIDE, (self.viewport().width() - widest) // 2)

    def _room(self) -> int:
        """What the text has of the width."""
        return max(self.viewport().width() - 2 * self._margin(), 1)

    def _follow(self, link: QUrl) -> None:
        if key := leads_to(link.toString()):
            self.chapter_asked.emit(key)
