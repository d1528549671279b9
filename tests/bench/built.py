"""Homes whose records hold so many submissions, all of them delivered and with their receipts; built once and kept.

They were sent evenly over some years, up to now. What is built goes the way that any submission goes, but for the
network. A home with other tables is not used; one that holds otherwise does not pass the check of the record.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.assembly import build
from core.clock import now, stamp
from core.consent.consent import Consent
from core.record.ledger import Ledger
from core.record.permit import OutboxLimits
from core.record.submission import State
from core.sending.answers import Answer
from core.sending.request import Request
from core.sending.sender import ReceiverLine, Sender
from tests.bench import receipts
from tests.bench.measure import CACHE, HERE
from tests.bench.work_deliver import GROUP, sealed
from tests.commands import REPOSITORY

RECORD = "vitrine.db"
YEARS = timedelta(days=3 * 365)
# So many are queued, then sent.
BATCH = 1_000
MADE_OF = ("built.py", "receipts.py", "records.py", "work_deliver.py")


@dataclass(slots=True)
class Contents:
    """What a record holds: submissions, bytes of their bodies and of the answers with their receipts, signatures."""

    submissions: int = 0
    bodies: int = 0
    receipts: int = 0
    signatures: int = 0


def copied(size: int, folder: Path) -> tuple[Path, Contents]:
    """A copy of the home with so many submissions, in `folder`, and what its record holds."""
    kept = CACHE / f"{size}-{_made_of()}"
    if not kept.exists():
        for other in CACHE.glob(f"{size}-*"):
            shutil.rmtree(other)
        print(f"Building a record of {size:,} (once) …", file=sys.stderr, flush=True)
        half = CACHE / f"{size}-half"
        contents = _build(half / "home", size)
        (half / "contents.json").write_text(json.dumps(asdict(contents)), encoding="ascii")
        half.rename(kept)
    home = folder / str(size)
    shutil.copytree(kept / "home", home)
    return home, Contents(**json.loads((kept / "contents.json").read_text(encoding="ascii")))


def _made_of() -> str:
    """What such a home looks like follows from this code."""
    files = [REPOSITORY / "core" / "record" / "schema.py", *(HERE / name for name in MADE_OF)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _build(home: Path, size: int) -> Contents:
    engine, hours = build(environment={"VITRINE_HOME": str(home)}).engine, Hours()
    ledger = Ledger(home, OutboxLimits(), hours)
    consent = Consent(ledger, engine.catalogue, engine.product)
    receiver = Receiver(hours)
    line = ReceiverLine(receiver, receipts.PUBLIC)
    sender = Sender(ledger, consent, engine.product.endpoint, lambda: nullcontext(line), nullcontext)
    consent.accept("eu", "script")
    consent.choose(GROUP, True, "script")
    permit, statement, sent = consent.choices().permit, engine.catalogue.statement.id, 0
    while sent < size:
        batch = [sealed(number, statement) for number in range(sent, min(sent + BATCH, size))]
        ledger.queue(batch, permit, stamp(hours()))
        states = sender.drain().states
        assert list(states.values()) == [State.CONFIRMED] * len(batch)
        sent += len(batch)
        hours.pass_by(YEARS * len(batch) / size)
    receiver.contents.submissions = size
    return receiver.contents


class Hours:
    """A clock that is told how time passes, and ends up at now."""

    def __init__(self) -> None:
        self._at = now() - YEARS

    def __call__(self) -> datetime:
        """Return the time of day."""
        return self._at

    def pass_by(self, time: timedelta) -> None:
        """Be later by so much."""
        self._at += time


class Receiver:
    """Answers in place, as the sink does, and counts what it gets and gives."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.contents, self._clock = Contents(), clock

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        """Answer with a receipt for each line."""
        assert go_on()
        told = receipts.answer(request.body, stamp(self._clock()))
        self.contents.bodies += len(request.body)
        self.contents.receipts += len(told)
        self.contents.signatures += told.count(b'"signature"')
        return Answer(202, {"content-type": "application/json"}, told)
