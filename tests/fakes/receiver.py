"""A receiver on a raw socket that signs for what came, byte for byte; or answers as a test wants instead."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.sending.answers import receipt_text
from tests.fakes.receipts import RECEIVED, SIGNER
from tests.fakes.server import Peer, answer

Answering = Callable[[Sequence[bytes]], bytes]


def receipt(line: bytes, signer: Ed25519PrivateKey = SIGNER) -> dict[str, str]:
    """A signed word on this line, from nothing but its bytes."""
    submission, sha256 = str(json.loads(line)["submission"]), hashlib.sha256(line).hexdigest()
    signature = base64.b64encode(signer.sign(receipt_text(submission, sha256, RECEIVED))).decode()
    return {"submission": submission, "sha256": sha256, "received": RECEIVED, "signature": signature}


def receipts(lines: Sequence[bytes], signer: Ed25519PrivateKey = SIGNER) -> bytes:
    """A whole answer: 202, a receipt for every line."""
    told = {"receipts": [receipt(line, signer) for line in lines], "refused": []}
    return answer(202, json.dumps(told).encode())


class Receiver:
    """Keeps head and body of every whole request."""

    def __init__(self, answering: Answering = receipts) -> None:
        self.answering = answering
        self.requests: list[tuple[bytes, bytes]] = []

    def __call__(self, peer: Peer) -> None:
        """One connection."""
        head, end, body = peer.read_request().partition(b"\r\n\r\n")
        if not peer.end:
            self.requests.append((head + end, body))
            peer.write(self.answering(body.split(b"\n")))
