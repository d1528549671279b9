"""What would go differently from what went last."""

from __future__ import annotations

from datetime import datetime

from core.catalogue import Category
from core.record.submission import Submission
from core.text import visible
from gui import theme
from gui.state.times import when
from gui.state.told import Change
from gui.state.words import Section
from gui.tables.rows import RowsModel
from gui.widgets.card import Card
from gui.widgets.label import label

NOTHING = "Nothing changed: the values are those that went last."
NO_VALUE = "nothing"
TITLES = ("What", "Now", "Was sent")
NOW = 1


class SinceCard(Card):
    """A row a changed item; the table is made when there is a first one."""

    def __init__(self, category: Category) -> None:
        super().__init__(padding=0)
        self._titles = {item.key: item.title for item in category.items}
        self._name = f"{category.title}: changed since last sent"
        self._model: RowsModel | None = None
        self._none = label(NOTHING, muted=True, wrap=True)
        self._none.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        self.column.addWidget(self._none)
        self.column.addStretch(1)

    def show_changes(self, found: list[Change]) -> None:
        """Show these: item, what would go now, what was sent."""
        self._none.setVisible(not found)
        if found and self._model is None:
            self._build()
        if self._model is not None:
            self._table.setVisible(bool(found))
            self._model.show([self._row(*each) for each in found])

    def last(self, newest: Submission | None, at: datetime) -> list[Section]:
        """What went last, and where it stands."""
        if newest is None or newest.finished is None:
            return []
        return [
            ("Sent", f"{when(newest.finished, at)}, No. {newest.number}", False),
            ("Bytes", f"{newest.bytes:,}", False),
            ("SHA-256", visible(newest.sha256), True),
            ("Its bytes", "Stand in the History.", False),
        ]

    def _row(self, key: str, was: str | None, is_now: str | None) -> tuple[str, str, str]:
        return (self._titles.get(key, key), is_now or NO_VALUE, was or NO_VALUE)

    def _build(self) -> None:
        from gui.widgets.table import Table

        self._model = RowsModel(TITLES, mono_column=NOW, parent=self)
        self._table = Table(self._name, wrap=True)
        self._table.setModel(self._model)
        self._table.set_shares((40, 30, 30))
        self.column.insertWidget(0, self._table, 1)
