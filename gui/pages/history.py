"""History: what waits, was sent, tried or cancelled, newest first, and whether the record of it fits together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from core.record.submission import State, Submission
from core.text import visible
from gui import theme
from gui.pages.check import RecordCheck
from gui.pages.chosen import BYTES, CHANGED, DETAILS, RECEIPT, STACK_POINTS, Chosen, Nothing, Pair
from gui.pages.page import Page
from gui.state.commands import Commands
from gui.state.search import Destination
from gui.state.snapshot import SnapshotState
from gui.tables.submissions import Column, SubmissionsModel
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.label import label
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.table import Table

COLUMNS = (Column.STATE, Column.NUMBER, Column.WHEN, Column.GROUP, Column.BYTES)
NARROW, MIDDLE = (37, 0, 28, 35, 0), (29, 11, 22, 26, 12)
FILTERS: dict[str, frozenset[State] | None] = {
    "All": None,
    "Confirmed": frozenset({State.CONFIRMED}),
    "Not confirmed": frozenset({State.UNCONFIRMED}),
    "Refused": frozenset({State.REFUSED}),
    "Cancelled": frozenset({State.CANCELLED}),
}
NOTHING = ("Nothing was sent yet.", "Nothing was tried or cancelled either. Whatever happens will stand here.")
NONE_SUCH = ("None.", "Nothing in the History is in this state.")
# So many pages are searched for the one before; a group that rests longer has none worth comparing.
MOST_SEARCHED = 50
Answer: TypeAlias = Callable[[list[Submission] | None], None]


class HistoryPage(Page):
    """A list that is read page by page, and the chosen submission beside it."""

    def __init__(self, actions: Commands, practice: bool, *, receiver: str = "") -> None:
        super().__init__("history", "History", _sentence(practice, receiver))
        self._actions = actions
        self._live: SnapshotState | None = None
        self._seen: object = None
        self._filter, self._round = "All", 0
        self._ended = self._outdated = False
        self._wanted: int | None = None
        # One for each page asked for: answers come in the order of the questions.
        self._asked: deque[Answer] = deque()
        self._build(practice)
        actions.paged.connect(self._answer)
        actions.done.connect(self._tell)
        actions.failed.connect(self._fail)

    def _build(self, practice: bool) -> None:
        self.column.addWidget(self._build_filter())
        self._model = SubmissionsModel(COLUMNS, newest_first=True, parent=self)
        self._table = Table("History")
        self._table.setModel(self._model)
        self._table.set_shares(MIDDLE)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._table.verticalScrollBar().valueChanged.connect(self._scrolled)
        card = Card(padding=0)
        card.column.addWidget(self._table)
        self._chosen = Chosen((BYTES, RECEIPT, CHANGED, DETAILS), practice=practice)
        self._chosen.before_asked.connect(self._find_before)
        self._empty = Nothing(*NOTHING)
        self._pair = Pair(card, self._chosen, self._empty)
        self.column.addWidget(self._pair, 1)
        self._check = RecordCheck(self._actions)
        export = Button("Export…")
        export.clicked.connect(self.export)
        self._check.row.addWidget(export)
        self.pin(self._check)

    def _build_filter(self) -> ResponsiveRow:
        self._button = Button("All states")
        menu = QMenu(self._button)
        for name in FILTERS:
            menu.addAction(name, partial(self.filter, name))
        self._button.setMenu(menu)
        self._button.setAccessibleName("Which states are listed: All")
        self._count = label("", muted=True, tabular=True)
        self._more = Button("Show more")
        self._more.clicked.connect(self.more)
        self._more.hide()
        self._sums = label("", muted=True, tabular=True)
        listed = QWidget()
        row = QHBoxLayout(listed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MEDIUM)
        for each in (self._button, self._count, self._more):
            row.addWidget(each)
        row.addStretch(1)
        sides = ResponsiveRow()
        sides.add(listed, 1)
        sides.add(self._sums, 0)
        return sides

    @property
    def busy(self) -> bool:
        """Whether something asked for has not come yet."""
        return bool(self._asked)

    def show_live(self, live: SnapshotState) -> None:
        """Read again what is listed, if anything became of any submission since."""
        self._live = live
        self._model.set_titles({key: group.shown.category.title for key, group in live.groups.items()})
        self._chosen.set_categories({key: group.shown.category for key, group in live.groups.items()})
        self._tell_time(live)
        days = [(count, size) for _, count, size in live.days]
        sums = f"{sum(count for count, _ in days)} in {len(days)} days, {sum(size for _, size in days):,} bytes"
        self._sums.setText(f"Confirmed: {sums}")
        seen = (live.counts, [(each.number, each.life) for each in live.pending])
        if seen != self._seen:
            self._seen, self._outdated = seen, True
            self._read_again()
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        """What another process did to finished ones shows in no count."""
        super().showEvent(event)
        self._outdated = True
        self._read_again()

    def reveal(self, place: Destination) -> None:
        """Choose a submission, and read the list down to it."""
        if (of := place.submission) is None:
            return
        states = FILTERS[self._filter]
        if states is not None and of.state not in states:
            self.filter("All")
        self._wanted = of.number
        self._table.selectionModel().clear()
        self._chosen.show_submission(of)
        self._ask(None, of.number)

    def tick(self) -> None:
        """A new day makes “today” “yesterday”."""
        if self._live is not None:
            self._tell_time(self._live)

    def _tell_time(self, live: SnapshotState) -> None:
        self._model.set_now(live.clock())
        self._chosen.clock = self._check.clock = live.clock

    def filter(self, name: str) -> None:
        """List these only."""
        self._filter = name
        self._round += 1
        self._ended = False
        self._button.setText("All states" if name == "All" else name)
        self._button.setAccessibleName(f"Which states are listed: {name}")
        self._chosen.show_submission(None)
        self._model.clear()
        self._ask(None, None)

    def more(self) -> None:
        """Read the next page, unless one is on its way."""
        if not self._asked and not self._ended and self._model.rows:
            self._ask(self._model.rows[-1].number, None)

    def export(self) -> None:
        """Ask for a new file; it is written on a worker."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, "Export the record", str(Path.home() / "vitrine-record.jsonl"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # What is there already is refused, in one line, where the file is written.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(lambda path: self._actions.export(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, number and bytes stand beside the chosen one only."""
        shares = NARROW if self.width() / self.font().pointSizeF() < STACK_POINTS else MIDDLE
        for column, share in enumerate(shares):
            self._table.setColumnHidden(column, not share)
        self._table.set_shares(shares)
        super().resizeEvent(event)

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
            self._asked.popleft()(page)
            self._read_again()
            self._say()

    def _take(self, round_: int, before: int | None, down_to: int | None, page: list[Submission] | None) -> None:
        if page is None or round_ != self._round:
            return
        of = self._chosen.submission
        self._model.put(page, before)
        self._ended = not page
        if page and down_to is not None and page[-1].number > down_to:
            self._ask(page[-1].number, down_to)
        row = self._model.row_of(of.number) if of is not None else 0
        if row is None or not self._model.rows:
            self._chosen.show_submission(of if self._model.rows else None)
        elif of is None or self._table.currentIndex().row() != row:
            self._table.selectRow(row)
        else:
            self._chosen.show_submission(self._model.submission(row))
        if row is not None and of is not None and of.number == self._wanted:
            # Not before: a table that gets the focus chooses its first row.
            self._wanted = None
            self._table.setFocus()

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._chosen.show_submission(self._model.submission(current.row()))

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
            self._chosen.show_before(of, found)

    def _tell(self, name: str, said: str) -> None:
        if name == "export":
            self._check.say(visible(said))

    def _fail(self, name: str, line: str) -> None:
        if name == "page" and self._asked:
            self._asked.popleft()(None)
        if name in ("page", "export"):
            self._check.say(visible(line))

    def _say(self) -> None:
        """How much of it all is listed."""
        rows, states = len(self._model.rows), FILTERS[self._filter]
        counts = self._live.counts if self._live else {}
        total = max(rows, sum(count for state, count in counts.items() if states is None or state in states))
        self._count.setText(f"{rows:,} of {total:,}" if rows < total else f"{rows:,}")
        self._more.setVisible(rows < total and bool(rows) and not self._ended)
        self._empty.say(*(NONE_SUCH if states else NOTHING))
        self._pair.set_empty(not rows and not self._asked)


def _sentence(practice: bool, receiver: str) -> str:
    sent = "What waits, and what was sent, tried or cancelled, byte for byte"
    if practice:
        return f"{sent}; in practice to the receiver inside Vitrine."
    return f"{sent}. Receiver: {receiver}." if receiver else f"{sent}."
