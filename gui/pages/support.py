"""What somebody who helps needs on the phone: the line, the checks, where the records lie, and all of it to copy."""

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core import __version__
from core.clock import now, stamp
from core.doctor import Check
from core.reading import encodable
from core.text import visible
from core.wording import support as wording
from core.wording.support import WRONG
from core.wording.times import within
from core.wording.window import COPY, LINE_FOR_SUPPORT, TITLES
from gui import theme
from gui.bridge import Inquiry
from gui.pages.page import Page
from gui.state import standing, support
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.state.support import Findings
from gui.widgets.button import Button
from gui.widgets.card import Card, Hairline
from gui.widgets.details import Sections
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill, spaced
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.scroll_area import ScrollArea
from gui.widgets.status_pill import StatusPill

KEY = "support"
STACK_POINTS = 62
LEAST_LINES = 18


class SupportPage(Page):
    """The line for support, the checks, programs and folders; it checks whenever it is opened."""

    def __init__(self, edition: Edition, checks: Inquiry, folders: Inquiry, home: Path, log: Path) -> None:
        """`checks` answers with the findings, `folders` which of the folders of `home` and of the file `log` exist."""
        super().__init__(KEY, TITLES[KEY], wording.SENTENCE)
        self._edition, self._home, self._log = edition, home, log
        self._checks, self._folders = checks, folders
        self._found: Findings | None = None
        self._clock = now
        self.top.addWidget(Button(wording.OPEN_HANDBOOK, self.handbook_asked.emit))
        self._card = ChecksCard()
        self._card.setMinimumHeight(LEAST_LINES * self.fontMetrics().height())
        cards = ResponsiveRow(STACK_POINTS, (self._card, 68), (self._build_aside(), 32))
        fill(self.column, self._build_line(), (cards, 1))
        self._said = ElidedLabel("", muted=True)
        self._copy, self._again = Button(wording.COPY_ALL, self.copy), Button(wording.AGAIN, self._press)
        self._copy.setEnabled(False)
        self._again.setMinimumWidth(self._again.sizeHint().width())
        self.pin(self._said, self._copy, self._again)
        checks.answered.connect(self._take)
        checks.failed.connect(self._fail)
        checks.progressed.connect(self._watch)
        checks.stopped.connect(self._end)
        folders.answered.connect(self._open_folder)

    def _build_line(self) -> Card:
        self._line = label("…", points=2.5, weight=600, selectable=True)
        self._line.setAccessibleDescription(LINE_FOR_SUPPORT)
        self._copied = StatusPill(wording.LINE_COPIED, "good", keeps_place=True)
        self._copied.hide()
        copy = Button(COPY, self.copy_line)
        copy.setAccessibleName(wording.COPY_LINE)
        row = fill(spaced(QHBoxLayout(), theme.MEDIUM), (self._line, 1), self._copied, copy)
        code = label(wording.CODE, muted=True, points=-0.5, wrap=True)
        return Card(row, code, padding=theme.LARGE, spacing=theme.TINY)

    def _build_aside(self) -> Card:
        self._details = Sections(wording.ASIDE)
        self._show_programs(support.programs())
        self._open_said = label("", points=-0.5, weight=600, wrap=True)
        self._open_said.hide()
        self._wanted = self._home
        footer = QVBoxLayout()
        footer.setContentsMargins(theme.LARGE, 0, theme.LARGE, theme.MEDIUM)
        for words, folder in ((wording.OPEN_FOLDER, self._home), (wording.OPEN_LOG, self._log.parent)):
            button = Button(words, partial(self._ask_folder, folder))
            button.setEnabled(not self._edition.sample)
            footer.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        footer.addWidget(self._open_said)
        return Card((self._details, 1), footer, padding=1)

    @property
    def busy(self) -> bool:
        """Whether a check is under way."""
        return self._checks.is_asking

    def show_live(self, live: SnapshotState) -> None:
        """Show the line by how things stand."""
        self._clock = live.clock
        self._line.setText(standing.support_line(__version__, TITLES[KEY], self._edition.kind, live))

    def showEvent(self, event: QShowEvent) -> None:
        """Check anew whenever the page is opened."""
        super().showEvent(event)
        if not event.spontaneous():
            self.check()

    def leave(self) -> None:
        """Hide what was said of the last press."""
        self._copied.hide()
        self._open_said.hide()

    def check(self) -> None:
        """Check everything now."""
        self._said.setText(wording.CHECKING)
        self._again.setText(wording.STOP)
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
            self._said.setText(wording.COPIED)

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
            self._said.setText(wording.CHECKING_RECORD.format(done=done, total=of))

    def _fail(self, line: str) -> None:
        self._end()
        self._said.setText(visible(line))

    def _end(self) -> None:
        self._again.setText(wording.AGAIN)
        if (found := self._found) is None:
            self._said.setText("")
            self._card.say(wording.NOT_YET)
        else:
            when = within(stamp(found.at), self._clock())
            self._said.setText(wording.CHECKED_WHEN.format(summary=support.summary(found.checks), when=when))

    def _show_programs(self, programs: list[tuple[str, str]]) -> None:
        told = [(name, visible(version), False) for name, version in programs]
        for caption, place in ((wording.RECORDS_LIE_IN, self._home), (wording.LOG_IS, self._log)):
            told.append((caption, visible(encodable(str(place))), True))
        self._details.set_content(wording.ASIDE, told)

    def _ask_folder(self, folder: Path) -> None:
        self._wanted = folder
        self._folders.ask()

    def _open_folder(self, there: Collection[Path]) -> None:
        """Open the folder that was asked for, if it is one of those that are `there`; else say why not."""
        missing = wording.NO_FOLDER if self._wanted == self._home else wording.NO_LOG
        is_there = self._wanted in there
        is_open = is_there and QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._wanted)))
        self._open_said.say("" if is_open else wording.NOT_OPENED if is_there else missing)


class ChecksCard(Card):
    """A row for each check; new findings go into the rows that are there."""

    def __init__(self) -> None:
        super().__init__(padding=1, spacing=0)
        self._rows: list[_Row] = []
        self._note = label(wording.CHECKING, muted=True, wrap=True)
        self._note.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, theme.TINY, 0, theme.TINY)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        column = fill(QVBoxLayout(inside), self._note, self._grid, 1)
        column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(ScrollArea(inside, wording.CHECKS))

    def say(self, line: str) -> None:
        """Say why nothing is known yet."""
        self._note.setText(line)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these, a row each."""
        self._note.hide()
        for line in range(2 * len(self._rows), 2 * len(checks), 2):
            row = _Row()
            if self._rows:
                self._grid.addWidget(row.above, line, 0, 1, 2)
            self._grid.addWidget(row.pill, line + 1, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            self._grid.addWidget(row.words, line + 1, 1)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.set_visible(place < len(checks))
        for row, check in zip(self._rows, checks, strict=False):
            row.show_check(check)


class _Row:
    def __init__(self) -> None:
        # The pill is level with the first line beside it.
        self.above, self.pill, self.words = Hairline(), QWidget(), QWidget()
        self._word = StatusPill(WRONG)
        fill(spaced(QVBoxLayout(self.pill), 0, theme.LARGE, theme.SMALL + 1, theme.MEDIUM, 0), self._word)
        self._title, self._found = label("", weight=600, wrap=True), label("", selectable=True)
        self._meaning, self._next = label("", muted=True, points=-0.5, wrap=True), label("", points=-0.5, wrap=True)
        column = spaced(QVBoxLayout(self.words), theme.TINY // 2, 0, theme.SMALL, theme.LARGE, theme.SMALL)
        fill(column, self._title, self._found, self._meaning, self._next)

    def set_visible(self, is_visible: bool) -> None:
        for each in (self.above, self.pill, self.words):
            # Nothing stands above the first one: its line is on no page.
            if each.parentWidget() is not None:
                each.setVisible(is_visible)

    def show_check(self, check: Check) -> None:
        title, state = support.title(check), support.state(check)
        self._word.set_state(state, "good" if check.ok else "bad")
        self._word.setAccessibleName(wording.SPOKEN.format(check=title, state=state))
        self._title.setText(title)
        self._found.setText(visible(check.found))
        self._meaning.setText(visible(check.meaning))
        self._next.say(wording.NEXT_STEP.format(step=visible(check.next)) if check.next else "")
