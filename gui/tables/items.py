"""The list of a group: one declared item a row, its value or why there is none, and whether that changed."""

from PySide6.QtCore import QObject, Qt

from core.catalogue import Category, Item
from core.reading import Reading
from core.text import visible
from core.wording import items as words
from core.wording.readings import REASONS, written
from gui.state.sections import decoded
from gui.tables.text_table import Cell, TextTable
from gui.theme import Role

WHAT, VALUE = range(2)
# A pill is for a glance; the whole value stands in the history of changes.
LONGEST_PILL = 24


class ChangedValues:
    """Which values of a group changed since the user last looked at them."""

    def __init__(self) -> None:
        self._looked: dict[str, str] = {}
        self._now: dict[str, str] = {}

    def take(self, reading: Reading) -> None:
        """Take a new reading. The first one counts as looked at."""
        self._now = {
            key: words.NO_VALUE if fact.value is None else written(fact.value) for key, fact in reading.items()
        }
        for key, value in self._now.items():
            self._looked.setdefault(key, value)

    def was(self, key: str) -> str | None:
        """Return an item's value when last looked at, None where it is the same now."""
        before = self._looked.get(key)
        return before if before != self._now.get(key) else None

    def look(self, key: str) -> None:
        """The user looks at this item's value."""
        if key in self._now:
            self._looked[key] = self._now[key]

    def look_at_all(self) -> None:
        """The user leaves the page, having had all values before him."""
        self._looked.update(self._now)

    @property
    def count(self) -> int:
        """How many values changed."""
        return sum(self.was(key) is not None for key in self._now)


class ItemsTable(TextTable[Item]):
    """The catalogue's items in its order; they never come or go, only values change."""

    def __init__(self, category: Category, value_title: str, parent: QObject | None = None) -> None:
        super().__init__((words.TITLE, value_title), parent)
        self._rows = list(category.items)
        self._reading: Reading = {}
        self._changes = ChangedValues()

    def show_values(self, reading: Reading, changes: ChangedValues) -> None:
        """Take a new reading; views keep their place."""
        if reading == self._reading and changes is self._changes and not changes.count:
            return
        self._reading, self._changes = reading, changes
        self.repaint()

    def set_value_title(self, title: str) -> None:
        """Say in the second column's title whether the value is sent or would be."""
        if title != self.titles[VALUE]:
            self.titles[VALUE] = title
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, VALUE, VALUE)

    def named(self, row: Item) -> str:
        """Return the item's title."""
        return row.title

    def cell(self, row: Item, column: int) -> Cell:
        """Return the item's title, with its former value while a change was not looked at; or its value now."""
        if column == WHAT:
            was = self._changes.was(row.key)
            mark = "" if was is None else words.WAS.format(value=_short(was))
            spoken = f"{row.title}, {mark}" if mark else row.title
            return {Role.TEXT: row.title, Role.PILL: mark, Role.SPOKEN: spoken}
        fact = self._reading.get(row.key)
        if fact is None:
            return {}
        if fact.value is None:
            return {Role.TEXT: REASONS[fact.reason] if fact.reason else "", Role.MUTED: True}
        return {Role.TEXT: visible(written(fact.value)), Role.SECOND: decoded(row, fact.value), Role.MONO: True}


def _short(text: str) -> str:
    shown = visible(text[: LONGEST_PILL + 1])
    return shown if len(shown) <= LONGEST_PILL else f"{shown[:LONGEST_PILL]}…"
