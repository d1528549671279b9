"""Row 31: whatever stands in a text from outside, every widget shows it letter by letter, marked, and with an end.

A round puts one text into every place where one can come in, each with a mark of its own, and goes through the window
step by step: every page in every state. What a widget holds, what a screen reader is told and what is drawn is judged.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from core.doctor import Check
from core.record.verify import Progress
from gui import theme
from gui.viewer import Viewer
from tests.fakes.receiver import Receiver
from tests.fakes.server import Server
from tests.faults.hostile_checks import check, found_elsewhere, inspecting
from tests.faults.hostile_demo import play
from tests.faults.hostile_house import furnish
from tests.faults.hostile_judge import Judge, ours
from tests.faults.hostile_states import Home
from tests.faults.hostile_steps import steps
from tests.faults.hostile_walk import looked_at
from tests.faults.hostile_words import Marks, texts
from tests.faults.row import Found

# As many steps as a round has.
ROUND = 40
# Of so many texts one goes through the demo too, which knows more states and takes its time.
DEMOS = 8


@dataclass(slots=True)
class Count:
    """What came of all rounds."""

    steps: int = 0
    whole: int = 0
    demos: int = 0
    places: int = 0
    read: int = 0
    drawn: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, judge: Judge, *, whole: bool) -> None:
        """One round more; only a `whole` one can have missed something."""
        self.places = max(self.places, len(judge.marks.places))
        self.read += judge.texts
        self.drawn += judge.pieces
        self.wrong += [*judge.wrong, *(judge.missed() if whole else ())]

    @property
    def found(self) -> Found:
        """In words."""
        wrong = f"{len(self.wrong)}: {Counter(self.wrong).most_common(1)[0][0]}" if self.wrong else "0"
        figure = (
            f"texts gone through whole: {self.whole} in {self.places} places, {self.demos} in the demo; "
            f"{len(list(ours()))} classes of widgets and models; "
            f"{self.read} read, {self.drawn} drawn: interpreted, not marked, endless or missing {wrong}"
        )
        return Found(self.steps, figure, not self.wrong and self.steps > 0)


def sweep(n: int, number: int) -> Found:
    """So many steps, through as many rounds as they take."""
    application = QApplication.instance() or QApplication(["vitrine", "-style", "fusion"])
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    count = Count()
    for turn, text in enumerate(texts(-(-n // ROUND), number)):
        with tempfile.TemporaryDirectory() as place:
            go_through(text, Path(place), count, n)
        if n > ROUND and turn % DEMOS == 0:
            with tempfile.TemporaryDirectory() as place:
                go_through_demo(text, Path(place), count)
    return count.found


def go_through(text: str, folder: Path, count: Count, n: int) -> None:
    """One round, unless it ends with the `n`th step of all."""
    marks, receiver = Marks(text), Receiver()
    judge = Judge(marks)
    whole = False
    with Server(receiver) as server, found_elsewhere(marks):
        built = furnish(folder, marks, server.port)
        with looked_at(Viewer(inspecting(built, marks)), judge) as walk:
            viewer = walk.viewer
            viewer._examine = partial(_examined, check(marks), viewer._examine)
            home = Home(folder, marks, receiver, built, walk)
            for step in steps(home):
                if count.steps == n:
                    break
                step(home)
                count.steps += 1
            else:
                whole = True
    count.whole += whole
    count.add(judge, whole=whole)
    count.wrong += judge.unmet() if whole else ()


def go_through_demo(text: str, folder: Path, count: Count) -> None:
    """The same text in the demo’s invented data."""
    judge = Judge(Marks(text))
    play(judge, folder)
    count.demos += 1
    count.add(judge, whole=True)


def _examined(more: Check, before: Callable[[Progress], list[Check]], progress: Progress) -> list[Check]:
    return [more, *before(progress)]
