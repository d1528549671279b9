"""Clause by clause: what the statement names, beside the facts that Vitrine reads into it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from core.catalogue import Catalogue, Category
from gui import theme
from gui.widgets.card import Card, Hairline
from gui.widgets.label import label

HEADS = ("Clause of the statement, and its group here", "Its facts, numbered as they stand in it")
CLAUSE_SHARE, FACTS_SHARE = 34, 66


class ClausesCard(Card):
    """A row a clause; what is left out of each fact, and why it goes, stands on the group's page."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.SMALL)
        self.column.addWidget(label("Clause by clause", weight=600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnStretch(0, CLAUSE_SHARE)
        grid.setColumnStretch(1, FACTS_SHARE)
        for column, head in enumerate(HEADS):
            grid.addWidget(label(head, muted=True, points=-1, weight=600, wrap=True), 0, column)
        top = Qt.AlignmentFlag.AlignTop
        for number, category in enumerate(catalogue.categories.values()):
            grid.addWidget(Hairline(), 2 * number + 1, 0, 1, 2)
            grid.addWidget(label(f"{category.clause}: {category.title}", wrap=True), 2 * number + 2, 0, top)
            grid.addWidget(label(_facts(category), muted=True, wrap=True), 2 * number + 2, 1, top)
        self.column.addLayout(grid)


def _facts(category: Category) -> str:
    """In the order of the clause: `1 Operating system · 2 Version`."""
    items = sorted(category.items, key=lambda item: item.position)
    return " · ".join(f"{item.position} {item.title}" for item in items)
