"""The practice receiver: inside Vitrine, on this computer, reached by this computer only."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.catalogue import Catalogue
from core.clock import now, stamp
from core.errors import Code, Refused
from core.receiver.contract import proves, read, receipt
from core.receiver.handler import Handler, Reply
from core.receiver.kept import Kept, signing_key
from core.wording import receiver as words

HERE = "127.0.0.1"
HIGHEST_PORT = 65535
# One request in all, from connecting to the answer; an honest sender on this computer needs milliseconds.
REQUEST_SECONDS = 30.0
# At once; each may hold a body of 1 MiB. More wait a moment, then are asked to come again.
MOST_CONNECTIONS = 64
WAIT_SECONDS = 5.0
CLOSE_SECONDS = 5.0
_BUSY_BODY = msgspec.json.encode({"error": words.TOO_MANY})
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nServer: Vitrine\r\nContent-Type: application/json\r\nRetry-After: 1\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(_BUSY_BODY), _BUSY_BODY)
)
Report: TypeAlias = Callable[[BaseException], object]


class PracticeReceiver:
    """A receiver with its own folder. Between `start` and `close` it answers, from threads of its own."""

    def __init__(
        self,
        data: Path,
        catalogue: Catalogue,
        port: int = 0,
        seconds: float = REQUEST_SECONDS,
        report: Report = lambda _: None,
    ) -> None:
        """`port` 0 lets the system choose; `seconds` is what one request may take; `report` is told of faults."""
        self.data = data
        self.port = port
        self._report = report
        self.public_key = b""
        self._catalogue = catalogue
        self._seconds = seconds
        self._server: _Server | None = None
        self._thread = threading.Thread()

    def start(self) -> None:
        """Open the folder and listen; from now on `port` and `public_key` are those in use. Raises Refused."""
        try:
            kept = Kept(self.data)
            key = signing_key(self.data, kept)
        except OSError as error:
            raise Refused(Code.RECEIVER_FOLDER_UNUSABLE, folder=self.data, why=error) from error
        try:
            self._server = _Server(self.port, kept, key, self._catalogue, self._seconds)
        except OSError as error:
            raise Refused(Code.RECEIVER_PORT_UNUSABLE, port=self.port, host=HERE, why=error) from error
        self._server.report = self._report
        self.port = self._server.server_address[1]
        self.public_key = key.public_key().public_bytes_raw()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; requests whose body is there are still answered, the others end."""
        if self._server is not None:
            self._server.end()
            self._thread.join()
            self._server = None

    def bodies(self) -> list[bytes]:
        """Return the body of everything received and not deleted, in the order it came."""
        return Kept(self.data).bodies()

    def __enter__(self) -> Self:
        """Start it, as `start` does."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, as `close` does."""
        self.close()


class _Server(ThreadingHTTPServer):
    report: Report
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    # On Windows this would let two programs share the port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, kept: Kept, key: Ed25519PrivateKey, catalogue: Catalogue, seconds: float) -> None:
        self.seconds = seconds
        self._kept, self._key, self._catalogue = kept, key, catalogue
        self._free = threading.Semaphore(MOST_CONNECTIONS)
        self._open: set[socket.socket] = set()
        self._ending = threading.Event()
        super().__init__((HERE, port), Handler)

    def submit(self, body: bytes) -> Reply:
        """Judge every line and keep the good ones. Returns status and answer; what is answered 202 is on the disk."""
        judged = read(body, self._catalogue)
        if judged[-1].submission is None:
            return 400, {"error": words.LINE.format(number=len(judged), why=judged[-1].problem)}
        received = stamp(now())
        try:
            taken = self._kept.keep(judged, lambda number, sha256: receipt(number, sha256, received, self._key))
        except (OSError, Refused):
            return 503, {"error": words.NOTHING_KEPT}
        return 202, {"receipts": taken.receipts, "refused": taken.refused}

    def delete(self, submission: str, secret: str) -> Reply:
        """Erase a submission for whoever holds its secret; 403 without it, whether or not the number is here."""
        if not proves(secret, submission):
            return 403, {"error": words.OTHER_SECRET}
        try:
            found = self._kept.delete(submission)
        except (OSError, Refused):
            return 503, {"error": words.NOTHING_KEPT}
        return (204, None) if found else (404, {"error": words.NO_SUCH_SUBMISSION})

    def server_bind(self) -> None:
        """Bind as TCPServer does: HTTPServer would look up this computer's name."""
        socketserver.TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give the connection a thread as soon as fewer than MOST_CONNECTIONS are busy; else answer 503."""
        if not self._free_soon():
            with contextlib.suppress(OSError):
                request.sendall(_BUSY)
            self.shutdown_request(request)
            return
        self._open.add(request)
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._done(request)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection, to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._done(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is nothing to tell; anything else is a fault of ours, and is reported."""
        del request, client_address
        if (error := sys.exception()) is not None and not isinstance(error, OSError):
            self.report(error)

    def end(self) -> None:
        """Stop listening, cut what is still arriving, let answers be written."""
        self._ending.set()
        self.shutdown()
        self.server_close()
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
        deadline = time.monotonic() + CLOSE_SECONDS
        while self._open and time.monotonic() < deadline:
            time.sleep(0.01)

    def _free_soon(self) -> bool:
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._ending.is_set() and time.monotonic() < deadline:
            if self._free.acquire(timeout=0.05):
                return True
        return False

    def _done(self, request: socket.socket) -> None:
        self._open.discard(request)
        self._free.release()
