"""A proxy on a raw socket: opens a way to this computer's ports, or does what a bad one does instead."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable

from tests.fakes.server import Behaviour, Peer, forwarding

OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
_CONNECT = re.compile(rb"CONNECT 127\.0\.0\.1:(\d+) HTTP/1\.1\r\n")


def asked(peer: Peer) -> int:
    """Read what the proxy is told; to which port it is to open a way."""
    found = _CONNECT.match(peer.read_request())
    assert found is not None, bytes(peer.arrived)
    return int(found[1])


def opening(peer: Peer) -> None:
    """As a good proxy does."""
    port = asked(peer)
    peer.write(OPEN)
    forwarding(port)(peer)


def saying(written: bytes) -> Behaviour:
    """Answers this, and hangs up."""

    def behave(peer: Peer) -> None:
        asked(peer)
        peer.write(written)

    return behave


def after_asking(act: Callable[[Peer], object]) -> Behaviour:
    """Hears where to, and then does this."""

    def behave(peer: Peer) -> None:
        asked(peer)
        act(peer)

    return behave


def intercepting(tls: ssl.SSLContext, taken: bytearray) -> Behaviour:
    """Says that the way is open, and is the receiver itself, with a certificate of its own; keeps what it can read."""

    def behave(peer: Peer) -> None:
        asked(peer)
        peer.write(OPEN)
        with tls.wrap_socket(peer.socket, server_side=True) as inside:
            inner = Peer(inside, peer.closing)
            try:
                inner.read_request()
                inner.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}")
            finally:
                taken.extend(inner.arrived)

    return behave
