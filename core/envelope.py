"""A reading becomes bytes, once. The only place where anything that is sent is written down."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from core.reading import Reading, Value

FORMAT = 1
SECRET_BYTES = 32
# Beyond this a receiver that reads numbers as doubles would silently change them (RFC 8785, RFC 7493).
LARGEST_EXACT = 2**53

_ENCODER = msgspec.json.Encoder(order="sorted")
# Of a UUID of RFC 9562, the digit that tells its variant: its two highest bits are 10.
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sealed submission: the bytes that are shown, kept and sent, and the secret that proves whose it is.

    `id`: UUIDv8 of SHA-256(secret), as it stands in the body; `sha256`: of the body, lower-case hexadecimal.
    """

    category: str
    body: bytes
    secret: bytes
    id: str = field(init=False, compare=False)
    sha256: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", _identifier(self.secret))
        object.__setattr__(self, "sha256", hashlib.sha256(self.body).hexdigest())


def seal(
    category: str, reading: Reading, statement: str, like: Envelope | None = None, *, secret: bytes | None = None
) -> Envelope:
    """Seal the values of `reading`. The same items as in `like` give `like` itself back, ID and secret included.

    The secret is drawn at random. Only the demo names its own, so that its numbers are the same at each run; anybody
    can work those out, so nothing sealed that way may ever be sent.
    """
    if like is not None and _body(category, reading, statement, like.id) == like.body:
        return like
    secret = secrets.token_bytes(SECRET_BYTES) if secret is None else secret
    return Envelope(category, _body(category, reading, statement, _identifier(secret)), secret)


def told(reading: Reading) -> bytes:
    """What a payment site is told, or a sample: the items alone. Bytes without ID and secret cannot be queued."""
    return _encode(_items(reading))


class _Sealed(msgspec.Struct):
    """What is read back of a body."""

    items: dict[str, Value]


def items(envelope: Envelope) -> dict[str, Value]:
    """The values in a body. One that holds none, or cannot be read, has none to show."""
    try:
        return msgspec.json.decode(envelope.body, type=_Sealed).items
    except (msgspec.DecodeError, ValueError):
        return {}


def told_items(body: bytes) -> dict[str, Value]:
    """The values a payment site was told. What cannot be read has none to show."""
    try:
        return msgspec.json.decode(body, type=dict[str, Value])
    except (msgspec.DecodeError, ValueError):
        return {}


def _body(category: str, reading: Reading, statement: str, identifier: str) -> bytes:
    return _encode(
        {
            "agreement": statement,
            "category": category,
            "format": FORMAT,
            "items": _items(reading),
            "submission": identifier,
        }
    )


def _items(reading: Reading) -> dict[str, Value]:
    return {key: _exact(fact.value) for key, fact in reading.items() if fact.value is not None}


def _exact(value: Value) -> Value:
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_EXACT else value


def _encode(fields: Mapping[str, object]) -> bytes:
    written = _ENCODER.encode(fields)
    return written if written.isascii() else _NON_ASCII.sub(_escaped, written.decode()).encode("ascii")


def _escaped(match: re.Match[str]) -> str:
    """JSON's escape: one UTF-16 unit inside the basic plane, a surrogate pair beyond it."""
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


# Sealing asks twice: for the body, and for the envelope around it.
@lru_cache(maxsize=1)
def _identifier(secret: bytes) -> str:
    text = hashlib.sha256(secret).hexdigest()
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:32]}"


def id_text(identifier: bytes) -> str:
    """The bytes of an ID as they are written: those of a UUID."""
    text = identifier.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
