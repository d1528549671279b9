"""The page of one group: readable, the exact bytes, the request, and everything about a chosen item."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.clock import now
from core.record.submission import Submission
from gui.pages.exact import ExactCard
from gui.pages.group_foot import SENDING, GroupFoot
from gui.pages.group_head import NEXT, GroupState, facts
from gui.pages.page import Page
from gui.pages.since import SinceCard
from gui.state import standing, words
from gui.state.changes import ChangedValues
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.search import Destination
from gui.state.snapshot import ShownGroup, SnapshotState
from gui.tables.items import ItemsModel
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.facts import FactsRow
from gui.widgets.label import label
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs

LIST, READABLE, BYTES, REQUEST, SINCE = range(5)
TABS = ("List", "Readable", "Exact bytes", "Request", "Changed since last sent")
# A page without events has no list of them.
FIRST = READABLE
NOTHING_YET = "Nothing would go: nothing has happened yet. An event’s facts would look like this, inside a submission."
IS_SENT, WOULD_BE_SENT = "Value that is sent", "Value that would be sent"
NO_REQUEST = "Vitrine sends none: the page you opened is told, inside your browser."
# Below this width, counted in the text's own size, what is chosen stands under its list.
CARDS_POINTS = 56
WOULD_GO = "What would go if it were sent now, exactly so. One line, wrapped to fit."


class GroupPage(Page):
    """One of the seven groups. `LEFT`: the percentage that the left card takes."""

    LEFT = 68

    def __init__(self, edition: Edition, category: Category, actions: Commands) -> None:
        super().__init__(category.key, category.title, category.summary)
        self._edition, self._category, self._actions = edition, category, actions
        self._sending = False
        self._live: SnapshotState | None = None
        self._group: ShownGroup | None = None
        self._read_at = now()
        self.changes = ChangedValues()
        self._build()

    def _build(self) -> None:
        self._state = GroupState(self._category, self._actions)
        self._state.page_asked.connect(self.page_asked)
        self.top.addWidget(self._state)
        if self._category.warning:
            self.column.addWidget(label(self._category.warning, wrap=True))
        self._facts = FactsRow()
        self._facts.acted.connect(self._cancel)
        self.column.addWidget(self._facts)
        self._tabs = Tabs("How to look at this group")
        for name in TABS:
            self._tabs.addTab(name)
        for tab in (LIST, SINCE):
            self._tabs.setTabVisible(tab, False)
        self._tabs.setCurrentIndex(FIRST)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._tabs)
        body.addWidget(self._build_cards(), 1)
        self.column.addLayout(body, 1)
        self._foot = GroupFoot(self._edition.refresh_seconds)
        self._foot.copy_asked.connect(self.copy)
        self._foot.send_asked.connect(self.send)
        self.column.addWidget(self._foot)
        self._tabs.currentChanged.connect(self._choose_tab)
        self._actions.told.connect(self._tell)

    def _build_cards(self) -> ResponsiveRow:
        self._exact = ExactCard(f"{self._category.title}: exact bytes")
        self._exact.other_asked.connect(self._see_waiting)
        self._since = SinceCard(self._category)
        full = QWidget()
        self._sides = QStackedLayout(full)
        for side in (self._build_table(), self._exact, self._since, *self._build_list()):
            self._sides.addWidget(side)
        self._details = Details("About what is chosen")
        right = Card(padding=1)
        right.column.addWidget(self._details)
        cards = ResponsiveRow(CARDS_POINTS)
        cards.add(full, self.LEFT)
        cards.add(right, 100 - self.LEFT)
        return cards

    def _build_list(self) -> list[QWidget]:
        """The list of events, if the page has one."""
        return []

    def _build_table(self) -> Card:
        self._model = ItemsModel(self._category, WOULD_BE_SENT, self)
        self._table = Table(self._category.title, wrap=True)
        self._table.setModel(self._model)
        self._table.set_shares((50, 50))
        self._table.selectRow(0)
        self._table.selectionModel().currentRowChanged.connect(self._choose_row)
        card = Card(padding=0)
        card.column.addWidget(self._table)
        return card

    def show_live(self, live: SnapshotState) -> None:
        """Take a new reading; marks stay until looked at."""
        picked = self._picked(live)
        fresh = self._group is not picked
        self._live, self._group = live, picked
        if fresh:
            self._read_at = live.read_at
            self.changes.take(self._group.shown.reading)
            self._model.show(self._group.shown.reading, self.changes)
        self._state.show_live(live)
        self._model.set_value_title(IS_SENT if self._is_sent(live) else WOULD_BE_SENT)
        self._show_facts(live)
        self._show_since(self._group)
        self._foot.read_every(live.settings.refresh_seconds)
        self._foot.allow(copy=self._group.shown.body is not None, why_not=self._why_not(live, self._group))
        self._choose_tab(self._tabs.currentIndex())
        self.tick()

    def _picked(self, live: SnapshotState) -> ShownGroup:
        """What the page is about now."""
        return live.groups[self._category.key]

    def _show_facts(self, live: SnapshotState) -> None:
        host = self._edition.product.endpoint.host if self._category.recipient == "vendor" else ""
        receiver = self._edition.catalogue.recipient_of(self._category)
        links = {NEXT: "cancel"} if live.waiting_of(self._category.key) else {}
        practice = self._edition.is_practice(self._category)
        self._facts.set_facts(facts(self._category, live, receiver, host, practice=practice), links)

    def _is_sent(self, live: SnapshotState) -> bool:
        return not self._edition.is_practice(self._category) and self._category.key in live.choices.permit.categories

    def _show_since(self, group: ShownGroup) -> None:
        if group.since is not None:
            self._tabs.setTabText(SINCE, f"{TABS[SINCE]} ({len(group.since)})")
            self._since.show_changes(group.since)
        if self._tabs.isTabVisible(SINCE) != (group.since is not None):
            self._tabs.setTabVisible(SINCE, group.since is not None)

    def _why_not(self, live: SnapshotState, group: ShownGroup) -> str:
        if self._edition.sample:
            return f"{standing.SAMPLE}."
        why = standing.why_off(self._category, live.choices)
        return why or ("" if group.shown.envelope else "Nothing has happened yet.")

    def reveal(self, place: Destination) -> None:
        """Choose an item where all about it can be read."""
        rows = [item.key for item in self._category.items]
        if place.item in rows:
            self.choose_tab(READABLE)
            self._table.selectRow(rows.index(place.item))
            self._table.setFocus()

    def tick(self) -> None:
        """Say how old the reading is."""
        if self._live is not None:
            self._foot.tell_age((self._live.clock() - self._read_at).total_seconds())

    def leave(self) -> None:
        """What was on the page has been looked at."""
        self.changes.look_at_all()

    def choose_tab(self, tab: int) -> None:
        """Open Readable, Exact bytes, Request or, once something was sent, what changed since."""
        if self._tabs.isTabVisible(tab):
            self._tabs.setCurrentIndex(tab)

    @property
    def tabs(self) -> list[int]:
        """The tabs that are there now."""
        return [tab for tab in range(len(TABS)) if self._tabs.isTabVisible(tab)]

    def copy(self) -> None:
        """Put what the tab shows on the clipboard: from the envelope or the request, not from the widget."""
        body = self._group.shown.body if self._group else None
        if self._group is None or body is None:
            return
        request = self._group.request if self._tabs.currentIndex() == REQUEST else None
        data = request.head() + request.body if request else body
        QGuiApplication.clipboard().setText(data.decode("ascii"))
        self._foot.say(f"Copied {len(data)} bytes.")

    def send(self) -> None:
        """Send exactly the envelope that is shown, or nothing."""
        envelope = self._group.shown.envelope if self._group else None
        if envelope is not None and not self._sending:
            self._sending = True
            self._foot.say(SENDING, for_good=True)
            self._actions.send(self._category.key, envelope)

    @property
    def _waiting(self) -> Submission | None:
        return self._live.waiting_of(self._category.key) if self._live else None

    def _cancel(self, _: int) -> None:
        if (waiting := self._waiting) is not None:
            self._actions.cancel(waiting.id)

    def _see_waiting(self) -> None:
        self.place_asked.emit(Destination("outbox", submission=self._waiting))

    def _tell(self, name: str, about: str, line: str, _failed: bool) -> None:
        if about != self._category.key and name != "cancel":
            return
        if name == "send":
            self._sending = False
        if name in ("send", "choose") or (name == "cancel" and self.isVisible()):
            self._foot.say(line)

    def _choose_tab(self, tab: int) -> None:
        if not self._tabs.isTabVisible(tab):
            # Qt tells a screen reader of hidden tabs too, as if they could be pressed.
            self._tabs.setCurrentIndex(self.tabs[0])
            return
        self._sides.setCurrentIndex({READABLE: 0, SINCE: 2, LIST: 3}.get(tab, 1))
        if self._group is None or self._live is None:
            return
        if tab == READABLE:
            self._show_item()
        elif tab == BYTES:
            self._show_bytes(self._group)
        elif tab == REQUEST:
            self._show_request(self._group)
        else:
            newest = self._live.newest.get(self._category.key)
            self._details.set_content("What went last", self._since.last(newest, self._live.clock()))

    def _show_bytes(self, group: ShownGroup) -> None:
        body = group.shown.body
        if body is None:
            count = f"{len(group.sample_bytes)} bytes"
            self._exact.show_exact(count, NOTHING_YET, group.sample_bytes, sample=True)
            self._details.set_content("Added for delivery", self._delivery())
            return
        sha256 = self._exact.show_body(body, self._goes(), other=self._elsewhere())
        self._details.set_content("Added for delivery", [*self._delivery(), ("SHA-256", sha256, True)])

    def _goes(self) -> str:
        """What is to be said of the bytes."""
        return WOULD_GO

    def _elsewhere(self) -> str:
        """What goes by itself has another ID than these bytes, and was read earlier."""
        return "See the one that waits" if self._waiting and self._category.is_snapshot else ""

    def _delivery(self) -> list[words.Section]:
        if self._category.recipient == "vendor":
            return words.delivery(self._edition.catalogue)
        return [("Nothing", "The payment site is told these facts alone: no number, no name of the group.", False)]

    def _show_request(self, group: ShownGroup) -> None:
        request = group.request
        if request is None:
            why = "Nothing has happened yet." if self._category.recipient == "vendor" else NO_REQUEST
            self._exact.show_exact("No request", why, b"")
        else:
            self._exact.show_request(request.head(), request.body)
        vendor = self._category.recipient == "vendor"
        told = words.around(self._edition.product.endpoint.address) if vendor else words.in_the_page()
        self._details.set_content("The whole request" if vendor else "How it is told", told)

    def _choose_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.changes.look(self._model.item(current.row()).key)
            self._show_item()

    def _show_item(self) -> None:
        if self._group is None:
            return
        item = self._model.item(max(self._table.currentIndex().row(), 0))
        fact = self._group.shown.reading[item.key]
        sections = words.details(self._edition.catalogue, self._category, item, fact, self._group.sent_as.get(item.key))
        self._details.set_content(item.title, sections)
