"""A server that does whatever a test says, on a raw socket, and keeps every byte that came."""

from __future__ import annotations

import contextlib
import itertools
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from types import TracebackType

SECONDS = 20.0
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class Peer:
    """One connection, seen from the server."""

    def __init__(self, connection: socket.socket, closing: threading.Event) -> None:
        self.socket = connection
        self.closing = closing
        self.arrived = bytearray()
        self.end = ""

    def read(self, most: int = 65536) -> bytes:
        """Some bytes; nothing when the other side has ended, and `end` says how."""
        try:
            data = self.socket.recv(most)
        except ssl.SSLEOFError:
            data = b""
        except ConnectionResetError:
            self.end = "reset"
            return b""
        self.arrived += data
        self.end = "" if data else "closed"
        return data

    def read_some(self, count: int) -> None:
        """So many bytes, or as many as come."""
        while len(self.arrived) < count and self.read(count - len(self.arrived)):
            pass

    def read_request(self) -> bytes:
        """One whole request."""
        while b"\r\n\r\n" not in self.arrived and self.read():
            pass
        head, _, _ = bytes(self.arrived).partition(b"\r\n\r\n")
        length = _LENGTH.search(head + b"\r\n")
        self.read_some(len(head) + 4 + (int(length[1]) if length else 0))
        return bytes(self.arrived)

    def read_all(self) -> None:
        """Until the other side ends."""
        while self.read():
            pass

    def write(self, data: bytes) -> bool:
        """Whether it could be written."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def drip(self, data: bytes, seconds: float, first: bytes = b"") -> None:
        """One byte after another, over and over, until nobody listens."""
        self.write(first)
        for each in itertools.cycle(data):
            if not self.write(bytes([each])) or self.closing.wait(seconds):
                break

    def pour(self, data: bytes, first: bytes = b"") -> None:
        """The same again and again, as fast as it goes, until nobody listens."""
        self.write(first)
        while not self.closing.is_set() and self.write(data):
            pass

    def reset(self) -> None:
        """Hang up rudely."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Behaviour = Callable[[Peer], object]


class Server:
    """Listens at 127.0.0.1 and treats each connection as `behave` says."""

    def __init__(self, behave: Behaviour, tls: ssl.SSLContext | None = None, buffer: int | None = None) -> None:
        self._behave = behave
        self._tls = tls
        self._listener = socket.socket()
        if buffer is not None:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._listener.bind(("127.0.0.1", 0))
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self.port: int = self._listener.getsockname()[1]
        self.peers: list[Peer] = []
        self.failures: list[OSError] = []

    def __enter__(self) -> Server:
        self._listener.listen()
        self._listener.settimeout(0.02)
        self._begin(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join(SECONDS)
        self._listener.close()

    @property
    def arrived(self) -> bytes:
        """Everything that came, of all connections, once they have ended."""
        return b"".join(bytes(peer.arrived) for peer in self.peers)

    def settle(self) -> None:
        """Wait until every connection has ended."""
        for thread in self._threads[1:]:
            thread.join(SECONDS)

    def _begin(self, act: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=act, args=arguments, daemon=True)
        # Begun first: whoever waits for all of them can wait for none that has not begun.
        thread.start()
        self._threads.append(thread)

    def _accept(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listener.accept()
                connection.settimeout(SECONDS)
                self._begin(self._handle, connection)

    def _handle(self, connection: socket.socket) -> None:
        # Entered as it is: wrapping for TLS takes the descriptor over, and the first one is then empty.
        with contextlib.ExitStack() as stack:
            stack.enter_context(connection)
            try:
                if self._tls is not None:
                    connection = stack.enter_context(self._tls.wrap_socket(connection, server_side=True))
                peer = Peer(connection, self._closing)
                self.peers.append(peer)
                self._behave(peer)
            except OSError as failure:
                self.failures.append(failure)


def answer(status: int = 202, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> bytes:
    """A whole HTTP answer."""
    told = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in told.items())]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1") + body


def answering(written: bytes) -> Behaviour:
    """Reads a request, answers, and hangs up."""

    def behave(peer: Peer) -> None:
        peer.read_request()
        peer.write(written)

    return behave


def forwarding(port: int) -> Behaviour:
    """Hands every byte on to another port of this computer, and back: sees what really left."""

    def behave(peer: Peer) -> None:
        with socket.create_connection(("127.0.0.1", port), SECONDS) as onward:
            back = threading.Thread(target=_copy, args=(onward, peer.socket), daemon=True)
            back.start()
            while data := peer.read():
                with contextlib.suppress(OSError):
                    onward.sendall(data)
            with contextlib.suppress(OSError):
                onward.shutdown(socket.SHUT_RDWR)
            back.join(SECONDS)

    return behave


def _copy(origin: socket.socket, goal: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := origin.recv(65536):
            goal.sendall(data)
