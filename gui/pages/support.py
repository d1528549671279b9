"""What somebody who helps needs on the phone: the line, the checks, where the records lie, and all of it to copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from core import __version__
from core.clock import now, stamp
from core.reading import encodable
from core.text import visible
from gui import theme
from gui.pages.page import Page
from gui.pages.support_checks import NOT_YET, ChecksCard
from gui.state import standing, support
from gui.state.edition import Edition
from gui.state.inquiry import Inquiry
from gui.state.snapshot import SnapshotState
from gui.state.support import Findings
from gui.state.times import within
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.details import Sections
from gui.widgets.label import ElidedLabel, label
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.status_pill import StatusPill

KEY, HEADING = "support", "Support"
SENTENCE = (
    "What a person who helps you needs to know. Nothing of it is sent: you read it out, or copy it. "
    "On every page F1 opens the handbook."
)
HANDBOOK = "Open the handbook"
CODE = "The code at its end is of this line alone: it shows a slip of the tongue, and says nothing about you."
AGAIN, STOP = "Check again", "Stop"
CHECKING = "Checking …"
NO_FOLDER = "The folder is not there: nothing was kept yet."
NOT_OPENED = "Nothing here opens folders. It lies where its name says."
SIDES_POINTS = 62
LEAST_LINES = 18


class SupportPage(Page):
    """Checks whenever it is opened, on a worker; what was found before stays until then."""

    def __init__(self, edition: Edition, checks: Inquiry, folder: Inquiry, home: Path) -> None:
        """`checks` answers with the findings, `folder` whether `home` is there."""
        super().__init__(KEY, HEADING, SENTENCE)
        self._edition, self._home = edition, home
        self._checks, self._folder = checks, folder
        self._found: Findings | None = None
        self._clock = now
        book = Button(HANDBOOK)
        book.clicked.connect(self.handbook_asked)
        self.top.addWidget(book)
        self.column.addWidget(self._build_line())
        sides = ResponsiveRow(SIDES_POINTS)
        for each, share in ((self._build_checks(), 68), (self._build_aside(), 32)):
            sides.add(each, share)
        self._card.setMinimumHeight(LEAST_LINES * self.fontMetrics().height())
        self.column.addWidget(sides, 1)
        self._build_foot()
        checks.answered.connect(self._take)
        checks.failed.connect(self._fail)
        checks.progressed.connect(self._watch)
        checks.stopped.connect(self._end)
        folder.answered.connect(self._show_folder)

    def _build_line(self) -> Card:
        self._line = label("…", points=2.5, weight=600, selectable=True)
        self._line.setAccessibleDescription("Line for support")
        self._copied = StatusPill("copied", "good")
        policy = self._copied.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._copied.setSizePolicy(policy)
        self._copied.hide()
        copy = Button("Copy")
        copy.setAccessibleName("Copy the line")
        copy.clicked.connect(self.copy_line)
        row = QHBoxLayout()
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self._line, 1)
        row.addWidget(self._copied)
        row.addWidget(copy)
        card = Card(padding=theme.LARGE, spacing=theme.TINY)
        card.column.addLayout(row)
        card.column.addWidget(label(CODE, muted=True, points=-0.5, wrap=True))
        return card

    def _build_checks(self) -> ChecksCard:
        self._card = ChecksCard()
        self._card.say(CHECKING)
        return self._card

    def _build_aside(self) -> Card:
        self._details = Sections("Programs and folder")
        self._show_programs(support.programs())
        self._open = Button("Open the folder")
        self._open.clicked.connect(self._folder.ask)
        self._open.setEnabled(not self._edition.sample)
        self._open_said = label("", points=-0.5, weight=600, wrap=True)
        self._open_said.hide()
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.LARGE, 0, theme.LARGE, theme.MEDIUM)
        foot.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)
        foot.addWidget(self._open_said)
        card = Card(padding=1)
        card.column.addWidget(self._details, 1)
        card.column.addLayout(foot)
        return card

    def _build_foot(self) -> None:
        self._said = ElidedLabel("", muted=True)
        self._copy, self._again = Button("Copy all"), Button(AGAIN)
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self.copy)
        self._again.clicked.connect(self._press)
        self._again.setMinimumWidth(self._again.sizeHint().width())
        self.pin(self._said, self._copy, self._again)

    @property
    def busy(self) -> bool:
        """Whether it is being checked."""
        return self._checks.is_asking

    def show_live(self, live: SnapshotState) -> None:
        """Take how things stand, for the line."""
        self._clock = live.clock
        self._line.setText(standing.support_line(__version__, HEADING, self._edition.kind, live))

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever opens it wants to know how things are now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.check()

    def leave(self) -> None:
        """What was said of the last press is old by then."""
        self._copied.hide()
        self._open_said.hide()

    def check(self) -> None:
        """Check everything now."""
        self._said.setText(CHECKING)
        self._again.setText(STOP)
        self._checks.ask()

    def copy_line(self) -> None:
        """Put the line on the clipboard."""
        QGuiApplication.clipboard().setText(self._line.text())
        self._copied.show()

    def copy(self) -> None:
        """Put everything on the clipboard, as plain text."""
        if self._found is not None:
            text = support.plain(self._line.text(), self._found, self._home, str(Path("~").expanduser()))
            QGuiApplication.clipboard().setText(text)
            self._said.setText("Copied, with ~ for the folder of your own.")

    def _press(self) -> None:
        if self._checks.is_asking:
            self._checks.stop()
        else:
            self.check()

    def _take(self, found: Findings) -> None:
        self._found = found
        self._card.show_checks(found.checks)
        self._show_programs(found.programs)
        self._copy.setEnabled(True)
        self._end()

    def _watch(self, done: int, of: int) -> None:
        if self._checks.is_asking:
            self._said.setText(f"Checking the record: {done:,} of {of:,}")

    def _fail(self, line: str) -> None:
        self._end()
        self._said.setText(visible(line))

    def _end(self) -> None:
        self._again.setText(AGAIN)
        found = self._found
        self._said.setText(
            f"{support.summary(found.checks)} Checked {within(stamp(found.at), self._clock())}." if found else ""
        )
        if found is None:
            self._card.say(NOT_YET)

    def _show_programs(self, programs: list[tuple[str, str]]) -> None:
        folder = visible(encodable(str(self._home)))
        told = [(name, visible(version), False) for name, version in programs]
        self._details.set_content("Programs and folder", [*told, ("The records lie in", folder, True)])

    def _show_folder(self, is_there: object) -> None:
        is_open = is_there and QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._home)))
        self._open_said.setText("" if is_open else NOT_OPENED if is_there else NO_FOLDER)
        self._open_said.setVisible(not is_open)
