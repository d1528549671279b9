"""The page of a group that tells of events: what happened, newest first, and each one's facts, bytes and request."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from core.catalogue import Category
from core.engine import Shown
from core.sending.request import request
from core.text import visible
from gui.pages.chosen import Nothing
from gui.pages.group import LIST, GroupPage
from gui.state import happenings, standing
from gui.state.checks import Checks
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.happenings import Happening
from gui.state.snapshot import ShownGroup, SnapshotState, group_of
from gui.state.times import when
from gui.state.words import Section
from gui.tables.happenings import HappeningsModel
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.table import Table

# The state is never cut: it is what somebody looks for first.
WIDE = {
    "processed_object": (25, 20, 17, 18, 20),
    "web_request": (25, 20, 16, 18, 21),
    "payment": (21, 18, 28, 13, 20),
}
NARROW = {
    "processed_object": (40, 34, 26, 0, 0),
    "web_request": (40, 34, 26, 0, 0),
    "payment": (34, 28, 38, 0, 0),
}
# Below this width, counted in the text's own size, signer and time stand beside the chosen one only.
WIDE_POINTS = 88
WORDS = {
    "processed_object": ("Nothing was checked yet.", "Drop a file above: what would be told of it then stands here."),
    "web_request": (
        "No address was asked about yet.",
        "Paste one above, or switch the group on and let the extension in your browser tell of those you open.",
    ),
    "payment": (
        "No payment site was told anything yet.",
        "Each site that is told stands here, with the exact bytes it was given.",
    ),
}
SAMPLE = "The tabs Readable and Exact bytes show a marked sample until then."


class EventPage(GroupPage):
    """One of the three groups that have nothing to tell before something happens."""

    LEFT = 72

    def __init__(
        self, edition: Edition, category: Category, actions: Commands, checks: Checks | None, field: QWidget
    ) -> None:
        self._checks, self._field = checks, field
        self._chosen: str = ""
        super().__init__(edition, category, actions)
        if checks is not None:
            checks.happened.connect(self._refresh)

    def _build(self) -> None:
        super()._build()
        self.column.insertWidget(self.column.indexOf(self._facts) + 1, self._field)
        self._tabs.setTabText(LIST, self._category.title)
        self._tabs.setTabVisible(LIST, True)
        self._tabs.setCurrentIndex(LIST)
        self._clear = Button("Clear list")
        self._clear.setEnabled(False)
        self._foot.offer(self._clear)
        self._clear.clicked.connect(self._forget)

    def _build_list(self) -> list[QWidget]:
        self._list_model = HappeningsModel(happenings.TITLES[self._category.key], self)
        self._list = Table(f"{self._category.title}: what happened")
        self._list.setModel(self._list_model)
        self._list.set_shares(WIDE[self._category.key])
        self._list.selectionModel().currentRowChanged.connect(self._choose_event)
        card = Card(padding=0)
        card.column.addWidget(self._list)
        heading, words = WORDS[self._category.key]
        whole = QWidget()
        self._list_sides = QStackedLayout(whole)
        self._list_sides.addWidget(Nothing(heading, f"{words} {SAMPLE}"))
        self._list_sides.addWidget(card)
        return [whole]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the list says less."""
        wide = self.width() / self.font().pointSizeF() >= WIDE_POINTS
        shares = (WIDE if wide else NARROW)[self._category.key]
        for column, share in enumerate(shares):
            self._list.setColumnHidden(column, not share)
        self._list.set_shares(shares)
        super().resizeEvent(event)

    def show_live(self, live: SnapshotState) -> None:
        """Take what the record knows now."""
        self._live = live
        self._fill(live)
        super().show_live(live)

    def _forget(self) -> None:
        if self._checks is not None:
            self._checks.clear(self._category.key)

    def _refresh(self, key: str) -> None:
        if key == self._category.key and self._live is not None:
            self.show_live(self._live)

    def _fill(self, live: SnapshotState) -> None:
        recorded = [happenings.of_record(self._category, each) for each in live.events.get(self._category.key, ())]
        session = self._checks.rows(self._category.key) if self._checks is not None else ()
        rows = happenings.merged(session, recorded)
        before = [row.identity for row in self._list_model.rows]
        self._list_model.show(rows, live.clock())
        self._list_sides.setCurrentIndex(1 if rows else 0)
        self._clear.setEnabled(bool(session))
        newest = rows[0].identity if rows else ""
        # What has just happened is what somebody wants to see; else the chosen one stays chosen.
        if self._list_model.row_of(self._chosen) is None or (before and newest not in before):
            self._chosen = newest
        row = self._list_model.row_of(self._chosen)
        if row is not None and self._list.currentIndex().row() != row:
            self._list.selectRow(row)

    def _picked(self, live: SnapshotState) -> ShownGroup:
        row = self._row()
        if row is None:
            return live.groups[self._category.key]
        if row.shown is None:
            # Nothing is told of this one; what was told of another must not stand in its place.
            return group_of(Shown(self._category, row.reading, "nothing_yet", None), None)
        return self._group_of(row)

    def _group_of(self, row: Happening) -> ShownGroup:
        """Made once for the chosen row: pages take another object for another reading."""
        if self._group is not None and row.shown is not None and self._group.shown == row.shown:
            return self._group
        assert row.shown is not None
        envelope = row.shown.envelope
        return group_of(row.shown, request([envelope], self._edition.product.endpoint) if envelope else None)

    def _row(self) -> Happening | None:
        number = self._list_model.row_of(self._chosen)
        return self._list_model.rows[number] if number is not None else None

    def _choose_event(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._live is not None:
            chosen = self._list_model.rows[current.row()].identity
            if chosen != self._chosen:
                self._chosen = chosen
                super().show_live(self._live)

    def _show_bytes(self, group: ShownGroup) -> None:
        """Where nothing is told of the chosen one, none: what was edited is quoted beside them, as History does."""
        if row := self._untold("No bytes"):
            self._details.set_content(*happenings.in_place_of_bytes(row))
        else:
            super()._show_bytes(group)

    def _show_request(self, group: ShownGroup) -> None:
        if self._untold("No request"):
            self._details.set_content("No request", [])
        else:
            super()._show_request(group)

    def _untold(self, nothing: str) -> Happening | None:
        """The chosen one, if nothing is told of it; then `nothing` stands where its bytes would."""
        row = self._row()
        if row is None or row.shown is not None or self._live is None:
            return None
        self._exact.show_exact(nothing, happenings.fate(row, "", self._live.clock()), b"")
        return row

    def _goes(self) -> str:
        """These are the very bytes that were queued, or only shown."""
        row = self._row()
        if row is None or self._live is None:
            return super()._goes()
        off = standing.why_off(self._category, self._live.choices)
        return f"Exactly so. {happenings.fate(row, off, self._live.clock())} One line, wrapped to fit."

    def _choose_tab(self, tab: int) -> None:
        super()._choose_tab(tab)
        live = self._live
        if tab == LIST and live is not None:
            row = self._row()
            if row is None:
                declared: list[Section] = [(item.title, item.read_from, False) for item in self._category.items]
                self._details.set_content("What would be told", declared)
            else:
                self._details.set_content(row.cells[0], self._said(row, live))

    def _said(self, row: Happening, live: SnapshotState) -> list[Section]:
        """Everything about one event: what became of it, its facts, what stays here."""
        facts = [
            (item.title, visible(fact.words), fact.reason is None)
            for item in self._category.items
            if (fact := row.reading.get(item.key)) is not None
        ]
        off = standing.why_off(self._category, live.choices)
        became: Section = ("What became of it", happenings.fate(row, off, live.clock()), False)
        notes: list[Section] = [(caption, text, False) for caption, text in row.notes]
        place: list[Section] = [("Where it lies (never sent)", row.place, False)] if row.place else []
        at: Section = ("When", when(row.at, live.clock()), False)
        return [became, at, *notes, *facts, *place]
