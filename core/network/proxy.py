"""A proxy on the way to the receiver: how it is written, the very bytes it is told, and what its answer means."""

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from core.errors import Code, Unavailable, WrongUsage
from core.text import visible
from core.wording.network import NO_PASSWORD_SHOWN

LARGEST_PORT = 65535
# More than any proxy says before it opens a way.
MOST_ANSWER = 16 * 1024

_PROXY = re.compile(
    r"http://(?:([^@/:?#\s]+)(:[^/?#]*)?@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):([1-9][0-9]{0,4})/?", re.ASCII
)
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9]\d\d)(?: [^\r\n]*)?\r\n", re.ASCII)
# A colon would end the name; the other stands for what is not UTF-8.
_NO_USER = (":", "\ufffd")
_END = b"\r\n\r\n"
_OPEN = range(200, 300)
_ASKS_WHO = 407


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where it is, and who asks it. The password comes from the keyring and is printed nowhere."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """Host and port."""
        return _place(self.host, self.port)


def parse_proxy(text: str) -> Proxy | None:
    """The proxy that `text` names, none where it is empty. Raises WrongUsage, which never holds the text."""
    if not text:
        return None
    found = _PROXY.fullmatch(text)
    user, password, host, port = found.groups() if found else ("", None, "", "")
    if password is not None:
        raise WrongUsage(Code.PROXY_PASSWORD_IN_ADDRESS)
    name = unquote(user or "", errors="replace")
    if not host or int(port) > LARGEST_PORT or visible(name) != name or any(sign in name for sign in _NO_USER):
        raise WrongUsage(Code.PROXY_FORM)
    return Proxy(host.strip("[]"), int(port), name)


def connect_head(proxy: Proxy, host: str, port: int) -> bytes:
    """All that the proxy is told: where to, and who asks. What follows is encrypted for the receiver."""
    told = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
    return _head(proxy, host, port, told)


def shown_head(proxy: Proxy, address: str) -> str:
    """The same for a screen, on the way to this https address. A screen shows no password."""
    parts = urlsplit(address)
    return _head(proxy, parts.hostname or "", parts.port or 443, NO_PASSWORD_SHOWN).decode("ascii")


def is_open(answer: bytes) -> bool:
    """Whether the proxy opened a way by what it has answered so far; not while the answer is incomplete.

    Raises Unavailable where it never will.
    """
    head, end, rest = answer.partition(_END)
    if not end:
        if len(answer) >= MOST_ANSWER:
            raise Unavailable(Code.PROXY_ANSWER_ENDLESS)
        return False
    status = _STATUS.match(head + _END)
    if status is None:
        raise Unavailable(Code.PROXY_ANSWER_NOT_HTTP)
    number = int(status[1])
    if number == _ASKS_WHO:
        raise Unavailable(Code.PROXY_ASKS_WHO)
    if number not in _OPEN:
        raise Unavailable(Code.PROXY_ANSWERED, status=number)
    if rest:
        # Through an open way the receiver would speak, and it waits to be spoken to.
        raise Unavailable(Code.PROXY_SAID_MORE)
    return True


def _head(proxy: Proxy, host: str, port: int, told: str) -> bytes:
    place = _place(host, port)
    who = [f"Proxy-Authorization: Basic {told}"] if proxy.user else []
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}", *who, "", ""]
    return "\r\n".join(lines).encode("ascii")


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
