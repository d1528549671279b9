"""The decision: where you live, what is sent if you accept, and two equal answers; afterwards, how to take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from core.catalogue import Catalogue, Category
from core.clock import now
from core.consent.consent import Choices
from core.product import Product
from core.text import visible
from core.wording import agreement as words
from core.wording import agreement_page as wording
from core.wording import counts
from gui import theme
from gui.pages.page import Page
from gui.state import agreement
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.sections import Section
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button
from gui.widgets.card import Card, Hairline
from gui.widgets.details import Sections
from gui.widgets.label import label
from gui.widgets.responsive_row import ResponsiveRow, row
from gui.widgets.scroll_area import ScrollArea

CARDS_POINTS, FOOTER_POINTS = 62, 56
NAMES = ("accept", "decline", "withdraw")
# Buttons of one width: neither answer is the larger one.
ANSWER_LINES = 7


class AgreementPage(Page):
    """Where the agreement is accepted or declined, and later read and withdrawn."""

    def __init__(self, edition: Edition, actions: Commands) -> None:
        super().__init__("agreement", *agreement.heading(edition, Choices(), now()))
        self._edition, self._actions = edition, actions
        self._choices, self._clock = Choices(), now
        self._busy = False
        self._decision, self._text = self._build_decision(), TextCard(edition.product.text)
        self._text.back_asked.connect(lambda: self._open_text(False))
        for each in (self._decision, self._text):
            self.column.addWidget(each, 1)
        self._text.hide()
        self.pin(self._build_footer())
        actions.told.connect(self._tell)
        self._show(Choices())

    def show_live(self, live: SnapshotState) -> None:
        """Show what was decided."""
        if live.choices != self._choices:
            self._choices, self._clock = live.choices, live.clock
            self._show(live.choices)

    def accept(self) -> None:
        """Accept, for the region that was chosen; without one ask for it."""
        region = self._region.region
        if not region:
            self._say(words.WHERE)
            self._region.ask()
        elif not self._busy:
            self._busy = True
            self._actions.accept(region)

    def _build_decision(self) -> QWidget:
        self._region = RegionRow(self._edition.catalogue.regions)
        self._region.region_chosen.connect(self._choose_region)
        self._groups = GroupsCard(self._edition)
        self._itself = ItselfCard(self._edition)
        self._itself.read_asked.connect(lambda: self._open_text(True))
        cards = ResponsiveRow(CARDS_POINTS)
        cards.add(self._groups, 68)
        cards.add(self._itself, 32)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.MEDIUM)
        column.addWidget(self._region)
        column.addWidget(cards, 1)
        column.addWidget(ClausesCard(self._edition.catalogue))
        return whole

    def _build_footer(self) -> ResponsiveRow:
        self._look = Button(words.SEE_FIRST)
        self._look.clicked.connect(lambda: self.page_asked.emit("overview"))
        self._said = label("", weight=600, wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self._asks = False
        self._decline, self._accept, self._withdraw = (
            Button(text) for text in (wording.DECLINE, wording.ACCEPT, wording.WITHDRAW)
        )
        self._decline.clicked.connect(self._actions.decline)
        self._accept.clicked.connect(self.accept)
        self._withdraw.clicked.connect(self._actions.withdraw)
        for answer in (self._withdraw, self._decline, self._accept):
            answer.setMinimumWidth(ANSWER_LINES * self.fontMetrics().height())
        footer = ResponsiveRow(FOOTER_POINTS)
        footer.add(row(self._look), 0)
        footer.add(row(self._said, self._withdraw, self._decline, self._accept), 1)
        return footer

    def _show(self, choices: Choices) -> None:
        """Show what is to be decided now, and what was decided."""
        self.set_heading(*agreement.heading(self._edition, choices, self._clock()))
        accepted = choices.standing == "accepted"
        asks = self._asks = choices.standing not in ("accepted", "unread") or bool(choices.changed)
        self._region.setVisible(asks)
        if accepted and choices.region:
            self._region.choose(choices.region)
        self._groups.show_choices(choices)
        self._look.setText(agreement.look(choices, practice=self._edition.practice))
        self._decline.setVisible(asks and not accepted)
        self._accept.setVisible(asks)
        self._withdraw.setVisible(accepted)
        self._say("")

    def _open_text(self, is_open: bool) -> None:
        shown, hidden = (self._text, self._decision) if is_open else (self._decision, self._text)
        shown.show()
        # Before the other is gone, or the keyboard would go elsewhere in between.
        (self._text if is_open else self._itself).setFocus()
        hidden.hide()

    def _choose_region(self, region: str) -> None:
        self._say(agreement.of_region(self._edition.catalogue, region))

    def _tell(self, name: str, _about: str, line: str, failed: bool) -> None:
        if name in NAMES:
            self._busy = False
            # What succeeded stands in the heading.
            self._say(line if failed else "")

    def _say(self, line: str) -> None:
        self._said.setText(line or (words.ANSWER if self._asks else ""))


class RegionRow(QWidget):
    """A question and a menu of answers; nothing is chosen beforehand."""

    region_chosen = Signal(str)

    def __init__(self, regions: Mapping[str, str]) -> None:
        super().__init__()
        self._regions = regions
        self.region = ""
        self._button = Button(wording.CHOOSE)
        menu = QMenu(self._button)
        for key, name in regions.items():
            menu.addAction(name, partial(self._choose, key))
        self._button.setMenu(menu)
        self._button.setAccessibleName(wording.NO_REGION)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(label(wording.WHERE, weight=600))
        row.addWidget(self._button)
        row.addStretch(1)

    def choose(self, region: str) -> None:
        """Show this region as the answer."""
        self.region = region
        self._button.setText(_short(self._regions[region]))
        self._button.setAccessibleName(wording.REGION.format(region=self._regions[region]))
        self._button.updateGeometry()

    def ask(self) -> None:
        """Give the keyboard to the button."""
        self._button.setFocus()

    def _choose(self, region: str) -> None:
        self.choose(region)
        self.region_chosen.emit(region)


def _short(name: str) -> str:
    """Return a region's name without what stands in brackets, which the page says itself."""
    return name.partition(" (")[0]


class GroupsCard(Card):
    """Two columns of groups, side by side, over who receives them."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.SMALL)
        self._edition = edition
        self._told = label("", wrap=True)
        self._changed = [label(wording.CHANGED, weight=600), self._told, Hairline()]
        self._step = label(agreement.step(Choices()), weight=600)
        for each in (*self._changed, self._step):
            self.column.addWidget(each)
        heads = agreement.columns(Choices())
        self._heads = [label(head, muted=True, points=-1, weight=600, wrap=True) for head in heads]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.SMALL)
        for column, head in enumerate(self._heads):
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        categories = list(edition.catalogue.categories.values())
        agreed = [_group(each) for each in categories if each.basis == "agreed"]
        agreed.append(label(agreement.told_apart(edition), muted=True, wrap=True))
        chosen = [_group(each) for each in categories if each.basis == "choice"]
        top = Qt.AlignmentFlag.AlignTop
        for number, cells in enumerate(zip_longest(agreed, chosen)):
            grid.addWidget(Hairline(), 2 * number + 1, 0, 1, 2)
            for column, cell in enumerate(cells):
                if cell is not None:
                    grid.addWidget(cell, 2 * number + 2, column, top)
        self.column.addLayout(grid)
        self.column.addWidget(Hairline())
        self.column.addWidget(_receiver(edition.product))
        self.column.addStretch(1)

    def show_choices(self, choices: Choices) -> None:
        """Show what the columns mean by what was decided."""
        self._step.setText(agreement.step(choices))
        told = agreement.differences(self._edition, choices)
        self._told.setText(told)
        for each in self._changed:
            each.setVisible(bool(told))
        for head, text in zip(self._heads, agreement.columns(choices), strict=True):
            head.setText(text)


def _group(category: Category) -> QWidget:
    return _stacked(
        label(category.title, weight=600, wrap=True), label(category.contains, muted=True, points=-0.5, wrap=True)
    )


def _receiver(product: Product) -> QWidget:
    """Return who receives, and what the vendor says; what it leaves open is named together."""
    # The statement leaves these open; the vendor may say them.
    known = [(caption, getattr(product.stated, field)) for field, caption in wording.STATED.items()]
    silent = [caption for caption, text in known if not text]
    parts: list[tuple[str, str, str]] = [(wording.RECEIVES, product.vendor.name, product.stated.contact)]
    hours, minutes = product.sending.interval_hours, product.sending.hold_minutes
    often = wording.OFTEN.format(hours=counts.hours(hours), minutes=counts.minutes(minutes))
    parts.append((wording.WHEN_IT_GOES, often, wording.UNTIL_THEN))
    parts += [(caption, text, "") for caption, text in known if text]
    if silent:
        joined = " · ".join([silent[0], *(caption[0].lower() + caption[1:] for caption in silent[1:])])
        parts.append((joined, wording.NOT_STATED, ""))
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.WIDE)
    for place, (caption, text, more) in enumerate(parts):
        cell = [label(caption, muted=True, points=-0.5, wrap=True), label(text, weight=600, wrap=True)]
        cell += [label(more, muted=True, points=-0.5, wrap=True)] if more else []
        grid.addWidget(_stacked(*cell), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(place % 2, 1)
    return whole


def _stacked(*labels: QWidget) -> QWidget:
    stack = QWidget()
    column = QVBoxLayout(stack)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for each in labels:
        column.addWidget(each)
    return stack


CLAUSE_SHARE, FACTS_SHARE = 34, 66


class ClausesCard(Card):
    """A row for each clause of the statement, with the facts that Vitrine reads into it."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.SMALL)
        self.column.addWidget(label(wording.CLAUSE_BY_CLAUSE, weight=600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnStretch(0, CLAUSE_SHARE)
        grid.setColumnStretch(1, FACTS_SHARE)
        for column, head in enumerate(wording.CLAUSE_TITLES):
            grid.addWidget(label(head, muted=True, points=-1, weight=600, wrap=True), 0, column)
        top = Qt.AlignmentFlag.AlignTop
        for number, category in enumerate(catalogue.categories.values()):
            grid.addWidget(Hairline(), 2 * number + 1, 0, 1, 2)
            clause = wording.CLAUSE.format(clause=category.clause, group=category.title)
            grid.addWidget(label(clause, wrap=True), 2 * number + 2, 0, top)
            grid.addWidget(label(_facts(category), muted=True, wrap=True), 2 * number + 2, 1, top)
        self.column.addLayout(grid)


def _facts(category: Category) -> str:
    """Return a group's facts in the order of their clause: `1 Operating system · 2 Version`."""
    items = sorted(category.items, key=lambda item: item.position)
    return " · ".join(f"{item.position} {item.title}" for item in items)


class ItselfCard(Card):
    """Title, date, ID and hash of the agreement, a button that opens its text, and what follows from declining."""

    read_asked = Signal()

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        read = Button(wording.READ)
        read.clicked.connect(self.read_asked)
        self.setFocusProxy(read)
        self.set_head(_head(wording.ITSELF, read))
        details = Sections(wording.ABOUT)
        details.set_content("", _sections(edition))
        self.column.addWidget(details, 1)


class TextCard(Card):
    """The whole text as it came; characters that cannot be seen are shown as marks."""

    back_asked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        back = Button(wording.BACK)
        back.clicked.connect(self.back_asked)
        self.set_head(_head(wording.WHOLE_TEXT, back))
        area = _area(text)
        self.setFocusProxy(area)
        self.column.addWidget(area, 1)


def _head(title: str, button: Button) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL)
    row.addWidget(label(title, weight=700), 1)
    row.addWidget(button)
    return head


def _area(text: str) -> ScrollArea:
    # No other sign ends a line: what else would is marked, as all that cannot be seen.
    lines = text.replace("\r\n", "\n").split("\n")
    shown = label("\n".join(map(visible, lines)), selectable=True)
    shown.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
    area = ScrollArea(shown, wording.TEXT_NAME)
    # By keyboard it is read by scrolling.
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


def _sections(edition: Edition) -> list[Section]:
    product, statement = edition.product, edition.catalogue.statement
    agreement, declining = product.agreement, wording.DECLINING.format(product=product.name, vendor=product.vendor.name)
    return [
        (wording.TITLE, agreement.title, False),
        (wording.DATE_AND_ID, f"{agreement.published} · {agreement.id}", False),
        (wording.HASH, _grouped(hashlib.sha256(edition.product.text.encode()).hexdigest()), True),
        (wording.IF_YOU_DECLINE, declining, False),
        (wording.STATEMENT, statement.source, False),
        (wording.STATEMENT_NUMBER, statement.id, True),
        (wording.PERSONAL_DATA, wording.OWN_FINDING.format(sentence=statement.personal_data), False),
    ]


def _grouped(digest: str) -> str:
    """Return a hash in groups of eight characters, which can be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
