"""Each event is linked to the one before by a hash, so that an edit shows. Pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

# Number, at, kind, category, sha256, detail as text.
Fields: TypeAlias = tuple[int, str, str, str | None, str | None, str]

START = hashlib.sha256(b"vitrine-ledger-1").hexdigest()

_ENCODER = msgspec.json.Encoder(order="sorted")


def text(detail: Mapping[str, Any]) -> str:
    """An event's detail as it is kept and hashed: JSON, keys sorted, no spaces."""
    return _ENCODER.encode(detail).decode()


def link(previous: str, fields: Fields) -> str:
    """SHA-256 of the previous link and the event as JSON `[number, at, kind, category, sha256, detail]`."""
    *plain, detail = fields
    written = _ENCODER.encode([*plain, msgspec.Raw(detail.encode())])
    return sha256(bytes.fromhex(previous) + written)


def holds(previous: str | None, fields: Fields, claimed: str) -> bool:
    """Whether `claimed` is the link of these fields, which come from a file that anybody may have edited."""
    try:
        return previous is not None and link(previous, fields) == claimed
    except ValueError:
        return False


def head(number: int, link: str) -> str:
    """A checkpoint as a person can note it: `12:4f0c…`; of an empty record `0:` and the start."""
    return f"{number}:{link}"


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
