"""Step one: where the user lives."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gui import theme
from gui.widgets.button import Button
from gui.widgets.label import label

QUESTION = "1 · Where do you live?"
CHOOSE = "Choose"


class RegionRow(QWidget):
    """A question and a menu of answers; nothing is chosen beforehand."""

    chosen_now = Signal(str)

    def __init__(self, regions: Mapping[str, str]) -> None:
        super().__init__()
        self._regions = regions
        self.chosen = ""
        self._button = Button(CHOOSE)
        menu = QMenu(self._button)
        for key, name in regions.items():
            menu.addAction(name, partial(self._choose, key))
        self._button.setMenu(menu)
        self._button.setAccessibleName("Where you live: not chosen")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(label(QUESTION, weight=600))
        row.addWidget(self._button)
        row.addStretch(1)

    def choose(self, region: str) -> None:
        """Show this answer."""
        self.chosen = region
        self._button.setText(_short(self._regions[region]))
        self._button.setAccessibleName(f"Where you live: {self._regions[region]}")
        self._button.updateGeometry()

    def ask(self) -> None:
        """Bring the user here."""
        self._button.setFocus()

    def _choose(self, region: str) -> None:
        self.choose(region)
        self.chosen_now.emit(region)


def _short(name: str) -> str:
    """Without what stands in brackets, which the page says itself."""
    return name.partition(" (")[0]
