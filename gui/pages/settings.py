"""Everything the user can set about the program: each change is saved at once, and said beside its control."""

from __future__ import annotations

from core.product import Product
from core.settings import Settings
from gui import theme
from gui.pages.page import Page
from gui.pages.settings_checking import CheckingGroup
from gui.pages.settings_group import SettingsGroup
from gui.pages.settings_network import NetworkGroup
from gui.state import options
from gui.state.edition import Edition
from gui.state.settings import MOST_COUNTED, SettingsState
from gui.state.snapshot import SnapshotState
from gui.widgets.button import LinkButton
from gui.widgets.label import label
from gui.widgets.setting_row import SettingRow

KEY = "settings"
SENTENCE = "How Vitrine works on this computer. Each change is saved at once."
SAMPLE = "Sample data: nothing can be set here."
THEME = "The colours of this window."
SIZE = "Of all text, from 100 to 200 %."
REFRESH = "While the window is open. Reading sends nothing."
SENDING = "{product} says {every}; you can only make it rarer. To stop all sending, pause it at the side."
KEEPING = (
    "What was finished longer ago is erased from this file: body, number, secret and receipt. That it was, its size "
    "and its SHA-256 stay known. With the secret goes what proves the right to have it deleted at the receiver."
)
REGION = "It says which agreement holds. Changed on the page of the agreement."
NOT_CHOSEN = "not chosen"


class SettingsPage(Page):
    """Rows in groups; a row shows what holds, and another answer only once it is saved."""

    def __init__(self, edition: Edition, preferences: SettingsState) -> None:
        super().__init__(KEY, "Settings", SAMPLE if edition.sample else SENTENCE)
        self._edition = edition
        self._network = NetworkGroup(preferences)
        self._network.explained.connect(lambda: self.page_asked.emit("connection"))
        self._keeping = KeepingGroup(preferences)
        groups = (LookGroup(preferences), SendingGroup(preferences, edition.product), self._keeping, self._network)
        self._groups: list[SettingsGroup] = [*groups, CheckingGroup(preferences)]
        self._region = label(NOT_CHOSEN)
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
        """Take what is set now."""
        for group in self._groups:
            group.show_settings(live.settings)
        region = live.choices.region if live.choices.standing == "accepted" else None
        self._region.setText(self._edition.catalogue.regions.get(region or "", NOT_CHOSEN))

    def leave(self) -> None:
        """What was said of a change is old by then."""
        for row in self._rows.values():
            row.be_quiet()

    def _build_region(self, preferences: SettingsState) -> SettingsGroup:
        group = SettingsGroup("Region", preferences)
        link = LinkButton("Open the agreement", points=-0.5, weight=600)
        link.clicked.connect(lambda: self.page_asked.emit("agreement"))
        group.add("region", SettingRow("Where you live", REGION, self._region)).add_link(link)
        return group

    def _tell(self, key: str, why_not: str) -> None:
        self.leave()
        self._network.take(key, why_not)
        if why_not:
            self._rows[key].say(f"{why_not} Nothing was changed.")
        else:
            self._rows[key].say_saved()


class LookGroup(SettingsGroup):
    """Theme, size of text, and how often values are read."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__("Look and reading", preferences)
        self._theme = self.add_menu("theme", "Theme", THEME, options.THEMES)
        self._size = self.add_menu("text_percent", "Size of text", SIZE, options.SIZES)
        self._refresh = self.add_menu("refresh_seconds", "Values are read again", REFRESH, options.REFRESHES)

    def show_settings(self, settings: Settings) -> None:
        """Show them."""
        self._theme.show_value(settings.theme)
        self._size.show_value(str(settings.text_percent), f"{settings.text_percent} %")
        self._refresh.show_value(*options.refresh(settings))


class SendingGroup(SettingsGroup):
    """How often snapshots go."""

    def __init__(self, preferences: SettingsState, product: Product) -> None:
        super().__init__("Sending", preferences)
        self._hours = product.sending.interval_hours
        said = SENDING.format(product=product.name, every=options.every(self._hours).lower())
        self._interval = self.add_menu("interval_hours", "Groups are sent", said, options.intervals(self._hours))

    def show_settings(self, settings: Settings) -> None:
        """Show what holds: never more often than the product says."""
        self._interval.show_value(*options.interval(settings, self._hours))


class KeepingGroup(SettingsGroup):
    """How long bodies are kept; before some are erased by it, it asks."""

    def __init__(self, preferences: SettingsState) -> None:
        super().__init__("Keeping", preferences)
        self._keep = self.add_menu("keep_days", "Keep what was sent", KEEPING, options.KEEPS)
        self._keep.picked.disconnect()
        self._keep.picked.connect(self._pick)
        preferences.counted.connect(self._ask)

    def show_settings(self, settings: Settings) -> None:
        """Show it."""
        self._keep.show_value(*options.keep(settings))

    def _pick(self, days: str) -> None:
        if days == options.FOR_EVER:
            self.preferences.change("keep_days", days)
        else:
            self.preferences.count_older(int(days))

    def _ask(self, days: int, count: int) -> None:
        def keep() -> None:
            self.preferences.change("keep_days", str(days))

        if count:
            said = options.erasing(count, MOST_COUNTED)
            self.rows["keep_days"].ask(said, f"Keep {options.KEEPS[str(days)]}, erase the rest", "Erase nothing", keep)
        else:
            keep()
