"""The checks as a person reads them: state first, then what was found, what it means, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.doctor import Check
from core.text import visible
from gui import theme
from gui.state import support
from gui.widgets.card import Card, Hairline
from gui.widgets.label import label
from gui.widgets.scroll_area import ScrollArea
from gui.widgets.status_pill import StatusPill

NOT_YET = "Nothing was checked yet."


class ChecksCard(Card):
    """A row a check; new findings go into the rows that are there."""

    def __init__(self) -> None:
        super().__init__(padding=1, spacing=0)
        self._rows: list[_Row] = []
        self._note = label(NOT_YET, muted=True, wrap=True)
        self._note.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, theme.TINY, 0, theme.TINY)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._note)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.column.addWidget(ScrollArea(inside, "Checks"))

    def say(self, line: str) -> None:
        """While nothing is known, why not."""
        self._note.setText(line)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these."""
        self._note.hide()
        while len(self._rows) < len(checks):
            self._add()
        for place, row in enumerate(self._rows):
            row.set_visible(place < len(checks))
        for row, check in zip(self._rows, checks, strict=False):
            row.show_check(check)

    def _add(self) -> None:
        row, line = _Row(), 2 * len(self._rows)
        if self._rows:
            self._grid.addWidget(row.above, line, 0, 1, 2)
        self._grid.addWidget(row.pill, line + 1, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._grid.addWidget(row.words, line + 1, 1)
        self._rows.append(row)


class _Row:
    def __init__(self) -> None:
        self.above, self.pill, self.words = Hairline(), _Framed(), QWidget()
        self._title, self._found = label("", weight=600, wrap=True), label("", selectable=True)
        self._meaning, self._next = label("", muted=True, points=-0.5, wrap=True), label("", points=-0.5, wrap=True)
        column = QVBoxLayout(self.words)
        column.setContentsMargins(0, theme.SMALL, theme.LARGE, theme.SMALL)
        column.setSpacing(theme.TINY // 2)
        for each in (self._title, self._found, self._meaning, self._next):
            column.addWidget(each)

    def set_visible(self, is_visible: bool) -> None:
        for each in (self.above, self.pill, self.words):
            # Nothing stands above the first one: its line is on no page.
            if each.parentWidget() is not None:
                each.setVisible(is_visible)

    def show_check(self, check: Check) -> None:
        title, state = support.title(check), support.state(check)
        self.pill.word.set_state(state, "good" if check.ok else "bad")
        self.pill.word.setAccessibleName(f"{title}: {state}")
        self._title.setText(title)
        self._found.setText(visible(check.found))
        self._meaning.setText(visible(check.meaning))
        self._next.setText(f"Next: {visible(check.next)}" if check.next else "")
        self._next.setVisible(bool(check.next))


class _Framed(QWidget):
    """A pill level with the first line beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.word = StatusPill(support.WRONG)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.LARGE, theme.SMALL + 1, theme.MEDIUM, 0)
        column.addWidget(self.word)
