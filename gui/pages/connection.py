"""What any connection shows a receiver, beside what is in the body."""

from __future__ import annotations

from core.network.proxy import parse_proxy
from core.product import Product
from gui import theme
from gui.pages.page import Page
from gui.state.connection import Row, rows, told
from gui.state.snapshot import SnapshotState
from gui.tables.rows import RowsModel
from gui.widgets.card import Card
from gui.widgets.label import label
from gui.widgets.table import Table

TITLES = ("What", "Here", "What it tells")


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
        self._proxy = Card(padding=theme.LARGE)
        self._sentence_of, self._told = label("", wrap=True), label("", mono=True, selectable=True)
        self._told.setAccessibleDescription("Told to the proxy")
        for each in (self._sentence_of, self._told):
            self._proxy.column.addWidget(each)
        self._proxy.hide()
        self.column.addWidget(self._proxy)
        self._model = RowsModel(TITLES, mono_column=1, parent=self)
        table = Table(self.heading, wrap=True)
        table.setModel(self._model)
        table.set_shares((23, 39, 38))
        card = Card(padding=0)
        card.column.addWidget(table)
        self.column.addWidget(card, 1)

    def show_live(self, live: SnapshotState) -> None:
        """Take the headers of a request as it would be sent now."""
        request = next((group.request for group in live.groups.values() if group.request), None)
        proxy = parse_proxy(live.settings.proxy)
        is_used = proxy is not None and self._product.endpoint.scheme == "https" and not live.unset
        self._proxy.setVisible(is_used)
        if proxy is not None and is_used:
            sentence, head = told(self._product.endpoint, proxy)
            self._sentence_of.setText(sentence)
            self._told.setText(head)
        found: list[Row] = rows(self._product.endpoint, request, proxy, live.unset) if request else []
        self._model.show(found)


def _sentence(product: Product) -> str:
    return (
        f"Each submission to {product.vendor.name} shows this too, whatever its body holds. What is sent together, or "
        "from one address, can be recognised as coming from one device."
    )
