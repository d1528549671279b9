"""One start, in a process of its own: goes as far as it is told to, says so, and ends there.

Nothing is imported that a bare window would not: what is measured is the whole process. It holds still when it is
there, until its standard input ends, so that its memory can be looked at from outside.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui.app import Start
    from gui.viewer import Viewer

GROUPS = 7
SETTLE_SECONDS, IDLE_SECONDS = 10, 40


def bare() -> None:
    """A window of PySide6 alone, as large as ours, painted and on the screen."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        def paintEvent(self, _event: object) -> None:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

        def customEvent(self, _event: object) -> None:
            end()

    app = QApplication([])
    window = Bare()
    window.resize(1200, 780)
    window.show()
    app.exec()


def shell() -> None:
    """Ours, until the empty window is painted and on the screen."""
    from gui.app import Start, main

    replace(Start, "load", lambda _load, _start: end())
    main([])


def values(then: Callable[[Viewer], None] = lambda _: end()) -> None:
    """Ours, until the overview shows what was read of all groups, painted."""
    from gui.app import Start, main

    def build(usual: Callable[[Start], object], start: Start) -> object:
        from gui.viewer import Viewer

        def watch(begin: Callable[[Viewer], None], viewer: Viewer) -> None:
            viewer.when_read(lambda: painted(viewer, then))
            begin(viewer)

        replace(Viewer, "start", watch)
        return usual(start)

    replace(Start, "_build", build)
    main([])


def idle(*, everywhere: bool = False) -> None:
    """Ours, left alone with its values on the screen: says how many seconds of CPU a second that takes."""
    from PySide6.QtCore import QTimer

    def leave_alone(viewer: Viewer) -> None:
        for page in viewer.window.keys if everywhere else ():
            viewer.window.choose(page)
        viewer.window.choose("overview")
        QTimer.singleShot(SETTLE_SECONDS * 1000, begin)

    def begin() -> None:
        wall, cpu = time.monotonic(), time.process_time()
        QTimer.singleShot(IDLE_SECONDS * 1000, lambda: end((time.process_time() - cpu) / (time.monotonic() - wall)))

    values(leave_alone)


def idle_everywhere() -> None:
    """The same, when every page was opened before: each takes every reading."""
    idle(everywhere=True)


def painted(viewer: Viewer, then: Callable[[Viewer], None]) -> None:
    """Go on when what was just shown is on the screen."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    assert viewer.live is not None
    assert viewer.window.page is not None
    assert (len(viewer.live.groups), viewer.window.page.key) == (GROUPS, "overview")
    window = viewer.window.window()

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.UpdateRequest:
                window.removeEventFilter(self)
                QTimer.singleShot(0, lambda: then(viewer))
            return False

    window.installEventFilter(Painted(window))


def replace(owner: type, name: str, by: Callable[..., object]) -> None:
    """From now on call `by` with the usual method and what the method is called with."""
    usual = getattr(owner, name)

    def method(*given: Any) -> object:
        return by(usual, *given)

    setattr(owner, name, method)


def end(told: object = "") -> None:
    """It is there."""
    print(told, flush=True)
    sys.stdin.readline()
    os._exit(0)


def give_up(*error: Any) -> None:
    """What goes wrong in a slot would only be printed, and never end."""
    sys.__excepthook__(*error)
    os._exit(1)


sys.excepthook = give_up
if __name__ == "__main__":
    {each.__name__: each for each in (bare, shell, values, idle, idle_everywhere)}[sys.argv[1]]()
