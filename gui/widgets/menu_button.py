"""A button that holds one of several answers, and opens the others as a menu."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from gui.widgets.button import Button


class MenuButton(Button):
    """Shows what holds now, by `name`; a choice is only asked for, and shown once it holds."""

    picked = Signal(str)

    def __init__(self, name: str, answers: Mapping[str, str]) -> None:
        """`answers`: each value with its words in the menu."""
        super().__init__("")
        self._name, self._answers = name, answers
        menu = QMenu(self)
        self._actions = {value: menu.addAction(words, partial(self.pick, value)) for value, words in answers.items()}
        for action in self._actions.values():
            action.setCheckable(True)
        self.setMenu(menu)
        self.show_value(next(iter(answers)))

    def pick(self, value: str) -> None:
        """Ask for this one."""
        self._mark()
        self.picked.emit(value)

    def show_value(self, value: str, words: str = "") -> None:
        """It holds now; `words` where it is none of the answers, or is said otherwise on the button."""
        self._value = value
        self.setText(words or self._answers.get(value, value))
        self.setAccessibleName(f"{self._name}: {self.text()}")
        self._mark()
        self.updateGeometry()

    def _mark(self) -> None:
        for value, action in self._actions.items():
            action.setChecked(value == self._value)
