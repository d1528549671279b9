"""Row 43: receipts are replaced, copied from others, or signed by whoever likes: none is shown as proof, all are found.

Some editors leave the record's hashes alone. Others make all of them anew, so that the record says of the forged
receipt that this one came: then nothing but the signature itself tells. (With a key of his own such an editor has
replaced the record, which only a head noted earlier shows: row 8.)
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count as endless
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import apsw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core import clock
from core.envelope import id_text
from core.errors import Refused
from core.record import events, tiles
from core.record.ledger import Ledger
from core.record.receipt import HASH_BYTES, Receipt, Tree, leaf_hash, receipt_text, tree_root, tree_text
from core.record.store import NAME, Store
from core.record.submission import Outcome, State, Submission
from core.wording.product import PRACTICE_PROOF
from core.wording.submissions import PROOF
from gui.state.submissions import receipt as sections
from tests.core.record.desk import MUCH, found, permitted, queued, settled
from tests.fakes.receipts import KEY, RECEIVED, SIGNER, STRANGER
from tests.faults.row import Found

# So many confirmed in requests of several, by one signature; so many alone; and one in each other state.
TREES, TOGETHER, ALONE = 3, 5, 8
STRANGE = STRANGER.public_key().public_bytes_raw()
# One key of each low order and sign; the last two are the first two, not reduced.
LOW_ORDER = tuple(
    bytes.fromhex(each)
    for each in (
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "00" * 32,
        "00" * 31 + "80",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ee" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
    )
)
# It holds under such a key, if that is taken, of one text in as many as the key's order; whoever forges tries a few.
ANYBODYS = b"\x01" + bytes(63)
TRIES = 40
SIGNATURE_BYTES = 64


class Row(NamedTuple):
    """What makes the receipt of one submission: of its own row, and of that of its request."""

    number: int
    id: bytes
    sha256: bytes
    received: str | None
    signature: bytes | None
    leaf: int | None
    request: int | None
    key: bytes | None
    root: bytes | None
    signed: bytes | None
    leaves: bytes | None

    def said(self, received: str) -> tuple[str, str, str]:
        """ID, hash and time, as a receipt of it names them."""
        return id_text(self.id), self.sha256.hex(), received


_ROWS = (
    "SELECT submission.number, id, sha256, received, submission.signature, leaf, request, key, root, "
    "request.signature, leaves FROM submission LEFT JOIN request ON request.number = submission.request"
)


@dataclass(frozen=True, slots=True)
class Forgery:
    """One forgery in the making: about this one, perhaps copied from that one."""

    connection: apsw.Connection
    of: Row
    other: Row
    chance: random.Random

    def put(self, **columns: Any) -> None:
        """Write these into the submission's row."""
        self._write("submission", self.of.number, columns)

    def put_request(self, **columns: Any) -> None:
        """Write these into the row of its request, for all that went in it."""
        self._write("request", self.of.request or 0, columns)

    def _write(self, table: str, number: int, columns: dict[str, Any]) -> None:
        named = ", ".join(f"{name} = ?" for name in columns)
        self.connection.execute(f"UPDATE {table} SET {named} WHERE number = ?", (*columns.values(), number))

    def leaves(self, received: str) -> bytes:
        """The leaves of its request, its own with another time."""
        at, leaves = (self.of.leaf or 0) * HASH_BYTES, self.of.leaves or b""
        return leaves[:at] + leaf_hash(*self.of.said(received)) + leaves[at + HASH_BYTES :]


def junk(one: Forgery) -> None:
    """No signature at all."""
    signature = one.chance.randbytes(one.chance.choice((SIGNATURE_BYTES, SIGNATURE_BYTES, 1, 0)))
    if one.of.leaf is None:
        one.put(received=RECEIVED, signature=signature)
    else:
        one.put_request(signature=signature)


def copied(one: Forgery) -> None:
    """That of another submission, all of it."""
    other = one.other
    one.put(received=other.received, signature=other.signature, leaf=other.leaf, request=other.request)


def signature_copied(one: Forgery) -> None:
    """Only the signature of another one."""
    if one.of.leaf is None:
        one.put(received=RECEIVED, signature=one.other.signature or one.other.signed)
    else:
        one.put_request(signature=one.other.signature or b"" if one.other.leaf is None else one.other.signed)


def other_time(one: Forgery) -> None:
    """It came at another time."""
    received = f"20{one.chance.randint(10, 99)}-01-01T00:00:00.000Z"
    one.put(received=received)
    if one.of.leaf is not None and one.chance.random() < 1 / 2:
        leaves = one.leaves(received)
        one.put_request(leaves=leaves, root=tree_root(_split(leaves)))


def other_leaf(one: Forgery) -> None:
    """The place of another one in the tree, or one where none is."""
    leaf = one.of.leaf or 0
    one.put(received=one.of.received or RECEIVED, leaf=one.chance.choice((leaf + 1, leaf - 1, -1, 10**6)))


def stranger(one: Forgery) -> None:
    """Whoever likes has signed it, and left the key with it."""
    if one.of.leaf is None:
        signature = STRANGER.sign(receipt_text(*one.of.said(RECEIVED)))
        one.put(received=RECEIVED, signature=signature)
        one.put_request(key=STRANGE)
    else:
        text = tree_text(len(one.of.leaves or b"") // HASH_BYTES, one.of.root or b"")
        one.put_request(key=STRANGE, signature=STRANGER.sign(text))


def low_order(one: Forgery) -> None:
    """A key under which a signature that anybody makes would hold, tried until it does."""
    key, held = one.chance.choice(LOW_ORDER), False
    for second in range(TRIES):
        received = f"2026-11-24T02:40:{second:02}Z"
        if one.of.leaf is None:
            held = _holds(key, receipt_text(*one.of.said(received)))
            one.put(received=received, signature=ANYBODYS)
            one.put_request(key=key)
        else:
            leaves = one.leaves(received)
            root = tree_root(_split(leaves))
            held = _holds(key, tree_text(len(leaves) // HASH_BYTES, root))
            one.put(received=received)
            one.put_request(key=key, leaves=leaves, root=root, signature=ANYBODYS)
        if held:
            return


def keyless(one: Forgery) -> None:
    """No signature, and no key to check it with."""
    junk(one)
    one.put_request(key=None)


def _holds(key: bytes, text: bytes) -> bool:
    with suppress(InvalidSignature, ValueError):
        Ed25519PublicKey.from_public_bytes(key).verify(ANYBODYS, text)
        return True
    return False


def _split(leaves: bytes) -> list[bytes]:
    return [leaves[start : start + HASH_BYTES] for start in range(0, len(leaves), HASH_BYTES)]


Way: TypeAlias = Callable[[Forgery], None]
EDITS: tuple[Way, ...] = (junk, copied, signature_copied, other_time, other_leaf, stranger, low_order, keyless)
# What shows even if all hashes are made anew. A record of before there were keys has receipts without one.
REBUILT: tuple[Way, ...] = (junk, signature_copied, other_time, low_order)


@dataclass(slots=True)
class Count:
    """What came of it."""

    forged: int = 0
    rebuilt: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    shown: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """In words."""
        ways = ", ".join(f"{way} {times}" for way, times in sorted(self.ways.items()))
        figure = (
            f"{self.forged} forged receipts ({ways}), {self.rebuilt} with every hash made anew: "
            f"proof shown {len(self.shown)}, not found by the check {len(self.missed)}"
        )
        if bad := [*self.shown, *self.missed]:
            figure += f": {bad[0]}"
        return Found(self.forged, figure, not self.shown and not self.missed and self.forged > 0)


def sweep(n: int, seed: int) -> Found:
    """So many forged receipts."""
    chance, count = random.Random(seed), Count()
    with tempfile.TemporaryDirectory() as place:
        honest = Path(place, "honest")
        proofs = _lived(honest)
        _check_honest(honest / NAME, Path(place, "copy"), proofs)
        while count.forged < n:
            _try(honest / NAME, Path(place, "copy"), proofs, chance, count)
    return count.found


def _check_honest(honest: Path, copy: Path, proofs: dict[int, str]) -> None:
    """A record of which every hash was made anew and nothing else is sound, and shows what it showed."""
    copy.mkdir()
    shutil.copyfile(honest, copy / NAME)
    with closing(apsw.Connection(str(copy / NAME))) as connection, connection:
        rebuild(connection)
    with closing(Ledger(copy)) as ledger:
        assert ledger.history.verify().ok
        assert {each.number: each.receipt for each in _shown(ledger) if _is_proof(each)} == proofs


def _lived(folder: Path) -> dict[int, str]:
    """A record with receipts of both versions; of each that is confirmed its receipt, by number."""
    with closing(Ledger(folder)) as ledger:
        permit = permitted(ledger)
        names = (str(number) for number in endless())
        for _ in range(TREES):
            made = queued(ledger, permit, *(next(names) for _ in range(TOGETHER)))
            sent = ledger.attempt([found(ledger, each) for each in made], permit, b"POST /\r\n")
            receipts = _together(sent)
            ledger.settle(
                [(of, Outcome(State.CONFIRMED, receipt=each)) for of, each in zip(sent, receipts, strict=True)]
            )
        for each in queued(ledger, permit, *(next(names) for _ in range(ALONE))):
            signature = SIGNER.sign(receipt_text(each.id, each.sha256, RECEIVED))
            settled(ledger, each, permit, Outcome(State.CONFIRMED, receipt=Receipt(RECEIVED, signature, KEY)))
        refused, uncertain, _ = queued(ledger, permit, *(next(names) for _ in range(3)))
        settled(ledger, refused, permit, Outcome(State.REFUSED, "no"))
        settled(ledger, uncertain, permit, Outcome(State.UNCONFIRMED, "who knows"))
        verdict, page = ledger.history.verify(), ledger.history.submissions(limit=MUCH)
    proofs = {each.number: each.receipt or "" for each in page if _is_proof(each)}
    assert (verdict.ok, len(proofs)) == (True, TREES * TOGETHER + ALONE)
    return proofs


def _together(sent: Sequence[Submission]) -> Iterator[Receipt]:
    leaves = [leaf_hash(each.id, each.sha256, RECEIVED) for each in sent]
    root = tree_root(leaves)
    tree = Tree(root, SIGNER.sign(tree_text(len(leaves), root)), b"".join(leaves))
    return (Receipt(RECEIVED, b"", KEY, tree, place) for place in range(len(leaves)))


def _try(honest: Path, copy: Path, proofs: dict[int, str], chance: random.Random, count: Count) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copyfile(honest, copy / NAME)
    rebuilt = chance.random() < 1 / 2
    way = chance.choice(REBUILT if rebuilt else EDITS)
    with closing(apsw.Connection(str(copy / NAME))) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            rows = [Row(*row) for row in connection.execute(_ROWS)]
            there = [row for row in rows if row.number in proofs]
            # Of what no receipt came for, nothing in the record could be made to say that one did.
            one = chance.choice(there if rebuilt else rows)
            way(Forgery(connection, one, chance.choice([row for row in there if row != one]), chance))
            if [Row(*row) for row in connection.execute(_ROWS)] == rows:
                return
            if rebuilt:
                rebuild(connection)
    count.forged += 1
    count.rebuilt += rebuilt
    count.ways[way.__name__] += 1
    _judge(copy, proofs, f"{way.__name__} for {one.number}{', all hashes made anew' * rebuilt}", count)


def rebuild(connection: apsw.Connection) -> None:
    """Let the record say of each receipt that this one came, and make every hash anew."""
    for row in map(Row._make, connection.execute(_ROWS).fetchall()):
        tree = None if row.leaf is None else Tree(row.root or b"", row.signed or b"", row.leaves or b"")
        receipt = Receipt(row.received or "", row.signature or b"", row.key, tree, row.leaf)
        digest = receipt.digest(id_text(row.id), row.sha256.hex())
        connection.execute("UPDATE event SET sha256 = ? WHERE of = ? AND kind = 'confirmed'", (digest, row.number))
    happened: list[Any] = connection.execute(f"SELECT {tiles.COLUMNS} FROM event ORDER BY number").fetchall()
    connection.execute("DELETE FROM event")
    connection.execute("DELETE FROM tile")
    tiles.extend(connection, happened)
    link = tiles.START
    decided: list[Any] = connection.execute(f"SELECT {events.COLUMNS} FROM decision ORDER BY number").fetchall()
    for each in decided:
        made = (*each[:6], tiles.root_at(connection, each[5]))
        link = events.link_of(link, made)
        connection.execute("UPDATE decision SET root = ?, link = ? WHERE number = ?", (made[-1], link, each[0]))
    tiles.seal(connection)


def _judge(folder: Path, proofs: dict[int, str], name: str, count: Count) -> None:
    with closing(Ledger(Store(folder, ["synchronous=OFF"]))) as ledger:
        for each in _shown(ledger):
            if _is_proof(each) and proofs.get(each.number) != each.receipt:
                count.shown.append(f"{name}, at {each.number}")
        try:
            is_found = not ledger.history.verify().ok
        except Refused:
            is_found = True
    if not is_found:
        count.missed.append(name)


def _shown(ledger: Ledger) -> Iterator[Submission]:
    """Whatever can be read of the record, page and single ones; a page that is refused shows nothing."""
    with suppress(Refused):
        yield from ledger.history.submissions(limit=MUCH)
    for identifier in [each.id for each in ledger.history.pending()]:
        with suppress(Refused):
            yield from filter(None, [ledger.history.submission(identifier)])


def _is_proof(of: Submission) -> bool:
    """Whether it is shown as proof: to scripts and in the terminal, or in the window."""
    told = [text for _, text, _ in sections(of, clock.now(), practice=False)]
    return of.proven is True or PROOF in told or PRACTICE_PROOF in told
