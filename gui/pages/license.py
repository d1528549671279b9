"""The license: how it stands, how long it holds, what of it is sent, and how to use another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.license import words
from core.license.status import Status
from core.text import visible
from gui import theme
from gui.pages.page import Page
from gui.state import licensed
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button, LinkButton
from gui.widgets.card import Card
from gui.widgets.details import Sections
from gui.widgets.facts import FactsRow
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import label
from gui.widgets.progress_ring import ProgressRing
from gui.widgets.responsive_row import ResponsiveRow
from gui.widgets.status_pill import StatusPill

KEY, GROUP = "license-status", "license"
SENTENCE = "How long {product} may be used. It is a file signed by {vendor}; Vitrine itself works without."
NAMES = ("activate", "activate_product", "remove_license")
SIDES_POINTS = 62
RING_LINES = 8
FILTER = "License files (*.license);;All files (*)"
SAMPLE = "Sample data: nothing can be activated here."


class LicensePage(Page):
    """One license is held at a time; the page says everything about it."""

    def __init__(self, edition: Edition, actions: Commands) -> None:
        product = edition.product
        super().__init__(KEY, "License", SENTENCE.format(product=product.name, vendor=product.vendor.name))
        self._edition, self._actions = edition, actions
        self._facts = FactsRow()
        self._details = Sections("What of the license is sent")
        sides = ResponsiveRow(SIDES_POINTS)
        sides.add(self._build_state(), 60)
        sides.add(self._build_sent(), 40)
        for each in (self._facts, sides, self._build_drop()):
            self.column.addWidget(each, 1 if each is sides else 0)
        self._build_foot()
        actions.told.connect(self._tell)

    def show_live(self, live: SnapshotState) -> None:
        """Take the license as it was read together with its group."""
        self.show_status(live.license)

    def show_status(self, status: Status) -> None:
        """Say everything about this status."""
        product, vendor = self._edition.product.name, self._edition.product.vendor.name
        value, of, sentence = licensed.ring(status)
        kind, has_days = licensed.kind(status), licensed.counts(status)
        figure, caption = (f"{value:,}", "day left" if value == 1 else "days left") if has_days else ("–", "")
        self._ring.show_days(value, of, kind, figure, caption)
        self._ring.setAccessibleName(sentence)
        self._pill.set_state(licensed.note(status) if kind != "good" else "active", kind)
        self._title.setText(words.title(status))
        self._sentence.setText(visible(words.sentence(status, product, vendor)))
        self._advice.setText(visible(words.advice(status, vendor)))
        self._where.setText(licensed.where(status))
        for each in (self._advice, self._where):
            each.setVisible(bool(each.text()))
        told = licensed.facts(status)
        self._facts.set_facts(told)
        self._facts.setVisible(bool(told))
        self._show_sent(status)
        self._remove.setEnabled(not self._edition.sample and status.state != "none")
        came = bool(self._edition.product.license_text) and status.place != "product"
        self._product.setVisible(came or (bool(self._edition.product.license_text) and status.state == "none"))

    def activate(self, path: Path) -> None:
        """Use the license in this file."""
        self._said.setText("Looking at the file …")
        self._actions.activate(path)

    def _build_state(self) -> QWidget:
        self._ring = ProgressRing(RING_LINES)
        self._pill = StatusPill("")
        self._title = label("", points=3, weight=700, wrap=True)
        self._sentence, self._advice = label("", selectable=True), label("", wrap=True)
        self._where = label("", muted=True, points=-0.5, wrap=True)
        text = QVBoxLayout()
        text.setSpacing(theme.SMALL)
        text.addStretch(1)
        text.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeading)
        for each in (self._title, self._sentence, self._advice, self._where):
            text.addWidget(each)
        text.addStretch(1)
        card = Card(padding=theme.WIDE)
        row = QHBoxLayout()
        row.setSpacing(theme.WIDE)
        row.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(text, 1)
        card.column.addLayout(row, 1)
        return card

    def _build_sent(self) -> QWidget:
        link = LinkButton(f"Open “{self._edition.catalogue.categories[GROUP].title}”", points=-0.5, weight=600)
        link.clicked.connect(lambda: self.page_asked.emit(GROUP))
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.LARGE, 0, theme.LARGE, theme.MEDIUM)
        foot.addWidget(link)
        foot.addStretch(1)
        card = Card(padding=1)
        card.column.addWidget(self._details, 1)
        card.column.addLayout(foot)
        return card

    def _build_drop(self) -> FileDrop:
        self._drop = FileDrop("Drop a license file here", "It is checked before anything changes.")
        self._choose, self._product = (
            self._drop.add_button("Choose file…"),
            self._drop.add_button("Use the product’s own"),
        )
        self._choose.clicked.connect(self._ask)
        self._product.clicked.connect(self._actions.activate_product)
        self._drop.dropped.connect(self._take)
        if self._edition.sample:
            self._drop.more.setText(SAMPLE)
            for each in (self._drop, self._choose, self._product):
                each.setEnabled(False)
        return self._drop

    def _build_foot(self) -> None:
        self._said = label("", weight=600, wrap=True)
        self._said.setAccessibleDescription("What became of it")
        self._remove = Button("Remove the license")
        self._remove.clicked.connect(self._actions.remove_license)
        self.pin(self._said, self._remove)

    def _show_sent(self, status: Status) -> None:
        told = licensed.sent(status, self._edition.catalogue.categories[GROUP])
        group = self._edition.catalogue.categories[GROUP].title
        if told:
            about = f"Only these {len(told)}, as part of “{group}”. Its number, its key and the file are never sent."
            self._details.set_content("What of it is sent", [*told, ("Left out", about, False)])
        else:
            self._details.set_content("What of it is sent", [("Nothing", f"“{group}” goes without values.", False)])

    def _ask(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self, "Choose a license file", "", FILTER)
        if name:
            self.activate(Path(name))

    def _take(self, files: list[Path]) -> None:
        if len(files) == 1:
            self.activate(files[0])
        else:
            self._said.setText("One license is held at a time: drop one file.")

    def _tell(self, name: str, _about: str, line: str, _failed: bool) -> None:
        if name in NAMES:
            self._said.setText(visible(line))
