"""The card of exact bytes: how many, whether they go, and the bytes themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.widgets.band import Band
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.label import label

SAMPLE = "Sample. These values are invented; none of them is ever sent."


class ExactCard(Card):
    """A head with the count and a note, a band over what is invented, and the bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(padding=0, spacing=0, sunken=True)
        self._count = label("", weight=700)
        self._note = label("", muted=True, points=-0.5, wrap=True)
        self._bytes = BytesView(name)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        row.setSpacing(theme.LARGE)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._note, 1)
        self._sample = Band(SAMPLE)
        self._sample.hide()
        self.set_head(head)
        self.column.addWidget(self._sample)
        self.column.addWidget(self._bytes, 1)

    def show_exact(self, count: str, note: str, data: bytes, *, sample: bool = False) -> None:
        """Show these."""
        self._count.setText(count)
        self._note.setText(note)
        self._sample.setVisible(sample)
        self._bytes.show_bytes(data)
