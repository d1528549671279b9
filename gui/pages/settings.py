"""Everything the user can set about the program: each change is saved at once, and said beside its control."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from core.network.proxy import parse_proxy
from core.product import Product
from core.settings import PasswordPlace, Settings
from core.text import as_sentence
from core.wording import options
from core.wording import settings_page as wording
from core.wording.sending import OPEN_AGREEMENT
from core.wording.settings import password
from core.wording.window import TITLES
from gui import theme
from gui.pages.page import Page
from gui.state.edition import Edition
from gui.state.settings import FOR_EVER, MOST_COUNTED, PASSWORD, SettingsState
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button, LinkButton
from gui.widgets.card import Card, Hairline
from gui.widgets.label import label
from gui.widgets.setting_row import MenuButton, SettingRow
from gui.widgets.switch import AskingSwitch
from gui.widgets.text_field import TextField


class SettingsGroup(QWidget):
    """A small title over a card of rows; `rows` has them by the key of their setting."""

    def __init__(self, title: str, preferences: SettingsState) -> None:
        super().__init__()
        self.preferences = preferences
        self.rows: dict[str, SettingRow] = {}
        self._card = Card(padding=1, spacing=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.TINY)
        column.addWidget(label(title, muted=True, points=-0.5, weight=600))
        column.addWidget(self._card)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""

    def add(self, key: str, *controls: QWidget, wide: bool = False) -> SettingRow:
        """Add the row of a setting under the others, and return it."""
        if self.rows:
            self._card.column.addWidget(Hairline())
        row = self.rows[key] = SettingRow(wording.NAMES[key], wording.SENTENCES.get(key, ""), *controls, wide=wide)
        self._card.column.addWidget(row)
        return row

    def add_menu(self, key: str, answers: Mapping[str, str]) -> MenuButton:
        """Add the row of a setting with a menu of answers, which are saved when picked; return the menu's button."""
        button = MenuButton(wording.NAMES[key], answers)
        button.picked.connect(lambda value: self.preferences.change(key, value))
        self.add(key, button)
        return button


KEY = "settings"


class SettingsPage(Page):
    """Every setting in a row, in groups; a row shows another answer only once it is saved."""

    def __init__(self, edition: Edition, preferences: SettingsState) -> None:
        super().__init__(KEY, TITLES[KEY], wording.SAMPLE if edition.sample else wording.SENTENCE)
        self._edition = edition
        self._network = NetworkGroup(preferences)
        self._network.explained.connect(lambda: self.page_asked.emit("connection"))
        self._keeping = KeepingGroup(preferences)
        groups = (LookGroup(preferences), SendingGroup(preferences, edition.product), self._keeping, self._network)
        self._groups: list[SettingsGroup] = [*groups, CheckingGroup(preferences)]
        self._region = label(wording.NOT_CHOSEN)
        self._groups.append(self._build_region(preferences))
        self._rows = {key: row for group in self._groups for key, row in group.rows.items()}
        self.column.setSpacing(theme.LARGE)
        for group in self._groups:
            group.setEnabled(not edition.sample)
            group.show_settings(Settings())
            self.column.addWidget(group)
        self.column.addStretch(1)
        preferences.told.connect(self._tell)

    def show_live(self, live: SnapshotState) -> None:
        """Show what is set now."""
        for group in self._groups:
            group.show_settings(live.settings)
        region = live.choices.region if live.choices.standing == "accepted" else None
        self._region.setText(self._edition.catalogue.regions.get(region or "", wording.NOT_CHOSEN))

    def leave(self) -> None:
        """Hide what was said of the last change."""
        for row in self._rows.values():
            row.be_quiet()

    def _build_region(self, preferences: SettingsState) -> SettingsGroup:
        group = SettingsGroup(wording.REGION, preferences)
        link = LinkButton(OPEN_AGREEMENT, points=-0.5, weight=600)
        link.clicked.connect(lambda: self.page_asked.emit("agreement"))
        group.add("region", self._region).add_link(link)
        return group

    def _tell(self, key: str, why_not: str) -> None:
        self.leave()
        self._network.take(key, why_not)
        if why_not:
            self._rows[key].say(wording.NOT_CHANGED.format(why=why_not))
        else:
            self._rows[key].say_saved()


class LookGroup(SettingsGroup):
    """Theme, size of text, and how often values are read."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__(wording.LOOK, preferences)
        self._theme = self.add_menu("theme", options.THEMES)
        self._size = self.add_menu("text_percent", options.SIZES)
        self._refresh = self.add_menu("refresh_seconds", options.REFRESHES)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._theme.show_value(settings.theme)
        self._size.show_value(str(settings.text_percent), options.PERCENT.format(percent=settings.text_percent))
        self._refresh.show_value(*options.refresh(settings.refresh_seconds))


class SendingGroup(SettingsGroup):
    """How often groups are sent."""

    def __init__(self, preferences: SettingsState, product: Product) -> None:
        super().__init__(wording.SENDING, preferences)
        self._hours = product.sending.interval_hours
        self._interval = self.add_menu("interval_hours", options.intervals(self._hours))
        every = options.every(self._hours).lower()
        said = wording.SENTENCES["interval_hours"].format(product=product.name, every=every)
        self.rows["interval_hours"].sentence.setText(said)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now: never more often than the product says."""
        self._interval.show_value(*options.interval(settings.interval_hours, self._hours))


class KeepingGroup(SettingsGroup):
    """How long bodies are kept; it asks before a shorter time erases any."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__(wording.KEEPING, preferences)
        self._keep = self.add_menu("keep_days", options.KEEPS)
        self._keep.picked.disconnect()
        self._keep.picked.connect(self._pick)
        preferences.counted.connect(self._ask)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._keep.show_value(*options.keep(settings.keep_days))

    def _pick(self, days: str) -> None:
        if days == FOR_EVER:
            self.preferences.change("keep_days", days)
        else:
            self.preferences.count_older(int(days))

    def _ask(self, days: int, count: int) -> None:
        def keep() -> None:
            self.preferences.change("keep_days", str(days))

        if count:
            said = options.erasing(count, MOST_COUNTED)
            answer = wording.KEEP_AND_ERASE.format(time=options.KEEPS[str(days)])
            self.rows["keep_days"].ask(said, answer, wording.ERASE_NOTHING, keep)
        else:
            keep()


LONGEST_PROXY, LONGEST_PASSWORD = 512, 1024


class NetworkGroup(SettingsGroup):
    """The proxy, saved when its field is left, and its password, saved when that is asked for."""

    explained = Signal()

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__(wording.NETWORK, preferences)
        self._proxy = TextField(wording.NAMES["proxy"], wording.NO_PROXY, most=LONGEST_PROXY)
        self._proxy.editingFinished.connect(self._set_proxy)
        row = self.add("proxy", self._proxy, wide=True)
        link = LinkButton(TITLES["connection"], points=-0.5, weight=600)
        link.clicked.connect(self.explained)
        row.add_link(link)
        self._password, self._keep = TextField(wording.NAMES[PASSWORD], most=LONGEST_PASSWORD), Button(wording.KEEP)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self._set_password)
        self._password.textChanged.connect(self._offer)
        self._keep.clicked.connect(self._set_password)
        self._lies = self.add(PASSWORD, self._password, self._keep, wide=True)
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
        self._lies.sentence.setText(wording.SIGNING_IN if signs_in else wording.NO_USER)
        if signs_in:
            self.preferences.look()
        self._offer()

    def _set_proxy(self) -> None:
        if self._proxy.isModified():
            self.preferences.change("proxy", self._proxy.text().strip())

    def take(self, key: str, why_not: str) -> None:
        """Take what became of a change: what could not be used stays as it was typed."""
        if key == "proxy":
            self._proxy.setModified(bool(why_not))
        elif key == PASSWORD and not why_not:
            self._password.clear()

    def _set_password(self) -> None:
        if self._keep.isEnabled():
            self.preferences.set_password(self._password.text())

    def _place(self, place: PasswordPlace) -> None:
        self._is_set = place.is_set
        lies = as_sentence(password(place.is_set, place.why))
        self._lies.sentence.setText(wording.PASSWORD.format(lies=lies, more=wording.SIGNING_IN))
        self._offer()

    def _offer(self) -> None:
        """Let the button keep what is typed, or forget what is kept."""
        typed = bool(self._password.text())
        keeps = typed or not self._is_set
        self._keep.setText(wording.KEEP if keeps else wording.FORGET)
        self._keep.setEnabled(self._password.isEnabled() and (typed or self._is_set))
        self._keep.setAccessibleName(wording.KEEP_PASSWORD if keeps else wording.FORGET_PASSWORD)


FOLDERS = ("rules_folder", "watched_folder")


class CheckingGroup(SettingsGroup):
    """Whether paths are told, and the folders of rules and of files to watch."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__(wording.CHECKING, preferences)
        self._paths = AskingSwitch(wording.NAMES["send_paths"])
        self._paths.asked.connect(lambda on: preferences.change("send_paths", "true" if on else "false"))
        self.add("send_paths", self._paths)
        self._removers = {key: self._add_folder(key, wording.NAMES[key]) for key in FOLDERS}

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._paths.tell(settings.send_paths)
        for key, remover in self._removers.items():
            folder: str = getattr(settings, key)
            self.rows[key].sentence.setText(options.folder(folder, wording.SENTENCES[key]))
            remover.setEnabled(bool(folder))

    def _add_folder(self, key: str, name: str) -> Button:
        choose, remove = Button(wording.CHOOSE), Button(wording.NONE)
        choose.setAccessibleName(wording.CHOOSE_NAME.format(name=name))
        remove.setAccessibleName(wording.NONE_NAME.format(name=name))
        choose.clicked.connect(lambda: self._choose(key, name))
        remove.clicked.connect(lambda: self.preferences.change(key, ""))
        self.add(key, choose, remove)
        return remove

    def _choose(self, key: str, name: str) -> None:
        if folder := QFileDialog.getExistingDirectory(self, name):
            self.preferences.change(key, folder)
