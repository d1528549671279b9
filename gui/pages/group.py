"""The page of one group: readable, the exact bytes, the request, and everything about a chosen item."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from core.catalogue import Catalogue, Category
from core.product import Product
from gui import theme
from gui.models import words
from gui.models.changes import Changes
from gui.models.items import ItemsModel
from gui.models.live import Group, Live
from gui.pages.page import Page
from gui.widgets.band import Band
from gui.widgets.button import Button
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.facts import FactsRow
from gui.widgets.label import ElidedLabel, label
from gui.widgets.pill import Pill
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs

READABLE, BYTES, REQUEST = range(3)
TABS = ("Readable", "Exact bytes", "Request")
SAID_MILLISECONDS = 3000
NOTHING_YET = "Nothing would go: nothing has happened yet. An event’s facts would look like this."


class GroupPage(Page):
    """One of the seven groups."""

    def __init__(self, catalogue: Catalogue, category: Category, product: Product, refresh_seconds: int) -> None:
        super().__init__(category.key, category.title, category.summary)
        self._catalogue, self._category, self._product = catalogue, category, product
        self._every = f"values are read again every {refresh_seconds} s"
        self._group: Group | None = None
        self._read_at = time.monotonic()
        self.changes = Changes()
        self._build()

    def _build(self) -> None:
        self.top.addWidget(Pill(f"not sent · {words.state_of(self._category)}", "plain"))
        if self._category.warning:
            self.column.addWidget(label(self._category.warning, wrap=True))
        self._facts = FactsRow()
        self.column.addWidget(self._facts)
        self._tabs = Tabs("How to look at this group")
        for name in TABS:
            self._tabs.addTab(name)
        self._tabs.currentChanged.connect(self._choose_tab)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._tabs)
        body.addLayout(self._build_cards(), 1)
        self.column.addLayout(body, 1)
        self.column.addLayout(self._build_foot())

    def _build_cards(self) -> QHBoxLayout:
        self._sides = QStackedLayout()
        self._sides.addWidget(self._build_table())
        self._sides.addWidget(self._build_exact())
        self._details = Details("About what is chosen")
        right = Card(padding=1)
        right.column.addWidget(self._details)
        cards = QHBoxLayout()
        cards.setSpacing(theme.LARGE)
        cards.addLayout(self._sides, 68)
        cards.addWidget(right, 32)
        return cards

    def _build_table(self) -> Card:
        self._model = ItemsModel(self._category, "Value that would be sent", self)
        self._table = Table(self._category.title, wrap=True)
        self._table.setModel(self._model)
        self._table.set_shares((56, 44))
        self._table.selectRow(0)
        self._table.selectionModel().currentRowChanged.connect(self._choose_row)
        card = Card(padding=0)
        card.column.addWidget(self._table)
        return card

    def _build_exact(self) -> Card:
        self._head = label("", weight=700)
        self._note = label("", muted=True, points=-0.5, wrap=True)
        self._bytes = BytesView(f"{self._category.title}: exact bytes")
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        row.setSpacing(theme.LARGE)
        row.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._note, 1)
        self._sample = Band("Sample. These values are invented; none of them is ever sent.")
        card = Card(padding=0, spacing=0, sunken=True)
        card.set_head(head)
        card.column.addWidget(self._sample)
        card.column.addWidget(self._bytes, 1)
        return card

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self._age = Pill("Reading…", "good")
        self._said = ElidedLabel(self._every, muted=True)
        self._copy = Button("Copy exact bytes")
        self._copy.clicked.connect(self.copy)
        foot.addWidget(self._age)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._copy)
        return foot

    def show_live(self, live: Live) -> None:
        """Take a new reading; marks stay until looked at."""
        self._group = live.groups[self._category.key]
        self._read_at = time.monotonic()
        self.changes.take(self._group.shown.reading)
        self._model.show(self._group.shown.reading, self.changes)
        self._facts.set_facts(self._facts_now(self._group))
        self._copy.setEnabled(self._group.request is not None)
        self._choose_tab(self._tabs.currentIndex())
        self.tick()

    def _facts_now(self, group: Group) -> list[tuple[str, str, str]]:
        envelope = group.shown.envelope
        to_vendor = self._category.recipient == "vendor"
        return [
            (
                "Would go to",
                self._catalogue.recipient_of(self._category),
                self._product.endpoint.host if to_vendor else "",
            ),
            ("Now", f"{len(envelope.body)} bytes" if envelope else "nothing has happened yet", ""),
            ("Last sent", "never", ""),
            ("Can it point to you?", self._category.points_to_you, ""),
        ]

    def tick(self) -> None:
        """Say how old the reading is."""
        if self._group is not None:
            self._age.setText(words.ago(time.monotonic() - self._read_at))

    def leave(self) -> None:
        """What was on the page has been looked at."""
        self.changes.look_at_all()

    def choose_tab(self, tab: int) -> None:
        """Open Readable, Exact bytes or Request."""
        self._tabs.setCurrentIndex(tab)

    def copy(self) -> None:
        """Put what the tab shows on the clipboard: from the envelope or the request, not from the widget."""
        request = self._group.request if self._group else None
        if request is None:
            return
        whole = self._tabs.currentIndex() == REQUEST
        data = request.head() + request.body if whole else request.body
        QGuiApplication.clipboard().setText(data.decode("ascii"))
        self._said.setText(f"Copied {len(data)} bytes.")
        QTimer.singleShot(SAID_MILLISECONDS, self._said, lambda: self._said.setText(self._every))

    def _choose_tab(self, tab: int) -> None:
        self._sides.setCurrentIndex(0 if tab == READABLE else 1)
        if self._group is None:
            return
        if tab == READABLE:
            self._show_item()
        elif tab == BYTES:
            self._show_bytes(self._group)
        else:
            self._show_request(self._group)

    def _show_bytes(self, group: Group) -> None:
        envelope = group.shown.envelope
        self._sample.setVisible(envelope is None)
        if envelope:
            sha256 = envelope.sha256
            note = f"What would go, exactly so. One line, wrapped to fit.   SHA-256 {sha256[:8]}…{sha256[-8:]}"
            self._show_exact(f"{len(envelope.body)} bytes", note, envelope.body)
            self._details.set_content("Added for delivery", [*self._delivery(), ("SHA-256", sha256, True)])
        else:
            self._show_exact(f"{len(group.sample_bytes)} bytes", NOTHING_YET, group.sample_bytes)
            self._details.set_content("Added for delivery", self._delivery())

    def _delivery(self) -> list[words.Section]:
        if self._category.recipient == "vendor":
            return words.delivery(self._catalogue)
        return [("Nothing", "The payment site is told these facts alone: no number, no name of the group.", False)]

    def _show_request(self, group: Group) -> None:
        request = group.request
        self._sample.setVisible(False)
        if request is None:
            self._show_exact("No request", "Nothing has happened yet, so there is no request.", b"")
        else:
            data = request.head() + request.body
            note = f"{len(request.head())} bytes before the body, {len(request.body)} bytes of body."
            self._show_exact(f"{len(data)} bytes", note, data)
        around = [(name, text, False) for name, text in self._around()]
        self._details.set_content("The whole request", around)

    def _around(self) -> list[tuple[str, str]]:
        return [
            ("Headers", "All of them. No other header is added when sending."),
            ("Address", self._product.endpoint.address),
            ("Your IP address", "Any connection shows it. See “What a connection shows”."),
        ]

    def _show_exact(self, head: str, note: str, data: bytes) -> None:
        self._head.setText(head)
        self._note.setText(note)
        self._bytes.show_bytes(data)

    def _choose_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.changes.look(self._model.item(current.row()).key)
            self._show_item()

    def _show_item(self) -> None:
        if self._group is None:
            return
        item = self._model.item(max(self._table.currentIndex().row(), 0))
        fact = self._group.shown.reading[item.key]
        sections = words.details(self._catalogue, self._category, item, fact, self._group.sent_as.get(item.key))
        self._details.set_content(item.title, sections)
