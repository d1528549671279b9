"""Starts the viewer: builds the program once and hands each page the objects it needs."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core import paths
from core.assembly import Vitrine, build
from core.consent import Choices
from core.license.status import Status
from core.strict import Refused
from core.text import visible
from gui import theme
from gui.bridge import Bridge
from gui.models.actions import Actions
from gui.models.edition import Edition
from gui.models.live import Live, Records, read
from gui.pages.page import Page
from gui.single import Single
from gui.window import Window

# Beside the groups'.
PAGES = ("overview", "outbox", "history", "agreement", "license-status", "connection")
LEAST_SCALE, MOST_SCALE = 0.5, 4.0
SCHEDULE_MILLISECONDS = 60_000


class Viewer:
    """The running viewer: reads again and again, keeps the schedule, and shows what came; all of it on workers."""

    def __init__(self, vitrine: Vitrine) -> None:
        self._engine = vitrine.engine
        seconds = vitrine.settings.refresh_seconds
        self._edition = Edition(self._engine.catalogue, self._engine.product, vitrine.profile == "demo", seconds)
        self.actions = Actions(vitrine.engine, vitrine.delivery, vitrine.licensing)
        self._license = _license(vitrine)
        self.window = self._build_window()
        self._bridge = Bridge(self.window)
        self._live: Live | None = None
        self._problems = [vitrine.problem] if vitrine.problem else []
        self._reading = self._outdated = False
        self._arrived: list[Callable[[], None]] = []
        self._again, self._second, self._schedule = (QTimer(self.window) for _ in range(3))
        self._again.timeout.connect(self.refresh)
        self._second.timeout.connect(self.window.tick)
        self._schedule.timeout.connect(self.actions.schedule)
        self.actions.recorded.connect(self._record)

    def start(self) -> None:
        """Read now, then every few seconds; send what is due now, then every minute."""
        self.refresh()
        self._again.start(self._edition.refresh_seconds * 1000)
        self._second.start(1000)
        if not self._edition.sample:
            self.actions.schedule()
            self._schedule.start(SCHEDULE_MILLISECONDS)

    def close(self) -> None:
        """Stop reading and begin no sending; nothing arrives afterwards."""
        for timer in (self._again, self._second, self._schedule):
            timer.stop()
        self.actions.close()
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
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def when_read(self, call: Callable[[], None]) -> None:
        """Call once, after the next reading has been shown."""
        self._arrived.append(call)

    @property
    def sample(self) -> Live | None:
        """What the demo shows; nothing of a real reading."""
        return self._live if self._edition.sample else None

    def refresh(self) -> None:
        """Read again, unless the last reading is still under way."""
        if not self._reading:
            self._reading, self._outdated = True, False
            self._bridge.run(lambda: read(self._engine, self.actions.offline, self._license), self._show, self._fail)

    def _open_first(self, choices: Choices) -> None:
        # Whoever chose a page meanwhile stays there.
        if self.window.page is None:
            self.window.choose("agreement" if choices.standing == "open" or choices.changed else "overview")

    def _show(self, live: Live) -> None:
        self._reading = False
        if self._outdated:
            # Something was decided or sent while this was read.
            self.refresh()
            return
        self._live = replace(live, problems=[*self._problems, *live.problems])
        self.window.show_live(self._live)
        arrived, self._arrived = self._arrived, []
        for call in arrived:
            call()

    def _record(self, records: Records) -> None:
        """Show at once what was decided or sent; the drafts follow."""
        self._outdated = True
        if self._live is not None and not records.older_than(self._live):
            told = [line for line in self._live.problems if line != self._live.unread]
            problems = told + [line for line in [records.unread] if line and line not in told]
            self._live = replace(self._live, problems=problems).recorded(records)
            self.window.show_live(self._live)
        self.refresh()

    def _fail(self, error: BaseException) -> None:
        self._reading = False
        self.window.tell([f"The values could not be read: {error}."])

    def _build_window(self) -> Window:
        window = Window(self._edition, self._pages(), self.actions)
        window.setWindowTitle(f"{self._edition.product.name} – Vitrine")
        return window

    def _pages(self) -> dict[str, Callable[[], Page]]:
        groups = {key: lambda key=key: self._group(key) for key in self._engine.catalogue.categories}
        return {
            "overview": self._overview,
            **groups,
            "outbox": self._outbox,
            "history": self._history,
            "agreement": self._agreement,
            "license-status": self._license_page,
            "connection": self._connection,
        }

    def _overview(self) -> Page:
        from gui.pages.overview import OverviewPage

        return OverviewPage(self._edition, self.actions)

    def _group(self, key: str) -> Page:
        from gui.pages.group import GroupPage

        return GroupPage(self._edition, self._edition.catalogue.categories[key], self.actions)

    def _outbox(self) -> Page:
        from gui.pages.outbox import OutboxPage

        return OutboxPage(self.actions, self._engine.product.endpoint.practice)

    def _history(self) -> Page:
        from gui.pages.history import HistoryPage

        return HistoryPage(self.actions, self._engine.product.endpoint.practice)

    def _connection(self) -> Page:
        from gui.pages.connection import ConnectionPage

        return ConnectionPage(self._engine.product)

    def _agreement(self) -> Page:
        from gui.pages.agreement import AgreementPage

        return AgreementPage(self._edition, self.actions)

    def _license_page(self) -> Page:
        from gui.pages.license import LicensePage

        return LicensePage(self._edition, self.actions)


def _license(vitrine: Vitrine) -> Callable[[], Status]:
    """The license as its group was last read; in the demo, an invented one with the values of its group."""
    if vitrine.profile == "real":
        return lambda: vitrine.licensing.last
    from core.license.sample import samples

    active = samples()["active"]
    return lambda: active


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the viewer; 0 when it was closed, 1 if it could not start (one line says why)."""
    asked = _parse(arguments)
    if asked.scale:
        os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Vitrine")
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "vitrine.svg")))
    theme.apply(app, asked.theme or "system")
    try:
        vitrine = build(asked.profile)
    except Refused as error:
        return _refuse(app, str(error))
    if asked.page not in (None, *PAGES, *vitrine.engine.catalogue.categories):
        known = ", ".join((*PAGES, *vitrine.engine.catalogue.categories))
        print(f"vitrine: there is no page “{visible(asked.page)}”. Pages: {known}.", file=sys.stderr)
        return 2
    _dress(app, asked.theme or vitrine.settings.theme, vitrine.settings.text_percent / 100)
    single = Single(vitrine.home)
    if not asked.screenshots and asked.profile == "real" and not single.first(asked.page or ""):
        return 0
    viewer = Viewer(vitrine)
    # Ctrl-C closes the window as its user would; Qt's loop looks at signals whenever a timer has fired.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    single.page_asked.connect(viewer.come_forward)
    try:
        return _run(app, viewer, asked)
    finally:
        single.close()
        viewer.close()


def _run(app: QApplication, viewer: Viewer, asked: argparse.Namespace) -> int:
    if asked.screenshots:
        from gui.screenshots import draw

        viewer.when_read(lambda: app.exit(draw(viewer.window, asked.screenshots, viewer.sample)))
    viewer.window.show()
    # The shell is painted first; the page is built in the next turn.
    QTimer.singleShot(0, viewer.window, lambda: viewer.open(asked.page))
    # Drawing pictures sends nothing.
    QTimer.singleShot(0, viewer.window, viewer.refresh if asked.screenshots else viewer.start)
    return app.exec()


def _dress(app: QApplication, name: theme.Name, text_scale: float) -> None:
    theme.apply(app, name, text_scale)
    if name == "system":
        app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, name, text_scale))


def _refuse(app: QApplication, line: str) -> int:
    print(f"vitrine: {line}", file=sys.stderr)
    if app.platformName() != "offscreen":
        from gui.pages.notice import tell

        tell("Vitrine cannot start", line)
    return 1


def _scale(text: str) -> float:
    scale = float(text)
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise argparse.ArgumentTypeError(f"scale must lie between {LEAST_SCALE:g} and {MOST_SCALE:g}")
    return scale


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="vitrine",
        description="Shows, live, exactly what is sent, and sends it only as you decided.",
        epilog="example: vitrine --page environment",
    )
    parser.add_argument("--page", metavar="NAME", help=f"a group's key, {', '.join(PAGES)}")
    parser.add_argument("--profile", choices=["demo"], default="real", help="demo: invented values, and no way to send")
    parser.add_argument("--theme", choices=["light", "dark", "contrast"], help="instead of the one in the settings")
    parser.add_argument("--screenshots", metavar="DIR", help="draw every page into DIR and end")
    parser.add_argument("--scale", type=_scale, metavar="N", help="dots for each dot of a normal screen")
    return parser.parse_args(arguments)
