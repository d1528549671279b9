"""One connection, one request, one answer: HTTP around what a receiver does. Nothing here trusts the other side."""

import contextlib
import io
import os
import re
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.catalogue import Catalogue
from core.clock import now, stamp
from core.errors import Refused
from core.receiver.contract import CONTENT_TYPE, LARGEST_BODY, NUMBER, proves, read, tree
from core.receiver.kept import Kept
from core.wording import receiver as words

HERE = "127.0.0.1"
SUBMISSIONS = "/v1/submissions"
# Head and body together; beyond it the connection counts as ended.
MOST_BYTES = LARGEST_BODY + 256 * 1024
# After the answer: what still arrives is read and dropped, so that the answer is not lost to a reset.
LINGER_SECONDS = 2.0
# So long an answer may take to be written, even where reading the request took all its time.
ANSWER_SECONDS = 5.0
# Connections at once; each may hold a body of 1 MiB. More wait a moment, then are asked to come again.
MOST_CONNECTIONS = 64
WAIT_SECONDS = 5.0
CLOSE_SECONDS = 5.0
# What http.server would call its own fault, though it is the request that is wrong.
_AS_OURS = {HTTPStatus.NOT_IMPLEMENTED: 405, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED: 400}
_LENGTH = re.compile(r"[0-9]{1,15}")
_BUSY_BODY = msgspec.json.encode({"error": words.TOO_MANY})
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nServer: Vitrine\r\nContent-Type: application/json\r\nRetry-After: 1\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(_BUSY_BODY), _BUSY_BODY)
)

# Status and content; a text is what is wrong.
Reply: TypeAlias = tuple[int, Mapping[str, Any] | str | None]
Report: TypeAlias = Callable[[BaseException], object]


class Source(io.RawIOBase):
    """What a connection brings, up to so many bytes and one deadline for the whole: dripping does not help."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._deadline = time.monotonic() + seconds
        self._left = MOST_BYTES
        self.ended = False

    def readable(self) -> bool:
        """Return True, which BufferedReader asks first."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; 0 when the other side has ended or sent too many. Raises TimeoutError."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        self._connection.settimeout(seconds)
        wanted = min(len(buffer), self._left)
        count = self._connection.recv_into(buffer, wanted) if wanted else 0
        self._left -= count
        self.ended = self.ended or not count
        return count


class Handler(BaseHTTPRequestHandler):
    """Reads one request and answers it; every connection is closed after its answer."""

    protocol_version = "HTTP/1.1"
    # As it stands until a first line has been read.
    command = ""
    raw_requestline: bytes = b""
    server: "Desk"

    def setup(self) -> None:
        """Read the connection through a `Source`, which limits bytes and time."""
        super().setup()
        self.rfile.close()
        self._answered = False
        self._source = Source(self.connection, self.server.seconds)
        self.rfile = io.BufferedReader(self._source)

    def finish(self) -> None:
        """Shut down writing and drain what still arrives, so that no reset overtakes the answer."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            deadline = time.monotonic() + (LINGER_SECONDS if self._answered else 0)
            while (seconds := deadline - time.monotonic()) > 0:
                self.connection.settimeout(seconds)
                if not self.connection.recv(65536):
                    break
        super().finish()

    def parse_request(self) -> bool:
        """Read the head. Returns False where it was answered: no such place, no such method, or it is not complete."""
        if not self.raw_requestline.strip():
            return self._answer(400, words.NO_REQUEST_LINE)
        if not super().parse_request():
            return False
        if self._source.ended:
            return self._answer(400, words.HEAD_CUT)
        is_one = self.path.startswith(f"{SUBMISSIONS}/") and NUMBER.fullmatch(self.path[len(SUBMISSIONS) + 1 :])
        if self.path != SUBMISSIONS and not is_one:
            return self._answer(404, words.NO_SUCH_PLACE)
        allowed = "DELETE" if is_one else "POST"
        if self.command != allowed:
            return self._answer(405, words.OTHER_METHOD.format(method=allowed), Allow=allowed)
        return True

    def do_POST(self) -> None:
        """Take submissions."""
        self._answer(*(self._wrong_head() or self._taken()))

    def _taken(self) -> Reply:
        length = int(self.headers["Content-Length"])
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            body = self.rfile.read(length)
        except TimeoutError:
            return 408, words.BODY_LATE
        if len(body) < length:
            return 400, words.BODY_CUT
        return self.server.submit(body)

    def do_DELETE(self) -> None:
        """Erase a submission."""
        secrets = self.headers.get_all("Deletion-Secret", [])
        self._answer(*self.server.delete(self.path.rpartition("/")[2], secrets[0] if len(secrets) == 1 else ""))

    def handle_expect_100(self) -> bool:
        """Return True without a 100 Continue, which `do_POST` sends once the head is found right."""
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what http.server finds wrong, as JSON like every other answer."""
        del message, explain  # they quote the request
        code = _AS_OURS.get(HTTPStatus(code), code)
        self._answer(code, HTTPStatus(code).phrase.lower())

    def version_string(self) -> str:
        """Return the Server header, which names neither Python nor this computer."""
        return "Vitrine"

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - http.server's name
        """Log nothing: what arrives is kept or refused, and the answer says which."""

    def _wrong_head(self) -> Reply | None:
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or not lengths:
            return 411, words.NO_LENGTH
        if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]):
            return 400, words.MANY_LENGTHS
        kind = self.headers.get_content_type() if len(self.headers.get_all("Content-Type", [])) == 1 else ""
        if kind != CONTENT_TYPE or "Content-Encoding" in self.headers:
            return 415, words.OTHER_CONTENT.format(kind=CONTENT_TYPE)
        if int(lengths[0]) > LARGEST_BODY:
            return 413, words.BODY_TOO_LARGE.format(limit=LARGEST_BODY)
        return None

    def _answer(self, status: int, content: Mapping[str, Any] | str | None, **headers: str) -> bool:
        """Write the whole answer. Returns False, as parse_request has to when it has answered."""
        document = {"error": content} if isinstance(content, str) else content
        body = msgspec.json.encode(document) if document is not None else b""
        told = {"Server": self.version_string(), **headers, "Connection": "close"}
        if content is not None:
            told["Content-Type"] = "application/json"
        if status != HTTPStatus.NO_CONTENT:
            told["Content-Length"] = str(len(body))
        first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
        lines = [first, *(f"{name}: {value}" for name, value in told.items()), "", ""]
        self._answered = self.close_connection = True
        # One time for the whole, however slowly it is read.
        self.connection.settimeout(ANSWER_SECONDS)
        self.wfile.write("\r\n".join(lines).encode("ascii") + (b"" if self.command == "HEAD" else body))
        return False


class Desk(ThreadingHTTPServer):
    """Takes what arrives, a thread a connection. `seconds`: what one request may take; `report` is told of faults."""

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
            return 400, words.LINE.format(number=len(judged), why=judged[-1].problem)
        try:
            receipts, refused = self._kept.keep(judged, stamp(now()))
        except (OSError, Refused):
            return 503, words.NOTHING_KEPT
        signed = {"tree": tree(receipts, self._key)} if receipts else {}
        return 202, {"receipts": receipts, **signed, "refused": refused}

    def delete(self, submission: str, secret: str) -> Reply:
        """Erase a submission for whoever holds its secret; 403 without it, whether or not the number is here."""
        if not proves(secret, submission):
            return 403, words.OTHER_SECRET
        try:
            found = self._kept.delete(submission)
        except (OSError, Refused):
            return 503, words.NOTHING_KEPT
        return (204, None) if found else (404, words.NO_SUCH_SUBMISSION)

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
