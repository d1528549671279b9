"""Two of the cards that the tabs of a group's page open: exact bytes, and what changed since the last sending."""

from __future__ import annotations

import hashlib
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.catalogue import Category
from core.record.submission import Submission
from core.text import visible
from core.wording import group as wording
from core.wording.submissions import NOTHING
from core.wording.times import when
from gui import theme
from gui.state.sections import Section
from gui.state.submissions import Change
from gui.tables.text_table import PlainTable
from gui.widgets.banner import Banner
from gui.widgets.button import LinkButton
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.label import label


class BytesCard(Card):
    """The bytes under a head with their number, a note and a link; a banner marks what is invented."""

    other_asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(padding=0, spacing=0, sunken=True)
        self._count = label("", weight=700)
        self._note = label("", muted=True, points=-0.5, wrap=True)
        self._other = LinkButton("", points=-0.5, weight=600)
        self._other.clicked.connect(self.other_asked)
        self._bytes = BytesView(name)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        row.setSpacing(theme.LARGE)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._note)
        said.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeading)
        row.addLayout(said, 1)
        self._sample = Banner(wording.SAMPLE)
        self._sample.hide()
        self.set_head(head)
        self.column.addWidget(self._sample)
        self.column.addWidget(self._bytes, 1)

    def show_body(self, body: bytes, goes: str, *, other: str = "") -> str:
        """Show a body and say whether it goes; return its SHA-256, of which the note shows the ends."""
        sha256 = hashlib.sha256(body).hexdigest()
        note = wording.WITH_HASH.format(goes=goes, start=sha256[:8], end=sha256[-8:])
        self.show_bytes(wording.BYTES_COUNT.format(count=len(body)), note, body, other=other)
        return sha256

    def show_request(self, head: bytes, body: bytes) -> None:
        """Show a whole request: its head, then its body."""
        note = wording.REQUEST_COUNT.format(head=len(head), body=len(body))
        self.show_bytes(wording.BYTES_COUNT.format(count=len(head) + len(body)), note, head + body)

    def show_bytes(self, count: str, note: str, data: bytes, *, sample: bool = False, other: str = "") -> None:
        """Show these bytes, their count and a note; `other`: the words of the link, "" for none."""
        self._count.setText(count)
        self._note.setText(note)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._sample.setVisible(sample)
        self._bytes.show_bytes(data)


NOW = 1


class ChangesCard(Card):
    """A row for each changed item; the table is made when there is a first one."""

    def __init__(self, category: Category) -> None:
        super().__init__(padding=0)
        self._titles = {item.key: item.title for item in category.items}
        self._name = wording.CHANGES_NAME.format(group=category.title)
        self._model: PlainTable | None = None
        self._none = label(wording.NOTHING_CHANGED, muted=True, wrap=True)
        self._none.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        self.column.addWidget(self._none)
        self.column.addStretch(1)

    def show_changes(self, found: list[Change]) -> None:
        """Show the changed items: title, what would go now, what was sent."""
        self._none.setVisible(not found)
        if found and self._model is None:
            self._build()
        if self._model is not None:
            self._table.setVisible(bool(found))
            self._model.show([self._row(*each) for each in found])

    def last(self, newest: Submission | None, at: datetime) -> list[Section]:
        """Return what is said of the submission that went last, nothing where none did."""
        if newest is None or newest.finished is None:
            return []
        sent = wording.SENT_NUMBER.format(when=when(newest.finished, at), number=newest.number)
        return [
            (wording.SENT_AT, sent, False),
            (wording.BYTES, f"{newest.bytes:,}", False),
            ("SHA-256", visible(newest.sha256), True),
            (wording.ITS_BYTES, wording.IN_HISTORY, False),
        ]

    def _row(self, key: str, was: str | None, is_now: str | None) -> tuple[str, str, str]:
        return (self._titles.get(key, key), is_now or NOTHING, was or NOTHING)

    def _build(self) -> None:
        from gui.widgets.table import Table

        self._model = PlainTable(wording.CHANGES_TITLES, mono_column=NOW, parent=self)
        self._table = Table(self._name, wrap=True)
        self._table.setModel(self._model)
        self._table.set_shares((40, 30, 30))
        self.column.insertWidget(0, self._table, 1)
