"""The running viewer: reads again and again, keeps the schedule, and hands each page the objects it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.assembly import Vitrine
from core.consent.consent import Choices
from core.license.status import Status
from core.settings import Settings
from core.wording.errors import failed
from core.wording.window import VALUES_UNREAD
from gui import theme
from gui.bridge import Bridge, Inquiry, Question
from gui.pages.page import Page
from gui.state.commands import Commands
from gui.state.edition import Edition
from gui.state.settings import SettingsState
from gui.state.snapshot import Records, SnapshotState, read
from gui.window import Window

if TYPE_CHECKING:
    from gui.state.checks import Checks

SCHEDULE_MILLISECONDS = 60_000
# A file is checked once it was the same at two looks: whoever copies it has finished by then.
WATCH_MILLISECONDS = 3_000


class Viewer:
    """The running viewer: reads again and again, keeps the schedule, and shows what came; all of it on workers."""

    def __init__(self, vitrine: Vitrine) -> None:
        self._vitrine, self._engine, self._log = vitrine, vitrine.engine, vitrine.log
        seconds = vitrine.settings.refresh_seconds
        self._edition = Edition(self._engine.catalogue, self._engine.product, vitrine.profile == "demo", seconds)
        self.actions = Commands(self._engine, vitrine.delivery, vitrine.licensing, self._log, vitrine.preferences.load)
        self._settings = vitrine.settings
        self.preferences = SettingsState(vitrine.preferences, self._engine.ledger.history, self._log, vitrine.settings)
        self._license = _license(vitrine)
        self._checks: Checks | None = None
        # In the demo, where it would lie on the invented computer.
        self._log_file = vitrine.home / vitrine.log.file.relative_to(vitrine.log.file.parents[1])
        self._inquiries: list[Inquiry] = []
        self._examine = vitrine.examine
        self.window = Window(self._edition, self._pages(), self.actions)
        self._bridge = Bridge(self._log, self.window)
        self._reading = self._outdated = False
        self._arrived: list[Callable[[], None]] = []
        self._again, self._second, self._schedule, self._watch = (QTimer(self.window) for _ in range(4))
        self._again.timeout.connect(self.refresh)
        self._second.timeout.connect(self.window.tick)
        self._schedule.timeout.connect(self.actions.schedule)
        self._watch.timeout.connect(self._look_around)
        self.actions.recorded.connect(self._record)
        self.preferences.changed.connect(self._set)

    @property
    def checks(self) -> Checks:
        """What checks files and addresses: made when a page first needs it, for its libraries take their time."""
        if self._checks is None:
            from gui.state.checks import Checks

            demo, settings = self._vitrine.demo, lambda: self.preferences.read()[0]
            seen = demo.checked if demo is not None else ()
            self._checks = Checks(self._engine, self._vitrine.file_check, self._log, self.window, settings, seen)
            if demo is None:
                self.actions.seen = self._checks.queued
            self._checks.ended.connect(self._read_anew)
        return self._checks

    def start(self) -> None:
        """Read now, then every few seconds; send what is due once that is shown, then every minute."""
        self.refresh()
        self._again.start(self._settings.refresh_seconds * 1000)
        self._second.start(1000)
        if not self._edition.sample:
            # Not at once: what it changes in the record would make the first reading outdated before it is shown.
            self.when_read(self.actions.schedule)
            self._schedule.start(SCHEDULE_MILLISECONDS)
            self._watch.start(WATCH_MILLISECONDS)

    def close(self) -> None:
        """Stop reading and begin no sending; nothing arrives afterwards."""
        for timer in (self._again, self._second, self._schedule, self._watch):
            timer.stop()
        for inquiry in self._inquiries:
            inquiry.close()
        if self._checks is not None:
            self._checks.close()
        self.actions.close()
        self.preferences.close()
        self._bridge.close()

    def open(self, page: str | None) -> None:
        """Open this page; without one the overview, or the agreement where there is something to decide."""
        if page is not None or self._edition.sample:
            self.window.choose(page or "overview")
        else:
            self._bridge.run(self._engine.choices, self._open_first, lambda _: self.window.choose("overview"))

    def come_forward(self, page: str) -> None:
        """Somebody started the viewer again: be seen, on that page if one was asked for."""
        if page in self.window.keys:
            self.window.choose(page)
        top = self.window.window()
        top.setWindowState(top.windowState() & ~Qt.WindowState.WindowMinimized)
        top.show()
        top.raise_()
        top.activateWindow()

    def when_read(self, call: Callable[[], None]) -> None:
        """Call once, after the next reading has been shown."""
        self._arrived.append(call)

    @property
    def live(self) -> SnapshotState | None:
        """What is shown; None before the first reading."""
        return self.window.live

    def refresh(self) -> None:
        """Read again, unless the last reading is still under way."""
        if not self._reading:
            self._reading, self._outdated = True, False
            self._bridge.run(self._read, self._show, self._fail)

    def _read_anew(self) -> None:
        """Something was done just now: a reading under way may not know of it."""
        self._outdated = True
        self.refresh()

    def _read(self) -> SnapshotState:
        settings, unset = self.preferences.read()
        live = read(self._engine, self.actions.records())
        # The license as its group has just read it.
        return replace(live, settings=settings, unset=unset, license=self._license())

    def _look_around(self) -> None:
        if self._settings.watched_folder:
            self.checks.look()

    def _open_first(self, choices: Choices) -> None:
        # Whoever chose a page meanwhile stays there.
        if self.window.page is None:
            self.window.choose("agreement" if choices.standing == "open" or choices.changed else "overview")

    def _show(self, live: SnapshotState) -> None:
        self._reading = False
        if self._outdated:
            # Something was decided or sent while this was read.
            self.refresh()
            return
        self._obey(live.settings)
        self.window.show_live(live)
        arrived, self._arrived = self._arrived, []
        for call in arrived:
            call()

    def _record(self, records: Records) -> None:
        """Show at once what was decided or sent; the drafts follow."""
        if self.live is not None and not records.older_than(self.live):
            self.window.show_live(self.live.recorded(records))
        self._read_anew()

    def _set(self, settings: Settings) -> None:
        """What was set holds at once; a reading under way may know only what held before."""
        self._obey(settings)
        if self.live is not None:
            self.window.show_live(replace(self.live, settings=settings))
        self._read_anew()

    def _obey(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        app = QApplication.instance()
        if (settings.theme, settings.text_percent) != (before.theme, before.text_percent):
            assert isinstance(app, QApplication)
            theme.apply(app, settings.theme, settings.text_percent / 100)
        if settings.refresh_seconds != before.refresh_seconds:
            self._again.setInterval(settings.refresh_seconds * 1000)
        if settings.keep_days != before.keep_days and not self._edition.sample:
            self.actions.schedule()

    def _fail(self, error: BaseException) -> None:
        self._reading = False
        self.window.tell([VALUES_UNREAD.format(why=failed(error))])

    def _pages(self) -> dict[str, Callable[[], Page]]:
        groups = {key: lambda key=key: self._group(key) for key in self._engine.catalogue.categories}
        return {
            "overview": self._overview,
            **groups,
            "outbox": self._outbox,
            "history": self._history,
            "agreement": self._agreement,
            "license-status": self._license_page,
            "settings": self._settings_page,
            "connection": self._connection,
            "support": self._support,
            "about": self._about,
        }

    def _overview(self) -> Page:
        from gui.pages.overview import OverviewPage

        return OverviewPage(self._edition, self.actions)

    def _group(self, key: str) -> Page:
        category = self._edition.catalogue.categories[key]
        if category.is_snapshot:
            from gui.pages.group.page import GroupPage

            return GroupPage(self._edition, category, self.actions)
        from gui.pages.group.events import EventPage

        return EventPage(self._edition, category, self.actions, self.checks)

    def _outbox(self) -> Page:
        from gui.pages.outbox import OutboxPage

        return OutboxPage(self.actions, self._engine.product)

    def _history(self) -> Page:
        from gui.pages.history import HistoryPage

        return HistoryPage(self.actions, self._engine.product)

    def _connection(self) -> Page:
        from gui.pages.connection import ConnectionPage

        return ConnectionPage(self._engine.product)

    def _support(self) -> Page:
        from gui.pages.support import SupportPage
        from gui.state.support import findings

        clock, sample = self._engine.ledger.clock, self._edition.sample
        checks = self._inquire(lambda progress: findings(self._examine(progress), clock(), sample=sample))
        home = self._vitrine.home
        places = (home, self._log_file.parent)
        folders = self._inquire(lambda _: [place for place in places if place.is_dir()])
        return SupportPage(self._edition, checks, folders, home, self._log_file)

    def _about(self) -> Page:
        from gui.pages.about import AboutPage
        from gui.state.components import parts

        return AboutPage(self._edition, self._inquire(lambda _: parts()))

    def _inquire(self, question: Question) -> Inquiry:
        self._inquiries.append(Inquiry(question, self._log, self.window))
        return self._inquiries[-1]

    def _agreement(self) -> Page:
        from gui.pages.agreement import AgreementPage

        return AgreementPage(self._edition, self.actions)

    def _license_page(self) -> Page:
        from gui.pages.license import LicensePage

        return LicensePage(self._edition, self.actions)

    def _settings_page(self) -> Page:
        from gui.pages.settings import SettingsPage

        return SettingsPage(self._edition, self.preferences)


def _license(vitrine: Vitrine) -> Callable[[], Status]:
    """The license as its group was last read; in the demo, an invented one with the values of its group."""
    if vitrine.profile == "real":
        return lambda: vitrine.licensing.last
    from core.demo.invented import samples

    active = samples()["active"]
    return lambda: active
