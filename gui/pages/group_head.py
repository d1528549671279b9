"""The head of a group's page: whether it is sent, its switch, and the facts about its going."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.catalogue import Category
from core.clock import stamp
from gui import theme
from gui.pages.choice import GroupChoice
from gui.state import standing
from gui.state.commands import Commands
from gui.state.snapshot import SnapshotState
from gui.state.times import when
from gui.widgets.facts import FactText
from gui.widgets.label import label
from gui.widgets.status_pill import StatusPill

SENT, NOT_SENT = "This group is sent", "This group is not sent"
NEXT = 2


class GroupState(QWidget):
    """“This group is sent”, and beside it what changes that."""

    page_asked = Signal(str)

    def __init__(self, category: Category, actions: Commands) -> None:
        super().__init__()
        self._category = category
        self._state = label(NOT_SENT, weight=600, wrap=True)
        self._mark = StatusPill("", "warn")
        self._mark.hide()
        self._choice = GroupChoice(category, actions, whole=True)
        self._choice.page_asked.connect(self.page_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL + 2)
        for each in (self._state, self._mark, self._choice):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def show_live(self, live: SnapshotState) -> None:
        """Take what was decided."""
        choices, key = live.choices, self._category.key
        self._state.setText(SENT if key in choices.permit.categories else NOT_SENT)
        paused = key in choices.allowed and choices.paused
        self._mark.setText("paused" if paused else "terms changed" if key in choices.changed else "")
        self._mark.setVisible(bool(self._mark.text()))
        self._choice.show_live(live)


def facts(category: Category, live: SnapshotState, receiver: str, host: str, *, practice: bool) -> list[FactText]:
    """To whom it goes, when it went last, when it goes next, whether it can point to you."""
    would = practice or category.key not in live.choices.permit.categories
    # Of what is not confirmed nobody knows whether it arrived; a site confirms nothing.
    confirmed = category.key in live.newest and category.recipient == "vendor"
    return [
        ("Would go to" if would else "Goes to", receiver, host),
        ("Last sent", standing.last_sent(live, category.key), "confirmed" if confirmed else ""),
        ("Next", _next(category, live), ""),
        ("Can it point to you?", category.points_to_you, ""),
    ]


def _next(category: Category, live: SnapshotState) -> str:
    if waiting := live.waiting_of(category.key):
        if live.choices.paused:
            return "waits while paused"
        if waiting.due > stamp(live.clock()):
            return when(waiting.due, live.clock())
        return "tried again by itself" if live.offline else "now"
    if category.key not in live.choices.allowed:
        return "none"
    if (category.key, True) in live.tally.tries:
        return "waits while paused" if live.choices.paused else "tried again by itself"
    return "none waits" if category.is_snapshot else "when it happens"
