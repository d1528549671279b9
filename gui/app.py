"""Starts the viewer: an empty window at once, then the program in it."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from core import __version__
from gui import theme
from gui.shell import HEIGHT, LEAST_HEIGHT, LEAST_WIDTH, WIDTH, Shell

if TYPE_CHECKING:
    from core.assembly import Vitrine
    from gui.screenshots.pictures import Pictures
    from gui.screenshots.stage import Stage
    from gui.single import Single
    from gui.viewer import Viewer

LEAST_SCALE, MOST_SCALE = 0.5, 4.0
MOST_SIDE = 8192
# Beside the groups'; here, because --help loads nothing.
PAGES = (
    *("overview", "outbox", "history", "agreement", "license-status", "settings", "connection"),
    *("support", "about"),
)


class Start:
    """One start of the program: what is loaded once the empty window stands there, and what is closed at the end."""

    def __init__(self, app: QApplication, shell: Shell, asked: argparse.Namespace) -> None:
        self._app, self._shell, self._asked = app, shell, asked
        self._viewer: Viewer | None = None
        self._single: Single | None = None

    def load(self) -> None:
        """Build the program and put its window into the empty one; where that cannot be, say why and end."""
        from PySide6.QtGui import QIcon

        from core import paths
        from core.errors import Refused

        self._app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "vitrine.svg")))
        theme.follow(self._app)
        # What nobody foresaw ends the program too: an empty window that stays is the worst answer.
        code: int | None = 1
        try:
            code = self._build()
        except Refused as error:
            code = _refuse(self._app, str(error))
        finally:
            if code is not None:
                self._shell.close()
                self._app.exit(code)

    def close(self) -> None:
        """End what was begun."""
        for each in (self._single, self._viewer):
            if each is not None:
                each.close()

    def _build(self) -> int | None:
        """How the program ends, if it does so at once. Raises Refused."""
        from core.assembly import build
        from core.text import visible
        from gui.single import Single
        from gui.viewer import Viewer

        asked = self._asked
        vitrine = build(asked.profile)
        pages = (*PAGES, *vitrine.engine.catalogue.categories)
        if asked.page not in (None, *pages):
            print(f"vitrine: there is no page “{visible(asked.page)}”. Pages: {', '.join(pages)}.", file=sys.stderr)
            return 2
        theme.apply(self._app, asked.theme or vitrine.settings.theme, vitrine.settings.text_percent / 100)
        if asked.screenshots:
            return self._draw(vitrine)
        self._single = Single(vitrine.home)
        if asked.profile == "real" and not self._single.first(asked.page or ""):
            return 0
        self._viewer = viewer = Viewer(vitrine)
        self._single.page_asked.connect(viewer.come_forward)
        self._shell.fill(viewer.window)
        viewer.open(asked.page)
        viewer.start()
        # What is there now stays: to look through it for rings again and again would stop the window, 20 ms each time.
        viewer.when_read(gc.freeze)
        return None

    def _draw(self, vitrine: Vitrine) -> int:
        """Drawing pictures sends nothing."""
        from core.assembly import build_demo
        from gui.screenshots.pages import draw_pages
        from gui.screenshots.pictures import Pictures
        from gui.screenshots.scenes import draw_lived_in, draw_new

        asked = self._asked
        theme_name = asked.theme or vitrine.settings.theme
        pictures = Pictures(Path(asked.screenshots), theme_name, asked.language, self._app.devicePixelRatio())
        try:
            pictures.begin()
            with _stage(vitrine, pictures, asked.size) as stage:
                (draw_pages if vitrine.demo is None else draw_lived_in)(stage)
            if vitrine.demo is not None:
                with _stage(build_demo(state="new"), pictures, asked.size) as stage:
                    draw_new(stage)
            pictures.end()
        except OSError as error:
            print(f"vitrine: {error}", file=sys.stderr)
            return 1
        return 0


@contextmanager
def _stage(vitrine: Vitrine, pictures: Pictures, size: tuple[int, int]) -> Iterator[Stage]:
    """A viewer that only stands for its pictures."""
    from gui.screenshots.stage import Stage
    from gui.viewer import Viewer

    viewer = Viewer(vitrine)
    try:
        stage = Stage(viewer, vitrine.engine, pictures)
        stage.raise_curtain(*size)
        yield stage
    finally:
        viewer.close()
        viewer.window.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the viewer; 0 when it was closed, 1 if it could not start (one line says why)."""
    asked = _parse(arguments)
    if asked.scale:
        os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    # Fusion, asked for as on a command line: to name QStyle costs the start 6 ms.
    app = QApplication([sys.argv[0], "-style", "fusion"])
    app.setApplicationName("Vitrine")
    theme.begin(app, asked.theme or "system")
    # Ctrl-C closes the window as its user would; Qt's loop looks at signals whenever a timer has fired.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    shell = Shell()
    shell.resize(*asked.size)
    start = Start(app, shell, asked)
    shell.painted.connect(start.load)
    shell.show()
    try:
        return app.exec()
    finally:
        start.close()


def _refuse(app: QApplication, line: str) -> int:
    print(f"vitrine: {line}", file=sys.stderr)
    if app.platformName() != "offscreen":
        from gui.pages.notice import tell

        tell("Vitrine cannot start", line)
    return 1


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise argparse.ArgumentTypeError(f"scale must lie between {LEAST_SCALE:g} and {MOST_SCALE:g}")
    return scale


def _size(text: str) -> tuple[int, int]:
    width, _, height = (int(part) if part.isdecimal() else 0 for part in text.partition("x"))
    if not (LEAST_WIDTH <= width <= MOST_SIDE and LEAST_HEIGHT <= height <= MOST_SIDE):
        least, most = f"{LEAST_WIDTH}x{LEAST_HEIGHT}", f"{MOST_SIDE}x{MOST_SIDE}"
        raise argparse.ArgumentTypeError(f"width and height like {WIDTH}x{HEIGHT}, from {least} to {most}")
    return width, height


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="vitrine",
        description="Shows, live, exactly what is sent, and sends it only as you decided.",
        epilog="example: vitrine --page environment",
    )
    parser.add_argument("--page", metavar="NAME", help=f"a group's key, {', '.join(PAGES)}")
    parser.add_argument("--profile", choices=["demo"], default="real", help="demo: invented values, and no way to send")
    parser.add_argument("--theme", choices=["light", "dark", "contrast"], help="instead of the one in the settings")
    parser.add_argument("--screenshots", metavar="DIR", help="draw every page, and the demo’s states, into DIR")
    parser.add_argument("--language", choices=["en"], default="en", help="of the window’s words")
    parser.add_argument("--scale", type=_scale, metavar="N", help="dots for each dot of a normal screen")
    parser.add_argument(
        "--size", type=_size, metavar="WxH", default=(WIDTH, HEIGHT), help=f"of the window, instead of {WIDTH}x{HEIGHT}"
    )
    parser.add_argument("--version", action="version", version=f"Vitrine {__version__}")
    return parser.parse_args(arguments)
