"""The license: how it stands, how long it holds, what of it is sent, and how to use another."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.license import words
from core.license.status import Status
from core.text import visible
from core.wording import license as wording
from core.wording.window import TITLES
from gui import theme
from gui.pages.page import Page
from gui.state import licensed
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button, LinkButton
from gui.widgets.card import Card
from gui.widgets.charts import ProgressRing
from gui.widgets.details import Sections
from gui.widgets.facts import FactsRow
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import label
from gui.widgets.layout import fill, spaced
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.status_pill import StatusPill

KEY, GROUP = "license-status", "license"
NAMES = ("activate", "activate_product", "remove_license")
STACK_POINTS = 62
RING_LINES = 8


class LicensePage(Page):
    """Everything about the license that is held, and how to use another."""

    def __init__(self, edition: Edition, actions: Commands) -> None:
        product = edition.product
        super().__init__(KEY, TITLES[KEY], wording.SENTENCE.format(product=product.name, vendor=product.vendor.name))
        self._edition, self._actions = edition, actions
        self._group = edition.catalogue.categories[GROUP]
        self._facts = FactsRow()
        self._details = Sections(wording.SECTIONS)
        go = LinkButton(wording.OPEN_GROUP.format(group=self._group.title), lambda: self.page_asked.emit(GROUP))
        footer = fill(QHBoxLayout(), go, 1)
        footer.setContentsMargins(theme.LARGE, 0, theme.LARGE, theme.MEDIUM)
        sent = Card((self._details, 1), footer, padding=1)
        cards = ResponsiveRow(STACK_POINTS, (self._build_state(), 60), (sent, 40))
        fill(self.column, self._facts, (cards, 1), self._build_file_drop())
        self._said = label("", weight=600, wrap=True)
        self._said.setAccessibleDescription(wording.OUTCOME)
        self._remove = Button(wording.REMOVE, actions.remove_license)
        self.pin(self._said, self._remove)
        actions.told.connect(self._tell)

    def show_live(self, live: SnapshotState) -> None:
        """Show the license as it was read together with its group."""
        status = live.license
        product, vendor = self._edition.product.name, self._edition.product.vendor.name
        kind = licensed.kind(status)
        self._ring.show_days(kind, *licensed.ring(status))
        self._pill.set_state(licensed.note(status) if kind != "good" else "active", kind)
        self._title.setText(words.title(status))
        self._sentence.setText(visible(words.sentence(status, product, vendor)))
        self._advice.say(visible(words.advice(status, vendor)))
        self._where.say(licensed.where(status))
        told = licensed.facts(status)
        self._facts.set_facts(told)
        self._facts.setVisible(bool(told))
        self._show_sent(status)
        self._remove.setEnabled(not self._edition.sample and status.state != "none")
        is_other = status.place != "product" or status.state == "none"
        self._product.setVisible(bool(self._edition.product.license_text) and is_other)

    def activate(self, path: Path) -> None:
        """Hold the license in this file from now on."""
        self._said.setText(wording.LOOKING)
        self._actions.activate(path)

    def _build_state(self) -> QWidget:
        self._ring = ProgressRing(RING_LINES)
        self._pill = StatusPill("")
        self._title = label("", points=3, weight=700, wrap=True)
        self._sentence, self._advice = label("", selectable=True), label("", wrap=True)
        self._where = label("", muted=True, points=-0.5, wrap=True)
        text = fill(spaced(QVBoxLayout(), theme.SMALL), 1)
        text.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeading)
        fill(text, self._title, self._sentence, self._advice, self._where, 1)
        row = spaced(QHBoxLayout(), theme.WIDE)
        row.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        return Card((fill(row, (text, 1)), 1), padding=theme.WIDE)

    def _build_file_drop(self) -> FileDrop:
        file_drop = FileDrop(wording.DROP, wording.DROP_MORE)
        choose = file_drop.add_button(wording.CHOOSE_FILE, self._ask)
        self._product = file_drop.add_button(wording.USE_PRODUCTS, self._actions.activate_product)
        file_drop.dropped.connect(self._take)
        if self._edition.sample:
            file_drop.more.setText(wording.SAMPLE)
            for each in (file_drop, choose, self._product):
                each.setEnabled(False)
        return file_drop

    def _show_sent(self, status: Status) -> None:
        told, group = licensed.sent(status, self._group), self._group.title
        if told:
            rest = (wording.LEFT_OUT, wording.ONLY_THESE.format(count=len(told), group=group), False)
        else:
            rest = (wording.NOTHING, wording.NO_VALUES.format(group=group), False)
        self._details.set_content(wording.SENT, [*told, rest])

    def _ask(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self, wording.CHOOSE_LICENSE, "", wording.FILTER)
        if name:
            self.activate(Path(name))

    def _take(self, files: list[Path]) -> None:
        if len(files) == 1:
            self.activate(files[0])
        else:
            self._said.setText(wording.ONE_FILE)

    def _tell(self, name: str, _about: str, line: str, _failed: bool) -> None:
        if name in NAMES:
            self._said.setText(visible(line))
