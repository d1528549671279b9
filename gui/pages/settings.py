"""Everything the user can set about the program: each change is saved at once, and said beside its control."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from core.network.proxy import parse_proxy
from core.product import Product
from core.settings import PasswordPlace, Settings
from core.text import as_sentence
from core.wording import options
from core.wording import settings as wording
from core.wording.sending import OPEN_AGREEMENT
from core.wording.window import TITLES
from gui import theme
from gui.pages.page import Page
from gui.state.edition import Edition
from gui.state.settings import FOR_EVER, MOST_COUNTED, PASSWORD, SettingsState
from gui.state.snapshot import SnapshotState
from gui.widgets.button import Button, LinkButton
from gui.widgets.card import Card, Hairline
from gui.widgets.label import label
from gui.widgets.layout import fill, spaced
from gui.widgets.setting_row import MenuButton, SettingRow
from gui.widgets.switch import AskingSwitch
from gui.widgets.text_field import TextField

# The answer that holds, and its words where the menu has others.
Holds: TypeAlias = Callable[[Settings], tuple[str, str]]


class SettingsGroup(QWidget):
    """A small title over a card of rows; `rows` has them by the key of their setting."""

    def __init__(self, title: str, preferences: SettingsState) -> None:
        super().__init__()
        self.preferences = preferences
        self.rows: dict[str, SettingRow] = {}
        self._menus: list[tuple[MenuButton, Holds]] = []
        self._card = Card(padding=1, spacing=0)
        caption = label(title, muted=True, points=-0.5, weight=600)
        fill(spaced(QVBoxLayout(self), theme.TINY), caption, self._card)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        for menu, holds in self._menus:
            menu.show_value(*holds(settings))

    def add(self, key: str, *controls: QWidget, wide: bool = False) -> SettingRow:
        """Add the row of a setting under the others, and return it."""
        if self.rows:
            self._card.column.addWidget(Hairline())
        row = self.rows[key] = SettingRow(wording.NAMES[key], wording.SENTENCES.get(key, ""), *controls, wide=wide)
        self._card.column.addWidget(row)
        return row

    def add_menu(
        self, key: str, answers: Mapping[str, str], holds: Holds, pick: Callable[[str], None] | None = None
    ) -> None:
        """Add the row of a setting with a menu of answers; what is picked is saved, or handed to `pick`."""
        button = MenuButton(wording.NAMES[key], answers)
        button.picked.connect(pick or (lambda value: self.preferences.change(key, value)))
        self._menus.append((button, holds))
        self.add(key, button)


KEY = "settings"


class SettingsPage(Page):
    """Every setting in a row, in groups; a row shows another answer only once it is saved."""

    def __init__(self, edition: Edition, preferences: SettingsState) -> None:
        super().__init__(KEY, TITLES[KEY], wording.SAMPLE if edition.sample else wording.SENTENCE)
        self._edition = edition
        self._network = NetworkGroup(preferences, self.page_asked.emit)
        self._region = label(wording.NOT_CHOSEN)
        region = SettingsGroup(wording.REGION, preferences)
        link = LinkButton(OPEN_AGREEMENT, lambda: self.page_asked.emit("agreement"))
        region.add("region", self._region).add_link(link)
        self._groups = [
            *(_look(preferences), _sending(preferences, edition.product), KeepingGroup(preferences)),
            *(self._network, CheckingGroup(preferences), region),
        ]
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

    def _tell(self, key: str, why_not: str) -> None:
        self.leave()
        self._network.take(key, why_not)
        if why_not:
            self._rows[key].say(wording.NOT_CHANGED.format(why=why_not))
        else:
            self._rows[key].say_saved()


def _look(preferences: SettingsState) -> SettingsGroup:
    """Return theme, size of text, and how often values are read."""
    group = SettingsGroup(wording.LOOK, preferences)
    group.add_menu("theme", options.THEMES, lambda settings: (settings.theme, ""))
    group.add_menu("text_percent", options.SIZES, lambda settings: options.size(settings.text_percent))
    group.add_menu("refresh_seconds", options.REFRESHES, lambda settings: options.refresh(settings.refresh_seconds))
    return group


def _sending(preferences: SettingsState, product: Product) -> SettingsGroup:
    """Return how often groups are sent: never more often than the product says."""
    group, hours = SettingsGroup(wording.SENDING, preferences), product.sending.interval_hours
    answers = options.intervals(hours)
    group.add_menu("interval_hours", answers, lambda settings: options.interval(settings.interval_hours, hours))
    every = options.every(hours).lower()
    said = wording.SENTENCES["interval_hours"].format(product=product.name, every=every)
    group.rows["interval_hours"].sentence.setText(said)
    return group


class KeepingGroup(SettingsGroup):
    """How long bodies are kept; it asks before a shorter time erases any."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__(wording.KEEPING, preferences)
        self.add_menu("keep_days", options.KEEPS, lambda settings: options.keep(settings.keep_days), self._pick)
        preferences.counted.connect(self._ask)

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

    def __init__(self, preferences: SettingsState, go: Callable[[str], object]) -> None:
        super().__init__(wording.NETWORK, preferences)
        self._proxy = TextField(wording.NAMES["proxy"], wording.NO_PROXY, most=LONGEST_PROXY)
        self._proxy.editingFinished.connect(self._set_proxy)
        row = self.add("proxy", self._proxy, wide=True)
        row.add_link(LinkButton(TITLES["connection"], lambda: go("connection")))
        self._password = TextField(wording.NAMES[PASSWORD], most=LONGEST_PASSWORD)
        self._keep = Button(wording.KEEP, self._set_password)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self._set_password)
        self._password.textChanged.connect(self._offer)
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
        lies = as_sentence(wording.password(place.is_set, place.why))
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
        choose = Button(wording.CHOOSE, lambda: self._choose(key, name))
        remove = Button(wording.NONE, lambda: self.preferences.change(key, ""))
        choose.setAccessibleName(wording.CHOOSE_NAME.format(name=name))
        remove.setAccessibleName(wording.NONE_NAME.format(name=name))
        self.add(key, choose, remove)
        return remove

    def _choose(self, key: str, name: str) -> None:
        if folder := QFileDialog.getExistingDirectory(self, name):
            self.preferences.change(key, folder)
