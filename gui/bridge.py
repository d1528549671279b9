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
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vitrine")
        # Queued always: an operation may be done before its caller has gone on.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        operation: Callable[[], Result],
        success: Callable[[Result], None],
        failure: Callable[[BaseException], None],
    ) -> None:
        """Do `operation` on the worker, then call `success` or `failure` here."""

        def finished(future: Future[Result]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            self._arrived.emit((lambda: failure(error)) if error else (lambda: success(future.result())))

        self._worker.submit(operation).add_done_callback(finished)

    def tell(self, call: Callable[[], None]) -> None:
        """From within an operation: do this here, before its result arrives."""
        self._arrived.emit(call)

    def close(self) -> None:
        """Let the operation under way end; drop the others and every result still on its way."""
        self._arrived.disconnect(self._deliver)
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, call: Callable[[], None]) -> None:
        call()
