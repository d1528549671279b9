"""What any connection shows a receiver, beside what is in the body."""

from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from core.network.proxy import Proxy, shown_head
from core.product import Endpoint
from core.sending.request import Request
from core.wording import connection as words

# What it is, its value here, what it tells.
Row: TypeAlias = tuple[str, str, str]


def rows(endpoint: Endpoint, request: Request, proxy: Proxy | None = None, *, unset: bool = False) -> list[Row]:
    """Return everything but the body. `unset`: the settings cannot be read, so nobody knows whether a proxy is set."""
    line = request.head.split(b"\r\n", 1)[0].decode("ascii")
    used = proxy if endpoint.scheme == "https" else None
    where = words.PRACTICE if endpoint.practice else words.PROXIED if used else words.DIRECT
    return [
        *([(words.PROXY, words.NOT_KNOWN, words.PROXY_UNKNOWN)] if unset and endpoint.scheme == "https" else []),
        *([(words.PROXY, used.place, words.PROXY_TELLS)] if used and not unset else []),
        (words.IP_ADDRESS, *where),
        words.TIME,
        *_tls(endpoint),
        (words.REQUEST_LINE, line, words.REQUEST_LINE_TELLS),
        *((name, value, words.HEADERS[name]) for name, value in request.headers),
    ]


def told(endpoint: Endpoint, proxy: Proxy) -> tuple[str, str]:
    """Return what is told to the proxy: in a sentence, and as it stands."""
    head = shown_head(proxy, endpoint.address)
    who = words.WHO if proxy.user else words.NOBODY.format(count=len(head))
    return words.TOLD.format(place=proxy.place, who=who), head.rstrip("\r\n").replace("\r\n", "\n")


def _tls(endpoint: Endpoint) -> list[Row]:
    if endpoint.scheme != "https":
        return [words.NOT_ENCRYPTED]
    name = urlsplit(endpoint.address).hostname or ""
    named = (words.SERVER_NAME, name, words.SERVER_NAME_TELLS)
    return [words.ENCRYPTED] if _is_number(name) else [named, words.ENCRYPTED]


def _is_number(host: str) -> bool:
    """Whether it is an IP address: TLS names only names."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
