"""The one control of a group: its own switch, or the way to the agreement it comes with."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.catalogue import Category
from core.wording import group as wording
from core.wording.sending import NOT_SENT
from gui import theme
from gui.state.commands import Commands
from gui.state.snapshot import SnapshotState
from gui.widgets.layout import fill, spaced
from gui.widgets.status_pill import StatusPillLink
from gui.widgets.switch import AskingSwitch


class GroupSwitch(QWidget):
    """A switch, or the link to the agreement; it shows what the record says, not what was pressed."""

    def __init__(self, category: Category, actions: Commands, go: Callable[[str], object], *, whole: bool) -> None:
        """`go` opens a page; `whole`: with what belongs to the switch where it stands alone."""
        super().__init__()
        self._category, self._actions, self._go, self._whole = category, actions, go, whole
        self._switch = AskingSwitch(wording.SWITCH.format(group=category.title))
        self._link = StatusPillLink("…")
        self._link.clicked.connect(lambda: go("agreement"))
        row = fill(spaced(QHBoxLayout(self), theme.SMALL + 2), self._link)
        if category.basis == "choice":
            self._link.setText(wording.ACCEPT_FIRST)
            self._link.hide()
            self._switch.asked.connect(self._choose)
            self._switch.setEnabled(False)
            row.addWidget(self._switch)

    def show_live(self, live: SnapshotState) -> None:
        """Show what was decided."""
        choices = live.choices
        if self._category.basis == "agreed":
            link = wording.LINKS["changed" if self._category.key in choices.changed else choices.standing]
            self._link.setText(link)
            spoken = wording.LINK_SPOKEN.format(group=self._category.title, link=link.removesuffix(" ›"))
            self._link.setAccessibleName(spoken)
            self._link.updateGeometry()
            return
        self._switch.tell(self._category.key in choices.allowed)
        self._switch.setEnabled(choices.standing == "accepted")
        self._switch.setAccessibleDescription(self._why_fixed(live))
        self._link.setVisible(self._whole and choices.standing not in ("accepted", "unread"))

    def _why_fixed(self, live: SnapshotState) -> str:
        """Return why the switch cannot be turned, "" where it can."""
        decided = live.choices.standing
        if decided == "accepted":
            return ""
        form = wording.FIXED if decided == "unread" else wording.ACCEPT_THE_AGREEMENT
        return form.format(why=NOT_SENT[decided])

    def _choose(self, on: bool) -> None:
        # A group with a warning is switched on where that warning stands.
        if on and self._category.warning and not self._whole:
            self._go(self._category.key)
        else:
            self._actions.choose(self._category.key, on)
