"""A list of submissions, and beside it the chosen one: exact bytes, receipt, what changed, all that the record says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum, auto

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.clock import now
from core.record.submission import Submission
from core.text import visible
from core.wording import submissions as wording
from core.wording.times import within
from core.wording.window import COPY, TITLES
from gui import theme
from gui.pages.page import Page
from gui.state import submissions
from gui.state.sections import Section
from gui.state.snapshot import SnapshotState
from gui.tables.submissions import SubmissionsTable
from gui.widgets.button import LinkButton
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.label import ElidedLabel, label
from gui.widgets.layout import fill, pile, spaced
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs

# Below this width, counted in the text's own size, list and chosen one stand above each other.
STACK_POINTS = 72
LIST_SHARE, CHOSEN_SHARE = 60, 40
LEAST_LINES = 12


class Side(StrEnum):
    """What of a submission is shown; core.wording.submissions has the words."""

    BYTES = auto()
    RECEIPT = auto()
    CHANGED = auto()
    DETAILS = auto()


class SubmissionDetails(Card):
    """One submission, a side a tab; it asks for the one before by `before_asked` only when that side is opened."""

    before_asked = Signal(object)

    def __init__(self, sides: Sequence[Side], *, practice: bool) -> None:
        """`sides`: those it can be looked at from, a tab each."""
        super().__init__(sunken=True)
        self._sides, self._practice, self.clock = sides, practice, now
        # The one that is shown, None where none is; and the one before in its group.
        self.submission: Submission | None = None
        self._before: Submission | None = None
        self._searched = self._asked = False
        self._note, self._held = "", ""
        # For the titles of groups and of their items.
        self.categories: Mapping[str, Category] = {}
        self._tabs = Tabs(wording.TABS_NAME)
        for side in sides:
            self._tabs.addTab(wording.SIDES[side])
        self._tabs.currentChanged.connect(self._show_side)
        self.set_head(self._build_head())
        self._bytes, self._details = BytesView(wording.BYTES_NAME), Details(wording.DETAILS_NAME)
        shown, self._stack = pile(self._bytes, self._details)
        self.column.addWidget(shown, 1)

    def _build_head(self) -> QWidget:
        self._title = ElidedLabel("", weight=700, points=0.5)
        self._subtitle = ElidedLabel("", muted=True, points=-0.5)
        self._why = label("", points=-0.5, wrap=True)
        self._why.setContentsMargins(0, 0, theme.LARGE, 0)
        self._copy = LinkButton(COPY, self.copy)
        self._copy.setAccessibleName(wording.COPY_BYTES)
        first = fill(QHBoxLayout(), (self._title, 1), self._copy)
        first.setContentsMargins(0, 0, theme.LARGE, 0)
        head = QWidget()
        # The last tab brings its own room at the end.
        column = spaced(QVBoxLayout(head), theme.TINY // 2, theme.LARGE, theme.MEDIUM, 0, 1)
        fill(column, first, self._subtitle, self._why, self._tabs)
        return head

    def show_submission(self, of: Submission | None, note: str = "", held: str = "") -> None:
        """Show this submission, or none. `note`: what is special about it; `held`: what keeps it from going."""
        if self.submission is None or of is None or of.number != self.submission.number:
            self._before, self._searched, self._asked = None, False, False
        self.submission, self._note, self._held = of, note, held
        self._show_head(of)
        self._show_side()

    def show_before(self, of: Submission, before: Submission | None) -> None:
        """Take the submission before `of` in its group, None where there is none."""
        if self.submission is not None and of.number == self.submission.number:
            self._before, self._searched = before, True
            self._show_side()

    def copy(self) -> None:
        """Put the body's bytes on the clipboard, not the widget's text."""
        if self.submission is not None and self.submission.body is not None:
            QGuiApplication.clipboard().setText(self.submission.body.decode("ascii", "backslashreplace"))

    def minimumSizeHint(self) -> QSize:
        """Return room for the head and a few lines of bytes."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), LEAST_LINES * self.fontMetrics().height()))

    def _show_head(self, of: Submission | None) -> None:
        self._copy.setEnabled(of is not None and of.body is not None)
        self._why.say(submissions.why(of) if of is not None else "")
        if of is None:
            self._title.setText(wording.NOTHING_CHOSEN)
            self._subtitle.setText(wording.CHOOSE_ONE)
            return
        category = self.categories.get(of.category)
        group = category.title if category else visible(of.category)
        self._title.setText(wording.TITLE.format(number=of.number, group=group))
        size, edited = wording.BYTES_COUNT.format(count=of.bytes), "" if of.intact else wording.CHANGED_SINCE
        self._subtitle.setText(" · ".join(filter(None, (size, edited, self._note))))

    def _show_side(self, *_: int) -> None:
        side, of = self._sides[self._tabs.currentIndex()], self.submission
        is_bytes = side is Side.BYTES and (of is None or (of.body is not None and of.intact))
        self._stack.setCurrentIndex(0 if is_bytes else 1)
        if of is None:
            self._bytes.show_bytes(b"")
            self._details.set_content("", [])
        elif is_bytes:
            self._bytes.show_bytes(of.body or b"")
        else:
            self._details.set_content(*self._said(side, of, self.clock()))

    def _said(self, side: Side, of: Submission, at: datetime) -> tuple[str, list[Section]]:
        if side is Side.BYTES and of.body is None:
            return wording.IS_ERASED, [(wording.ITS_BODY, wording.ERASED, False), ("SHA-256", visible(of.sha256), True)]
        if side is Side.BYTES:
            return submissions.edited(of)
        if side is Side.RECEIPT:
            when = within(of.finished, at) if of.receipt and of.finished and of.proven is not False else ""
            heading = wording.CONFIRMED.format(when=when) if when else wording.NOT_CONFIRMED
            return heading, submissions.receipt(of, at, practice=self._practice)
        if side is Side.CHANGED:
            return self._changed(of, at)
        return submissions.state_of(of)[0].capitalize(), submissions.details(of, at, self._held)

    def _changed(self, of: Submission, at: datetime) -> tuple[str, list[Section]]:
        if not self._searched:
            if not self._asked:
                self._asked = True
                self.before_asked.emit(of)
            return wording.LOOKING, []
        before = self._before
        if before is None:
            return wording.FIRST, [(wording.SIDES["changed"], wording.NONE_BEFORE, False)]
        heading = wording.CHANGED_FROM.format(number=before.number)
        when = within(before.finished or before.queued, at)
        state = wording.STOOD.format(state=submissions.state_of(before)[0], when=when)
        stood: Section = (wording.THAT_ONE, state, False)
        if of.body is None or before.body is None:
            return heading, [stood, (wording.NOT_COMPARED, wording.ONE_ERASED, False)]
        found = submissions.changes(before.body, of.body)
        if found is None:
            return heading, [stood, (wording.NOT_COMPARED, wording.ONE_UNREADABLE, False)]
        if not found:
            return heading, [stood, (wording.SIDES["changed"], wording.ONLY_ID, False)]
        return heading, [stood, *submissions.changed(found, self.categories.get(of.category))]


class ListAndDetails(QWidget):
    """A list and the chosen one, side by side or above each other; or, where nothing is listed, why."""

    def __init__(self, leading: QWidget, trailing: QWidget, nothing: EmptyNote) -> None:
        super().__init__()
        self._both, self._nothing = (leading, trailing), nothing
        self._row = spaced(QBoxLayout(QBoxLayout.Direction.LeftToRight, self), theme.LARGE)
        fill(self._row, (leading, LIST_SHARE), (trailing, CHOSEN_SHARE), (nothing, 1))
        self.set_empty(True)

    def set_empty(self, is_empty: bool) -> None:
        """Show the note in place of list and details, or take it back."""
        self._nothing.setVisible(is_empty)
        for each in self._both:
            each.setVisible(not is_empty)

    def hasHeightForWidth(self) -> bool:
        """Return True while the note is shown; list and details scroll, and take the height there is."""
        return not self._nothing.isHidden()

    def sizeHint(self) -> QSize:
        """Return the least size: in a low window both should be in sight."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the height it takes, and no width of its own."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the details where it gets too narrow."""
        stacked = self.width() / self.font().pointSizeF() < STACK_POINTS
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction != self._row.direction():
            self._row.setDirection(direction)
            self._row.setStretch(0, 1 if stacked else LIST_SHARE)
            self._row.setStretch(1, 1 if stacked else CHOSEN_SHARE)
        super().resizeEvent(event)


class EmptyNote(Card):
    """A heading and a sentence in place of an empty list."""

    def __init__(self, heading: str, words: str) -> None:
        super().__init__(padding=theme.WIDE, spacing=theme.TINY)
        self._heading = label(heading, points=3, weight=700, wrap=True)
        self._words = label(words, muted=True, wrap=True)
        for each in (self._heading, self._words):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        fill(self.column, 2, self._heading, self._words, 3)

    def say(self, heading: str, words: str) -> None:
        """Show other words."""
        self._heading.setText(heading)
        self._words.setText(words)


class SubmissionsPage(Page):
    """A list of submissions, and the chosen one beside it; each of the two pages says what is listed."""

    # By the width below which they hold, counted in the text's own size: the shares of the columns, 0 for one left out.
    SHARES: Sequence[tuple[float, Sequence[int]]]

    def __init__(
        self, key: str, sentence: str, model: SubmissionsTable, details: SubmissionDetails, nothing: tuple[str, str]
    ) -> None:
        """`nothing`: heading and sentence in place of an empty list."""
        super().__init__(key, TITLES[key], sentence)
        self._live: SnapshotState | None = None
        self._model, self._details, self._empty = model, details, EmptyNote(*nothing)
        model.setParent(self)
        self._table = Table(TITLES[key], model)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._list_and_details = ListAndDetails(Card(self._table), details, self._empty)

    def show_live(self, live: SnapshotState) -> None:
        """Take a new reading, and the groups' titles from it."""
        self._live = live
        self._details.categories = {key: group.shown.category for key, group in live.groups.items()}
        self._model.set_titles({key: category.title for key, category in self._details.categories.items()})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns where there is little room."""
        points = self.width() / self.font().pointSizeF()
        self._table.set_shares(next(shares for most, shares in self.SHARES if points < most))
        super().resizeEvent(event)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._details.show_submission(self._model.rows[current.row()])
