"""Step two: what is sent if you accept, what only if you also switch it on, who receives it, what is not stated."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.consent.consent import Choices
from core.product import Product
from gui import theme
from gui.state import deciding
from gui.state.edition import Edition
from gui.state.sums import counted
from gui.widgets.card import Card, Hairline
from gui.widgets.label import label

NOT_STATED = "not stated"
# The statement leaves these open; the vendor may say them.
STATED = {
    "How long it is kept": "retention",
    "Countries it goes to": "countries",
    "Legal basis": "legal_basis",
    "Your rights": "rights",
}


class GroupsCard(Card):
    """Two columns of groups, side by side, over who receives them."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.SMALL)
        self._edition = edition
        self._told = label("", wrap=True)
        self._changed = [label("What changed since you accepted it", weight=600), self._told, Hairline()]
        self._step = label(deciding.step(Choices()), weight=600)
        for each in (*self._changed, self._step):
            self.column.addWidget(each)
        heads = deciding.columns(Choices())
        self._heads = [label(words, muted=True, points=-1, weight=600, wrap=True) for words in heads]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.SMALL)
        for column, head in enumerate(self._heads):
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        categories = list(edition.catalogue.categories.values())
        agreed = [_group(each) for each in categories if each.basis == "agreed"]
        agreed.append(label(deciding.told_apart(edition), muted=True, wrap=True))
        chosen = [_group(each) for each in categories if each.basis == "choice"]
        top = Qt.AlignmentFlag.AlignTop
        for number, cells in enumerate(zip_longest(agreed, chosen)):
            grid.addWidget(Hairline(), 2 * number + 1, 0, 1, 2)
            for column, cell in enumerate(cells):
                if cell is not None:
                    grid.addWidget(cell, 2 * number + 2, column, top)
        self.column.addLayout(grid)
        self.column.addWidget(Hairline())
        self.column.addWidget(_receiver(edition.product))
        self.column.addStretch(1)

    def show_choices(self, choices: Choices) -> None:
        """Say what the columns mean now."""
        self._step.setText(deciding.step(choices))
        told = deciding.differences(self._edition, choices)
        self._told.setText(told)
        for each in self._changed:
            each.setVisible(bool(told))
        for head, words in zip(self._heads, deciding.columns(choices), strict=True):
            head.setText(words)


def _group(category: Category) -> QWidget:
    return _stacked(
        label(category.title, weight=600, wrap=True), label(category.contains, muted=True, points=-0.5, wrap=True)
    )


def _receiver(product: Product) -> QWidget:
    """Who receives, and each thing the vendor says or leaves open; what is open is named once."""
    known = [(words, getattr(product.stated, field)) for words, field in STATED.items()]
    said = [(words, text) for words, text in known if text]
    silent = [words for words, text in known if not text]
    parts: list[tuple[str, str, str]] = [("Who receives it", product.vendor.name, product.stated.contact)]
    hours, minutes = product.sending.interval_hours, product.sending.hold_minutes
    often = f"Every {counted(hours, 'hour')}; a check, {counted(minutes, 'minute')} after it"
    until = "You can read and cancel it until then. A payment site is told when you open it."
    parts.append(("When it goes", often, until))
    parts += [(words, text, "") for words, text in said]
    if silent:
        joined = " · ".join([silent[0], *(words[0].lower() + words[1:] for words in silent[1:])])
        parts.append((joined, NOT_STATED, ""))
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.WIDE)
    for place, (caption, text, more) in enumerate(parts):
        cell = [label(caption, muted=True, points=-0.5, wrap=True), label(text, weight=600, wrap=True)]
        cell += [label(more, muted=True, points=-0.5, wrap=True)] if more else []
        grid.addWidget(_stacked(*cell), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(place % 2, 1)
    return whole


def _stacked(*labels: QWidget) -> QWidget:
    stack = QWidget()
    column = QVBoxLayout(stack)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for each in labels:
        column.addWidget(each)
    return stack
