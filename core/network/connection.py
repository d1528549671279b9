"""One connection to a receiver, that never blocks longer than a moment without asking whether it may go on."""

import errno
import io
import os
import selectors
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from threading import Thread
from typing import Any, TypeVar

import certifi

from core.errors import Code, Refused, Unavailable
from core.network.proxy import Proxy, connect_head, is_open
from core.text import visible
from core.wording.network import distrust, tls_failure

PIECE = 16 * 1024
# Head, body and how the body is chunked; beyond it nothing more is read.
MOST_READ = 4 * 1024 * 1024
# So long a blocked step may last before the gate and the clock are asked again.
_TICK = 0.05
# On: closing throws away what was not yet sent and resets the connection. Windows has two shorts there.
_LINGER = "hh" if sys.platform == "win32" else "ii"
_CONNECTING = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)}
Found = TypeVar("Found")


class Stopped(Exception):
    """The gate said no."""


class ConnectionEnded(Unavailable):
    """The connection came to nothing; the code says why."""


class Connection(io.RawIOBase):
    """One connection. Never blocks longer than a moment without asking the gate and the clock."""

    def __init__(self, go_on: Callable[[], bool], seconds: float, connect_seconds: float) -> None:
        self._go_on = go_on
        self._start = time.monotonic()
        self._seconds = seconds
        self._until = self._start + min(seconds, connect_seconds)
        self._late = Code.NETWORK_CONNECT_LATE, min(seconds, connect_seconds)
        self._socket: socket.socket | None = None
        self._read = 0
        self.started = False

    def connect(self, host: str, port: int, name: str, tls: ssl.SSLContext | None) -> None:
        """Connect, and with `tls` prove that the other side is `name`. Nothing of the request is sent before."""
        self._reach(host, port)
        if tls is not None:
            self._prove(name, tls)
        self._begin()

    def connect_through(self, proxy: Proxy, name: str, port: int, tls: ssl.SSLContext) -> None:
        """The same through a proxy, which is told where to and nothing else. There is no other way then."""
        try:
            self._reach(proxy.host, proxy.port)
            self._ask(connect_head(proxy, name, port))
        except OSError as error:
            why = error if isinstance(error, Unavailable) else cause(error)
            raise ConnectionEnded(Code.PROXY_CLOSED, proxy=proxy.place, why=why) from error
        try:
            self._prove(name, tls)
        except ConnectionEnded as error:
            raise ConnectionEnded(Code.PROXY_PASSED, proxy=proxy.place, why=error) from error
        self._begin()

    def _reach(self, host: str, port: int) -> None:
        addresses = self._look_up(host, port)
        for number, (family, address) in enumerate(addresses, 1):
            try:
                self._connect_one(family, address, len(addresses) - number + 1)
                break
            except OSError as error:
                self.reset()
                if number == len(addresses) or time.monotonic() >= self._until:
                    raise _unreached(error, host, port) from error

    def _ask(self, head: bytes) -> None:
        """Have the proxy open a way. These bytes are nothing of a request, so none has been started by them."""
        try:
            self.write(head)
        finally:
            self.started = False
        answer, piece = b"", bytearray(1024)
        while not is_open(answer):
            count = self.readinto(piece)
            if not count:
                raise ConnectionEnded(Code.PROXY_HUNG_UP)
            answer += piece[:count]

    def _begin(self) -> None:
        """Connected: from now on the time is that of the whole exchange."""
        self._until = self._start + self._seconds
        self._late = Code.NETWORK_ANSWER_LATE, self._seconds

    def aside(self, ask: Callable[[], Found]) -> Found:
        """`ask` on a thread of its own, for as long as the gate and the clock allow. Raises what it raises."""
        found: Future[Found] = Future()

        def answer() -> None:
            try:
                found.set_result(ask())
            except (OSError, ValueError) as error:
                found.set_exception(error)

        self._check()
        Thread(target=answer, name="look up a name", daemon=True).start()
        while not wait([found], _TICK).done:
            self._check()
        return found.result()

    def certificate(self) -> bytes:
        """The certificate that the other side showed, DER; nothing where the connection is not protected."""
        connection = self._connected()
        shown = connection.getpeercert(binary_form=True) if isinstance(connection, ssl.SSLSocket) else None
        return shown or b""

    def write(self, data: Any) -> int:
        """Write all of it, in pieces, asking the gate before each."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._step(selectors.EVENT_WRITE, partial(self._send, rest[:PIECE])) :]
        return len(data)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; 0 at the end, or where there are more than any honest answer has."""
        connection = self._connected()
        wanted = min(len(buffer), MOST_READ - self._read)
        if wanted <= 0:
            return 0
        count = self._step(selectors.EVENT_READ, lambda: connection.recv_into(buffer, wanted))
        self._read += count
        return count

    def makefile(self, *_: object) -> io.BufferedReader:
        """What http.client reads an answer from."""
        return io.BufferedReader(self, 4 * PIECE)

    def finish(self) -> None:
        """The answer is complete: close politely."""
        if self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 0, 0))
        self.reset()

    def reset(self) -> None:
        """Close at once. What the kernel has not sent is thrown away, and the other side sees a reset."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise ConnectionEnded(Code.NETWORK_CLOSED)
        return self._socket

    def _send(self, piece: memoryview) -> int:
        connection = self._connected()
        # TLS may have written a part of what it then reports as not written.
        self.started = self.started or isinstance(connection, ssl.SSLSocket)
        count = connection.send(piece)
        self.started = True
        return count

    def _check(self) -> None:
        try:
            allowed = self._go_on()
        except (OSError, Refused):
            # A record that cannot be read allows nothing.
            allowed = False
        if not allowed:
            raise Stopped
        if time.monotonic() >= self._until:
            code, seconds = self._late
            raise ConnectionEnded(code, seconds=seconds)

    def _step(self, event: int, act: Callable[[], Found]) -> Found:
        """Do it as soon as the socket is ready for it."""
        while True:
            self._check()
            try:
                return act()
            except ssl.SSLWantReadError:
                self._wait(selectors.EVENT_READ)
            except ssl.SSLWantWriteError:
                self._wait(selectors.EVENT_WRITE)
            except BlockingIOError:
                self._wait(event)

    def _wait(self, event: int) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._connected(), event)
            return bool(selector.select(max(0.0, min(_TICK, self._until - time.monotonic()))))

    def _look_up(self, host: str, port: int) -> list[tuple[int, Any]]:
        """The addresses of a name, asked aside: the system's resolver cannot be told to hurry."""
        try:
            found = self.aside(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            raise (
                error if isinstance(error, ConnectionEnded) else ConnectionEnded(Code.NETWORK_NAME_UNKNOWN, host=host)
            ) from error
        return [(each[0], each[4]) for each in found]

    def _connect_one(self, family: int, address: Any, left: int) -> None:
        self._check()
        connection = self._socket = socket.socket(family, socket.SOCK_STREAM)
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = connection.connect_ex(address)
        if code not in _CONNECTING:
            raise OSError(code, os.strerror(code))
        # Of several addresses, one that swallows everything must leave time for the others.
        until = time.monotonic() + (self._until - time.monotonic()) / left
        while not self._wait(selectors.EVENT_WRITE):
            self._check()
            if time.monotonic() >= until:
                raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        if code := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, os.strerror(code))

    def _prove(self, name: str, tls: ssl.SSLContext) -> None:
        try:
            # An end without TLS's own goodbye is a cut, not an end.
            wrapped = tls.wrap_socket(
                self._connected(), server_hostname=name, do_handshake_on_connect=False, suppress_ragged_eofs=False
            )
            self._socket = wrapped
            self._step(selectors.EVENT_READ, wrapped.do_handshake)
        except ssl.SSLCertVerificationError as error:
            why = distrust(error.verify_code, error.verify_message)
            raise ConnectionEnded(Code.TLS_UNPROVEN, name=name, why=why) from error
        except ssl.SSLError as error:
            raise ConnectionEnded(Code.TLS_FAILED, name=name, why=tls_failure(error.reason)) from error


def client_context() -> ssl.SSLContext:
    """What a receiver must prove itself by: TLS 1.2 or newer, and the authorities that came with the program.

    Not ssl.create_default_context: it writes the keys of every connection wherever SSLKEYLOGFILE says.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    return context


def _unreached(error: OSError, host: str, port: int) -> ConnectionEnded:
    """Why no address of a host was reached, by what the system says of the last one tried."""
    if isinstance(error, ConnectionEnded):
        return error
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL):
        code = Code.NETWORK_NO_WAY
    elif error.errno in (errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.EHOSTDOWN):
        code = Code.NETWORK_SILENT
    elif error.errno == errno.ECONNREFUSED:
        code = Code.NETWORK_NOBODY_LISTENS
    else:
        return ConnectionEnded(Code.NETWORK_UNREACHED, host=host, port=port, why=cause(error))
    return ConnectionEnded(code, host=host, port=port)


def cause(error: OSError) -> str:
    """What the system says, in its words."""
    return visible(error.strerror or str(error) or type(error).__name__).lower()
