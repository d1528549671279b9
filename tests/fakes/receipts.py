"""Envelopes to send, and a receiver's signed word on them, right and wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.envelope import Envelope, seal
from core.product import parse_endpoint
from core.reading import known
from core.sending.answers import Answer, receipt_text
from core.sending.request import Request, request
from core.wording.errors import sentence

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEY = SIGNER.public_key().public_bytes_raw()
RECEIVED = "2026-11-24T02:40:00.123Z"
STATEMENT = "ksc-win@2021-11-30"


def envelopes(count: int, text: str = "HTTPS") -> list[Envelope]:
    """So many, all different."""
    return [seal("transmission", {"protocol": known(f"{text} {n}", "a test")}, STATEMENT) for n in range(count)]


def receipt(of: Envelope, signer: Ed25519PrivateKey = SIGNER, **other: Any) -> dict[str, Any]:
    """A valid receipt; `other` replaces fields, before signing where what is signed can hold it."""
    told: dict[str, Any] = {"submission": of.id, "sha256": of.sha256, "received": RECEIVED, **other}
    signed = signer.sign(receipt_text(*(str(told[name]) for name in ("submission", "sha256", "received"))))
    return {"signature": base64.b64encode(signed).decode(), **told}


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
