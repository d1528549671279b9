"""Row 31, broken: a text from outside does something in the window, hides something, or has no end."""

from __future__ import annotations

from core.text import visible
from tests.faults.guards.patch import PATCH


def unmarked() -> None:
    """What cannot be seen stays unseen. Before anything takes it by name."""
    PATCH.setattr("core.text.visible", str)


def nul() -> None:
    """A NUL ends a text, and nothing says so. Before anything takes it by name."""
    PATCH.setattr("core.text.visible", lambda text: visible(text.partition("\0")[0]))


def rich() -> None:
    """Labels guess at markup, as those of Qt do by themselves."""
    from PySide6.QtWidgets import QLabel

    from gui.widgets.label import Label

    PATCH.setattr(Label, "setTextFormat", lambda *_: None)
    PATCH.delattr(Label, "paintEvent")
    assert Label.paintEvent is QLabel.paintEvent


def mnemonics() -> None:
    """An “&” in a line that is painted marks a key."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QPainter

    from gui.widgets import painting

    def elided(painter: QPainter, area: QRect, text: str, *_: object) -> int:
        painter.drawText(area, Qt.TextFlag.TextShowMnemonic | Qt.TextFlag.TextDontClip, text[: painting.MOST_PAINTED])
        return area.width()

    PATCH.setattr(painting, "elided", elided)


def tips() -> None:
    """A table tells whole values in its tips, which Qt takes for rich text where they look like it."""
    from PySide6.QtCore import QModelIndex, Qt

    from gui.tables.text_table import Cell, TextTable

    honest = TextTable.data

    def data(self: TextTable[Cell], index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return honest(self, index, Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.ToolTipRole else role)

    PATCH.setattr(TextTable, "data", data)


def endless() -> None:
    """A value may be as long as it is, and so may what is shown of it."""
    PATCH.setattr("core.text.LONGEST", 10**9)
    # More than any screen should hold, and little enough to be found soon.
    PATCH.setattr("core.reading.LONGEST_TEXT", 300_000)
