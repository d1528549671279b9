"""The Outbox: everything that is pending, when it goes, its exact bytes, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent

from core.clock import stamp
from core.record.submission import State, Submission
from core.text import visible
from core.wording import outbox as wording
from core.wording.window import TITLES
from gui.pages.page import Page
from gui.pages.submission_details import STACK_POINTS, EmptyNote, ListAndDetails, Side, SubmissionDetails
from gui.state import standing
from gui.state.commands import Commands
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState
from gui.tables.submissions import Column, SubmissionsTable
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.label import ElidedLabel, label
from gui.widgets.table import Table

KEY = "outbox"
COLUMNS = (Column.STATE, Column.GOES, Column.GROUP, Column.WHY, Column.BYTES)
NARROW, MIDDLE, WIDE = (37, 32, 31, 0, 0), (31, 28, 30, 0, 11), (20, 18, 18, 36, 8)
# Above this width, counted in the text's own size, the reason has room in the list too.
REASON_POINTS = 105
# What this page asks for, and so what it says the outcome of.
MINE = ("cancel", "retry")


class OutboxPage(Page):
    """What is to be sent, oldest first, and the chosen submission beside it."""

    def __init__(self, actions: Commands, practice: bool, *, receiver: str = "") -> None:
        super().__init__(KEY, TITLES[KEY], _sentence(practice, receiver))
        self._actions = actions
        self._live: SnapshotState | None = None
        self._taking = False
        self._build(practice)
        actions.done.connect(self._tell)
        actions.failed.connect(self._tell)

    def _build(self, practice: bool) -> None:
        self._count = label("", muted=True, points=-0.5, weight=600, wrap=True)
        self.column.addWidget(self._count)
        self._held = label("", wrap=True, weight=600)
        self._held.hide()
        self.column.addWidget(self._held)
        self._model = SubmissionsTable(COLUMNS, newest_first=False, parent=self)
        self._table = Table(TITLES[KEY])
        self._table.setModel(self._model)
        self._table.set_shares(MIDDLE)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        card = Card(padding=0)
        card.column.addWidget(self._table)
        self._details = SubmissionDetails((Side.BYTES, Side.DETAILS), practice=practice)
        self._empty = EmptyNote(*wording.NOTHING)
        self._list_and_details = ListAndDetails(card, self._details, self._empty)
        self.column.addWidget(self._list_and_details, 1)
        self._build_footer()

    def _build_footer(self) -> None:
        self._said = ElidedLabel("", muted=True)
        self._cancel, self._retry = Button(wording.CANCEL), Button(wording.SEND_NOW)
        self._cancel.clicked.connect(self.cancel)
        self._retry.clicked.connect(self.retry)
        self.pin(self._said, self._cancel, self._retry)

    def show_live(self, live: SnapshotState) -> None:
        """Show what is pending now; the chosen one stays shown, also when it has left."""
        self._live = live
        self._model.set_titles({key: group.shown.category.title for key, group in live.groups.items()})
        self._details.set_categories({key: group.shown.category for key, group in live.groups.items()})
        self._held.setText(_held(live))
        self._held.setVisible(bool(self._held.text()) and bool(live.pending))
        self._model.set_now(live.clock(), _kept(live))
        self._details.clock = live.clock
        self._take(live.pending)
        self._count.setText(standing.pending_note(live.tally))
        self._count.setVisible(bool(live.pending))
        self._say_nothing(live)
        self._offer()

    def reveal(self, place: Destination) -> None:
        """Choose a submission; one that has left meanwhile is only shown beside the list."""
        if (of := place.submission) is None:
            return
        row = self._model.row_of(of.number)
        if row is not None:
            self._table.selectRow(row)
            self._table.setFocus()
        else:
            self._table.selectionModel().clear()
            self._details.show_submission(of, wording.HAS_LEFT)
            self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        """Scroll to the chosen one."""
        super().showEvent(event)
        # The table gets its size afterwards.
        QTimer.singleShot(0, self, lambda: self._table.scrollTo(self._table.currentIndex()))

    def tick(self) -> None:
        """Tell times anew: what was due later may be due now."""
        if self._live is not None:
            self._model.set_now(self._live.clock(), _kept(self._live))
            self._offer()

    def cancel(self) -> None:
        """Cancel the submission that is shown."""
        if (of := self._details.submission) is not None:
            self._cancel.setEnabled(False)
            self._actions.cancel(of.id)

    def retry(self) -> None:
        """Send now what is due."""
        self._retry.setEnabled(False)
        self._said.setText(wording.SENDING)
        self._actions.retry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out bytes and reason where there is little room."""
        points = self.width() / self.font().pointSizeF()
        shares = NARROW if points < STACK_POINTS else MIDDLE if points < REASON_POINTS else WIDE
        for column, share in enumerate(shares):
            self._table.setColumnHidden(column, not share)
        self._table.set_shares(shares)
        super().resizeEvent(event)

    def _take(self, pending: list[Submission]) -> None:
        of, was_empty = self._details.submission, not self._model.rows
        self._taking = True
        self._model.replace(pending)
        row = self._model.row_of(of.number) if of is not None else None
        if row is None and (of is None or was_empty) and pending:
            # What goes next is what somebody comes for.
            row = next((row for row, each in enumerate(pending) if each.state is State.WAITING), 0)
        if row is None:
            # Never another one in its place: whoever presses Cancel must mean what he reads.
            self._table.selectionModel().clear()
        elif self._table.currentIndex().row() != row:
            self._table.selectRow(row)
        self._taking = False
        if row is not None:
            self._show(self._model.submission(row))
        elif of is not None:
            self._details.show_submission(of, wording.HAS_LEFT)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._taking:
            self._show(self._model.submission(current.row()))
            self._offer()

    def _show(self, of: Submission) -> None:
        self._details.show_submission(of, "", _kept(self._live).get(of.category, "") if self._live else "")

    def _say_nothing(self, live: SnapshotState) -> None:
        self._empty.say(*(wording.UNREAD if live.unread else wording.NOTHING))
        self._list_and_details.set_empty(not live.pending)

    def _offer(self) -> None:
        """Enable the buttons by what can be done now, and say what they do."""
        of, at = self._details.submission, stamp(self._details.clock())
        still = of is not None and self._model.row_of(of.number) is not None and of.finished is None
        may_arrive = of is not None and of.state is State.UNCONFIRMED
        self._cancel.setText(wording.NOT_AGAIN if may_arrive else wording.CANCEL)
        self._cancel.setEnabled(still and of is not None and of.state is not State.SENDING)
        allowed = self._live.choices.permit.categories if self._live else frozenset()
        tries = self._live.tally.tries if self._live else {}
        due = {tried for (group, tried), since in tries.items() if since <= at and group in allowed}
        self._retry.setText(wording.TRY_NOW if True in due else wording.SEND_NOW)
        self._retry.setEnabled(bool(due) and self._actions.can_send)
        for button in (self._cancel, self._retry):
            button.setVisible(bool(self._model.rows))

    def _tell(self, name: str, line: str) -> None:
        if name in MINE:
            self._said.setText(visible(line))
            self._offer()


def _kept(live: SnapshotState) -> dict[str, str]:
    """Return by group what keeps it from going, "" for one that may go."""
    choices = live.choices
    if choices.standing != "accepted":
        return dict.fromkeys(live.groups, wording.NOT_WITHOUT)
    if choices.paused:
        return dict.fromkeys(live.groups, wording.AFTER_RESUME)
    return {key: "" if key in choices.allowed else wording.NOT_AGREED for key in live.groups}


def _held(live: SnapshotState) -> str:
    if live.choices.standing == "accepted" and live.choices.paused:
        return wording.HELD_PAUSED
    return wording.HELD_OFFLINE.format(why=visible(live.offline)) if live.offline else ""


def _sentence(practice: bool, receiver: str) -> str:
    if practice:
        return wording.SENTENCE_PRACTICE
    return wording.SENTENCE_RECEIVER.format(receiver=receiver) if receiver else wording.SENTENCE
