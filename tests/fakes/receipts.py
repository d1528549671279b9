"""Envelopes to send, and a receiver's signed word on them, right and wrong."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.envelope import Envelope, seal
from core.product import parse_endpoint
from core.reading import known
from core.record.receipt import leaf_hash, receipt_text, tree_root
from core.sending.answers import Answer
from core.sending.request import Request, request
from core.wording.errors import sentence

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEY = SIGNER.public_key().public_bytes_raw()
RECEIVED = "2026-11-24T02:40:00.123Z"
FIELDS = ("submission", "sha256", "received")
STATEMENT = "ksc-win@2021-11-30"


def envelopes(count: int, text: str = "HTTPS") -> list[Envelope]:
    """So many, all different."""
    return [seal("transmission", {"protocol": known(f"{text} {n}", "a test")}, STATEMENT) for n in range(count)]


def word(of: Envelope, **other: Any) -> dict[str, Any]:
    """What a receiver says that it has, not signed; `other` replaces fields."""
    return {"submission": of.id, "sha256": of.sha256, "received": RECEIVED, **other}


def receipt(of: Envelope, signer: Ed25519PrivateKey = SIGNER, **other: Any) -> dict[str, Any]:
    """A valid receipt of version 1; `other` replaces fields, before signing where what is signed can hold it."""
    told = word(of, **other)
    signed = signer.sign(receipt_text(*(str(told[name]) for name in FIELDS)))
    return {"signature": base64.b64encode(signed).decode(), **told}


def tree(said: Sequence[Mapping[str, Any]], signer: Ed25519PrivateKey = SIGNER, **other: Any) -> dict[str, Any]:
    """What version 2 signs for these words; `other` replaces fields, before signing where that can be signed."""
    root = tree_root([leaf_hash(*(str(each[name]) for name in FIELDS)) for each in said])
    told: dict[str, Any] = {"size": len(said), "root": root.hex(), **other}
    signed = signer.sign(f"vitrine-receipt-2\n{told['size']}\n{told['root']}\n".encode())
    return {"signature": base64.b64encode(signed).decode(), **told}


def together(sent: Sequence[Envelope], refused: Sequence[Any] = (), signer: Ed25519PrivateKey = SIGNER) -> Answer:
    """202 with a valid receipt for each, signed together: version 2."""
    said = [word(each) for each in sent]
    return accepted(said, refused, tree=tree(said, signer))


def proven_by_path(told: Mapping[str, Any]) -> bool:
    """What anybody can check of one receipt that was signed with others, by RFC 9162, 2.1.3.2 and nothing of ours."""
    said = "".join(f"{told[name]}\n" for name in ("submission", "sha256", "received"))
    digest, place, last = hashlib.sha256(b"\0" + said.encode()).digest(), told["index"], told["size"] - 1
    for step in map(bytes.fromhex, told["path"]):
        if place & 1 or place == last:
            digest = hashlib.sha256(b"\1" + step + digest).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            digest = hashlib.sha256(b"\1" + digest + step).digest()
        place, last = place >> 1, last >> 1
    text = f"vitrine-receipt-2\n{told['size']}\n{told['root']}\n".encode()
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["key"]))
    with suppress(InvalidSignature):
        key.verify(base64.b64decode(told["signature"]), text)
        return last == 0 and digest.hex() == str(told["root"])
    return False


def accepted(receipts: Sequence[Any] = (), refused: Sequence[Any] = (), **more: Any) -> Answer:
    """202 with these lists."""
    return told(202, json.dumps({"receipts": [*receipts], "refused": [*refused], **more}).encode())


def told(status: int | None, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """An answer without trouble."""
    return Answer(status, headers or {}, body)


def to(port: int, sent: Sequence[Envelope], scheme: str = "http") -> Request:
    """The request that carries them to a port of this computer."""
    return request(sent, parse_endpoint(f"{scheme}://127.0.0.1:{port}"))


def always() -> bool:
    """A gate that stays open."""
    return True


def why(answer: Answer) -> str:
    """What went wrong with an exchange, as a person reads it; "" where nothing did."""
    return sentence(answer.error) if answer.error else ""
