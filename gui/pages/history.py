"""History: what waits, was sent, tried or cancelled, newest first, and whether the record of it fits together."""

import math
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.clock import now, stamp
from core.product import Product
from core.record.submission import State, Submission
from core.record.verification.verify import Verdict
from core.text import visible
from core.wording import history as wording
from core.wording.counts import events
from core.wording.times import within
from gui import theme
from gui.pages.submission_details import STACK_POINTS, Side, SubmissionDetails, SubmissionsPage
from gui.state.commands import Commands
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState
from gui.tables.submissions import Column, SubmissionsTable
from gui.widgets.button import Button, LinkButton
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill, spaced
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.status_pill import StatusPill

COLUMNS = (Column.STATE, Column.NUMBER, Column.WHEN, Column.GROUP, Column.BYTES)
ALL = "all"
# What can be listed, by the keys of wording.FILTERS: one state, or every one.
FILTERS = {name: None if name == ALL else frozenset({State(name)}) for name in wording.FILTERS}
# So many pages are searched for the one before; a group that rests longer has none worth comparing.
MOST_SEARCHED = 50
Answer: TypeAlias = Callable[[list[Submission] | None], None]


class HistoryPage(SubmissionsPage):
    """All submissions, newest first, read page by page, and the chosen one beside them."""

    SHARES = ((STACK_POINTS, (37, 0, 28, 35, 0)), (math.inf, (29, 11, 22, 26, 12)))

    def __init__(self, actions: Commands, product: Product) -> None:
        practice = product.endpoint.practice
        sentence = wording.SENTENCES[practice].format(receiver=product.vendor.name)
        model, details = SubmissionsTable(COLUMNS, newest_first=True), SubmissionDetails(tuple(Side), practice=practice)
        super().__init__("history", sentence, model, details, wording.NOTHING)
        self._actions = actions
        self._seen: object = None
        self._filter, self._round = ALL, 0
        self._ended = self._outdated = self._unread = False
        self._wanted: int | None = None
        # One for each page asked for: answers come in the order of the questions.
        self._asked: deque[Answer] = deque()
        self._table.verticalScrollBar().valueChanged.connect(self._scrolled)
        details.before_asked.connect(self._find_before)
        fill(self.column, self._build_filter(), (self._list_and_details, 1))
        self._check = RecordCheck(actions, Button(wording.EXPORT, self.export))
        self.pin(self._check)
        actions.paged.connect(self._answer)
        actions.done.connect(self._tell)
        actions.failed.connect(self._fail)

    def _build_filter(self) -> ResponsiveRow:
        self._button = Button(wording.ALL_STATES)
        self._button.set_answers(wording.FILTERS, self.filter)
        self._button.setAccessibleName(wording.FILTER_NAME.format(filter=wording.FILTERS[ALL]))
        self._count = label("", muted=True, tabular=True)
        self._more = Button(wording.SHOW_MORE, self.more)
        self._more.hide()
        self._sums = label("", muted=True, tabular=True)
        listed = QWidget()
        fill(spaced(QHBoxLayout(listed), theme.MEDIUM), self._button, self._count, self._more, 1)
        return ResponsiveRow(0, (listed, 1), (self._sums, 0))

    @property
    def busy(self) -> bool:
        """Whether something this page asked for has not come yet."""
        return bool(self._asked)

    def show_live(self, live: SnapshotState) -> None:
        """Read the list again if any submission changed since."""
        super().show_live(live)
        self._tell_time(live)
        count, size = sum(day[1] for day in live.days), sum(day[2] for day in live.days)
        self._sums.setText(wording.CONFIRMED_SUM.format(count=count, days=len(live.days), bytes=size))
        seen = (live.counts, [(each.number, each.life) for each in live.pending])
        if seen != self._seen:
            self._seen, self._outdated = seen, True
            self._read_again()
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list again: what another process did to finished ones shows in no count."""
        super().showEvent(event)
        self._outdated = True
        self._read_again()

    def reveal(self, place: Destination) -> None:
        """Choose a submission, and read the list down to it."""
        if (of := place.submission) is None:
            return
        states = FILTERS[self._filter]
        if states is not None and of.state not in states:
            self.filter(ALL)
        self._wanted = of.number
        self._table.selectionModel().clear()
        self._details.show_submission(of)
        self._ask(None, of.number)

    def tick(self) -> None:
        """Tell times anew: a new day makes “today” “yesterday”."""
        if self._live is not None:
            self._tell_time(self._live)

    def _tell_time(self, live: SnapshotState) -> None:
        self._model.set_now(live.clock())
        self._details.clock = self._check.clock = live.clock

    def filter(self, name: str) -> None:
        """List the submissions of one of FILTERS."""
        self._filter = name
        self._round += 1
        self._ended = False
        words = wording.FILTERS[name]
        self._button.setText(wording.ALL_STATES if name == ALL else words)
        self._button.setAccessibleName(wording.FILTER_NAME.format(filter=words))
        self._details.show_submission(None)
        self._model.replace([])
        self._ask(None, None)

    def more(self) -> None:
        """Read the next page, unless one is on its way."""
        if not self._asked and not self._ended and self._model.rows:
            self._ask(self._model.rows[-1].number, None)

    def export(self) -> None:
        """Ask for a new file, and have the record written into it."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, wording.EXPORT_RECORD, str(Path.home() / "vitrine-record.jsonl"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # What is there already is refused, in one line, where the file is written.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(lambda path: self._actions.export(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read_again(self) -> None:
        """Read anew as far as the list goes; once more afterwards, if something happened meanwhile."""
        if self._outdated and not self._asked:
            self._outdated = False
            self._ask(None, self._model.rows[-1].number if self._model.rows else None)

    def _ask(self, before: int | None, down_to: int | None) -> None:
        self._asked.append(partial(self._take, self._round, before, down_to))
        self._actions.page(before, FILTERS[self._filter])

    def _answer(self, page: list[Submission], _before: int | None) -> None:
        if self._asked:
            self._unread = False
            self._asked.popleft()(page)
            self._read_again()
            self._say()

    def _take(self, round_: int, before: int | None, down_to: int | None, page: list[Submission] | None) -> None:
        if page is None or round_ != self._round:
            return
        of = self._details.submission
        self._model.put(page, before)
        self._ended = not page
        if page and down_to is not None and page[-1].number > down_to:
            self._ask(page[-1].number, down_to)
        row = self._model.row_of(of.number) if of is not None else 0
        if row is None or not self._model.rows:
            self._details.show_submission(of if self._model.rows else None)
        elif of is None or self._table.currentIndex().row() != row:
            self._table.selectRow(row)
        else:
            self._details.show_submission(self._model.rows[row])
        if row is not None and of is not None and of.number == self._wanted:
            # Not before: a table that gets the focus chooses its first row.
            self._wanted = None
            self._table.setFocus()

    def _scrolled(self, value: int) -> None:
        if value and value == self._table.verticalScrollBar().maximum():
            self.more()

    def _find_before(self, of: Submission, start: int | None = None, left: int = MOST_SEARCHED) -> None:
        self._asked.append(partial(self._take_before, of, left))
        self._actions.page(of.number if start is None else start, None)

    def _take_before(self, of: Submission, left: int, page: list[Submission] | None) -> None:
        found = next((each for each in page or () if each.category == of.category), None)
        if found is None and page and left:
            self._find_before(of, page[-1].number, left - 1)
        else:
            self._details.show_before(of, found)

    def _tell(self, name: str, said: str) -> None:
        if name == "export":
            self._check.say(visible(said))

    def _fail(self, name: str, line: str) -> None:
        if name == "page" and self._asked:
            self._unread = True
            self._asked.popleft()(None)
            self._say()
        if name in ("page", "export"):
            self._check.say(visible(line))

    def _say(self) -> None:
        """Say how many are listed, of how many."""
        rows, states = len(self._model.rows), FILTERS[self._filter]
        counts = self._live.counts if self._live else {}
        total = max(rows, sum(count for state, count in counts.items() if states is None or state in states))
        self._count.setText(wording.ROWS_OF.format(rows=rows, total=total) if rows < total else f"{rows:,}")
        self._more.setVisible(rows < total and bool(rows) and not self._ended)
        unread = self._unread or (self._live is not None and self._live.unread)
        self._empty.say(*(wording.UNREAD if unread else wording.NONE_SUCH if states else wording.NOTHING))
        self._list_and_details.set_empty(not rows and not self._asked)


HEAD_LETTERS = 8
# Below this width, counted in the text's own size, all of it does not fit in one line.
NARROW_POINTS = 85


class RecordCheck(QWidget):
    """Checks the record on request and says what came of it; at its end stands also `export`."""

    def __init__(self, actions: Commands, export: Button) -> None:
        super().__init__()
        self._actions, self._under_way = actions, False
        self.clock = now
        self._pill, self._said = StatusPill(""), ElidedLabel("", muted=True)
        self._note = label("", muted=True, selectable=True)
        self._link = LinkButton(wording.SHOW_LIMITS, self._turn_note, points=0, weight=400)
        self._button = Button(wording.CHECK, self._press)
        result = fill(spaced(QHBoxLayout(), theme.SMALL), self._pill, (self._said, 1))
        rest = fill(spaced(QHBoxLayout(), theme.SMALL), self._link, 1, self._button, export)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(theme.SMALL)
        fill(spaced(QVBoxLayout(self), theme.SMALL), self._note, fill(self._lines, result, (rest, 1)))
        self.say("")
        actions.verifying.connect(self._watch)
        actions.verified.connect(self._show)
        actions.failed.connect(self._fail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the result above the rest where there is little room."""
        narrow = self.width() / self.font().pointSizeF() < NARROW_POINTS
        direction = QBoxLayout.Direction
        self._lines.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return no width: a result that has just come must not make the window wider."""
        return QSize(0, super().minimumSizeHint().height())

    def say(self, text: str) -> None:
        """Say this in place of a result."""
        for each in (self._pill, self._link, self._note):
            each.hide()
        self._said.say(text)

    def _press(self) -> None:
        if self._under_way:
            self._actions.stop_verify()
            return
        self.say(wording.CHECKING)
        self._under_way = True
        self._button.setText(wording.STOP)
        self._actions.verify()

    def _watch(self, done: int, of: int) -> None:
        if self._under_way:
            self._said.say(wording.CHECKING_OF.format(done=done, total=of))

    def _show(self, verdict: Verdict) -> None:
        self._end()
        at = self.clock()
        number, _, link = verdict.head.partition(":")
        if verdict.ok:
            self._pill.set_state(wording.FITS, "good")
            checked, head, when = events(verdict.events), link[:HEAD_LETTERS], within(stamp(at), at)
            self._said.say(wording.FITS_MORE.format(events=checked, number=number, head=head, when=when))
        elif verdict.first_bad is None:
            self._pill.set_state(wording.STOPPED, "plain")
            self._said.say(wording.STOPPED_MORE.format(events=events(verdict.events)))
        else:
            self._pill.set_state(wording.UNFIT, "bad")
            self._said.say(wording.UNFIT_MORE.format(event=verdict.first_bad, why=visible(verdict.why)))
        self._note.setText(f"{wording.LIMITS}\n{verdict.head}" if verdict.ok else wording.LIMITS)
        self._pill.show()
        self._link.setVisible(verdict.ok or verdict.first_bad is not None)

    def _fail(self, name: str, line: str) -> None:
        if name == "verify":
            self._end()
            self.say(visible(line))

    def _end(self) -> None:
        self._under_way = False
        self._button.setText(wording.AGAIN)

    def _turn_note(self) -> None:
        self._note.setVisible(not self._note.isVisible())
