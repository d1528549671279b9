"""The overview's table. Its rows are real widgets: a screen reader can flip each switch."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.catalogue import Category
from gui import theme
from gui.pages.choice import GroupChoice
from gui.state import standing
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import LinkButton
from gui.widgets.card import Card, Hairline
from gui.widgets.label import Label, label

COLUMNS = ("Group", "Contains", "Goes to", "Last sent", "Sent?")
# Below these widths, counted in the text's own size, a column makes room for the others.
CONTAINS_POINTS, GOES_TO_POINTS = 66, 50
NARROWEST_LINES = 18
# Between the rows, of which all seven stand in a window of the first size, also below the license's warning.
ROW_GAP = 6
CONTAINS, GOES_TO, LAST, SENT = range(1, 5)


@dataclass(frozen=True, slots=True)
class _Row:
    last: Label
    choice: GroupChoice


class GroupsTable(Card):
    """A row a group: what it contains, to whom it goes, when it last went, whether it is sent."""

    page_asked = Signal(str)

    def __init__(self, edition: Edition, actions: Commands) -> None:
        super().__init__(padding=theme.LARGE)
        self._edition, self._actions = edition, actions
        self._rows: dict[str, _Row] = {}
        self._arranged: tuple[list[bool], int] = [], 0
        self._titles = [label(name, muted=True, points=-1, weight=600) for name in COLUMNS]
        self._columns: list[list[QWidget]] = [[shown] for shown in self._titles]
        self._said = label("", wrap=True, weight=600)
        self._said.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(CONTAINS, 1)
        for column, shown in enumerate(self._titles):
            self._grid.addWidget(shown, 0, column, _place(column))
        for number, category in enumerate(edition.catalogue.categories.values()):
            self._add_row(2 * number + 1, category)
        self.column.addLayout(self._grid, 1)
        self.column.addWidget(self._said)
        actions.told.connect(self._tell)

    def show_live(self, live: SnapshotState) -> None:
        """Take a new reading."""
        would = standing.would(live.choices, practice=self._edition.practice)
        self._titles[GOES_TO].setText("Would go to" if would else "Goes to")
        for key, row in self._rows.items():
            row.last.setText(standing.last_sent(live, key, "B"))
            row.choice.show_live(live)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """Narrower than all columns are: some of them are left out then."""
        return QSize(NARROWEST_LINES * self.fontMetrics().height(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another number of columns."""
        self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        """What a group contains and when it went stands on its page, and to whom it goes above: they give way."""
        needs = [max(cell.minimumSizeHint().width() for cell in column) for column in self._columns]
        # The grid keeps its spaces also between what is left out.
        room = self.width() - theme.LARGE * (2 + len(COLUMNS) - 1)
        points = self.width() / self.font().pointSizeF()
        for column, least in ((CONTAINS, CONTAINS_POINTS), (GOES_TO, GOES_TO_POINTS), (LAST, 0)):
            if points < least or sum(needs) > room:
                needs[column] = 0
        # A time and a size stay on one line rather than a receiver's name.
        whole = max(cell.sizeHint().width() for cell in self._columns[LAST])
        fits = bool(needs[LAST]) and sum(needs) - needs[LAST] + whole <= room
        self._arrange([bool(need) for need in needs], whole if fits else 0)

    def _arrange(self, shown: list[bool], last: int) -> None:
        """Show these columns, with so much room for the time; as before means that nothing is laid out anew."""
        if (shown, last) == self._arranged:
            return
        self._arranged = shown, last
        for column, is_shown in zip(self._columns, shown, strict=True):
            for cell in column:
                cell.setVisible(is_shown)
        self._grid.setHorizontalSpacing(theme.LARGE if shown[LAST] else theme.SMALL)
        self._grid.setColumnMinimumWidth(LAST, last)

    def _add_row(self, row: int, category: Category) -> None:
        name = LinkButton(category.title, weight=600)
        name.clicked.connect(lambda: self.page_asked.emit(category.key))
        last = label("…", tabular=True, wrap=True)
        choice = GroupChoice(category, self._actions, whole=False)
        choice.page_asked.connect(self.page_asked)
        self._rows[category.key] = _Row(last, choice)
        is_real = self._edition.practice and not self._edition.is_practice(category)
        also = ", in practice too" if is_real else ""
        receiver = label(f"{self._edition.catalogue.recipient_of(category)}{also}", wrap=True)
        cells: list[QWidget] = [name, label(category.contains, muted=True, wrap=True), receiver, last, choice]
        # What is not used of the height is shared out among the rows.
        self._grid.setRowStretch(row + 1, 1)
        self._grid.addWidget(Hairline(), row, 0, 1, len(COLUMNS))
        for column, cell in enumerate(cells):
            self._columns[column].append(cell)
            self._grid.addWidget(cell, row + 1, column, _place(column))

    def _tell(self, name: str, about: str, line: str, failed: bool) -> None:
        """A switch that could not be turned says so here; one that could shows it."""
        if name == "choose" and about in self._rows:
            self._said.setText(line)
            self._said.setVisible(failed)


def _place(column: int) -> Qt.AlignmentFlag:
    if column == CONTAINS:
        return Qt.AlignmentFlag.AlignVCenter
    across = Qt.AlignmentFlag.AlignTrailing if column == SENT else Qt.AlignmentFlag.AlignLeading
    return Qt.AlignmentFlag.AlignVCenter | across
