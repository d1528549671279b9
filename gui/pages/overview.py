"""Who is who, what goes next, what went, and what is on."""

from __future__ import annotations

from core.consent.consent import Choices
from core.product import Product
from gui.pages.overview_cards import DaysCard, LicenseCard, NextCard
from gui.pages.overview_table import GroupsTable
from gui.pages.page import Page
from gui.state import standing
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.responsive_row import ResponsiveRow

# Three cards with less than this would break every word.
CARDS_POINTS = 58
MANY = 2


class OverviewPage(Page):
    """The first page."""

    def __init__(self, edition: Edition, actions: Commands) -> None:
        super().__init__("overview", *_words(edition.product, Choices(), ""))
        self._edition = edition
        self._license, self._days, self._next = LicenseCard(), DaysCard(), NextCard(edition)
        for asking in (self._license, self._next):
            asking.page_asked.connect(self.page_asked)
        cards = ResponsiveRow(CARDS_POINTS)
        for card, share in ((self._license, 13), (self._days, 13), (self._next, 10)):
            cards.add(card, share)
        self._table = GroupsTable(edition, actions)
        self._table.page_asked.connect(self.page_asked)
        self.column.addWidget(cards)
        self.column.addWidget(self._table, 1)

    def show_live(self, live: SnapshotState) -> None:
        """Take a new reading."""
        known, declared = live.values
        values = f" {known} of {declared} facts have a value now."
        self.set_heading(*_words(self._edition.product, live.choices, values, practice=self._edition.practice))
        for part in (self._license, self._days, self._next, self._table):
            part.show_live(live)


def _words(product: Product, choices: Choices, values: str, *, practice: bool = True) -> tuple[str, str]:
    would = standing.would(choices, practice=practice)
    sends = "would send" if would else "sends"
    on = len(choices.allowed)
    counted = f"{on or 'none'} {'is' if on < MANY else 'are'} on now"
    said = {"open": "nothing before you decide", "unread": "nothing while the record cannot be read"}
    now = said.get(choices.standing, f"{counted}, but all sending is paused" if choices.paused and on else counted)
    return f"What Vitrine {sends} for {product.name}", (
        f"To {product.vendor.name}, the maker of {product.name}. Vitrine {sends} at most these seven groups; "
        f"{now}.{values} It cannot see what other programs on this device send, {product.name} itself included."
    )
