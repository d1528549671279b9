"""What any connection shows a receiver, beside what is in the body."""

from __future__ import annotations

from typing import TypeAlias

from core.product import Endpoint
from core.sender import Request

# what it is, its value here, what can be learnt from it
Row: TypeAlias = tuple[str, str, str]

IP_ADDRESS = (
    "No connection works without it. From it your country, often your region and your network’s provider can be "
    "derived, and submissions that come from one address can be recognised as one household’s."
)
HEADERS = {
    "Host": "The receiver’s name. Whoever carries the connection can read it only where it is not encrypted.",
    "User-Agent": "That Vitrine sent it. No version and no system: those are items, and stand in their groups.",
    "Accept": "The form of answer Vitrine can read.",
    "Accept-Encoding": "That the answer must come as it is, not packed.",
    "Content-Type": "The form of the body: one submission a line.",
    "Content-Length": "The length of the body in bytes. From it can be guessed which group it is.",
}


def rows(endpoint: Endpoint, request: Request) -> list[Row]:
    """Everything but the body, the address first since it tells the most."""
    line = request.head().split(b"\r\n", 1)[0].decode("ascii")
    return [
        *_around(endpoint),
        ("Request line", line, "That these are submissions."),
        *((name, value, HEADERS[name]) for name, value in request.headers),
    ]


def _around(endpoint: Endpoint) -> list[Row]:
    if endpoint.practice:
        address = "127.0.0.1, this computer itself"
    else:
        address = "the one your network gives you to the outside"
    encrypted = endpoint.scheme == "https"
    return [
        (
            "Your IP address",
            address,
            IP_ADDRESS,
        ),
        ("Time", "the moment of sending", "When this computer is switched on and connected."),
        (
            "Server name (TLS)",
            endpoint.host if encrypted else "none, the connection is not encrypted",
            "Readable to whoever carries the connection, though the rest is encrypted." if encrypted else "Nothing.",
        ),
        (
            "Encryption offered",
            "the versions and methods this system supports" if encrypted else "none",
            "Their order is typical of the program and system that connects." if encrypted else "Nothing.",
        ),
    ]
