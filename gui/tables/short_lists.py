"""Two short lists: what was found, its kind first; and what happened, its state first, newest first."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from core.clock import now
from core.text import visible
from core.wording import checks, search
from core.wording.submissions import TITLES
from core.wording.times import when
from gui.state.happenings import Happening
from gui.state.search import Findable
from gui.tables.text_table import Cell, TextTable, pill
from gui.theme import Role

# The columns of what was found; of what happened the first and the last.
KIND, WHAT, WHERE = range(3)
STATE, WHEN = 0, 4


class FoundTable(TextTable[Findable]):
    """What was found; replaced as a whole with every letter typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(search.TITLES, parent)

    def cell(self, row: Findable, column: int) -> Cell:
        """Return a pill with the kind, the title, or where it is, in grey."""
        if column == KIND:
            return pill(search.KINDS[row.kind], "plain")
        if column == WHERE:
            return {Role.TEXT: visible(row.more), Role.MUTED: True}
        return {Role.TEXT: visible(row.title), Role.MONO: row.kind == "value"}

    def named(self, row: Findable) -> str:
        """Return all of it: kind, what, where."""
        return ", ".join(filter(None, [search.KINDS[row.kind], visible(row.title), visible(row.more)]))


class HappeningsTable(TextTable[Happening]):
    """What happened in a group; a row keeps its identity, so that the chosen one stays chosen."""

    def __init__(self, group: str, parent: QObject | None = None) -> None:
        """`group`: its key; between state and time it has three columns of its own."""
        super().__init__((TITLES["state"], *checks.TITLES[group], TITLES["when"]), parent)
        self._at = now()

    def show_at(self, rows: Sequence[Happening], at: datetime) -> None:
        """Take these rows, told at this time; the same ones change nothing."""
        self._at, self._last = at, None
        self.show(rows)

    def row_of(self, identity: str) -> int | None:
        """Return where a row stands now, None where it does not."""
        return next((number for number, row in enumerate(self._rows) if row.identity == identity), None)

    def identity(self, row: Happening) -> str:
        """Return the submission's number, else where and when it was checked."""
        return row.identity

    def named(self, row: Happening) -> str:
        """Return what it is about and how it stands."""
        return f"{row.cells[0]}, {row.standing()[0]}"

    def cell(self, row: Happening, column: int) -> Cell:
        """Return the state as a pill, a text of the group's own, or the time."""
        if column == STATE:
            return pill(*row.standing())
        if column == WHEN:
            return {Role.TEXT: when(row.at, self._at), Role.TABULAR: True}
        # What every address begins with would take the place of what tells them apart.
        return {Role.TEXT: row.cells[column - 1].removeprefix("https://")}
