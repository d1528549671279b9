"""Starts the viewer: builds the program once and hands each page the one object it needs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core import paths
from core.assembly import Vitrine, build
from core.strict import Refused
from core.text import visible
from gui import theme
from gui.bridge import Bridge
from gui.models.live import Live, read
from gui.pages.page import Page
from gui.window import Window

LEAST_SCALE, MOST_SCALE = 0.5, 4.0


class Viewer:
    """The running viewer: reads again and again in the background, and shows what came."""

    def __init__(self, vitrine: Vitrine) -> None:
        self._engine = vitrine.engine
        self._seconds = vitrine.settings.refresh_seconds
        self.window = self._build_window(vitrine)
        self._bridge = Bridge(self.window)
        self._reading = False
        self._arrived: list[Callable[[], None]] = []
        self._again = QTimer(self.window)
        self._again.timeout.connect(self.refresh)
        self._second = QTimer(self.window)
        self._second.timeout.connect(self.window.tick)

    def start(self) -> None:
        """Read now, then every few seconds."""
        self.refresh()
        self._again.start(self._seconds * 1000)
        self._second.start(1000)

    def close(self) -> None:
        """Stop reading; nothing arrives afterwards."""
        self._again.stop()
        self._second.stop()
        self._bridge.close()

    def when_read(self, call: Callable[[], None]) -> None:
        """Call once, after the next reading has been shown."""
        self._arrived.append(call)

    def refresh(self) -> None:
        """Read again, unless the last reading is still under way."""
        if not self._reading:
            self._reading = True
            self._bridge.run(lambda: read(self._engine), self._show, self._fail)

    def _show(self, live: Live) -> None:
        self._reading = False
        self.window.show_live(live)
        arrived, self._arrived = self._arrived, []
        for call in arrived:
            call()

    def _fail(self, error: BaseException) -> None:
        self._reading = False
        self.window.tell([f"The values could not be read: {error}."])

    def _build_window(self, vitrine: Vitrine) -> Window:
        engine = self._engine
        window = Window(
            engine.catalogue,
            self._pages(),
            practice=engine.product.endpoint.practice,
            sample=vitrine.profile == "demo",
        )
        window.setWindowTitle(f"{engine.product.name} – Vitrine")
        return window

    def _pages(self) -> dict[str, Callable[[], Page]]:
        groups = {key: lambda key=key: self._group(key) for key in self._engine.catalogue.categories}
        return {
            "overview": self._overview,
            **groups,
            "connection": self._connection,
            "agreement": self._agreement,
        }

    def _overview(self) -> Page:
        from gui.pages.overview import OverviewPage

        page = OverviewPage(self._engine.catalogue, self._engine.product)
        page.page_asked.connect(self.window.choose)
        return page

    def _group(self, key: str) -> Page:
        from gui.pages.group import GroupPage

        catalogue = self._engine.catalogue
        return GroupPage(catalogue, catalogue.categories[key], self._engine.product, self._seconds)

    def _connection(self) -> Page:
        from gui.pages.connection import ConnectionPage

        return ConnectionPage(self._engine.product)

    def _agreement(self) -> Page:
        from gui.pages.agreement import AgreementPage

        return AgreementPage(self._engine.catalogue, self._engine.product)


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
    if asked.page not in (None, "overview", "connection", "agreement", *vitrine.engine.catalogue.categories):
        return _refuse(app, f"there is no page “{visible(asked.page)}”.")
    _dress(app, asked.theme or vitrine.settings.theme, vitrine.settings.text_percent / 100)
    viewer = Viewer(vitrine)
    try:
        return _run(app, viewer, asked)
    finally:
        viewer.close()


def _run(app: QApplication, viewer: Viewer, asked: argparse.Namespace) -> int:
    if asked.screenshots:
        from gui.screenshots import draw

        viewer.when_read(lambda: app.exit(draw(viewer.window, asked.screenshots)))
    viewer.window.show()
    # The shell is painted first; the page is built in the next turn.
    QTimer.singleShot(0, viewer.window, lambda: viewer.window.choose(asked.page or "overview"))
    viewer.start()
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
        description="Shows, live, exactly what would be sent.",
        epilog="example: vitrine --page environment",
    )
    parser.add_argument("--page", metavar="NAME", help="overview, a group's key, connection or agreement")
    parser.add_argument("--profile", choices=["demo"], default="real", help="demo: invented values, and no way to send")
    parser.add_argument("--theme", choices=["light", "dark", "contrast"], help="instead of the one in the settings")
    parser.add_argument("--screenshots", metavar="DIR", help="draw every page into DIR and end")
    parser.add_argument("--scale", type=_scale, metavar="N", help="dots for each dot of a normal screen")
    return parser.parse_args(arguments)
