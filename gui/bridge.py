"""The only door between threads: work goes out, its result comes back on the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Result = TypeVar("Result")


class Bridge(QObject):
    """Runs operations one after the other on a single worker thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vitrine")
        # Queued always: an operation may be done before its caller has gone on.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        operation: Callable[[], Result],
        success: Callable[[Result], None],
        failure: Callable[[BaseException], None],
    ) -> None:
        """Do `operation` on the worker, then call `success` or `failure` here; nothing once closed."""

        def finished(future: Future[Result]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            self._arrived.emit((lambda: failure(error)) if error else (lambda: success(future.result())))

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
