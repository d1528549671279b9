"""Row 31: whatever stands in a text from outside, every widget shows it letter by letter, marked, and with an end.

A round puts one text into every place where one can come in, each with a mark of its own, and goes through the window
step by step: every page in every state. What a widget holds, what a screen reader is told and what is drawn is judged.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.assembly import build_demo
from core.demo.demo import State
from gui import theme
from gui.screenshots.scenes import draw_lived_in, draw_new
from gui.viewer import Viewer
from tests.fakes.receiver import Receiver
from tests.fakes.server import Server
from tests.faults.hostile_text.assertions import Judge, ours
from tests.faults.hostile_text.driver import Tour, Walk
from tests.faults.hostile_text.fixtures import found_elsewhere, furnish, invented_anew
from tests.faults.hostile_text.values import Marks, texts
from tests.faults.row import Found

# As many steps as a round has.
ROUND = 41
# Of so many texts one goes through the demo too, which knows more states and takes its time.
DEMOS = 8
STATES: tuple[State, ...] = ("lived_in", "new")


def sweep(n: int, number: int) -> Found:
    """Go so many steps, through as many rounds as they take."""
    application = QApplication.instance() or QApplication(["vitrine", "-style", "fusion"])
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    count, wrong = Counter[str](), list[str]()
    for turn, text in enumerate(texts(-(-n // ROUND), number)):
        for go in (go_through, go_through_demo) if n > ROUND and turn % DEMOS == 0 else (go_through,):
            judge = Judge(Marks(text))
            with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
                # Called for an error in what a signal is connected to, which would only be printed.
                patch.setattr(sys, "excepthook", lambda _, error, __: wrong.append(f"raised: {error!r}"))
                count += go(judge, Path(folder), n - count["steps"])
            count["places"] = max(count["places"], len(judge.marks.places))
            count.update(read=judge.texts, drawn=judge.pieces)
            wrong.extend(judge.wrong)
    figure = (
        f"texts gone through whole: {count['whole']} in {count['places']} places, {count['demos']} in the demo; "
        f"{len(ours())} classes of widgets and models; {count['read']} read, {count['drawn']} drawn: "
        f"interpreted, not marked, endless, missing or failed {len(wrong)}"
    )
    most = f": {Counter(wrong).most_common(1)[0][0]}" if wrong else ""
    return Found(count["steps"], figure + most, not wrong and count["steps"] > 0)


def go_through(judge: Judge, folder: Path, most: int) -> Counter[str]:
    """Go one round, of so many steps at most; only a whole one can have missed something."""
    receiver = Receiver()
    with Server(receiver) as server, found_elsewhere(judge.marks):
        built = furnish(folder, judge.marks, server.port)
        with closing(Tour(folder, judge, built, receiver)) as tour:
            steps = list(tour.steps())
            for step in steps[:most]:
                step()
    is_whole = len(steps) <= most
    judge.wrong += [*judge.missed(), *judge.unmet()] if is_whole else []
    return Counter(steps=min(len(steps), most), whole=int(is_whole))


def go_through_demo(judge: Judge, folder: Path, _most: int) -> Counter[str]:
    """Look at both lives of the demo wherever a picture would be drawn, with the same text in its invented data."""
    with invented_anew(judge.marks, folder):
        for state in STATES:
            with closing(Walk(Viewer(build_demo({"VITRINE_HOME": str(folder)}, state)), judge)) as walk:
                (draw_new if state == "new" else draw_lived_in)(walk.stage)
    judge.wrong += judge.missed()
    return Counter(demos=1)
