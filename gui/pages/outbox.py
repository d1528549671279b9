"""The Outbox: everything that is pending, when it goes, its exact bytes, and how to stop it."""

import math

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QShowEvent

from core.clock import stamp
from core.product import Product
from core.record.submission import State, Submission
from core.text import visible
from core.wording import outbox as wording
from gui.pages.submission_details import STACK_POINTS, Side, SubmissionDetails, SubmissionsPage
from gui.state import standing
from gui.state.commands import Commands
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState
from gui.tables.submissions import Column, SubmissionsTable
from gui.widgets.button import Button
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill

COLUMNS = (Column.STATE, Column.GOES, Column.GROUP, Column.WHY, Column.BYTES)
# Above this width, counted in the text's own size, the reason has room in the list too.
REASON_POINTS = 105
# What this page asks for, and so what it says the outcome of.
MINE = ("cancel", "retry")


class OutboxPage(SubmissionsPage):
    """What is to be sent, oldest first, and the chosen submission beside it."""

    SHARES = (
        *((STACK_POINTS, (37, 32, 31, 0, 0)), (REASON_POINTS, (31, 28, 30, 0, 11))),
        (math.inf, (20, 18, 18, 36, 8)),
    )

    def __init__(self, actions: Commands, product: Product) -> None:
        practice = product.endpoint.practice
        sentence = wording.SENTENCES[practice].format(receiver=product.vendor.name)
        model, sides = SubmissionsTable(COLUMNS, newest_first=False), (Side.BYTES, Side.DETAILS)
        super().__init__("outbox", sentence, model, SubmissionDetails(sides, practice=practice), wording.NOTHING)
        self._actions = actions
        self._taking = False
        self._count = label("", muted=True, points=-0.5, weight=600, wrap=True)
        self._held = label("", wrap=True, weight=600)
        self._held.hide()
        fill(self.column, self._count, self._held, (self._list_and_details, 1))
        self._said = ElidedLabel("", muted=True)
        self._cancel, self._retry = Button(wording.CANCEL, self.cancel), Button(wording.SEND_NOW, self.retry)
        self.pin(self._said, self._cancel, self._retry)
        actions.done.connect(self._tell)
        actions.failed.connect(self._tell)

    def show_live(self, live: SnapshotState) -> None:
        """Show what is pending now; the chosen one stays shown, also when it has left."""
        super().show_live(live)
        self._held.say(_held(live) if live.pending else "")
        self._model.set_now(live.clock(), _kept(live))
        self._details.clock = live.clock
        self._take(live.pending)
        self._count.say(standing.pending_note(live.tally))
        self._empty.say(*(wording.UNREAD if live.unread else wording.NOTHING))
        self._list_and_details.set_empty(not live.pending)
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
            self._show(self._model.rows[row])
        elif of is not None:
            self._details.show_submission(of, wording.HAS_LEFT)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._taking:
            self._show(self._model.rows[current.row()])
            self._offer()

    def _show(self, of: Submission) -> None:
        self._details.show_submission(of, "", _kept(self._live).get(of.category, "") if self._live else "")

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
