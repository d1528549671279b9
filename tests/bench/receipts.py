"""What the sink and the builder answer: a receipt for each line, as a receiver signs them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# 1: each receipt is signed; 2: the whole request is, by the root of its tree.
VERSION = 2
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"Vitrine bench").digest())
PUBLIC = KEY.public_key().public_bytes_raw()
# A body ends in `"submission":"…"}`.
_ID = slice(-38, -2)


def answer(body: bytes, received: str, version: int = VERSION) -> bytes:
    """The answer to a request with this body; `received` is a stamp."""
    found = [(line[_ID].decode(), hashlib.sha256(line).hexdigest()) for line in body.split(b"\n")]
    receipts = [{"submission": of, "sha256": sha256, "received": received} for of, sha256 in found]
    told: dict[str, Any] = {"receipts": receipts, "refused": []}
    if version == 1:
        for each in receipts:
            each["signature"] = _signed(f"vitrine-receipt-1\n{each['submission']}\n{each['sha256']}\n{received}\n")
    else:
        leaves = [hashlib.sha256(f"\0{of}\n{sha256}\n{received}\n".encode()).digest() for of, sha256 in found]
        size, root = len(leaves), _root(leaves).hex()
        told["tree"] = {"size": size, "root": root, "signature": _signed(f"vitrine-receipt-2\n{size}\n{root}\n")}
    return msgspec.json.encode(told)


def _root(hashes: Sequence[bytes]) -> bytes:
    """Of a Merkle tree as in RFC 9162: on the left the largest power of two that leaves something for the right."""
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(hashes[:left]) + _root(hashes[left:])).digest()


def _signed(text: str) -> str:
    return base64.b64encode(KEY.sign(text.encode())).decode()
