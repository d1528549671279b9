"""The one control of a group: its own switch, or the way to the agreement it comes with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.catalogue import Category
from gui import theme
from gui.state import standing
from gui.state.commands import Commands
from gui.state.snapshot import SnapshotState
from gui.widgets.status_pill import StatusPillLink
from gui.widgets.switch import AskingSwitch

FIRST = "accept first ›"
LINKS = {
    "accepted": "until you withdraw ›",
    "open": "you decide ›",
    "declined": "not sent ›",
    "withdrawn": "not sent ›",
    "unread": "not read ›",
}


class GroupChoice(QWidget):
    """Shows what the record says, not what was pressed. `whole`: on the group's own page, where its warning stands."""

    page_asked = Signal(str)

    def __init__(self, category: Category, actions: Commands, *, whole: bool) -> None:
        super().__init__()
        self._category, self._actions, self._whole = category, actions, whole
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._switch = AskingSwitch(f"{category.title} is sent")
        self._link = StatusPillLink("…")
        self._link.clicked.connect(lambda: self.page_asked.emit("agreement"))
        row.setSpacing(theme.SMALL + 2)
        row.addWidget(self._link)
        if category.basis == "choice":
            self._link.setText(FIRST)
            self._link.hide()
            self._switch.asked.connect(self._choose)
            self._switch.setEnabled(False)
            row.addWidget(self._switch)

    def show_live(self, live: SnapshotState) -> None:
        """Take what was decided."""
        choices = live.choices
        if self._category.basis == "agreed":
            changed = self._category.key in choices.changed
            self._link.setText("changed: decide ›" if changed else LINKS[choices.standing])
            self._link.setAccessibleName(f"{self._category.title}: {self._link.text().removesuffix(' ›')}")
            self._link.updateGeometry()
            return
        self._switch.tell(self._category.key in choices.allowed)
        self._switch.setEnabled(choices.standing == "accepted")
        self._switch.setAccessibleDescription(self._why_fixed(live))
        self._link.setVisible(self._whole and choices.standing not in ("accepted", "unread"))

    def _why_fixed(self, live: SnapshotState) -> str:
        """Why the switch cannot be turned; "" where it can."""
        decided = live.choices.standing
        if decided in ("accepted", "unread"):
            return "" if decided == "accepted" else f"{standing.NOT_SENT[decided]}."
        return f"{standing.NOT_SENT[decided]}: accept the agreement first."

    def _choose(self, on: bool) -> None:
        # A group with a warning is switched on where that warning stands.
        if on and self._category.warning and not self._whole:
            self.page_asked.emit(self._category.key)
        else:
            self._actions.choose(self._category.key, on)
