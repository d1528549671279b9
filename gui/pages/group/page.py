"""The page of one group: readable, the exact bytes, the request, and everything about a chosen item."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.clock import now, stamp
from core.record.submission import Submission
from core.text import visible
from core.wording import group as wording
from core.wording.sending import SAMPLE as NO_WAY
from core.wording.submissions import NOTHING
from core.wording.times import ago, when
from gui import theme
from gui.pages.group.switch import GroupSwitch
from gui.pages.page import Page
from gui.state import sections, standing
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.search import Destination
from gui.state.sections import Section
from gui.state.snapshot import ShownGroup, SnapshotState
from gui.state.submissions import Change
from gui.tables.items import ChangedValues, ItemsTable
from gui.tables.text_table import PlainTable
from gui.widgets.banner import Banner
from gui.widgets.button import Button, LinkButton
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.facts import FactsRow, FactText
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill, pile, spaced
from gui.widgets.responsive_row import ResponsiveRow, row
from gui.widgets.status_pill import StatusPill
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs

LIST, READABLE, BYTES, REQUEST, CHANGED = TABS = range(5)
# Below this width, counted in the text's own size, what is chosen stands under its list.
CARDS_POINTS = 56
NEXT = 2
SAID_MILLISECONDS = 10_000


class GroupPage(Page):
    """The page of a group. `LEFT`: the percentage of the width that the left card takes."""

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
        self._state = GroupState(self._category, self._actions, self.page_asked.emit)
        self.top.addWidget(self._state)
        if self._category.warning:
            self.column.addWidget(label(self._category.warning, wrap=True))
        self._facts = FactsRow()
        self._facts.acted.connect(self._cancel)
        self._tabs = Tabs(wording.TABS_NAME)
        for name in wording.TABS:
            self._tabs.addTab(name)
        for tab in (LIST, CHANGED):
            self._tabs.setTabVisible(tab, False)
        self._tabs.setCurrentIndex(READABLE)
        body = fill(spaced(QVBoxLayout(), 0), self._tabs, (self._build_cards(), 1))
        self._footer = GroupFooter(self._edition.refresh_seconds, self.copy, self.send)
        fill(self.column, self._facts, (body, 1), self._footer)
        self._tabs.currentChanged.connect(self._choose_tab)
        self._actions.told.connect(self._tell)

    def _build_cards(self) -> ResponsiveRow:
        self._model = ItemsTable(self._category, wording.WOULD_BE_SENT, self)
        self._table = Table(self._category.title, self._model, (50, 50), wrap=True)
        self._table.selectRow(0)
        self._table.selectionModel().currentRowChanged.connect(self._choose_row)
        name = wording.BYTES_NAME.format(group=self._category.title)
        self._bytes = BytesCard(name, lambda: self.place_asked.emit(Destination("outbox", submission=self._waiting)))
        self._changed = ChangesCard(self._category)
        left, self._stack = pile(Card(self._table), self._bytes, self._changed)
        self._details = Details(wording.DETAILS_NAME)
        return ResponsiveRow(CARDS_POINTS, (left, self.LEFT), (Card(self._details, padding=1), 100 - self.LEFT))

    def show_live(self, live: SnapshotState) -> None:
        """Show a new reading; values that changed stay marked until they were looked at."""
        picked = self._picked(live)
        fresh = self._group is not picked
        self._live, self._group = live, picked
        if fresh:
            self._read_at = live.read_at
            self.changes.take(picked.shown.reading)
            self._model.show_values(picked.shown.reading, self.changes)
        self._state.show_live(live)
        is_sent = not self._edition.is_practice(self._category) and self._category.key in live.choices.permit.categories
        self._model.set_value_title(wording.IS_SENT if is_sent else wording.WOULD_BE_SENT)
        self._show_facts(live)
        self._show_changed(picked)
        may_copy, why_not = picked.shown.body is not None, self._why_not(live, picked)
        self._footer.allow(copy=may_copy, why_not=why_not, seconds=live.settings.refresh_seconds)
        self._choose_tab(self._tabs.currentIndex())
        self.tick()

    def _picked(self, live: SnapshotState) -> ShownGroup:
        """Return what the page shows of a reading."""
        return live.groups[self._category.key]

    def _show_facts(self, live: SnapshotState) -> None:
        host = self._edition.product.endpoint.host if self._category.recipient == "vendor" else ""
        receiver = self._edition.catalogue.recipient_of(self._category)
        links = {NEXT: wording.CANCEL} if live.tally.first.get(self._category.key) else {}
        practice = self._edition.is_practice(self._category)
        self._facts.set_facts(facts(self._category, live, receiver, host, practice=practice), links)

    def _show_changed(self, group: ShownGroup) -> None:
        if group.since is not None:
            title = wording.TAB_COUNTED.format(tab=wording.TABS[CHANGED], count=len(group.since))
            self._tabs.setTabText(CHANGED, title)
            self._changed.show_changes(group.since)
        if self._tabs.isTabVisible(CHANGED) != (group.since is not None):
            self._tabs.setTabVisible(CHANGED, group.since is not None)

    def _why_not(self, live: SnapshotState, group: ShownGroup) -> str:
        if self._edition.sample:
            return wording.FIXED.format(why=NO_WAY)
        why = standing.why_off(self._category, live.choices)
        return why or ("" if group.shown.envelope else wording.NOTHING_HAPPENED)

    def reveal(self, place: Destination) -> None:
        """Choose an item in the table of values."""
        rows = [item.key for item in self._category.items]
        if place.item in rows:
            self.choose_tab(READABLE)
            self._table.selectRow(rows.index(place.item))
            self._table.setFocus()

    def tick(self) -> None:
        """Show how old the reading is."""
        if self._live is not None:
            self._footer.tell_age((self._live.clock() - self._read_at).total_seconds())

    def leave(self) -> None:
        """Count all values as looked at."""
        self.changes.look_at_all()

    def choose_tab(self, tab: int) -> None:
        """Open Readable, Exact bytes, Request or, once something was sent, what changed since."""
        if self._tabs.isTabVisible(tab):
            self._tabs.setCurrentIndex(tab)

    @property
    def tabs(self) -> list[int]:
        """The tabs that can be opened now."""
        return [tab for tab in TABS if self._tabs.isTabVisible(tab)]

    def copy(self) -> None:
        """Put what the tab shows on the clipboard: from the envelope or the request, not from the widget."""
        body = self._group.shown.body if self._group else None
        if self._group is None or body is None:
            return
        request = self._group.request if self._tabs.currentIndex() == REQUEST else None
        data = request.head + request.body if request else body
        QGuiApplication.clipboard().setText(data.decode("ascii"))
        self._footer.say(wording.COPIED.format(count=len(data)))

    def send(self) -> None:
        """Send exactly the envelope that is shown, or nothing."""
        envelope = self._group.shown.envelope if self._group else None
        if envelope is not None and not self._sending:
            self._sending = True
            self._footer.say(wording.SENDING, for_good=True)
            self._actions.send(self._category.key, envelope)

    @property
    def _waiting(self) -> Submission | None:
        return self._live.tally.first.get(self._category.key) if self._live else None

    def _cancel(self, _: int) -> None:
        if (waiting := self._waiting) is not None:
            self._actions.cancel(waiting.id)

    def _tell(self, name: str, about: str, line: str, _failed: bool) -> None:
        if about != self._category.key and name != "cancel":
            return
        if name == "send":
            self._sending = False
        if name in ("send", "choose") or (name == "cancel" and self.isVisible()):
            self._footer.say(line)

    def _choose_tab(self, tab: int) -> None:
        if not self._tabs.isTabVisible(tab):
            # Qt tells a screen reader of hidden tabs too, as if they could be pressed.
            self._tabs.setCurrentIndex(self.tabs[0])
            return
        self._stack.setCurrentIndex({READABLE: 0, CHANGED: 2, LIST: 3}.get(tab, 1))
        if self._group is None or self._live is None:
            return
        if tab == READABLE:
            self._show_item(self._group)
        elif tab == BYTES:
            self._show_bytes(self._group)
        elif tab == REQUEST:
            self._show_request(self._group)
        else:
            newest = self._live.newest.get(self._category.key)
            self._details.set_content(wording.WENT_LAST, self._changed.last(newest, self._live.clock()))

    def _show_bytes(self, group: ShownGroup) -> None:
        body = group.shown.body
        if body is None:
            count = wording.BYTES_COUNT.format(count=len(group.sample_bytes))
            self._bytes.show_bytes(count, wording.NOTHING_YET, group.sample_bytes, sample=True)
            self._details.set_content(wording.ADDED, self._delivery())
            return
        sha256 = hashlib.sha256(body).hexdigest()
        note = wording.WITH_HASH.format(goes=self._goes(), start=sha256[:8], end=sha256[-8:])
        # What waits has another ID than these bytes, and was read earlier.
        other = wording.SEE_WAITING if self._waiting and self._category.is_snapshot else ""
        self._bytes.show_bytes(wording.BYTES_COUNT.format(count=len(body)), note, body, other=other)
        self._details.set_content(wording.ADDED, [*self._delivery(), ("SHA-256", sha256, True)])

    def _goes(self) -> str:
        """Return what is said of the bytes."""
        return wording.WOULD_GO

    def _delivery(self) -> list[Section]:
        if self._category.recipient == "vendor":
            return sections.delivery(self._edition.catalogue)
        return [wording.SITE_ADDS_NOTHING]

    def _show_request(self, group: ShownGroup) -> None:
        request, vendor = group.request, self._category.recipient == "vendor"
        if request is None:
            why = wording.NOTHING_HAPPENED if vendor else wording.NO_REQUEST_WHY
            self._bytes.show_bytes(wording.NO_REQUEST, why, b"")
        else:
            note = wording.REQUEST_COUNT.format(head=len(request.head), body=len(request.body))
            data = request.head + request.body
            self._bytes.show_bytes(wording.BYTES_COUNT.format(count=len(data)), note, data)
        told = sections.around(self._edition.product.endpoint.address) if vendor else sections.in_the_page()
        self._details.set_content(wording.WHOLE_REQUEST if vendor else wording.HOW_TOLD, told)

    def _choose_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._group is not None:
            self.changes.look(self._model.rows[current.row()].key)
            self._show_item(self._group)

    def _show_item(self, group: ShownGroup) -> None:
        item = self._model.rows[max(self._table.currentIndex().row(), 0)]
        fact, sent_as = group.shown.reading[item.key], group.sent_as.get(item.key)
        told = sections.details(self._edition.catalogue, self._category, item, fact, sent_as)
        self._details.set_content(item.title, told)


class GroupState(QWidget):
    """Whether the group is sent, and its switch."""

    def __init__(self, category: Category, actions: Commands, go: Callable[[str], object]) -> None:
        super().__init__()
        self._category = category
        self._state = label(wording.NOT_SENT, weight=600, wrap=True)
        self._mark = StatusPill("", "warn")
        self._mark.hide()
        self._choice = GroupSwitch(category, actions, go, whole=True)
        row = spaced(QHBoxLayout(self), theme.SMALL + 2)
        for each in (self._state, self._mark, self._choice):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def show_live(self, live: SnapshotState) -> None:
        """Show what was decided."""
        choices, key = live.choices, self._category.key
        self._state.setText(wording.SENT if key in choices.permit.categories else wording.NOT_SENT)
        paused = key in choices.allowed and choices.paused
        self._mark.setText(wording.PAUSED if paused else wording.TERMS_CHANGED if key in choices.changed else "")
        self._mark.setVisible(bool(self._mark.text()))
        self._choice.show_live(live)


def facts(category: Category, live: SnapshotState, receiver: str, host: str, *, practice: bool) -> list[FactText]:
    """Return to whom a group goes, when it went last, when it goes next, whether it can point to the user."""
    would = practice or category.key not in live.choices.permit.categories
    # Of what is not confirmed nobody knows whether it arrived; a site confirms nothing.
    confirmed = category.key in live.newest and category.recipient == "vendor"
    return [
        (wording.WOULD_GO_TO if would else wording.GOES_TO, receiver, host),
        (wording.LAST_SENT, standing.last_sent(live, category.key), wording.CONFIRMED if confirmed else ""),
        (wording.NEXT, _next(category, live), ""),
        (wording.POINTS_TO_YOU, category.points_to_you, ""),
    ]


def _next(category: Category, live: SnapshotState) -> str:
    if waiting := live.tally.first.get(category.key):
        if live.choices.paused:
            return wording.WAITS_PAUSED
        if waiting.due > stamp(live.clock()):
            return when(waiting.due, live.clock())
        return wording.TRIED_AGAIN if live.offline else wording.NOW
    if category.key not in live.choices.allowed:
        return wording.NONE
    if (category.key, True) in live.tally.tries:
        return wording.WAITS_PAUSED if live.choices.paused else wording.TRIED_AGAIN
    return wording.NONE_WAITS if category.is_snapshot else wording.WHEN_IT_HAPPENS


class GroupFooter(ResponsiveRow):
    """The buttons, and a grey sentence, in place of which it says for a while what was done."""

    def __init__(self, refresh_seconds: int, copy: Callable[[], None], send: Callable[[], None]) -> None:
        # What is said where nothing was done just now.
        self._usual = wording.EVERY.format(seconds=refresh_seconds)
        # Whether what is said stays until something else is said.
        self._stays = False
        self._age = StatusPill(wording.READING, "good")
        self._said = ElidedLabel("", muted=True)
        self._copy, self._send = Button(wording.COPY, copy), Button(wording.SEND, send)
        self._acts = ResponsiveRow(0, (self._copy, 0), (self._send, 0))
        super().__init__(0, (row(self._age, self._said), 1), (self._acts, 0))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._be_quiet)
        self._be_quiet()

    def allow(self, *, copy: bool, why_not: str, seconds: int) -> None:
        """Let the buttons be pressed: `copy`, and `why_not` says why nothing can be sent now, "" where it can.

        Values are read again every so many `seconds`.
        """
        self._usual = why_not or wording.EVERY.format(seconds=seconds)
        self._copy.setEnabled(copy)
        self._send.setEnabled(not why_not)
        self._send.setAccessibleDescription(why_not)
        if not self._stays and not self._quiet.isActive():
            self._be_quiet()

    def offer(self, button: Button) -> None:
        """Offer this in place of sending: what happened goes when it happens, or never."""
        self._send.hide()
        self._acts.add(button, 0)

    def tell_age(self, seconds: float) -> None:
        """Say how long ago the values were read."""
        self._age.setText(ago(seconds))

    def say(self, line: str, *, for_good: bool = False) -> None:
        """Say what was done, for a while, or `for_good` until something else is said."""
        self._stays = for_good
        self._said.set_muted(False)
        self._said.setText(line)
        if for_good:
            self._quiet.stop()
        else:
            self._quiet.start(SAID_MILLISECONDS)

    def _be_quiet(self) -> None:
        self._said.set_muted(True)
        self._said.setText(self._usual)


class BytesCard(Card):
    """The bytes under a head with their number, a note and a link; a banner marks what is invented."""

    def __init__(self, name: str, see_other: Callable[[], object]) -> None:
        super().__init__(sunken=True)
        self._count = label("", weight=700)
        self._note = label("", muted=True, points=-0.5, wrap=True)
        self._other = LinkButton("", see_other)
        self._bytes = BytesView(name)
        head = QWidget()
        row = spaced(QHBoxLayout(head), theme.LARGE, *(theme.LARGE, theme.MEDIUM) * 2)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        said = fill(spaced(QVBoxLayout(), 0), self._note)
        said.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeading)
        row.addLayout(said, 1)
        self._sample = Banner(wording.SAMPLE)
        self._sample.hide()
        self.set_head(head)
        fill(self.column, self._sample, (self._bytes, 1))

    def show_bytes(self, count: str, note: str, data: bytes, *, sample: bool = False, other: str = "") -> None:
        """Show these bytes, their count and a note; `other`: the words of the link, "" for none."""
        self._count.setText(count)
        self._note.setText(note)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._sample.setVisible(sample)
        self._bytes.show_bytes(data)


class ChangesCard(Card):
    """A row for each changed item; the table is made when there is a first one."""

    def __init__(self, category: Category) -> None:
        super().__init__()
        self._category = category
        self._model: PlainTable | None = None
        self._none = label(wording.NOTHING_CHANGED, muted=True, wrap=True)
        self._none.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        fill(self.column, self._none, 1)

    def show_changes(self, found: list[Change]) -> None:
        """Show the changed items: title, what would go now, what was sent."""
        self._none.setVisible(not found)
        if found and self._model is None:
            self._model = PlainTable(wording.CHANGES_TITLES, self)
            name = wording.CHANGES_NAME.format(group=self._category.title)
            self._table = Table(name, self._model, (40, 30, 30), wrap=True)
            self.column.insertWidget(0, self._table, 1)
        if self._model is not None:
            self._table.setVisible(bool(found))
            titles = {item.key: item.title for item in self._category.items}
            self._model.show([(titles.get(key, key), new or NOTHING, was or NOTHING) for key, was, new in found])

    def last(self, newest: Submission | None, at: datetime) -> list[Section]:
        """Return what is said of the submission that went last, nothing where none did."""
        if newest is None or newest.finished is None:
            return []
        sent = wording.SENT_NUMBER.format(when=when(newest.finished, at), number=newest.number)
        return [
            (wording.SENT_AT, sent, False),
            (wording.BYTES, f"{newest.bytes:,}", False),
            ("SHA-256", visible(newest.sha256), True),
            (wording.ITS_BYTES, wording.IN_HISTORY, False),
        ]
