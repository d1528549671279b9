"""Opens the handbook as its reader does, and takes apart what it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.pages.handbook import Handbook, HandbookText
from gui.viewer import Viewer
from tests.gui.screen import part


def opened(viewer: Viewer, qtbot: QtBot) -> Handbook:
    """Press F1, and wait for the page."""
    viewer.window.activateWindow()
    qtbot.waitUntil(viewer.window.isActiveWindow)
    QTest.keyClick(viewer.window, Qt.Key.Key_F1)
    return arrived(viewer, qtbot)


def arrived(viewer: Viewer, qtbot: QtBot) -> Handbook:
    """The handbook, once it shows what was asked for."""
    book = part(viewer.window, Handbook)
    qtbot.waitUntil(lambda: not book.busy and book.isActiveWindow())
    QApplication.processEvents()
    return book


def shows(book: Handbook, key: str) -> bool:
    """Whether this page has come, and no other is on its way."""
    return book.key == key and not book.busy


def text(book: Handbook) -> HandbookText:
    """What is read in it."""
    return part(book, HandbookText)


def pieces(book: Handbook) -> list[tuple[QTextBlock, str, QTextCharFormat]]:
    """Every run of one format: its paragraph, its words, the format."""
    found, block = [], text(book).document().begin()
    while block.isValid():
        each = block.begin()
        while not each.atEnd():
            found.append((block, each.fragment().text(), each.fragment().charFormat()))
            each += 1
        block = block.next()
    return found
