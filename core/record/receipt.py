"""A receiver's signed word that it has a submission: this ID, this SHA-256, this time."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Tree:
    """What a receiver signs for a whole request, version 2: the root of a Merkle tree as in RFC 9162. `leaves`: the
    hashes of all its leaves, one after the other."""

    root: bytes
    signature: bytes
    leaves: bytes

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.leaves) // HASH_BYTES


class Receipt(NamedTuple):
    """The receiver's word for one submission, signed alone (`signature`, version 1) or as one `leaf` of a `tree`.

    `key`: raw Ed25519, the one it was checked with when it came; None where an older Vitrine kept none.
    """

    received: str
    signature: bytes = b""
    key: bytes | None = None
    tree: Tree | None = None
    leaf: int | None = None

    def proves(self, identifier: str, sha256: str, key: bytes | None = None) -> bool:
        """Whether it is signed, for this ID and this body; `key` counts where none came with it."""
        used = self.key or key
        if used is None:
            return False
        if self.tree is None:
            return is_signed(used, self.signature, receipt_text(identifier, sha256, self.received))
        return _is_leaf(self.tree, self.leaf, identifier, sha256, self.received) and tree_holds(self.tree, used)

    def text(self, identifier: str, sha256: str) -> str:
        """The receipt as JSON, for whoever wants to check it elsewhere; what an event's hash of it covers."""
        fields: dict[str, object] = {"submission": identifier, "sha256": sha256, "received": self.received}
        if self.tree is None:
            fields["signature"] = base64.b64encode(self.signature).decode("ascii")
        else:
            tree = self.tree
            fields |= {"index": self.leaf, "size": tree.size, "root": tree.root.hex()}
            fields["path"] = [step.hex() for step in path(tree, self.leaf or 0)]
            fields["signature"] = base64.b64encode(tree.signature).decode("ascii")
        if self.key is not None:
            fields["key"] = base64.b64encode(self.key).decode("ascii")
        return msgspec.json.encode(fields).decode()

    def digest(self, identifier: str, sha256: str) -> bytes:
        """SHA-256 of what the receipt says; of one in a tree without the path, which the root fixes."""
        if self.tree is None:
            return hashlib.sha256(self.text(identifier, sha256).encode()).digest()
        said = f"{identifier}\n{sha256}\n{self.received}\n{self.leaf}\n{self.tree.size}\n"
        bare = self.tree.root + self.tree.signature + (self.key or b"")
        return hashlib.sha256(said.encode() + bare).digest()


def receipt_text(submission: str, sha256: str, received: str) -> bytes:
    """What a receiver signs, version 1: this ID, this hash of the body, this time."""
    return f"vitrine-receipt-1\n{submission}\n{sha256}\n{received}\n".encode("ascii", "replace")


def tree_text(size: int, root: bytes) -> bytes:
    """What a receiver signs, version 2: so many submissions, under this root."""
    return f"vitrine-receipt-2\n{size}\n{root.hex()}\n".encode("ascii")


def leaf_hash(submission: str, sha256: str, received: str) -> bytes:
    """The hash of one submission's leaf (RFC 9162, 2.1.1)."""
    return hashlib.sha256(f"\x00{submission}\n{sha256}\n{received}\n".encode("ascii", "replace")).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (RFC 9162, 2.1.1); of none, SHA-256 of nothing."""
    nodes = list(leaves)
    while len(nodes) > 1:
        nodes = _above(nodes)
    return nodes[0] if nodes else hashlib.sha256(b"").digest()


def path(tree: Tree, index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root (RFC 9162, 2.1.3.1), the lowest first; none from one that is not in
    the tree."""
    found: list[bytes] = []
    if not 0 <= index < tree.size:
        return found
    for nodes in _levels(tree.leaves):
        if index ^ 1 < len(nodes):
            found.append(nodes[index ^ 1])
        index //= 2
    return found


# Many receipts of one tree are written one after the other.
@lru_cache(maxsize=1)
def _levels(leaves: bytes) -> list[list[bytes]]:
    """The leaves and the nodes above them, level by level, up to the root."""
    levels = [[leaves[start : start + HASH_BYTES] for start in range(0, len(leaves), HASH_BYTES)]]
    while len(levels[-1]) > 1:
        levels.append(_above(levels[-1]))
    return levels


def _above(nodes: Sequence[bytes]) -> list[bytes]:
    # An odd last node goes up as it is: the same tree as by splitting at powers of two.
    pairs = [
        hashlib.sha256(b"\x01" + one + other).digest() for one, other in zip(nodes[::2], nodes[1::2], strict=False)
    ]
    return [*pairs, *nodes[len(pairs) * 2 :]]


def leaves_of(tree: Tree) -> list[bytes]:
    """The tree's leaf hashes."""
    return [tree.leaves[start : start + HASH_BYTES] for start in range(0, len(tree.leaves), HASH_BYTES)]


# The same one for each of its receipts.
@lru_cache(maxsize=4)
def tree_holds(tree: Tree, key: bytes) -> bool:
    """Whether the root is that of the leaves, and signed."""
    return tree_root(leaves_of(tree)) == tree.root and is_signed(key, tree.signature, tree_text(tree.size, tree.root))


def _is_leaf(tree: Tree, index: int | None, submission: str, sha256: str, received: str) -> bool:
    if index is None or not 0 <= index < tree.size:
        return False
    return tree.leaves[index * HASH_BYTES :][:HASH_BYTES] == leaf_hash(submission, sha256, received)


# The y of every point of small order, and the two that mean 0 and 1 without being reduced: under such a key a signature
# that anybody can make holds.
_P = 2**255 - 19
_ORDER_8 = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_LOW_ORDER = frozenset(
    (y | sign << 255).to_bytes(HASH_BYTES, "little")
    for y in (0, 1, _P - 1, _P, _P + 1, _ORDER_8, _P - _ORDER_8)
    for sign in (0, 1)
)


def is_signed(key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether `text` is signed by this raw Ed25519 key. A key of low order signs nothing."""
    if key in _LOW_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (ValueError, InvalidSignature):
        return False
    return True
