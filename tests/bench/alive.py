"""The viewer under load, in a process of its own: what its window's thread does between the ticks of a timer.

`python alive.py LOAD [FILE]` opens the viewer as its user does, goes to the load's page, does what is to be done there
and says, as JSON, how much CPU time of that thread (milliseconds) lay between two ticks: of 99 in 100 at most, and of
the longest.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from gui.bridge import Bridge
from tests.bench.started import end, values

if TYPE_CHECKING:
    from core.record.verification.verify import Verdict
    from gui.viewer import Viewer

TICK_MILLISECONDS = 2
SETTLE_MILLISECONDS = 2_000
RECORDS, BATCH = 10_000, 500
GROUP = "web_request"
PAGES = {"send": "outbox", "check": "processed_object", "verify": "history"}


class Ticks(QObject):
    """Counts from its making on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._spent: list[float] = []
        self._last = time.thread_time()
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start(TICK_MILLISECONDS)

    def _tick(self) -> None:
        at = time.thread_time()
        self._spent.append((at - self._last) * 1000)
        self._last = at

    def end(self) -> None:
        """Say what came of it."""
        spent = sorted(self._spent)
        end(json.dumps({"ticks": len(spent), "most": spent[len(spent) * 99 // 100], "longest": spent[-1]}))


def send(viewer: Viewer, ended: Callable[[], None]) -> None:
    """Queue so many records, then send them by the button of the Outbox."""
    from core.clock import now, stamp
    from core.envelope import seal
    from core.reading import known
    from core.record.submission import State

    engine = viewer._engine

    def queue() -> None:
        permit, statement = engine.consent.choices().permit, engine.catalogue.statement.id
        for start in range(0, RECORDS, BATCH):
            addresses = [f"https://host-{number}.example/" for number in range(start, start + BATCH)]
            batch = [seal(GROUP, {"url": known(address, "typed")}, statement) for address in addresses]
            engine.ledger.queue(batch, permit, stamp(now()))

    def finish() -> None:
        assert viewer.live is not None
        assert viewer.live.counts[State.CONFIRMED] >= RECORDS
        # What was shown just now is painted first.
        QTimer.singleShot(SETTLE_MILLISECONDS, ended)

    def done(name: str, _said: str) -> None:
        if name == "retry":
            viewer.when_read(finish)

    viewer.actions.done.connect(done)
    Bridge(viewer.actions.log, viewer.window).run(
        queue, lambda _: viewer.when_read(lambda: press(viewer, "Send now")), refuse
    )


def check(viewer: Viewer, ended: Callable[[], None], file: str = "") -> None:
    """Check a file."""
    viewer.checks.ended.connect(lambda *_: QTimer.singleShot(SETTLE_MILLISECONDS, ended))
    viewer.checks.check_files([Path(file)])


def verify(viewer: Viewer, ended: Callable[[], None]) -> None:
    """Check the record by the button of the History."""

    def finish(verdict: Verdict) -> None:
        assert verdict.ok
        assert verdict.events > RECORDS
        QTimer.singleShot(SETTLE_MILLISECONDS, ended)

    viewer.actions.verified.connect(finish)
    press(viewer, "Check the records")


def press(viewer: Viewer, words: str) -> None:
    """Press a button of the page in front."""
    from gui.widgets.button import Button

    assert viewer.window.page is not None
    next(each for each in viewer.window.page.findChildren(Button) if each.text() == words).click()


def refuse(error: BaseException) -> None:
    """What cannot be done cannot be measured."""
    raise error


def main(load: str, *more: str) -> None:
    """Open the viewer and the page, and measure from there until the load has ended."""
    work: Callable[..., None] = {"send": send, "check": check, "verify": verify}[load]

    def begin(viewer: Viewer) -> None:
        viewer.window.choose(PAGES[load])
        QTimer.singleShot(SETTLE_MILLISECONDS, lambda: work(viewer, Ticks(viewer.window).end, *more))

    values(begin)


if __name__ == "__main__":
    main(*sys.argv[1:])
