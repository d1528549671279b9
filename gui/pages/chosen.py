"""The chosen submission: its exact bytes, its receipt, what changed, everything the record says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.clock import now
from core.record.submission import Submission
from core.text import visible
from gui import theme
from gui.state import told
from gui.state.times import within
from gui.state.words import Section
from gui.widgets.button import LinkButton
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.label import ElidedLabel, label
from gui.widgets.tabs import Tabs

BYTES, RECEIPT, CHANGED, DETAILS = "Exact bytes", "Receipt", "Changed", "Details"
# Below this width, counted in the text's own size, list and chosen one stand above each other.
STACK_POINTS = 72
LIST_SHARE, CHOSEN_SHARE = 60, 40
LEAST_LINES = 12


class Chosen(Card):
    """One submission, looked at from several sides; it asks for the one before only when that side is opened."""

    before_asked = Signal(object)

    def __init__(self, sides: Sequence[str], *, practice: bool) -> None:
        super().__init__(padding=0, sunken=True)
        self._practice, self.clock = practice, now
        self._of: Submission | None = None
        self._before: Submission | None = None
        self._searched = self._asked = False
        self._note, self._held = "", ""
        self._categories: Mapping[str, Category] = {}
        self._build(sides)

    def _build(self, sides: Sequence[str]) -> None:
        self._tabs = Tabs("How to look at this submission")
        for name in sides:
            self._tabs.addTab(name)
        self._tabs.currentChanged.connect(self._show_side)
        self.set_head(self._build_head())
        self._bytes, self._details = BytesView("Exact bytes of this submission"), Details("About this submission")
        full = QWidget()
        self._sides = QStackedLayout(full)
        self._sides.addWidget(self._bytes)
        self._sides.addWidget(self._details)
        self.column.addWidget(full, 1)

    def _build_head(self) -> QWidget:
        self._title = ElidedLabel("", weight=700, points=0.5)
        self._subtitle = ElidedLabel("", muted=True, points=-0.5)
        self._why = label("", points=-0.5, wrap=True)
        self._why.setContentsMargins(0, 0, theme.LARGE, 0)
        self._copy = LinkButton("Copy", points=-0.5, weight=600)
        self._copy.setAccessibleName("Copy exact bytes")
        self._copy.clicked.connect(self.copy)
        first = QHBoxLayout()
        first.setContentsMargins(0, 0, theme.LARGE, 0)
        first.addWidget(self._title, 1)
        first.addWidget(self._copy)
        head = QWidget()
        column = QVBoxLayout(head)
        # The last tab brings its own room at the end.
        column.setContentsMargins(theme.LARGE, theme.MEDIUM, 0, 1)
        column.setSpacing(theme.TINY // 2)
        column.addLayout(first)
        for each in (self._subtitle, self._why, self._tabs):
            column.addWidget(each)
        return head

    @property
    def submission(self) -> Submission | None:
        """What is shown."""
        return self._of

    def set_categories(self, categories: Mapping[str, Category]) -> None:
        """The groups and their items, for titles."""
        self._categories = categories

    def show_submission(self, of: Submission | None, note: str = "", held: str = "") -> None:
        """Show this one, or nothing; `note` says what is special about it."""
        if self._of is None or of is None or of.number != self._of.number:
            self._before, self._searched, self._asked = None, False, False
        self._of, self._note, self._held = of, note, held
        self._show_head(of)
        self._show_side()

    def show_before(self, of: Submission, before: Submission | None) -> None:
        """The one before `of` was looked for; None: there is none."""
        if self._of is not None and of.number == self._of.number:
            self._before, self._searched = before, True
            self._show_side()

    def choose_side(self, name: str) -> None:
        """Open a side."""
        names = [self._tabs.tabText(index) for index in range(self._tabs.count())]
        self._tabs.setCurrentIndex(names.index(name))

    def copy(self) -> None:
        """Put the envelope's bytes on the clipboard, not the widget's text."""
        if self._of is not None and self._of.body is not None:
            QGuiApplication.clipboard().setText(self._of.body.decode("ascii", "backslashreplace"))

    def minimumSizeHint(self) -> QSize:
        """Head and a few lines of bytes."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), LEAST_LINES * self.fontMetrics().height()))

    def _show_head(self, of: Submission | None) -> None:
        self._copy.setEnabled(of is not None and of.body is not None)
        self._why.setText(told.why(of) if of is not None else "")
        self._why.setVisible(bool(self._why.text()))
        if of is None:
            self._title.setText("Nothing chosen")
            self._subtitle.setText("Choose a submission to read it.")
            return
        category = self._categories.get(of.category)
        self._title.setText(f"No. {of.number} · {category.title if category else visible(of.category)}")
        edited = "" if of.intact else "changed since it was queued"
        self._subtitle.setText(" · ".join(part for part in (f"{of.bytes} bytes", edited, self._note) if part))

    def _show_side(self, *_: int) -> None:
        side = self._tabs.tabText(self._tabs.currentIndex())
        of = self._of
        is_bytes = side == BYTES and (of is None or (of.body is not None and of.intact))
        self._sides.setCurrentIndex(0 if is_bytes else 1)
        if of is None:
            self._bytes.show_bytes(b"")
            self._details.set_content("", [])
        elif is_bytes:
            self._bytes.show_bytes(of.body or b"")
        else:
            self._details.set_content(*self._said(side, of, self.clock()))

    def _said(self, side: str, of: Submission, at: datetime) -> tuple[str, list[Section]]:
        if side == BYTES:
            return self._without_bytes(of)
        if side == RECEIPT:
            heading = f"Confirmed {within(of.finished, at)}" if of.receipt and of.finished else "Not confirmed"
            return heading, told.receipt(of, at, practice=self._practice)
        if side == CHANGED:
            return self._changed(of, at)
        return told.state_of(of)[0].capitalize(), told.details(of, at, self._held)

    def _without_bytes(self, of: Submission) -> tuple[str, list[Section]]:
        if of.body is None:
            return "Erased", [("Its body", told.ERASED, False), ("SHA-256", visible(of.sha256), True)]
        text = visible(of.body.decode("utf-8", "backslashreplace"))
        return "Not as it was queued", [("What is wrong", told.EDITED, False), ("What stands there now", text, True)]

    def _changed(self, of: Submission, at: datetime) -> tuple[str, list[Section]]:
        if not self._searched:
            if not self._asked:
                self._asked = True
                self.before_asked.emit(of)
            return "Looking for the one before …", []
        before = self._before
        if before is None:
            return "The first of its group", [("Changed", "There is none before it to compare with.", False)]
        heading = f"Changed from No. {before.number}"
        stood: Section = ("That one", f"{told.state_of(before)[0]}, {within(_last(before), at)}", False)
        if of.body is None or before.body is None:
            return heading, [stood, ("Not compared", "One of the two was erased here.", False)]
        found = told.changes(before.body, of.body)
        if found is None:
            return heading, [stood, ("Not compared", "One of the two holds no items that can be read.", False)]
        if not found:
            return heading, [stood, ("Changed", "Nothing but the submission’s own ID.", False)]
        return heading, [stood, *told.changed(found, self._categories.get(of.category))]


def _last(of: Submission) -> str:
    return of.finished or of.queued


class Pair(QWidget):
    """A list and the chosen one, side by side where there is room, else above each other; or why nothing is listed."""

    def __init__(self, leading: QWidget, trailing: QWidget, nothing: Nothing) -> None:
        super().__init__()
        self._both, self._nothing = (leading, trailing), nothing
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.LARGE)
        self._row.addWidget(leading, LIST_SHARE)
        self._row.addWidget(trailing, CHOSEN_SHARE)
        self._row.addWidget(nothing, 1)
        self.set_empty(True)

    def set_empty(self, is_empty: bool) -> None:
        """Whether there is nothing to list."""
        self._nothing.setVisible(is_empty)
        for each in self._both:
            each.setVisible(not is_empty)

    def hasHeightForWidth(self) -> bool:
        """Only why nothing is listed needs some; list and chosen one scroll inside, and take what there is."""
        return not self._nothing.isHidden()

    def sizeHint(self) -> QSize:
        """No higher than must be: in a low window both should be in sight."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never wider than the window lets it be; as high as it takes."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn by 90 degrees where it gets too narrow."""
        stacked = self.width() / self.font().pointSizeF() < STACK_POINTS
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction != self._row.direction():
            self._row.setDirection(direction)
            self._row.setStretch(0, 1 if stacked else LIST_SHARE)
            self._row.setStretch(1, 1 if stacked else CHOSEN_SHARE)
        super().resizeEvent(event)


class Nothing(Card):
    """Says kindly why there is nothing to list."""

    def __init__(self, heading: str, words: str) -> None:
        super().__init__(padding=theme.WIDE, spacing=theme.TINY)
        self._heading, self._words = (
            label(heading, points=3, weight=700, wrap=True),
            label(words, muted=True, wrap=True),
        )
        self.column.addStretch(2)
        for each in (self._heading, self._words):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(each)
        self.column.addStretch(3)

    def say(self, heading: str, words: str) -> None:
        """Say something else."""
        self._heading.setText(heading)
        self._words.setText(words)
