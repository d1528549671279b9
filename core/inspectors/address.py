"""A web address, judged and reduced before anybody is asked: what of it may be told, and where it leads.

What is said of an address never quotes more of it than the server's name: the rest may hold a password.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Literal, TypeAlias
from urllib.parse import quote

import idna

from core.errors import Code, Refused
from core.inspectors.finding import Part
from core.text import visible
from core.wording import addresses as wording

# More than any browser shows; a longer one is refused before it is looked at.
LONGEST = 64 * 1024
LONGEST_NAME = 253
LARGEST_PORT = 65535
USUAL_PORTS = {"http": 80, "https": 443}
IP: TypeAlias = IPv4Address | IPv6Address

# ASCII: without it the long s (U+017F) would count as an “s”.
_WHOLE = re.compile(r"(https?)://([^/\\?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.ASCII | re.IGNORECASE | re.DOTALL)
_SERVER = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]+)(?::([0-9]{0,5}))?", re.ASCII)
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.ASCII)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
# What RFC 3986 lets a path hold as it is, and escapes.
_IN_A_PATH = "/:@!$&'()*+,;=%"

# Whole, from the registries of addresses with a purpose of their own: what ipaddress knows of them differs by version.
_SPECIAL = {
    wording.THIS_COMPUTER: ("0.0.0.0/8", "127.0.0.0/8", "::1/128"),
    wording.PRIVATE: ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    wording.PROVIDER: ("100.64.0.0/10",),
    wording.LOCAL_LINK: ("169.254.0.0/16", "fe80::/10"),
    wording.MULTICAST: ("224.0.0.0/4", "ff00::/8"),
    wording.WRAPPED_IPV4: ("::ffff:0:0/96", "64:ff9b::/96", "2001::/32", "2002::/16"),
    wording.SET_ASIDE: (
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20"),
        # Of IPv6 only an eighth is in use as yet.
        *("::/3", "4000::/2", "8000::/1"),
    ),
}
_NETWORKS = [(ip_network(network), words) for words, networks in _SPECIAL.items() for network in networks]


class Special(Refused):
    """It does not lead to a server on the internet: the user must be asked first. Nothing was connected to."""


@dataclass(frozen=True, slots=True)
class Address:
    """What is left of a web address. `host`: as name service and server are told it, ASCII; `letters`: the same in its
    own letters; `ip`: where no name was given; `special`: why the user must be asked first, "" on the internet."""

    scheme: Literal["http", "https"]
    host: str
    letters: str
    port: int
    path: str
    dropped: tuple[Part, ...]
    ip: IP | None
    special: str

    @property
    def url(self) -> str:
        """What would be told: as a browser writes an origin, with the path only where it was asked for."""
        port = "" if self.port == USUAL_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"


def reduced(text: str, *, with_path: bool = False) -> Address:
    """Reduce an address as it was typed to what of it may be told; `with_path`: the path too. Raises Refused."""
    scheme, authority, path, query, fragment = _split(text)
    server = authority.rpartition("@")[2]
    host, port = _server(server, scheme)
    is_page = path not in ("", "/")
    there: dict[Part, bool] = {
        "user_info": "@" in authority,
        "path": is_page and not with_path,
        "query": bool(query),
        "fragment": bool(fragment),
    }
    ip, name = _place(host)
    leads_to = special(ip) if ip else ""
    if isinstance(ip, IPv4Address) and host != name:
        leads_to = wording.UNUSUAL.format(special=leads_to or wording.ON_INTERNET)
    return Address(
        scheme=scheme,
        host=name,
        letters=_letters(name),
        port=port,
        path=quote(path, safe=_IN_A_PATH) if with_path and is_page else "",
        dropped=tuple(part for part, is_there in there.items() if is_there),
        ip=ip,
        special=leads_to,
    )


def special(ip: IP) -> str:
    """Say why an address is no server's on the internet, in words; "" where it is one."""
    return next((words for network, words in _NETWORKS if ip in network), "")


def _split(text: str) -> tuple[Literal["http", "https"], str, str, str, str]:
    if len(text) > LONGEST:
        raise Refused(Code.ADDRESS_TOO_LONG, most=LONGEST)
    text = text.strip(" \t\r\n")
    if visible(text) != text:
        raise Refused(Code.ADDRESS_UNSEEN)
    if _BAD_ESCAPE.search(text):
        raise Refused(Code.ADDRESS_PERCENT)
    parts = _WHOLE.fullmatch(text)
    if parts is None:
        raise Refused(Code.ADDRESS_FORM)
    scheme, authority, path, query, fragment = (part or "" for part in parts.groups())
    if "\\" in path:
        raise Refused(Code.ADDRESS_BACKSLASH)
    return "https" if scheme.lower() == "https" else "http", authority, path, query, fragment


def _server(text: str, scheme: str) -> tuple[str, int]:
    parts = _SERVER.fullmatch(text)
    if parts is None:
        raise Refused(Code.ADDRESS_SERVER_UNREAD)
    port = int(parts[2] or USUAL_PORTS[scheme])
    if not 0 < port <= LARGEST_PORT:
        raise Refused(Code.ADDRESS_PORT, most=LARGEST_PORT)
    return parts[1], port


def _place(host: str) -> tuple[IP | None, str]:
    """The IP address, where it is one in any spelling; and the name as everybody is told it."""
    if host.startswith("["):
        try:
            if "%" in host:
                raise ValueError(host)
            ip = IPv6Address(host[1:-1])
        except ValueError as error:
            raise Refused(Code.ADDRESS_IPV6) from error
        return ip, f"[{ip}]"
    name = _ascii(host).removesuffix(".")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise Refused(Code.ADDRESS_NAME_UNFIT)
    ipv4 = _ipv4(name)
    return ipv4, str(ipv4) if ipv4 else name


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        # Measured first: what is longer is no name, and takes long.
        return idna.encode(host, uts46=True).decode("ascii") if len(host) <= LONGEST_NAME else ""
    except UnicodeError as error:
        raise Refused(Code.ADDRESS_NAME_LETTERS) from error


def _letters(name: str) -> str:
    try:
        return ".".join(idna.ulabel(label) if label.startswith("xn--") else label for label in name.split("."))
    except UnicodeError as error:
        raise Refused(Code.ADDRESS_NAME_PUNYCODE) from error


def _ipv4(name: str) -> IPv4Address | None:
    """Where the last part is a number, browsers read the whole as IPv4: 1 to 4 parts, octal and hexadecimal too."""
    parts = name.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    try:
        # The last part stands for all the bytes that the others leave.
        *front, last = (_number(part) for part in parts)
        return IPv4Address(bytes(front) + last.to_bytes(4 - len(front), "big"))
    except (ValueError, OverflowError) as error:
        raise Refused(Code.ADDRESS_NAME_NUMBER) from error


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)
