"""Who is who, what each group holds, to whom it would go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from core.catalogue import Catalogue, Category
from core.product import Product
from gui import theme
from gui.models import words
from gui.models.live import Live
from gui.pages.page import Page
from gui.widgets.button import LinkButton
from gui.widgets.card import Card, Hairline
from gui.widgets.label import Label, label
from gui.widgets.pill import Pill

VALUES = "of the declared facts have a value on this computer. Each of the others says why it has none."
SENDING = "This version shows; it has no part that sends."
COLUMNS = ("Group", "Contains", "Would go to", "Size now", "Sent?")


class OverviewPage(Page):
    """The first page."""

    page_asked = Signal(str)

    def __init__(self, catalogue: Catalogue, product: Product) -> None:
        super().__init__("overview", f"What Vitrine would send for {product.name}", _sentence(product))
        self._catalogue, self._product = catalogue, product
        self._sizes: dict[str, Label] = {}
        self.column.addLayout(self._cards())
        self.column.addWidget(self._table(), 1)

    def show_live(self, live: Live) -> None:
        """Take a new reading."""
        known, declared = live.values
        self._known.setText(f"{known} of {declared}")
        for key, size in self._sizes.items():
            envelope = live.groups[key].shown.envelope
            size.setText(f"{len(envelope.body)} B" if envelope else "nothing yet")

    def _cards(self) -> QHBoxLayout:
        self._known = label("…", points=10, weight=700)
        product = self._product
        cards = QHBoxLayout()
        cards.setSpacing(theme.LARGE)
        cards.addWidget(_card("Values now", self._known, VALUES))
        maker = f"makes {product.name} and would receive. A dealer is named once there is a license."
        cards.addWidget(_card("Who is who", label(product.vendor.name, points=3, weight=700), maker))
        cards.addWidget(_card("Sending", label("Nothing is sent", points=3, weight=700), SENDING))
        return cards

    def _table(self) -> Card:
        card = Card(padding=theme.LARGE)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(theme.SMALL)
        self._grid.setColumnStretch(1, 1)
        for column, name in enumerate(COLUMNS):
            self._grid.addWidget(label(name, muted=True, points=-1, weight=600), 0, column)
        for number, category in enumerate(self._catalogue.categories.values()):
            self._add_row(2 * number + 1, category)
        card.column.addLayout(self._grid)
        return card

    def _add_row(self, row: int, category: Category) -> None:
        name = LinkButton(category.title, weight=600)
        name.clicked.connect(lambda: self.page_asked.emit(category.key))
        self._sizes[category.key] = label("…", tabular=True)
        cells = [
            name,
            label(category.contains, muted=True, wrap=True),
            label(self._catalogue.recipient_of(category), wrap=True),
            self._sizes[category.key],
            Pill(f"not sent · {words.state_of(category)}", "plain"),
        ]
        # What is not used of the height is shared out among the rows.
        self._grid.setRowStretch(row + 1, 1)
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        self._grid.addWidget(Hairline(), row, 0, 1, len(COLUMNS))
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, row + 1, column, Qt.AlignmentFlag.AlignVCenter if column == 1 else place)


def _sentence(product: Product) -> str:
    return (
        f"To {product.vendor.name}, the maker of {product.name}. Vitrine would send at most these seven groups, and "
        "nothing before you decide. It cannot see what other programs on this device send, "
        f"{product.name} itself included."
    )


def _card(caption: str, figure: QWidget, sentence: str) -> Card:
    card = Card(padding=theme.LARGE, spacing=theme.TINY)
    card.column.addWidget(label(caption, muted=True))
    card.column.addWidget(figure)
    card.column.addWidget(label(sentence, muted=True, wrap=True))
    card.column.addStretch(1)
    return card
