"""The card of exact bytes: how many, whether they go, and the bytes themselves."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.banner import Banner
from gui.widgets.button import LinkButton
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.label import label

SAMPLE = "Sample. These values are invented; none of them is ever sent."


class ExactCard(Card):
    """A head with the count, a note and where other bytes are; a band over what is invented, and the bytes."""

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
        self._sample = Banner(SAMPLE)
        self._sample.hide()
        self.set_head(head)
        self.column.addWidget(self._sample)
        self.column.addWidget(self._bytes, 1)

    def show_body(self, body: bytes, goes: str, *, other: str = "") -> str:
        """Show a body, and say whether it goes; its SHA-256, of which the note has room for the ends."""
        sha256 = hashlib.sha256(body).hexdigest()
        note = f"{goes}   SHA-256 {sha256[:8]}…{sha256[-8:]}"
        self.show_exact(f"{len(body)} bytes", note, body, other=other)
        return sha256

    def show_request(self, head: bytes, body: bytes) -> None:
        """Show a whole request."""
        note = f"{len(head)} bytes before the body, whose lines end in CR LF; {len(body)} bytes of body."
        self.show_exact(f"{len(head) + len(body)} bytes", note, head + body)

    def show_exact(self, count: str, note: str, data: bytes, *, sample: bool = False, other: str = "") -> None:
        """Show these; `other` names what `other_asked` asks for, where there is something."""
        self._count.setText(count)
        self._note.setText(note)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._sample.setVisible(sample)
        self._bytes.show_bytes(data)
