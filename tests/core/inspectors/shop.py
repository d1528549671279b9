"""A bookshop of the tests' own, on this computer, and the way in which it is asked."""

from __future__ import annotations

import ssl
from collections.abc import Callable

from core.checking.addresses import check_address
from core.inspectors.certificate import Way
from core.inspectors.finding import Server
from tests.fakes.authority import Authority
from tests.fakes.server import Peer
from tests.fakes.server import Server as Listener

NAME = "bookshop.example"
PLAIN = Authority()


def silent(peer: Peer) -> None:
    """Says nothing, and hears all there is to hear."""
    peer.read_all()


def here(_: str) -> list[str]:
    """Every name leads to this computer."""
    return ["127.0.0.1"]


def way(authority: Authority = PLAIN, resolve: Callable[[str], list[str]] = here, seconds: float = 10.0) -> Way:
    """Believes this authority and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=authority.pem)
    return Way(context, resolve, seconds)


def asked(listener: Listener, used: Way, name: str = NAME) -> Server:
    """What is learnt of a server of the tests'."""
    return check_address(f"https://{name}:{listener.port}/", allow_private=True, way=used).found
