"""A ledger to try things on: envelopes of an event group, a permit for them, and edits behind its back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import clock
from core.envelope import Envelope, seal
from core.reading import known
from core.record.events import Event, decoded
from core.record.ledger import Ledger
from core.record.permit import Permit
from core.record.receipt import Receipt, receipt_text
from core.record.store import NAME
from core.record.submission import Outcome, State, Submission
from core.record.tiles import COLUMNS

GROUP = "web_request"
DRAFTED = "environment"
MUCH = 1 << 20
RECEIVED = "2026-11-24T02:40:00Z"
_SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def envelope(text: str, category: str = GROUP) -> Envelope:
    """A new envelope of one item."""
    return seal(category, {"item": known(text, "a source")}, "s@1")


def signed(of: Envelope | Submission) -> Receipt:
    """A receiver's signed word that it has this one."""
    signature = _SIGNER.sign(receipt_text(of.id, of.sha256, RECEIVED))
    return Receipt(RECEIVED, signature, _SIGNER.public_key().public_bytes_raw())


def draft(ledger: Ledger, text: str) -> Envelope:
    """What the viewer shows of the snapshot group while its item reads `text`."""
    return ledger.drafts.renew(DRAFTED, lambda like: seal(DRAFTED, {"item": known(text, "a source")}, "s@1", like))


def permitted(ledger: Ledger) -> Permit:
    """The user has decided just now that both groups may go."""
    return Permit(ledger.append("accepted", detail={"how": "script"}).number, frozenset({GROUP, DRAFTED}))


def now() -> str:
    """This moment, as the ledger writes it."""
    return clock.stamp(clock.now())


def queued(ledger: Ledger, permit: Permit, *texts: str) -> list[Envelope]:
    """Envelopes that wait, due now."""
    made = [envelope(text) for text in texts]
    ledger.queue(made, permit, now())
    return made


def state(ledger: Ledger, of: Envelope) -> State:
    """Where it stands."""
    return found(ledger, of).state


def found(ledger: Ledger, of: Envelope | str) -> Submission:
    """Its row, by the envelope or its ID."""
    submission = ledger.history.submission(of if isinstance(of, str) else of.id)
    assert submission is not None
    return submission


def ready(ledger: Ledger) -> list[str]:
    """The IDs of what may be tried now."""
    return [each.id for each in ledger.waiting(MUCH)]


def settled(ledger: Ledger, of: Envelope, permit: Permit, outcome: Outcome) -> None:
    """One attempt and what came of it."""
    attempt(ledger, [of], permit)
    settle(ledger, {of.id: outcome})


def attempt(ledger: Ledger, envelopes: Sequence[Envelope], permit: Permit) -> None:
    """These are being sent, as they stand in the record."""
    ledger.attempt([found(ledger, each) for each in envelopes], permit)


def settle(ledger: Ledger, outcomes: Mapping[str, Outcome]) -> None:
    """What came of an attempt, by the ID of each submission; all are there, and as they were read."""
    kept = [(found(ledger, key), outcome) for key, outcome in outcomes.items()]
    assert [each.id for each in ledger.settle(kept)] == list(outcomes)


def edit(folder: Path, *statements: str) -> None:
    """Change the file as someone with an SQLite editor would: all of it at once, beside a ledger that has it open."""
    # Not by Python's sqlite3: a second copy of SQLite in one process takes away the locks that the first one holds.
    with closing(apsw.Connection(str(folder / NAME))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def happened(ledger: Ledger, *kinds: str) -> list[Event]:
    """What the record says of submissions, of these kinds or of all, oldest first; decisions are `ledger.events`."""
    with ledger._store.reading() as connection:
        rows: list[Any] = connection.execute(f"SELECT {COLUMNS} FROM event ORDER BY number").fetchall()
    return [
        Event(number, clock.stamp_of(at), kind, None, digest and digest.hex(), decoded(detail), of)
        for number, at, kind, of, digest, detail in rows
        if not kinds or kind in kinds
    ]


def on_disk(folder: Path) -> bytes:
    """Every byte of the state file and of the log beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob(f"{NAME}*")))
