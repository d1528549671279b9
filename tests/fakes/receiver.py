"""A receiver on a raw socket that signs for what came, byte for byte; or answers as a test wants instead."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.record.receipt import receipt_text
from tests.fakes.receipts import RECEIVED, SIGNER, tree
from tests.fakes.server import Peer, answer

Answering = Callable[[Sequence[bytes]], bytes]


def receipt(line: bytes, signer: Ed25519PrivateKey = SIGNER) -> dict[str, str]:
    """A word on this line, signed alone (version 1), from nothing but its bytes."""
    told = word(line)
    text = receipt_text(told["submission"], told["sha256"], told["received"])
    return {**told, "signature": base64.b64encode(signer.sign(text)).decode()}


def word(line: bytes) -> dict[str, str]:
    """What a receiver says of this line, not signed."""
    submission, sha256 = str(json.loads(line)["submission"]), hashlib.sha256(line).hexdigest()
    return {"submission": submission, "sha256": sha256, "received": RECEIVED}


def receipts(lines: Sequence[bytes], signer: Ed25519PrivateKey = SIGNER) -> bytes:
    """A whole answer: 202, a receipt for every line, all signed together (version 2)."""
    said = [word(line) for line in lines]
    told = {"receipts": said, "tree": tree(said, signer), "refused": []}
    return answer(202, json.dumps(told).encode())


def each_signed(lines: Sequence[bytes]) -> bytes:
    """The same with a signature for every line (version 1)."""
    return answer(202, json.dumps({"receipts": [receipt(line) for line in lines], "refused": []}).encode())


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
