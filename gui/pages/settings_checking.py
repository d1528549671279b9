"""What checks look at, and what of it they tell."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog

from core.settings import Settings
from gui.pages.settings_group import SettingsGroup
from gui.state import options
from gui.state.settings import SettingsState
from gui.widgets.button import Button
from gui.widgets.setting_row import SettingRow
from gui.widgets.switch import AskingSwitch

PATH = "Tell the path of web addresses"
PATHS = "Off: of an address only its server is told. On: its path too; user name, query and fragment never."
FOLDERS = {
    "rules_folder": (
        "Your own rules",
        "YARA rules beside Vitrine’s own, used from its next start on. What they find is only shown, never told.",
    ),
    "watched_folder": ("Watched folder", "Its new and changed files are checked while the window is open."),
}


class CheckingGroup(SettingsGroup):
    """A switch and two folders."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__("Checking", preferences)
        self._paths = AskingSwitch(PATH)
        self._paths.asked.connect(lambda on: preferences.change("send_paths", "true" if on else "false"))
        self.add("send_paths", SettingRow(PATH, PATHS, self._paths))
        self._removers = {key: self._add_folder(key, name) for key, (name, _) in FOLDERS.items()}

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self._paths.tell(settings.send_paths)
        for key, (_, about) in FOLDERS.items():
            folder: str = getattr(settings, key)
            self.rows[key].sentence.setText(options.folder(folder, about))
            self._removers[key].setEnabled(bool(folder))

    def _add_folder(self, key: str, name: str) -> Button:
        choose, remove = Button("Choose…"), Button("None")
        choose.setAccessibleName(f"Choose: {name}")
        remove.setAccessibleName(f"No folder: {name}")
        choose.clicked.connect(lambda: self._choose(key, name))
        remove.clicked.connect(lambda: self.preferences.change(key, ""))
        self.add(key, SettingRow(name, "", choose, remove))
        return remove

    def _choose(self, key: str, name: str) -> None:
        if folder := QFileDialog.getExistingDirectory(self, name):
            self.preferences.change(key, folder)
