"""Who is who, what goes next, what went, and what is on."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.consent.consent import Choices
from core.license import words
from core.product import Product
from core.wording import counts
from core.wording import overview as wording
from core.wording.group import GOES_TO as GOES
from core.wording.group import WOULD_GO_TO
from core.wording.sending import NOT_KNOWN
from core.wording.times import day
from gui import theme
from gui.pages.group.switch import GroupSwitch
from gui.pages.page import Page
from gui.state import licensed, standing
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button, LinkButton
from gui.widgets.card import Card, Hairline
from gui.widgets.charts import BarChart, ProgressRing
from gui.widgets.label import Label, label
from gui.widgets.layout import fill, spaced
from gui.widgets.responsive_row import ResponsiveRow

# Three cards with less than this would break every word.
CARDS_POINTS = 58


class OverviewPage(Page):
    """What is sent to whom: three cards, and a table of the groups."""

    def __init__(self, edition: Edition, actions: Commands) -> None:
        super().__init__("overview", *_words(edition.product, Choices(), ""))
        self._edition = edition
        go = self.page_asked.emit
        self._license, self._days, self._next = LicenseCard(go), DaysCard(), NextCard(edition, go)
        cards = ResponsiveRow(CARDS_POINTS, (self._license, 13), (self._days, 13), (self._next, 10))
        self._table = GroupsTable(edition, actions, go)
        fill(self.column, cards, (self._table, 1))

    def show_live(self, live: SnapshotState) -> None:
        """Show a new reading."""
        known, declared = live.values
        values = wording.VALUES.format(known=known, declared=declared)
        self.set_heading(*_words(self._edition.product, live.choices, values, practice=self._edition.practice))
        for part in (self._license, self._days, self._next, self._table):
            part.show_live(live)


def _words(product: Product, choices: Choices, values: str, *, practice: bool = True) -> tuple[str, str]:
    would = standing.would(choices, practice=practice)
    on = wording.on_now(len(choices.allowed))
    paused = wording.PAUSED.format(on=on) if choices.paused and choices.allowed else on
    names = {"product": product.name, "vendor": product.vendor.name}
    now = wording.NOTHING.get(choices.standing, paused)
    return wording.HEADINGS[would].format(**names), wording.SENTENCES[would].format(now=now, values=values, **names)


FIGURE = 5
RING_LINES = 5.2
# Below this width, counted in the text's own size, the ring stands above its words.
RING_POINTS = 22


class NextCard(Card):
    """When the next submission goes, and a button that goes where it can be looked at."""

    def __init__(self, edition: Edition, go: Callable[[str], object]) -> None:
        self._figure = label("…", points=FIGURE, weight=700, wrap=True)
        self._more = label("", muted=True, wrap=True)
        caption = label(wording.NEXT, muted=True)
        super().__init__(caption, self._figure, self._more, padding=theme.LARGE, spacing=theme.TINY)
        self._edition, self._page = edition, ""
        self._open = Button("", lambda: go(self._page))
        self._open.hide()
        self.column.addSpacing(theme.SMALL)
        self.column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addStretch(1)

    def show_live(self, live: SnapshotState) -> None:
        """Show when it goes, how often, and what can be done until then."""
        figure, more, self._page, words = standing.next_submission(live, self._edition)
        for target, text in ((self._figure, figure), (self._more, more), (self._open, words)):
            target.setText(text)
        self._open.setVisible(bool(self._page))


class DaysCard(Card):
    """What was confirmed in the last 30 days; the figures are the sums of the bars."""

    def __init__(self) -> None:
        self._figure = label("…", points=FIGURE, weight=700)
        self._count = label("", muted=True, weight=500, wrap=True)
        self._bars = BarChart()
        self._first, last = label("", muted=True, points=-1), label(wording.TODAY, muted=True, points=-1)
        figures = spaced(QHBoxLayout(), theme.SMALL)
        figures.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBottom)
        caption, ends = label(wording.CONFIRMED, muted=True, wrap=True), fill(QHBoxLayout(), self._first, 1, last)
        super().__init__(caption, figures, 1, self._bars, ends, padding=theme.LARGE, spacing=theme.TINY)

    def show_live(self, live: SnapshotState) -> None:
        """Show the sums of the days."""
        total = sum(size for _, _, size in live.days)
        count = sum(number for _, number, _ in live.days)
        self._figure.setText(NOT_KNOWN if live.unread else counts.size(total))
        self._count.setText("" if live.unread else wording.IN_SUBMISSIONS.format(submissions=counts.submissions(count)))
        self._bars.show_days([size for _, _, size in live.days], standing.days_sentence(live.days))
        if live.days:
            self._first.setText(day(live.days[0][0]))


class LicenseCard(Card):
    """How long the license holds, and its dealer."""

    def __init__(self, go: Callable[[str], object]) -> None:
        self._ring = ProgressRing(RING_LINES)
        self._title = LinkButton("…", lambda: go("license-status"), points=0.75, weight=700)
        self._more = label("", muted=True, wrap=True)
        words_beside = QWidget()
        fill(spaced(QVBoxLayout(words_beside), theme.TINY), 1, self._title, self._more, 1)
        ring_and_words = ResponsiveRow(RING_POINTS, (self._ring, 0), (words_beside, 1))
        super().__init__((ring_and_words, 1), padding=theme.LARGE, spacing=theme.TINY)

    def show_live(self, live: SnapshotState) -> None:
        """Show how the license stands."""
        self._ring.show_days(licensed.kind(live.license), *licensed.ring(live.license))
        self._title.setText(words.title(live.license))
        self._title.updateGeometry()
        self._more.setText(licensed.card(live.license))


# Below these widths, counted in the text's own size, a column makes room for the others.
CONTAINS_POINTS, GOES_TO_POINTS = 66, 50
NARROWEST_LINES = 18
# Between the rows, of which all seven stand in a window of the first size, also below the license's warning.
ROW_GAP = 6
CONTAINS, GOES_TO, LAST = range(1, 4)
VERTICAL = Qt.AlignmentFlag.AlignVCenter
LEADING, TRAILING = VERTICAL | Qt.AlignmentFlag.AlignLeading, VERTICAL | Qt.AlignmentFlag.AlignTrailing
# Of each column's cells.
PLACES = (LEADING, VERTICAL, LEADING, LEADING, TRAILING)


class GroupsTable(Card):
    """A row for each group: what it contains, to whom it goes, when it went last, and its switch."""

    def __init__(self, edition: Edition, actions: Commands, go: Callable[[str], object]) -> None:
        super().__init__(padding=theme.LARGE)
        self._edition, self._actions, self._go = edition, actions, go
        # Of each group when it went last, and its switch.
        self._rows: dict[str, tuple[Label, GroupSwitch]] = {}
        self._arranged: tuple[list[bool], int] = [], 0
        self._titles = [label(name, muted=True, points=-1, weight=600) for name in wording.COLUMNS]
        self._columns: list[list[QWidget]] = [[shown] for shown in self._titles]
        self._said = label("", wrap=True, weight=600)
        self._said.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(CONTAINS, 1)
        for column, shown in enumerate(self._titles):
            self._grid.addWidget(shown, 0, column, PLACES[column])
        for number, category in enumerate(edition.catalogue.categories.values()):
            self._add_row(2 * number + 1, category)
        fill(self.column, (self._grid, 1), self._said)
        actions.told.connect(self._tell)

    def show_live(self, live: SnapshotState) -> None:
        """Show a new reading."""
        would = standing.would(live.choices, practice=self._edition.practice)
        self._titles[GOES_TO].setText(WOULD_GO_TO if would else GOES)
        for key, (last, choice) in self._rows.items():
            last.setText(standing.last_sent(live, key, "B"))
            choice.show_live(live)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """Return a width that is less than all columns need: some are left out then."""
        return QSize(NARROWEST_LINES * self.fontMetrics().height(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as there is room for."""
        self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        """Leave out columns that find no room: what they say stands elsewhere too."""
        needs = [max(cell.minimumSizeHint().width() for cell in column) for column in self._columns]
        # The grid keeps its spaces also between what is left out.
        room = self.width() - theme.LARGE * (2 + len(wording.COLUMNS) - 1)
        points = self.width() / self.font().pointSizeF()
        for column, least in ((CONTAINS, CONTAINS_POINTS), (GOES_TO, GOES_TO_POINTS), (LAST, 0)):
            if points < least or sum(needs) > room:
                needs[column] = 0
        # A time and a size stay on one line rather than a receiver's name.
        whole = max(cell.sizeHint().width() for cell in self._columns[LAST])
        fits = bool(needs[LAST]) and sum(needs) - needs[LAST] + whole <= room
        self._arrange([bool(need) for need in needs], whole if fits else 0)

    def _arrange(self, shown: list[bool], last: int) -> None:
        """Show these columns, with so much room for the time; nothing is laid out anew where nothing changed."""
        if (shown, last) == self._arranged:
            return
        self._arranged = shown, last
        for column, is_shown in zip(self._columns, shown, strict=True):
            for cell in column:
                cell.setVisible(is_shown)
        self._grid.setHorizontalSpacing(theme.LARGE if shown[LAST] else theme.SMALL)
        self._grid.setColumnMinimumWidth(LAST, last)

    def _add_row(self, row: int, category: Category) -> None:
        name = LinkButton(category.title, lambda: self._go(category.key), points=0)
        last = label("…", tabular=True, wrap=True)
        choice = GroupSwitch(category, self._actions, self._go, whole=False)
        self._rows[category.key] = last, choice
        is_real = self._edition.practice and not self._edition.is_practice(category)
        receives = self._edition.catalogue.recipient_of(category)
        receiver = label(wording.IN_PRACTICE_TOO.format(receiver=receives) if is_real else receives, wrap=True)
        cells: list[QWidget] = [name, label(category.contains, muted=True, wrap=True), receiver, last, choice]
        # What is not used of the height is shared out among the rows.
        self._grid.setRowStretch(row + 1, 1)
        self._grid.addWidget(Hairline(), row, 0, 1, len(wording.COLUMNS))
        for column, cell in enumerate(cells):
            self._columns[column].append(cell)
            self._grid.addWidget(cell, row + 1, column, PLACES[column])

    def _tell(self, name: str, about: str, line: str, failed: bool) -> None:
        """Say why a switch could not be turned."""
        if name == "choose" and about in self._rows:
            self._said.say(line if failed else "")
