"""The list of what was found: its kind first, then what it is, then where."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.text import visible
from core.wording.search import KINDS, TITLES
from gui.state.search import Findable
from gui.tables.text_table import Cell, TextTable

KIND, WHAT, WHERE = range(3)


class FoundTable(TextTable[Findable]):
    """What was found; replaced as a whole with every letter typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(TITLES, parent)

    def cell(self, row: Findable, column: int) -> Cell:
        """Return a pill with the kind, the title, or where it is, in grey."""
        if column == KIND:
            return Cell(pill=KINDS[row.kind], spoken=KINDS[row.kind], kind="plain")
        if column == WHERE:
            return Cell(visible(row.more), muted=True)
        return Cell(visible(row.title), mono=row.kind == "value")

    def named(self, row: Findable) -> str:
        """Return all of it: kind, what, where."""
        return ", ".join(filter(None, [KINDS[row.kind], visible(row.title), visible(row.more)]))
