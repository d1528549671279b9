"""Starts the viewer: an empty window at once, then the program in it."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QApplication

from core import __version__
from core.wording import LANGUAGE
from core.wording import window as wording
from gui import theme
from gui.shell import HEIGHT, LEAST_HEIGHT, LEAST_WIDTH, WIDTH, Shell

if TYPE_CHECKING:
    from types import CodeType

    from core.assembly import Vitrine
    from core.log import Log
    from gui.screenshots.stage import Pictures, Stage
    from gui.single import Single
    from gui.viewer import Viewer

PROGRAM = "vitrine"
LEAST_SCALE, MOST_SCALE = 0.5, 4.0
MOST_SIDE = 8192
# Beside the groups'.
PAGES = tuple(wording.TITLES)


class Unforeseen(QObject):
    """Errors that nobody foresaw, wherever they are raised: each is logged, and told in one sentence."""

    told = Signal(str)

    def __init__(self, *, debug: bool) -> None:
        """`debug`: print the whole of each on the terminal."""
        super().__init__()
        self._debug = debug
        self._seen: set[tuple[type, CodeType | None, int]] = set()
        self.log: Log | None = None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Take what is raised in Qt's slots, and in threads whose errors nobody waits for."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = lambda _kind, error, _trace: self._take(error)
        threading.excepthook = lambda about: self._take(about.exc_value)
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = before

    def sentence(self, error: BaseException) -> str:
        """Log an error, and return what a person is told of it. The log may be waited for."""
        from core.wording.errors import sentence
        from gui.bridge import unforeseen

        return sentence(unforeseen(self.log, error))

    def print(self, error: BaseException) -> None:
        """Print the whole error on the terminal, where that was asked for."""
        if self._debug:
            import traceback

            traceback.print_exception(error)

    def _take(self, error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        self.print(error)
        # Of one place once: what fails when it paints fails with every painting.
        if (place := (type(error), *_innermost(error))) not in self._seen:
            self._seen.add(place)
            threading.Thread(target=self._tell, args=(error,)).start()

    def _tell(self, error: BaseException) -> None:
        line = self.sentence(error)
        # At once with its end: another thread may tell of another error.
        sys.stderr.write(f"{PROGRAM}: {line}\n")
        self.told.emit(line)


class Start:
    """One start of the program: what is loaded once the empty window stands there, and what is closed at the end."""

    def __init__(self, app: QApplication, shell: Shell, asked: argparse.Namespace, unforeseen: Unforeseen) -> None:
        self._app, self._shell, self._asked, self._unforeseen = app, shell, asked, unforeseen
        self._viewer: Viewer | None = None
        self._single: Single | None = None

    def load(self) -> None:
        """Build the program and put its window into the empty one; where that cannot be, say why and end."""
        from PySide6.QtGui import QIcon

        from core import paths
        from core.errors import Refused
        from core.wording.errors import sentence

        self._app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "vitrine.svg")))
        theme.follow(self._app)
        # What nobody foresaw ends the program too: an empty window that stays is the worst answer.
        code: int | None = 1
        try:
            code = self._build()
        except Refused as error:
            code = _refuse(self._app, sentence(error))
        except Exception as error:  # noqa: BLE001 - the last stop: no traceback reaches a user unasked
            self._unforeseen.print(error)
            code = _refuse(self._app, self._unforeseen.sentence(error))
        finally:
            if code is not None:
                self._shell.close()
                self._app.exit(code)

    def close(self) -> None:
        """Close what was opened: the viewer, and the socket that later starts speak to."""
        for each in (self._single, self._viewer):
            if each is not None:
                each.close()

    def _build(self) -> int | None:
        """Build the program, and return its exit code where it ends at once. Raises Refused."""
        from core.assembly import build, find_home
        from core.log import Log
        from core.text import visible

        asked = self._asked
        if asked.profile == "real":
            # What fails while it is built is logged too.
            self._unforeseen.log = Log(find_home(), "window")
        vitrine = build(asked.profile, process="window")
        self._unforeseen.log = vitrine.log
        pages = (*PAGES, *vitrine.engine.catalogue.categories)
        if asked.page not in (None, *pages):
            line = wording.NO_PAGE.format(page=visible(asked.page), pages=", ".join(pages))
            print(f"{PROGRAM}: {line}", file=sys.stderr)
            return 2
        theme.apply(self._app, asked.theme or vitrine.settings.theme, vitrine.settings.text_percent / 100)
        return self._draw(vitrine) if asked.screenshots else self._open(vitrine)

    def _open(self, vitrine: Vitrine) -> int | None:
        """Show the program in the window; return 0 where another window is open for the same home."""
        from gui.single import Single
        from gui.viewer import Viewer

        asked = self._asked
        self._single = Single(vitrine.home)
        if asked.profile == "real" and not self._single.first(asked.page or ""):
            return 0
        self._viewer = viewer = Viewer(vitrine)
        self._unforeseen.told.connect(viewer.window.show_unforeseen)
        self._single.page_asked.connect(viewer.come_forward)
        self._shell.fill(viewer.window)
        viewer.open(asked.page)
        viewer.start()
        if vitrine.demo is None:
            # On a thread of its own: the file may be another process's for a moment.
            threading.Thread(target=partial(vitrine.log.start, qt=qVersion())).start()
        # What is there now stays: to look through it for rings again and again would stop the window, 20 ms each time.
        viewer.when_read(gc.freeze)
        return None

    def _draw(self, vitrine: Vitrine) -> int:
        """Draw all pictures into the folder asked for, and return the exit code; nothing is sent."""
        from core.assembly import build_demo
        from core.wording.errors import sentence
        from gui.screenshots.scenes import draw_lived_in, draw_new, draw_pages
        from gui.screenshots.stage import Pictures

        asked = self._asked
        theme_name = asked.theme or vitrine.settings.theme
        pictures = Pictures(Path(asked.screenshots), theme_name, asked.language, self._app.devicePixelRatio())
        try:
            pictures.folder.mkdir(parents=True, exist_ok=True)
            with _stage(vitrine, pictures, asked.size) as stage:
                (draw_pages if vitrine.demo is None else draw_lived_in)(stage)
            if vitrine.demo is not None:
                with _stage(build_demo(state="new"), pictures, asked.size) as stage:
                    draw_new(stage)
            pictures.end()
        except OSError as error:
            print(f"{PROGRAM}: {sentence(error)}", file=sys.stderr)
            return 1
        return 0


@contextmanager
def _stage(vitrine: Vitrine, pictures: Pictures, size: tuple[int, int]) -> Iterator[Stage]:
    """Give a stage with a viewer of its own, which sends nothing and is closed afterwards."""
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
    app.setApplicationName(wording.NAME)
    theme.begin(app, asked.theme or "system")
    # Ctrl-C closes the window as its user would; Qt's loop looks at signals whenever a timer has fired.
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    shell = Shell()
    shell.resize(*asked.size)
    unforeseen = Unforeseen(debug=asked.debug)
    start = Start(app, shell, asked, unforeseen)
    shell.painted.connect(start.load)
    shell.show()
    try:
        with unforeseen.watching():
            return app.exec()
    finally:
        start.close()


def _innermost(error: BaseException) -> tuple[CodeType | None, int]:
    """Return the code and the line that raised an error, (None, 0) where it was never raised."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return (at.tb_frame.f_code, at.tb_lineno) if at is not None else (None, 0)


def _refuse(app: QApplication, line: str) -> int:
    print(f"{PROGRAM}: {line}", file=sys.stderr)
    if app.platformName() != "offscreen":
        from gui.pages.notice import tell

        tell(wording.CANNOT_START, line)
    return 1


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        least, most = f"{LEAST_SCALE:g}", f"{MOST_SCALE:g}"
        raise argparse.ArgumentTypeError(wording.SCALE_BETWEEN.format(least=least, most=most))
    return scale


def _size(text: str) -> tuple[int, int]:
    width, _, height = (int(part) if part.isdecimal() else 0 for part in text.partition("x"))
    if not (LEAST_WIDTH <= width <= MOST_SIDE and LEAST_HEIGHT <= height <= MOST_SIDE):
        least, most = f"{LEAST_WIDTH}x{LEAST_HEIGHT}", f"{MOST_SIDE}x{MOST_SIDE}"
        usual = f"{WIDTH}x{HEIGHT}"
        raise argparse.ArgumentTypeError(wording.SIZE_BETWEEN.format(usual=usual, least=least, most=most))
    return width, height


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=PROGRAM, description=wording.DESCRIPTION, epilog=wording.EXAMPLE)
    add, size = parser.add_argument, wording.SIZE.format(size=f"{WIDTH}x{HEIGHT}")
    add("--page", metavar=wording.A_NAME, help=wording.PAGE.format(pages=", ".join(PAGES)))
    add("--profile", choices=["demo"], default="real", help=wording.PROFILE)
    add("--theme", choices=["light", "dark", "contrast"], help=wording.THEME)
    add("--screenshots", metavar=wording.A_FOLDER, help=wording.SCREENSHOTS)
    # Another that was asked for is this process's already (gui.__main__), and is offered to nobody.
    add("--language", choices=sorted({"en", LANGUAGE}), metavar="{en}", default=LANGUAGE, help=wording.LANGUAGE)
    add("--scale", type=_scale, metavar=wording.A_NUMBER, help=wording.SCALE)
    add("--size", type=_size, metavar=wording.A_SIZE, default=(WIDTH, HEIGHT), help=size)
    add("--debug", action="store_true", help=wording.DEBUG)
    add("--version", action="version", version=f"{wording.NAME} {__version__}")
    return parser.parse_args(arguments)
