"""`python -m tests.pseudo.window FOLDER`: walks through the window and prints what it found, as JSON.

Run with VITRINE_LANGUAGE=pseudo and without a screen.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from core import paths
from core.assembly import build, build_demo
from core.envelope import items
from gui import theme
from gui.pages.handbook import CONTENTS
from gui.pages.page import Page
from gui.screenshots.scenes import draw_lived_in, draw_new
from gui.screenshots.stage import Stage
from gui.state import components, support
from tests.gui.screen_words import AROUND, Heard, play
from tests.pseudo.acts import ERROR, act
from tests.pseudo.cut import cut
from tests.pseudo.data import Data
from tests.pseudo.words import BRACKET, english, is_nested, watch

# Said by Qt's offscreen platform of every window that has a minimum size.
NO_HINTS = "This plugin does not support propagateSizeHints"
MOST_SUBMISSIONS = 10_000
# What the scenes type into the search.
SOUGHT = "adapter"
NUMBER = re.compile(r"\d[\w.,:]*")


@dataclass(frozen=True)
class Walk(Heard):
    """Takes down what is cut, too: by page, where on it, and the message in English."""

    cuts: set[tuple[str, str, str]] = field(default_factory=set)

    def draw(self, window: QWidget, page: str, state: str, title: str, alt: str) -> None:
        """Look at the page in front, and at what stands around it."""
        super().draw(window, page, state, title, alt)
        seen = [each for each in window.findChildren(QWidget) if each.isVisible()]
        fronts = [{id(part) for part in (each, *each.findChildren(QWidget))} for each in seen if isinstance(each, Page)]
        for widget in seen:
            of = page if any(id(widget) in front for front in fronts) else AROUND
            self.cuts.update(
                (of, english(where), NUMBER.sub("#", english(text))) for where, text in cut(widget) if BRACKET in text
            )


def learning(data: Data, scenes: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """The scenes; before and after them the values that are shown are learnt as data."""

    def learn(stage: Stage) -> None:
        engine, live = stage.engine, stage.window.live
        assert live is not None
        data.add_catalogue(engine.catalogue, engine.product)
        data.add_values(live.choices.region, live.settings.theme)
        for group in live.groups.values():
            data.add_values(fact.value for fact in group.shown.reading.values())
            data.add_sources(fact.source for fact in group.shown.reading.values())
            if group.request is not None:
                data.add(re.split(r": |\r\n", group.request.head.decode()))
        for each in engine.ledger.history.submissions(limit=MOST_SUBMISSIONS):
            data.add(each.receipt)
            data.add_values(items(each.envelope) if each.envelope else ())

    def play_and_learn(stage: Stage) -> None:
        learn(stage)
        scenes(stage)
        learn(stage)

    return play_and_learn


def main(folder: Path) -> int:
    """Walk, and print what was found."""
    failed: list[str] = []
    watch(failed)
    complaints(failed)
    app = QApplication(["vitrine", "-style", "fusion"])
    # Inter has no such bracket; the one of whatever font is on this computer might be wider.
    QFont.insertSubstitution(theme.FAMILY, theme.MONO_FAMILY)
    theme.apply(app, "light")
    data = Data()
    data.add_values(SOUGHT, ERROR.__name__, _contents())
    data.add(support.programs(), support.system(), [[each.name, each.license] for each in components.parts()])
    walk, real = Walk(folder, "light", "pseudo", 1.0), Heard(folder, "light", "pseudo", 1.0)
    play(build_demo(), walk, learning(data, draw_lived_in))
    play(build_demo(state="new"), walk, learning(data, draw_new))
    # What is on this computer is as long as it is: there nothing is measured.
    play(build("real", {"VITRINE_HOME": str(folder / "home")}), real, learning(data, partial(act, folder)))
    shown = {page: walk.pages[page] | real.pages[page] for page in real.pages}
    shown["pictures"] = set(walk.alts.values())
    escaped = {f"{page}: {text}": left for page, texts in shown.items() for text in texts if (left := data.left(text))}
    broken = sorted({text for texts in shown.values() for text in texts if not is_nested(text)})
    print(json.dumps({"failed": failed, "broken": broken, "escaped": escaped, "cut": sorted(walk.cuts)}))
    return 0


def _contents() -> str:
    """The heading of the handbook's list of pages, which is opened."""
    return (paths.handbook() / f"{CONTENTS}.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def complaints(failed: list[str]) -> None:
    """Take down what Qt complains of."""

    def take(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not text.startswith(NO_HINTS):
            failed.append(text)

    qInstallMessageHandler(take)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
