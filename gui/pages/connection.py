"""What any connection shows a receiver, beside what is in the body."""

from core.network.proxy import parse_proxy
from core.product import Product
from core.wording import connection as wording
from core.wording.window import TITLES
from gui import theme
from gui.pages.page import Page
from gui.state.connection import rows, told
from gui.state.snapshot import SnapshotState
from gui.tables.text_table import PlainTable
from gui.widgets.card import Card
from gui.widgets.label import label
from gui.widgets.layout import fill
from gui.widgets.table import Table

KEY = "connection"


class ConnectionPage(Page):
    """A table of everything a connection shows beside the body; its headers are those of the request."""

    def __init__(self, product: Product) -> None:
        super().__init__(KEY, TITLES[KEY], wording.SENTENCE.format(vendor=product.vendor.name))
        self._product = product
        if product.endpoint.practice:
            self.column.addWidget(label(wording.IN_PRACTICE, wrap=True))
        self._sentence_of, self._told = label("", wrap=True), label("", mono=True, selectable=True)
        self._told.setAccessibleDescription(wording.TOLD_TO_PROXY)
        self._proxy = Card(self._sentence_of, self._told, padding=theme.LARGE)
        self._proxy.hide()
        self._model = PlainTable(wording.COLUMNS, self)
        table = Table(self.heading, self._model, (23, 39, 38), wrap=True)
        fill(self.column, self._proxy, (Card(table), 1))

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
        self._model.show(rows(self._product.endpoint, request, proxy, unset=bool(live.unset)) if request else [])
