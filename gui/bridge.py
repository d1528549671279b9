"""The only door between threads: work goes out, its result comes back on the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import Code, Coded, Refused
from core.log import Log

Result = TypeVar("Result")


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
        success: Callable[[Result], None],
        failure: Callable[[BaseException], None],
    ) -> None:
        """Do `operation` on the worker, then call `success` or `failure` here; nothing once closed.

        `failure` gets the Refused or OSError that the operation raised; for any other, which is logged,
        `Code.UNEXPECTED_HERE`.
        """

        def finished(future: Future[Result]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is None:
                self._arrived.emit(lambda: success(future.result()))
            elif not isinstance(error, Ended):
                told = error if isinstance(error, Coded | OSError) else unforeseen(self._log, error)
                self._arrived.emit(lambda: failure(told))

        if self._closed:
            return
        self._worker.submit(operation).add_done_callback(finished)

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
