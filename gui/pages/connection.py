"""What any connection shows a receiver, beside what is in the body."""

from __future__ import annotations

from core.product import Product
from gui.models.connection import Row, rows
from gui.models.live import Live
from gui.models.rows import RowsModel
from gui.pages.page import Page
from gui.widgets.card import Card
from gui.widgets.label import label
from gui.widgets.table import Table

TITLES = ("What", "Here", "What can be learnt from it")


class ConnectionPage(Page):
    """A table of everything around the body; its headers come from the request itself."""

    def __init__(self, product: Product) -> None:
        super().__init__("connection", "What a connection shows", _sentence(product))
        self._product = product
        if product.endpoint.practice:
            self.column.addWidget(
                label(
                    "In practice the connection stays within this computer, so nobody else sees any of this.",
                    wrap=True,
                )
            )
        self._model = RowsModel(TITLES, mono_column=1, parent=self)
        table = Table(self.heading, wrap=True)
        table.setModel(self._model)
        table.set_shares((2, 3, 5))
        card = Card(padding=0)
        card.column.addWidget(table)
        self.column.addWidget(card, 1)

    def show_live(self, live: Live) -> None:
        """Take the headers of a request as it would be sent now."""
        request = next((group.request for group in live.groups.values() if group.request), None)
        found: list[Row] = rows(self._product.endpoint, request) if request else []
        self._model.show(found)


def _sentence(product: Product) -> str:
    return (
        f"Each submission to {product.vendor.name} shows this too, whatever its body holds. What is sent together, or "
        "from one address, can be recognised as coming from one device."
    )
