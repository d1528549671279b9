"""The Outbox: everything that is pending, when it goes, its exact bytes, and how to stop it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent

from core.clock import stamp
from core.record.submission import State, Submission
from core.text import visible
from gui.pages.chosen import BYTES, DETAILS, STACK_POINTS, Chosen, Nothing, Pair
from gui.pages.page import Page
from gui.state import told
from gui.state.commands import Commands
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState, Tally
from gui.tables.submissions import Column, SubmissionsModel
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.label import ElidedLabel, label
from gui.widgets.table import Table

COLUMNS = (Column.STATE, Column.GOES, Column.GROUP, Column.WHY, Column.BYTES)
NARROW, MIDDLE, WIDE = (37, 32, 31, 0, 0), (31, 28, 30, 0, 11), (20, 18, 18, 36, 8)
# Above this width, counted in the text's own size, the reason has room in the list too.
REASON_POINTS = 105
NOTHING = ("Nothing waits.", "What was sent, tried or cancelled is in the History.")
UNREAD = ("The record could not be read.", "So nobody can say here what waits. Nothing is sent without it.")
LEFT = "it has left the Outbox; see History"
# What this page asks for, and so what it says the outcome of.
MINE = ("cancel", "retry")


class OutboxPage(Page):
    """What is to be sent, oldest first."""

    def __init__(self, actions: Commands, practice: bool, *, receiver: str = "") -> None:
        super().__init__("outbox", "Outbox", _sentence(practice, receiver))
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
        self._model = SubmissionsModel(COLUMNS, newest_first=False, parent=self)
        self._table = Table("Outbox")
        self._table.setModel(self._model)
        self._table.set_shares(MIDDLE)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        card = Card(padding=0)
        card.column.addWidget(self._table)
        self._chosen = Chosen((BYTES, DETAILS), practice=practice)
        self._empty = Nothing(*NOTHING)
        self._pair = Pair(card, self._chosen, self._empty)
        self.column.addWidget(self._pair, 1)
        self._build_foot()

    def _build_foot(self) -> None:
        self._said = ElidedLabel("", muted=True)
        self._cancel, self._retry = Button("Cancel"), Button("Send now")
        self._cancel.clicked.connect(self.cancel)
        self._retry.clicked.connect(self.retry)
        self.pin(self._said, self._cancel, self._retry)

    def show_live(self, live: SnapshotState) -> None:
        """Take what is pending now; the chosen one stays chosen, and shown also when it has left."""
        self._live = live
        self._model.set_titles({key: group.shown.category.title for key, group in live.groups.items()})
        self._chosen.set_categories({key: group.shown.category for key, group in live.groups.items()})
        self._held.setText(_held(live))
        self._held.setVisible(bool(self._held.text()) and bool(live.pending))
        self._model.set_now(live.clock(), _kept(live))
        self._chosen.clock = live.clock
        self._take(live.pending)
        self._count.setText(counted(live.tally))
        self._count.setVisible(bool(live.pending))
        self._say_nothing(live)
        self._offer()

    def reveal(self, place: Destination) -> None:
        """Choose a submission; one that has left meanwhile is shown alone."""
        if (of := place.submission) is None:
            return
        row = self._model.row_of(of.number)
        if row is not None:
            self._table.selectRow(row)
            self._table.setFocus()
        else:
            self._table.selectionModel().clear()
            self._chosen.show_submission(of, LEFT)
            self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        """The chosen one is in sight."""
        super().showEvent(event)
        # The table gets its size afterwards.
        QTimer.singleShot(0, self, lambda: self._table.scrollTo(self._table.currentIndex()))

    def tick(self) -> None:
        """What was due later may be due now."""
        if self._live is not None:
            self._model.set_now(self._live.clock(), _kept(self._live))
            self._offer()

    def cancel(self) -> None:
        """Do not send the one that is shown."""
        if (of := self._chosen.submission) is not None:
            self._cancel.setEnabled(False)
            self._actions.cancel(of.id)

    def retry(self) -> None:
        """Send what is due."""
        self._retry.setEnabled(False)
        self._said.setText("Sending …")
        self._actions.retry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, bytes and reason stand beside the chosen one only."""
        points = self.width() / self.font().pointSizeF()
        shares = NARROW if points < STACK_POINTS else MIDDLE if points < REASON_POINTS else WIDE
        for column, share in enumerate(shares):
            self._table.setColumnHidden(column, not share)
        self._table.set_shares(shares)
        super().resizeEvent(event)

    def _take(self, pending: list[Submission]) -> None:
        of, was_empty = self._chosen.submission, not self._model.rows
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
            self._chosen.show_submission(of, LEFT)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._taking:
            self._show(self._model.submission(current.row()))
            self._offer()

    def _show(self, of: Submission) -> None:
        self._chosen.show_submission(of, "", _kept(self._live).get(of.category, "") if self._live else "")

    def _say_nothing(self, live: SnapshotState) -> None:
        self._empty.say(*(UNREAD if live.unread else NOTHING))
        self._pair.set_empty(not live.pending)

    def _offer(self) -> None:
        """What can be done now, in the words of what it does."""
        of, at = self._chosen.submission, stamp(self._chosen.clock())
        still = of is not None and self._model.row_of(of.number) is not None and of.finished is None
        may_arrive = of is not None and of.state is State.UNCONFIRMED
        self._cancel.setText("Do not try again" if may_arrive else "Cancel")
        self._cancel.setEnabled(still and of is not None and of.state is not State.SENDING)
        allowed = self._live.choices.permit.categories if self._live else frozenset()
        tries = self._live.tally.tries if self._live else {}
        due = {tried for (group, tried), since in tries.items() if since <= at and group in allowed}
        self._retry.setText("Try again now" if True in due else "Send now")
        self._retry.setEnabled(bool(due) and self._actions.can_send)
        for button in (self._cancel, self._retry):
            button.setVisible(bool(self._model.rows))

    def _tell(self, name: str, line: str) -> None:
        if name in MINE:
            self._said.setText(visible(line))
            self._offer()


def counted(pending: Tally) -> str:
    """How many stand where, what waits first: `3 waiting · 1 sent, not confirmed`."""
    order = [words for words, _ in (*told.STATES.values(), told.GIVEN_UP)]
    return " · ".join(f"{pending.words[words]} {words}" for words in order if pending.words.get(words))


def _kept(live: SnapshotState) -> dict[str, str]:
    """What keeps each group from going, inside a row; empty for one that may go."""
    choices = live.choices
    if choices.standing != "accepted":
        return dict.fromkeys(live.groups, "not without the agreement")
    if choices.paused:
        return dict.fromkeys(live.groups, "after you resume")
    return {key: "" if key in choices.allowed else "not as things are agreed" for key in live.groups}


def _held(live: SnapshotState) -> str:
    if live.choices.standing == "accepted" and live.choices.paused:
        return "Sending is paused: nothing goes until you resume."
    return f"The last sending ended early: {visible(live.offline)}" if live.offline else ""


def _sentence(practice: bool, receiver: str) -> str:
    if practice:
        return "What would go next, byte for byte; in practice it goes to the receiver inside Vitrine."
    return f"What goes next{f' to {receiver}' if receiver else ''}, byte for byte. Each can be cancelled until then."
