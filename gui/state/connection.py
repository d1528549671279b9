"""What any connection shows a receiver, beside what is in the body."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from core.network.proxy import Proxy, shown_head
from core.product import Endpoint
from core.sending.request import Request

# what it is, its value here, what it tells
Row: TypeAlias = tuple[str, str, str]

IP_ADDRESS = (
    "No connection works without it. From it your country, often your region and your network’s provider can be "
    "derived, and submissions that come from one address can be recognised as one household’s."
)
IP_ADDRESS_HIDDEN = (
    "The receiver sees the proxy’s instead, and yours only if the proxy tells it; the proxy sees yours. "
    "Submissions that come through one proxy can be recognised as coming through it."
)
PROXY = (
    "All sending goes through it, and nothing around it. It learns your IP address, the receiver’s name and port, when "
    "and how much; what is inside is encrypted for the receiver."
)
PROXY_UNKNOWN = "The settings cannot be read, so nobody can say whether one is set: nothing is sent until they can be."
TOLD = "To the proxy {place} this goes first, each line ended by CR LF, and an empty one at the end. {who}"
WHO = (
    "In place of the brackets stand user and password in base64. Whoever carries this to the proxy can read all of it."
)
NOBODY = "{count} bytes, which whoever carries them to the proxy can read."
HEADERS = {
    "Host": "The receiver’s name. Whoever carries the connection can read it only where it is not encrypted.",
    "User-Agent": "That Vitrine sent it. No version and no system: those are items, and stand in their groups.",
    "Accept": "The form of answer Vitrine can read.",
    "Accept-Encoding": "That the answer must come as it is, not packed.",
    "Content-Type": "The form of the body: one submission a line.",
    "Content-Length": "The body’s length in bytes, here of the first group. It lets guess which group it is.",
}


def rows(endpoint: Endpoint, request: Request, proxy: Proxy | None = None, unset: str = "") -> list[Row]:
    """Everything but the body, the address first since it tells the most. `unset`: why nobody can say whether a proxy
    is set."""
    line = request.head().split(b"\r\n", 1)[0].decode("ascii")
    used = proxy if endpoint.scheme == "https" else None
    return [
        *([("Proxy", "not known", PROXY_UNKNOWN)] if unset and endpoint.scheme == "https" else []),
        *([("Proxy", used.place, PROXY)] if used and not unset else []),
        *_around(endpoint, proxied=bool(used)),
        ("Request line", line, "That these are submissions."),
        *((name, value, HEADERS[name]) for name, value in request.headers),
    ]


def told(endpoint: Endpoint, proxy: Proxy) -> tuple[str, str]:
    """What is told to the proxy, in a sentence and as it stands."""
    head = shown_head(proxy, endpoint.address)
    who = WHO if proxy.user else NOBODY.format(count=len(head))
    return TOLD.format(place=proxy.place, who=who), head.rstrip("\r\n").replace("\r\n", "\n")


def _around(endpoint: Endpoint, *, proxied: bool) -> list[Row]:
    if endpoint.practice:
        address = ("Your IP address", "127.0.0.1", "Nothing: in practice the connection stays within this computer.")
    elif proxied:
        address = ("Your IP address", "the proxy’s", IP_ADDRESS_HIDDEN)
    else:
        address = ("Your IP address", "your network’s", IP_ADDRESS)
    return [address, ("Time", "when it is sent", "When this computer is on and connected."), *_tls(endpoint)]


def _tls(endpoint: Endpoint) -> list[Row]:
    if endpoint.scheme != "https":
        return [("Encryption", "none", "The whole request, to whoever carries the connection.")]
    name = urlsplit(endpoint.address).hostname or ""
    named = ("Server name (TLS)", name, "Readable to whoever carries the connection, though the rest is encrypted.")
    offered = ("Encryption offered", "what this system can", "Its order is typical of the program and system.")
    return [offered] if _is_number(name) else [named, offered]


def _is_number(host: str) -> bool:
    """Whether it is an IP address: TLS names only names."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
