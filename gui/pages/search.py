"""The search over everything: a field over the window, and what was found below it as one types."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.clock import now
from core.record.submission import Submission
from core.text import visible
from core.wording import search as wording
from core.wording.window import CLOSE, SEARCH
from gui import theme
from gui.state import search
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.search import Findable, PageName, SearchResult, find
from gui.state.snapshot import SnapshotState
from gui.tables.short_lists import FoundTable
from gui.widgets.button import LinkButton
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill, pile, spaced
from gui.widgets.overlay import Overlay
from gui.widgets.table import Table
from gui.widgets.text_field import TextField

# So many of the newest submissions are looked through; older ones are in the History.
MOST_RECALLED = 500
LONGEST_QUERY = 200
# Kind, what, where: a kind is never cut.
SHARES, NARROW = (14, 44, 42), (22, 43, 35)
NARROW_POINTS = 48
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Search(Overlay):
    """A field over the window and what was found; it reads the record when it is opened."""

    opened = Signal(object)  # Destination

    def __init__(self, window: QWidget, edition: Edition, names: Sequence[PageName], actions: Commands) -> None:
        super().__init__(window, SEARCH)
        self._edition, self._actions = edition, actions
        self._pages = search.pages(names, edition.catalogue)
        self._facts = search.facts(edition.catalogue)
        self._entries: list[Findable] = []
        self._submissions: list[Submission] = []
        self._live: SnapshotState | None = None
        self._unread = ""
        self._query, self._found = "", SearchResult()
        self._build()
        actions.recalled.connect(self._take)
        actions.failed.connect(self._miss)

    def _build(self) -> None:
        self._field = TextField(SEARCH, wording.PLACEHOLDER, most=LONGEST_QUERY)
        self._field.textChanged.connect(self._find)
        self._model = FoundTable(self)
        self._table = Table(wording.RESULTS, self._model, SHARES)
        self._table.horizontalHeader().hide()
        # The keyboard stays in the field above.
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.clicked.connect(self._open_row)
        self._table.selectionModel().currentRowChanged.connect(self._announce)
        self._nothing = label("", muted=True, wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._count = label("", muted=True, points=-0.5, tabular=True)
        self._where = ElidedLabel(muted=True, points=-0.5)
        self._where.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        full, self._stack = pile(self._nothing, self._table)
        head = fill(spaced(QHBoxLayout(), theme.MEDIUM), (self._field, 1), LinkButton(CLOSE, self.dismiss))
        foot = fill(spaced(QHBoxLayout(), theme.MEDIUM), self._count, (self._where, 1))
        fill(self.card.column, head, (full, 1), foot)

    def open(self) -> None:
        """Show the field, with what was typed last marked so that typing replaces it."""
        is_new = self.isHidden()
        super().open()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        if is_new:
            self._actions.recall(MOST_RECALLED)
            self._gather()

    def show_live(self, live: SnapshotState) -> None:
        """Search in this reading from now on."""
        self._live = live
        if self.isVisible():
            self._gather()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in what was found by up and down, open it by Enter."""
        key = Qt.Key(event.key())
        if key in STEPS and self._model.rows:
            row = self._table.currentIndex().row() + STEPS[key]
            self._table.selectRow(min(max(row, 0), len(self._model.rows) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_row(self._table.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width among the columns."""
        super().resizeEvent(event)
        narrow = self.card.width() / self.font().pointSizeF() < NARROW_POINTS
        self._table.set_shares(NARROW if narrow else SHARES)

    def _open_row(self, index: QModelIndex) -> None:
        if index.isValid() and self.isVisible():
            place = self._model.rows[index.row()].place
            self.dismiss()
            self.opened.emit(place)

    def _take(self, submissions: list[Submission]) -> None:
        self._submissions, self._unread = submissions, ""
        self._gather()

    def _miss(self, name: str, line: str) -> None:
        if name == "recall":
            self._submissions, self._unread = [], visible(line)
            self._gather()

    def _gather(self) -> None:
        """Collect everything that can be found now, and find anew."""
        live, catalogue = self._live, self._edition.catalogue
        pending = {each.number for each in live.pending} if live else set()
        at = live.clock() if live else now()
        self._entries = [*self._pages, *self._facts, *(search.values(live) if live else [])]
        self._entries += search.submissions(self._submissions, catalogue, pending, at)
        known = len(self._submissions)
        total = max(sum(live.counts.values()) if live else 0, known)
        looked = wording.NEWEST.format(known=known, total=total) if known < total else f"{total:,}"
        self._where.setText(self._unread or wording.LOOKED_THROUGH.format(looked=looked))
        self._find()

    def _find(self) -> None:
        """Find anew; what was chosen stays chosen as long as the same is typed."""
        query, found = self._field.text(), find(self._entries, self._field.text())
        if (query, found) != (self._query, self._found):
            row, identities = self._table.currentIndex().row(), [each.identity for each in found.entries]
            before = self._found.entries[row].identity if row >= 0 and query == self._query else None
            self._query, self._found = query, found
            self._model.show(found.entries)
            if identities:
                self._table.selectRow(identities.index(before) if before in identities else 0)
        self._say(found)

    def _say(self, found: SearchResult) -> None:
        shown = len(found.entries)
        self._stack.setCurrentIndex(1 if shown else 0)
        counted = wording.SHOWN_OF if shown < found.total else wording.FOUND if shown else ""
        self._count.setText(counted.format(shown=shown, total=found.total))
        query = visible(self._field.text().strip())
        items = sum(len(category.items) for category in self._edition.catalogue.categories.values())
        self._nothing.setText(wording.NOTHING.format(query=query) if query else wording.HINT.format(items=items))
        if not shown:
            self._speak(self._nothing.text())

    def _announce(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            rows = self._model.rows
            result, count = self._model.named(rows[current.row()]), len(rows)
            self._speak(wording.SPOKEN.format(result=result, place=current.row() + 1, count=count))

    def _speak(self, sentence: str) -> None:
        """Have a screen reader say this, whose focus is in the field."""
        if sentence == self._field.accessibleDescription():
            return
        self._field.setAccessibleDescription(sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, sentence))
