"""One question that takes its time, asked on a worker of its own, again whenever somebody wants to know."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from core.log import Log
from core.record.verify import Progress
from core.wording.errors import failed
from gui.bridge import Bridge

# It is handed what it may tell its progress to, and what then says whether to go on.
Question: TypeAlias = Callable[[Progress], object]


class Inquiry(QObject):
    """One at a time: whoever asks while it is asked gets that answer."""

    answered = Signal(object)
    failed = Signal(str)  # why not, in one line
    progressed = Signal(int, int)  # done, of how many
    stopped = Signal()

    def __init__(self, question: Question, log: Log, parent: QObject | None = None) -> None:
        """`log` is told of errors that nobody foresaw."""
        super().__init__(parent)
        self._question = question
        self._bridge, self._stop = Bridge(log, self), threading.Event()
        self.is_asking = False

    def ask(self) -> None:
        """Ask it now, unless it is being asked."""
        if not self.is_asking:
            self.is_asking = True
            self._stop.clear()
            self._bridge.run(lambda: self._question(self._go_on), self._answer, self._fail)

    def stop(self) -> None:
        """Want no answer any more."""
        self._stop.set()

    def close(self) -> None:
        """Stop asking; nothing is told any more."""
        self._stop.set()
        self._bridge.close()

    def _go_on(self, done: int, of: int) -> bool:
        self._bridge.tell(lambda: self.progressed.emit(done, of))
        return not self._stop.is_set()

    def _answer(self, found: object) -> None:
        self.is_asking = False
        # What was stopped half-way is no answer.
        if self._stop.is_set():
            self.stopped.emit()
        else:
            self.answered.emit(found)

    def _fail(self, error: BaseException) -> None:
        self.is_asking = False
        self.failed.emit(failed(error))
