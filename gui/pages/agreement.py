"""The decision: where you live, what is sent if you accept, and two equal answers; afterwards, how to take it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.clock import now
from core.consent.consent import Choices
from gui import theme
from gui.pages.agreement_clauses import ClausesCard
from gui.pages.agreement_groups import GroupsCard
from gui.pages.agreement_text import ItselfCard, TextCard
from gui.pages.page import Page
from gui.pages.region import RegionRow
from gui.state import deciding
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button
from gui.widgets.label import label
from gui.widgets.responsive_row import ResponsiveRow, row

SIDES_POINTS, FOOT_POINTS = 62, 56
NAMES = ("accept", "decline", "withdraw")
# Buttons of one width: neither answer is the larger one.
ANSWER_LINES = 7


class AgreementPage(Page):
    """First run, and later the place where the decision stands and is changed."""

    def __init__(self, edition: Edition, actions: Commands) -> None:
        super().__init__("agreement", *deciding.words(edition, Choices(), now()))
        self._edition, self._actions = edition, actions
        self._choices, self._clock = Choices(), now
        self._busy = False
        self._decision, self._text = self._build_decision(), TextCard(edition.product.text)
        self._text.back_asked.connect(lambda: self._open_text(False))
        for each in (self._decision, self._text):
            self.column.addWidget(each, 1)
        self._text.hide()
        self.pin(self._build_foot())
        actions.told.connect(self._tell)
        self._show(Choices())

    def show_live(self, live: SnapshotState) -> None:
        """Take what was decided."""
        if live.choices != self._choices:
            self._choices, self._clock = live.choices, live.clock
            self._show(live.choices)

    def accept(self) -> None:
        """Accept, for the region that was chosen; without one ask for it."""
        region = self._region.chosen
        if not region:
            self._say(deciding.WHERE)
            self._region.ask()
        elif not self._busy:
            self._busy = True
            self._actions.accept(region)

    def _build_decision(self) -> QWidget:
        self._region = RegionRow(self._edition.catalogue.regions)
        self._region.chosen_now.connect(self._choose_region)
        self._groups = GroupsCard(self._edition)
        self._itself = ItselfCard(self._edition)
        self._itself.read_asked.connect(lambda: self._open_text(True))
        cards = ResponsiveRow(SIDES_POINTS)
        cards.add(self._groups, 68)
        cards.add(self._itself, 32)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.MEDIUM)
        column.addWidget(self._region)
        column.addWidget(cards, 1)
        column.addWidget(ClausesCard(self._edition.catalogue))
        return whole

    def _build_foot(self) -> ResponsiveRow:
        self._look = Button("See what would be sent first")
        self._look.clicked.connect(lambda: self.page_asked.emit("overview"))
        self._said = label("", weight=600, wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self._asks = False
        self._decline, self._accept, self._withdraw = Button("Decline"), Button("Accept"), Button("Withdraw")
        self._decline.clicked.connect(self._actions.decline)
        self._accept.clicked.connect(self.accept)
        self._withdraw.clicked.connect(self._actions.withdraw)
        for answer in (self._withdraw, self._decline, self._accept):
            answer.setMinimumWidth(ANSWER_LINES * self.fontMetrics().height())
        foot = ResponsiveRow(FOOT_POINTS)
        foot.add(row(self._look), 0)
        foot.add(row(self._said, self._withdraw, self._decline, self._accept), 1)
        return foot

    def _show(self, choices: Choices) -> None:
        """What is to be decided now, and what was."""
        self.set_heading(*deciding.words(self._edition, choices, self._clock()))
        accepted = choices.standing == "accepted"
        asks = self._asks = choices.standing not in ("accepted", "unread") or bool(choices.changed)
        self._region.setVisible(asks)
        if accepted and choices.region:
            self._region.choose(choices.region)
        self._groups.show_choices(choices)
        self._look.setText(deciding.look(choices, practice=self._edition.practice))
        self._decline.setVisible(asks and not accepted)
        self._accept.setVisible(asks)
        self._withdraw.setVisible(accepted)
        self._say("")

    def _open_text(self, is_open: bool) -> None:
        shown, hidden = (self._text, self._decision) if is_open else (self._decision, self._text)
        shown.show()
        # Before the other is gone, or the keyboard would go elsewhere in between.
        (self._text if is_open else self._itself).setFocus()
        hidden.hide()

    def _choose_region(self, region: str) -> None:
        self._say(deciding.of_region(self._edition.catalogue, region))

    def _tell(self, name: str, _about: str, line: str, failed: bool) -> None:
        if name in NAMES:
            self._busy = False
            # What succeeded stands in the heading.
            self._say(line if failed else "")

    def _say(self, line: str) -> None:
        self._said.setText(line or (deciding.ANSWER if self._asks else ""))
