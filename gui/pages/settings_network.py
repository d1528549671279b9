"""The proxy, and its password, which lies in no file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from core.network.proxy import parse_proxy
from core.settings import Settings
from gui.pages.settings_group import SettingsGroup
from gui.state import options
from gui.state.settings import PASSWORD, SettingsState
from gui.widgets.button import Button, LinkButton
from gui.widgets.setting_row import SettingRow
from gui.widgets.text_field import TextField

PROXY = (
    "http://HOST:PORT or http://USER@HOST:PORT; empty for none. Sending over https goes through it, never around it; "
    "practice needs none. Checking a web address asks its server directly."
)
SIGNING_IN = "It lies in no file, but goes to the proxy unencrypted: whoever carries that can read it."
NO_USER = "The proxy names no user, so none is asked for."
KEEP, FORGET = "Keep", "Forget"
LONGEST_PROXY, LONGEST_PASSWORD = 512, 1024


class NetworkGroup(SettingsGroup):
    """A field is saved when it is left, the password only when that is asked for."""

    explained = Signal()

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__("Network", preferences)
        self._proxy = TextField("Proxy", "none", most=LONGEST_PROXY)
        self._proxy.editingFinished.connect(self._set_proxy)
        row = self.add("proxy", SettingRow("Proxy", PROXY, self._proxy, wide=True))
        link = LinkButton("What a connection shows", points=-0.5, weight=600)
        link.clicked.connect(self.explained)
        row.add_link(link)
        self._password, self._keep = TextField("Password for the proxy", most=LONGEST_PASSWORD), Button(KEEP)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self._set_password)
        self._password.textChanged.connect(self._offer)
        self._keep.clicked.connect(self._set_password)
        controls = (self._password, self._keep)
        self._lies = self.add(PASSWORD, SettingRow("Password for the proxy", "", *controls, wide=True))
        # Whose password the keyring was asked for, and whether it has one.
        self._whose: str | None = None
        self._is_set = False
        preferences.password_lies.connect(self._place)

    def show_settings(self, settings: Settings) -> None:
        """Show the proxy, unless another one is being typed; ask the keyring when it is another one."""
        if not self._proxy.isModified() and self._proxy.text() != settings.proxy:
            self._proxy.setText(settings.proxy)
        if settings.proxy == self._whose:
            return
        self._whose, self._is_set = settings.proxy, False
        proxy = parse_proxy(settings.proxy)
        signs_in = proxy is not None and bool(proxy.user)
        self._password.setEnabled(signs_in)
        self._lies.sentence.setText(SIGNING_IN if signs_in else NO_USER)
        if signs_in:
            self.preferences.look()
        self._offer()

    def _set_proxy(self) -> None:
        if self._proxy.isModified():
            self.preferences.change("proxy", self._proxy.text().strip())

    def take(self, key: str, why_not: str) -> None:
        """What became of a change: what was typed stays where it could not be used."""
        if key == "proxy":
            self._proxy.setModified(bool(why_not))
        elif key == PASSWORD and not why_not:
            self._password.clear()

    def _set_password(self) -> None:
        if self._keep.isEnabled():
            self.preferences.set_password(self._password.text())

    def _place(self, words: str) -> None:
        self._is_set = words.startswith("set")
        self._lies.sentence.setText(f"{options.sentence(words)} {SIGNING_IN}")
        self._offer()

    def _offer(self) -> None:
        """One button: keep what is typed, or forget what is kept."""
        typed = bool(self._password.text())
        self._keep.setText(KEEP if typed or not self._is_set else FORGET)
        self._keep.setEnabled(self._password.isEnabled() and (typed or self._is_set))
        self._keep.setAccessibleName(f"{self._keep.text()} the password for the proxy")
