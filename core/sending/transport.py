"""The way to a receiver: one request, byte for byte, that can be stopped at any moment.

The environment has no say in it: no proxy, no .netrc, no certificates of its own, no key log. No redirect is followed.
A proxy is used where the user set one, for https; there is no way around it then.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import cast
from urllib.parse import SplitResult, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from core.errors import Code, Refused, Unavailable
from core.network.connection import Connection, Stopped, cause, client_context
from core.network.proxy import Proxy
from core.sending.answers import Answer
from core.sending.request import Request

# Of any answer. A thousand receipts are 0.2 MB, or 0.3 MB where each bears a signature.
LARGEST_ANSWER = 1024 * 1024
_PIECE = 16 * 1024
_TROUBLE = (OSError, http.client.HTTPException, ValueError)


class HttpTransport:
    """Sends over HTTP and HTTPS. `target` is connected to instead of the address in the request; Host stays."""

    def __init__(
        self,
        target: tuple[str, int] | None = None,
        deadline_seconds: float = 60.0,
        connect_seconds: float = 10.0,
        context: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self._target = target
        self._proxy = proxy
        self._deadline_seconds = deadline_seconds
        self._connect_seconds = connect_seconds
        self._given = context

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        """Send, asking `go_on` before each piece; a no resets the connection. Never raises for network trouble."""
        connection = Connection(go_on, self._deadline_seconds, self._connect_seconds)
        try:
            return self._exchange(connection, request)
        except Stopped:
            return Answer(None, error=Unavailable(Code.SENDING_STOPPED), body_started=connection.started)
        except _TROUBLE as error:
            return Answer(None, error=_trouble(error), body_started=connection.started)
        finally:
            connection.reset()

    def _exchange(self, connection: Connection, request: Request) -> Answer:
        tls = self._tls if request.url.startswith("https://") else None
        response = Adapter(connection, request, self._target, tls, self._proxy).send(_prepared(request))
        body, error = _body(cast(http.client.HTTPResponse, response.raw))
        if not error:
            connection.finish()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, body, error)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._given or client_context()


class SetTransport:
    """Goes as the user has set it at each request: one set meanwhile cuts off what goes another way, and counts next.

    `find`: the proxy, with its password; `written`: how it is set now, cheap to ask. Both raise Refused.
    """

    def __init__(self, find: Callable[[], Proxy | None], written: Callable[[], str]) -> None:
        self._find, self._written = find, written

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        """As any transport; where nobody can say which way is set, nothing is sent."""
        try:
            before = self._written()
            # Reading the authorities takes longer than sending to this computer.
            way = HttpTransport(context=self._tls if request.url.startswith("https:") else None, proxy=self._find())
        except Refused as error:
            return Answer(None, error=error, body_started=False)
        answer = way.send(request, lambda: go_on() and self._written() == before)
        stopped = answer.error is not None and answer.error.code is Code.SENDING_STOPPED
        return replace(answer, error=Unavailable(Code.PROXY_CHANGED)) if stopped and go_on() else answer

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return client_context()


class Adapter(BaseAdapter):
    """Where `requests` meets the network: writes exactly what it is given, and returns once the answer's head is there.

    Used without a Session, which would add headers, follow redirects, keep cookies and read the environment.
    """

    def __init__(
        self,
        connection: Connection,
        wanted: Request,
        target: tuple[str, int] | None,
        tls: ssl.SSLContext | None,
        proxy: Proxy | None = None,
    ) -> None:
        super().__init__()
        self._proxy = proxy
        self._connection, self._wanted = connection, wanted
        self._target = target
        self._tls = tls

    def send(
        self,
        request: PreparedRequest,
        stream: bool = True,
        timeout: object = None,
        verify: object = True,
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Send the bytes that this was made with, of which `request` is the form that `requests` has.

        What `requests` would let a caller choose besides is not ours to choose: it is not looked at.
        """
        del stream, timeout, verify, cert, proxies
        wanted = self._wanted
        self._connect(urlsplit(wanted.url))
        cut: OSError | None = None
        try:
            self._connection.write(wanted.head + wanted.body)
        except (ConnectionError, ssl.SSLError) as error:
            # A receiver may have answered before it had everything, and hung up.
            cut = error
        answer = http.client.HTTPResponse(cast(socket.socket, self._connection), method=wanted.method)
        try:
            answer.begin()
        except (OSError, http.client.HTTPException):
            if cut is not None:
                raise cut from None
            raise
        return _response(request, answer)

    def _connect(self, parts: SplitResult) -> None:
        name = parts.hostname or ""
        port = parts.port or (443 if self._tls else 80)
        if self._proxy is not None and self._tls is not None:
            self._connection.connect_through(self._proxy, name, port, self._tls)
        else:
            host, port = self._target or (name, port)
            self._connection.connect(host, port, name, self._tls)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.reset()


def _prepared(request: Request) -> PreparedRequest:
    """The request in the form that `requests` has. Filled in by hand: prepare() would rewrite the address and add to
    the headers."""
    prepared = PreparedRequest()
    prepared.method = request.method
    prepared.url = request.url
    prepared.headers = CaseInsensitiveDict(request.headers)
    prepared.body = request.body
    return prepared


def _response(request: PreparedRequest, answer: http.client.HTTPResponse) -> Response:
    response = Response()
    response.request = request
    response.url = request.url or ""
    response.status_code = answer.status
    response.reason = answer.reason
    response.headers = CaseInsensitiveDict({name: answer.headers[name] for name in answer.headers})
    response.raw = answer
    return response


def _body(answer: http.client.HTTPResponse) -> tuple[bytes, Unavailable | None]:
    """As much of the body as is read of any answer, and the error if it was cut before that."""
    body = bytearray()
    try:
        while len(body) < LARGEST_ANSWER and (piece := answer.read(min(_PIECE, LARGEST_ANSWER - len(body)))):
            body += piece
    except _TROUBLE as error:
        return bytes(body), Unavailable(Code.ANSWER_CUT_WHY, why=_trouble(error))
    is_cut = answer.length and len(body) < LARGEST_ANSWER
    return bytes(body), Unavailable(Code.ANSWER_CUT) if is_cut else None


def _trouble(error: Exception) -> Unavailable:
    """What went wrong with an exchange, as an error with a code."""
    if isinstance(error, Unavailable):
        return error
    if isinstance(error, ConnectionError | ssl.SSLEOFError):
        return Unavailable(Code.CONNECTION_CUT)
    if isinstance(error, OSError):
        return Unavailable(Code.CONNECTION_FAILED, why=cause(error))
    return Unavailable(Code.ANSWER_NOT_HTTP)
