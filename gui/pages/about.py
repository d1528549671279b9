"""What Vitrine is and is not, and what it is built from."""

from __future__ import annotations

from core import __version__
from core.text import visible
from gui.pages.page import Page
from gui.state.components import Component
from gui.state.edition import Edition
from gui.state.inquiry import Inquiry
from gui.state.words import Section
from gui.tables.rows import RowsModel
from gui.widgets.card import Card
from gui.widgets.details import Sections
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.table import Table

KEY = "about"
SENTENCE = "Version {version}. It shows what would be sent, sends it only as you decided, and keeps a record of it."
SIDES_POINTS = 66
LEAST_LINES = 16
IS = (
    "It shows, live and exactly, what a security product would send about you and your device. What you see is what is "
    "sent, byte for byte."
)
WHOSE = (
    "Nobody’s product, and tied to no company. It puts a published statement (ID {number}) into a program. A file says "
    "which product it is shown for and who receives: here {product}, by {vendor}."
)
EXAMPLE = "Example "
INVENTED = "Both names are invented, for demonstration."
CANNOT = {
    "It cannot see": "What other programs on this device send, {product} included. It sees only what it sends itself.",
    "It cannot show": "That its record was replaced as a whole by another file. An edit shows.",
    "It cannot prove": "What happens to data afterwards. A receipt proves that the holder of a key signed that it "
    "came; one of practice is signed by Vitrine itself.",
    "It cannot bring back": "What was sent. Withdrawing stops at once; what the receiver already had stays there.",
}
LICENSE = "Apache License, Version 2.0. It comes without any warranty."
TITLES = ("Part", "Version", "License")


class AboutPage(Page):
    """Read once; the parts come from a worker."""

    def __init__(self, edition: Edition, parts: Inquiry) -> None:
        super().__init__(KEY, "About Vitrine", SENTENCE.format(version=__version__))
        self._parts = parts
        details = Sections("About Vitrine")
        details.set_content("In short", _sections(edition))
        words = Card(padding=1)
        words.column.addWidget(details)
        self._model = RowsModel(TITLES, mono_column=1, parent=self)
        table = Table("Parts and their licenses", wrap=True)
        table.setModel(self._model)
        table.set_shares((34, 24, 42))
        card = Card(padding=0)
        card.column.addWidget(table)
        sides = ResponsiveRow(SIDES_POINTS)
        for each, share in ((words, 48), (card, 52)):
            sides.add(each, share)
        card.setMinimumHeight(LEAST_LINES * self.fontMetrics().height())
        self.column.addWidget(sides, 1)
        parts.answered.connect(self._take)
        parts.failed.connect(self._fail)
        parts.ask()

    @property
    def busy(self) -> bool:
        """Whether the parts are still being read."""
        return self._parts.is_asking

    def _take(self, parts: list[Component]) -> None:
        self._model.show([(part.name, part.version, part.license) for part in parts])

    def _fail(self, line: str) -> None:
        self._model.show([("Not read", "–", visible(line))])


def _sections(edition: Edition) -> list[Section]:
    product, vendor = edition.product.name, edition.product.vendor.name
    whose = WHOSE.format(number=edition.catalogue.statement.number, product=product, vendor=vendor)
    if product.startswith(EXAMPLE) and vendor.startswith(EXAMPLE):
        whose = f"{whose} {INVENTED}"
    return [
        ("What it is", IS, False),
        ("Whose it is", visible(whose), False),
        *((caption, visible(text.format(product=product)), False) for caption, text in CANNOT.items()),
        ("License", LICENSE, False),
    ]
