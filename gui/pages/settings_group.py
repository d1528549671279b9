"""A group of settings: a small title over a card of rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.settings import Settings
from gui import theme
from gui.state.settings import SettingsState
from gui.widgets.card import Card, Hairline
from gui.widgets.label import label
from gui.widgets.menu_button import MenuButton
from gui.widgets.setting_row import SettingRow


class SettingsGroup(QWidget):
    """Rows by the key of their setting."""

    def __init__(self, title: str, preferences: SettingsState) -> None:
        super().__init__()
        self.preferences = preferences
        self.rows: dict[str, SettingRow] = {}
        self._menus: dict[str, MenuButton] = {}
        self._card = Card(padding=1, spacing=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.TINY)
        column.addWidget(label(title, muted=True, points=-0.5, weight=600))
        column.addWidget(self._card)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""

    def add(self, key: str, row: SettingRow) -> SettingRow:
        """One more row under the others."""
        if self.rows:
            self._card.column.addWidget(Hairline())
        self._card.column.addWidget(row)
        self.rows[key] = row
        return row

    def add_menu(self, key: str, name: str, sentence: str, answers: Mapping[str, str]) -> MenuButton:
        """One more row, with a menu of answers that are saved when picked."""
        button = MenuButton(name, answers)
        button.picked.connect(lambda value: self.preferences.change(key, value))
        self.add(key, SettingRow(name, sentence, button))
        return button
