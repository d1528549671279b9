"""The decision: where you live, what is sent if you accept, and two equal answers; afterwards, how to take it back."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Catalogue, Category
from core.clock import now
from core.consent.consent import Choices
from core.product import Product
from core.text import visible
from core.wording import agreement as wording
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
from gui.widgets.label import Label, label
from gui.widgets.layout import Part, fill, spaced
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
        self._decision = self._build_decision()
        back = Button(wording.BACK, partial(self._open_text, False))
        self._text = _headed(wording.WHOLE_TEXT, back, area := _area(edition.product.text))
        self._text.setFocusProxy(area)
        fill(self.column, (self._decision, 1), (self._text, 1))
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
            self._say(wording.WHERE)
            self._region.setFocus()
        elif not self._busy:
            self._busy = True
            self._actions.accept(region)

    def _build_decision(self) -> QWidget:
        catalogue = self._edition.catalogue
        self._region = RegionRow(catalogue.regions, lambda region: self._say(agreement.of_region(catalogue, region)))
        self._groups = GroupsCard(self._edition)
        read, details = Button(wording.READ, partial(self._open_text, True)), Sections(wording.ABOUT)
        details.set_content("", _sections(self._edition))
        self._itself = _headed(wording.ITSELF, read, details)
        self._itself.setFocusProxy(read)
        cards = ResponsiveRow(CARDS_POINTS, (self._groups, 68), (self._itself, 32))
        return _stacked(self._region, (cards, 1), _clauses(catalogue), spacing=theme.MEDIUM)

    def _build_footer(self) -> ResponsiveRow:
        self._look = Button(wording.SEE_FIRST, lambda: self.page_asked.emit("overview"))
        self._said = label("", weight=600, wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self._asks = False
        self._decline = Button(wording.DECLINE, self._actions.decline)
        self._accept = Button(wording.ACCEPT, self.accept)
        self._withdraw = Button(wording.WITHDRAW, self._actions.withdraw)
        answers = self._withdraw, self._decline, self._accept
        for answer in answers:
            answer.setMinimumWidth(ANSWER_LINES * self.fontMetrics().height())
        return ResponsiveRow(FOOTER_POINTS, (row(self._look), 0), (row(self._said, *answers), 1))

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

    def _tell(self, name: str, _about: str, line: str, failed: bool) -> None:
        if name in NAMES:
            self._busy = False
            # What succeeded stands in the heading.
            self._say(line if failed else "")

    def _say(self, line: str) -> None:
        self._said.setText(line or (wording.ANSWER if self._asks else ""))


class RegionRow(QWidget):
    """A question and a menu of answers; nothing is chosen beforehand. `chosen` is told of the answer."""

    def __init__(self, regions: Mapping[str, str], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._regions, self._chosen = regions, chosen
        self.region = ""
        self._button = Button(wording.CHOOSE)
        self._button.set_answers(regions, self._choose)
        self._button.setAccessibleName(wording.NO_REGION)
        self.setFocusProxy(self._button)
        fill(spaced(QHBoxLayout(self), theme.MEDIUM), label(wording.ASKS_WHERE, weight=600), self._button, 1)

    def choose(self, region: str) -> None:
        """Show this region as the answer."""
        self.region = region
        # What stands in brackets the page says itself.
        self._button.setText(self._regions[region].partition(" (")[0])
        self._button.setAccessibleName(wording.REGION.format(region=self._regions[region]))
        self._button.updateGeometry()

    def _choose(self, region: str) -> None:
        self.choose(region)
        self._chosen(region)


class GroupsCard(Card):
    """Two columns of groups, side by side, over who receives them."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(padding=theme.LARGE, spacing=theme.SMALL)
        self._edition = edition
        self._told = label("", wrap=True)
        self._changed = [label(wording.WHAT_CHANGED, weight=600), self._told, Hairline()]
        step, *heads = agreement.over_groups(Choices())
        self._step, self._heads = label(step, weight=600), _heads(heads)
        categories = edition.catalogue.categories.values()
        agreed = [_group(each) for each in categories if each.basis == "agreed"]
        agreed.append(label(agreement.told_apart(edition), muted=True, wrap=True))
        chosen = [_group(each) for each in categories if each.basis == "choice"]
        groups = _rows(self._heads, zip_longest(agreed, chosen))
        fill(self.column, *self._changed, self._step, groups, Hairline(), _receiver(edition.product), 1)

    def show_choices(self, choices: Choices) -> None:
        """Show what the columns mean by what was decided."""
        told = agreement.differences(self._edition, choices)
        self._told.setText(told)
        for each in self._changed:
            each.setVisible(bool(told))
        for head, text in zip((self._step, *self._heads), agreement.over_groups(choices), strict=True):
            head.setText(text)


def _heads(texts: Iterable[str]) -> list[Label]:
    return [label(text, muted=True, points=-1, weight=600, wrap=True) for text in texts]


def _rows(
    heads: Sequence[QWidget], rows: Iterable[Sequence[QWidget | None]], shares: tuple[int, int] = (1, 1)
) -> QGridLayout:
    """Return two columns under their heads, with a hairline over each row; they have these shares of the width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.WIDE)
    grid.setVerticalSpacing(theme.SMALL)
    for column, (head, share) in enumerate(zip(heads, shares, strict=True)):
        grid.addWidget(head, 0, column)
        grid.setColumnStretch(column, share)
    for number, cells in enumerate(rows):
        grid.addWidget(Hairline(), 2 * number + 1, 0, 1, 2)
        for column, cell in enumerate(cells):
            if cell is not None:
                grid.addWidget(cell, 2 * number + 2, column, Qt.AlignmentFlag.AlignTop)
    return grid


def _group(category: Category) -> QWidget:
    contains = label(category.contains, muted=True, points=-0.5, wrap=True)
    return _stacked(label(category.title, weight=600, wrap=True), contains)


def _receiver(product: Product) -> QWidget:
    """Return who receives, and what the vendor says; what it leaves open is named together."""
    # The statement leaves these open; the vendor may say them.
    known = [(caption, getattr(product.stated, field)) for field, caption in wording.STATED.items()]
    silent = [caption for caption, text in known if not text]
    hours, minutes = product.sending.interval_hours, product.sending.hold_minutes
    often = wording.OFTEN.format(hours=counts.hours(hours), minutes=counts.minutes(minutes))
    parts: list[tuple[str, str, str]] = [
        (wording.RECEIVES, product.vendor.name, product.stated.contact),
        (wording.WHEN_IT_GOES, often, wording.UNTIL_THEN),
        *((caption, text, "") for caption, text in known if text),
    ]
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


def _stacked(*parts: Part, spacing: int = 0) -> QWidget:
    stack = QWidget()
    fill(spaced(QVBoxLayout(stack), spacing), *parts)
    return stack


def _clauses(catalogue: Catalogue) -> Card:
    """Return a row for each clause of the statement, with the facts read into it: `1 Operating system · 2 Version`."""
    clauses = []
    for category in catalogue.categories.values():
        clause = wording.CLAUSE.format(clause=category.clause, group=category.title)
        items = sorted(category.items, key=lambda item: item.position)
        facts = " · ".join(f"{item.position} {item.title}" for item in items)
        clauses.append((label(clause, wrap=True), label(facts, muted=True, wrap=True)))
    rows = _rows(_heads(wording.CLAUSE_TITLES), clauses, (34, 66))
    return Card(label(wording.CLAUSE_BY_CLAUSE, weight=600), rows, padding=theme.LARGE, spacing=theme.SMALL)


def _headed(title: str, button: Button, content: QWidget) -> Card:
    """Return a card with a title and a button over its content."""
    card, head = Card(), QWidget()
    line = fill(QHBoxLayout(head), (label(title, weight=700), 1), button)
    line.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL)
    card.set_head(head)
    card.column.addWidget(content, 1)
    return card


def _area(text: str) -> ScrollArea:
    """Return the whole text as it came; characters that cannot be seen are shown as marks."""
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
    # In groups of eight, which can be compared by eye.
    digest = hashlib.sha256(edition.product.text.encode()).hexdigest()
    grouped = " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
    agreement, declining = product.agreement, wording.DECLINING.format(product=product.name, vendor=product.vendor.name)
    return [
        (wording.TITLE, agreement.title, False),
        (wording.DATE_AND_ID, f"{agreement.published} · {agreement.id}", False),
        (wording.HASH, grouped, True),
        (wording.IF_YOU_DECLINE, declining, False),
        (wording.STATEMENT, statement.source, False),
        (wording.STATEMENT_NUMBER, statement.id, True),
        (wording.PERSONAL_DATA, wording.OWN_FINDING.format(sentence=statement.personal_data), False),
    ]
