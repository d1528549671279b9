"""The only door between threads: work goes out, its result comes back on the thread of the window."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import Code, Coded, Refused
from core.log import Log
from core.wording.errors import failed

Result = TypeVar("Result")
# It is handed what it may tell its progress to, done and of how many, and what then says whether to go on.
Question: TypeAlias = Callable[[Callable[[int, int], bool]], object]


def ignore(_: object) -> None:
    """Do nothing with what an operation came to."""


class Ended(Exception):
    """Raised by an operation that need not go on: nothing more is heard of it."""


class Bridge(QObject):
    """Runs operations one after the other on a single worker thread."""

    _arrived = Signal(object)

    def __init__(self, log: Log, parent: QObject | None = None) -> None:
        """`log` is told of errors that nobody foresaw: what an operation raises that is neither Refused nor OSError."""
        super().__init__(parent)
        self._log, self._closed = log, False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vitrine")
        # Queued always: an operation may be done before its caller has gone on.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        operation: Callable[[], Result],
        success: Callable[[Result], None] = ignore,
        failure: Callable[[BaseException], None] = ignore,
    ) -> None:
        """Do `operation` on the worker, then call `success` or `failure` here; nothing once closed.

        `failure` gets the Refused or OSError that was raised; for any other, which is logged, `Code.UNEXPECTED_HERE`.
        """

        def work() -> None:
            # On the worker to its end: what is logged may be waited for.
            try:
                result = operation()
            except Ended:
                return
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
                told = error if isinstance(error, Coded | OSError) else unforeseen(self._log, error)
                self._arrived.emit(lambda: failure(told))
            else:
                self._arrived.emit(lambda: success(result))

        if self._closed:
            return
        self._worker.submit(work)

    def tell(self, call: Callable[[], None]) -> None:
        """From within an operation: do this here, before its result arrives."""
        self._arrived.emit(call)

    def close(self, *, finish: bool = False) -> None:
        """Let the operation under way end, or with `finish` all of them; drop every result still on its way."""
        if not self._closed:
            self._closed = True
            self._arrived.disconnect(self._deliver)
        self._worker.shutdown(wait=True, cancel_futures=not finish)

    def _deliver(self, call: Callable[[], None]) -> None:
        # What was posted before closing still comes.
        if not self._closed:
            call()


def unforeseen(log: Log | None, error: BaseException) -> Refused:
    """Log an error that nobody foresaw, and return what a person is told of it. The log may be waited for."""
    kind = type(error).__name__
    if log is not None and log.unexpected(error):
        return Refused(Code.UNEXPECTED_HERE, type=kind, log=log.file)
    return Refused(Code.UNEXPECTED_HERE_UNLOGGED, type=kind)


class Inquiry(QObject):
    """One question that takes its time. One at a time: whoever asks while it is asked gets that answer."""

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
