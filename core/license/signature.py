"""A signed text: who signed it is settled before anything in it is read."""

import base64
import textwrap
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.errors import Code, Refused
from core.files import Strict

Kind: TypeAlias = Literal["license", "revoked"]

TITLES: Mapping[Kind, str] = {"license": "LICENSE FILE", "revoked": "REVOCATION LIST"}
# The one way to sign. It is written into the file for people; nothing is chosen by it.
ALGORITHM = "base64+ed25519"
COLUMNS = 64
LONGEST = 256 * 1024


class _Envelope(Strict, frozen=True):
    """`enc`: the signed data, `sig`: its signature, both base64; `kid`: the name of the key."""

    alg: str
    enc: str
    kid: str
    sig: str


def message(kind: Kind, key_id: str, data: bytes) -> bytes:
    """Return the bytes that are signed. The kind is one of them: a signature on a list never holds for a license."""
    return f"{kind}/{key_id}/{_base64(data)}".encode()


def wrap(kind: Kind, key_id: str, data: bytes, signature: bytes) -> str:
    """Return the file: JSON in base64 between two lines, as keygen.sh writes its license files."""
    inner = _Envelope(ALGORITHM, _base64(data), key_id, _base64(signature))
    lines = textwrap.wrap(_base64(msgspec.json.encode(inner, order="sorted")), COLUMNS)
    return "\n".join([f"-----BEGIN {TITLES[kind]}-----", *lines, f"-----END {TITLES[kind]}-----", ""])


def unwrap(text: str, kind: Kind, keys: Mapping[str, bytes]) -> bytes:
    """Return the signed data. `keys`: raw Ed25519 public keys by name. Raises Refused unless one of them signed it."""
    try:
        found, data, signature = _opened(text, kind)
    except (ValueError, RecursionError, msgspec.DecodeError):
        raise Refused(Code.SIGNED_NOT_WHOLE, kind=kind) from None
    key = keys.get(found.kid)
    if key is None:
        raise Refused(Code.SIGNED_KEY_UNKNOWN, kind=kind, key=found.kid[:40])
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message(kind, found.kid, data))
    except InvalidSignature:
        raise Refused(Code.SIGNED_CHANGED, kind=kind) from None
    return data


def _opened(text: str, kind: Kind) -> tuple[_Envelope, bytes, bytes]:
    """What lies in the signed text, its data and its signature. Raises ValueError, RecursionError or DecodeError."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    _first, *lines, _last = _plain(text).splitlines()
    found = msgspec.json.decode(base64.b64decode("".join(lines), validate=True), type=_Envelope)
    data, signature = base64.b64decode(found.enc), base64.b64decode(found.sig)
    # Decoders forgive much (flipped padding bits, another alphabet): only what we would write ourselves counts.
    if wrap(kind, found.kid, data, signature) != _plain(text):
        raise ValueError("not as we write it")
    return found, data, signature


def _plain(text: str) -> str:
    """Mail programs change how lines end, and nothing else is forgiven."""
    return text.replace("\r\n", "\n").strip("\n") + "\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
