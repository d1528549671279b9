"""A page of the record on its own: the actions behind it, and a reading after each thing that happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.assembly import Vitrine, build
from core.clock import now, stamp
from core.envelope import Envelope, seal
from core.product import Product
from core.reading import known
from core.record.permit import Permit
from core.record.submission import Outcome, Submission
from core.wording.submissions import SIDES
from gui.pages.page import Page
from gui.pages.submission_details import Side, SubmissionDetails
from gui.state.commands import Commands
from gui.state.snapshot import Records, SnapshotState, read
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs
from tests.gui.screen import part

# An event group: it has no drafts, so as many as wanted can be queued.
GROUP = "web_request"
VERTICAL, ACCESSIBLE = Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole


@dataclass
class Desk:
    """The core of a home, and one page that shows its record."""

    vitrine: Vitrine
    actions: Commands
    page: Page
    live: SnapshotState

    def show(self) -> None:
        """Read again and show what came."""
        self.live = read(self.vitrine.engine)
        self.page.show_live(self.live)
        QApplication.processEvents()

    def record(self, records: Records) -> None:
        """What the viewer does after an action."""
        self.live = self.live.recorded(records)
        self.page.show_live(self.live)

    @property
    def permit(self) -> Permit:
        """As the user decided last."""
        return self.vitrine.engine.consent.choices().permit

    def queue(self, *texts: str, due: str = "") -> list[Envelope]:
        """Envelopes that wait."""
        made = [seal(GROUP, {"protocol": known(text, "a test")}, "s@1") for text in texts]
        self.vitrine.engine.ledger.queue(made, self.permit, due or stamp(now()))
        return made

    def settle(self, of: Envelope, outcome: Outcome) -> None:
        """One attempt and what came of it."""
        ledger = self.vitrine.engine.ledger
        ledger.settle([(each, outcome) for each in ledger.attempt([self.found(of)], self.permit)])

    def found(self, of: Envelope) -> Submission:
        """Its row."""
        submission = self.vitrine.engine.ledger.history.submission(of.id)
        assert submission is not None
        return submission


def desk(qtbot: QtBot, home: Path, make: Callable[[Commands, Product], Page]) -> Desk:
    """A home in which everything was accepted, and the page, shown."""
    vitrine = build("real", {"VITRINE_HOME": str(home)})
    engine = vitrine.engine
    engine.consent.accept("eu", "script")
    engine.consent.choose(GROUP, True, "script")
    actions = Commands(engine, vitrine.delivery, vitrine.licensing, vitrine.log)
    page = make(actions, engine.product)
    qtbot.addWidget(page)
    page.resize(968, 700)
    made = Desk(vitrine, actions, page, read(engine))
    actions.recorded.connect(made.record)
    page.show()
    made.show()
    return made


def choose_side(details: SubmissionDetails, side: Side) -> None:
    """Look at the chosen submission from this side, as the user would."""
    tabs = part(details, Tabs)
    tabs.setCurrentIndex([tabs.tabText(index) for index in range(tabs.count())].index(SIDES[side]))


def numbers(page: QWidget) -> list[int]:
    """The submissions the table names, from its top."""
    model = part(page, Table).model()
    names = [str(model.headerData(row, VERTICAL)) for row in range(model.rowCount())]
    return [int(name.split(",")[0].removeprefix("No. ")) for name in names]


def states(page: QWidget) -> list[str]:
    """The words in the first column, as a screen reader gets them."""
    model = part(page, Table).model()
    return [str(model.index(row, 0).data(ACCESSIBLE)) for row in range(model.rowCount())]


def choose(page: QWidget, number: int) -> None:
    """Choose a submission, as the user would."""
    part(page, Table).selectRow(numbers(page).index(number))
    QApplication.processEvents()
