"""How submissions are listed and written out; shared by outbox and history."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from core.clock import moment, now, stamp
from core.engine import Engine, Shown
from core.envelope import Envelope, items
from core.errors import Refused
from core.product import Product
from core.record.submission import State, Submission


def as_json(submission: Submission) -> dict[str, Any]:
    """One row for scripts."""
    return {
        "id": submission.id,
        "category": submission.category,
        "state": submission.state,
        "bytes": submission.bytes,
        "sha256": submission.sha256,
        "queued": submission.queued,
        "due": submission.due,
        "finished": submission.finished,
        "attempts": submission.attempts,
        # Which payment site was told.
        **({"site": submission.site} if submission.site else {}),
        **({"reason": submission.reason} if submission.reason else {}),
    }


def line(submission: Submission) -> str:
    """One row for a person: state first."""
    size = f"{submission.bytes} B"
    more = f"  {submission.site}" if submission.site else ""
    if submission.state is State.TOLD and submission.reason:
        more += "  not handed over: the browser had gone"
    more += f"  held until {until([submission])}" if is_held(submission) else ""
    return f"{submission.state:<12} {submission.category:<20} {size:>8}  {submission.queued}  {submission.id}{more}"


def is_held(submission: Submission) -> bool:
    """Whether it stands there only so that it can be read and cancelled."""
    return submission.state is State.WAITING and submission.due > stamp(now())


def until(held: Iterable[Submission | Shown]) -> str:
    """Until when these are held, by this computer's own clock: “14:05 CET”, “14:05 to 14:09 CET”."""
    try:
        times = [moment(each.due).astimezone() for each in held]
    except ValueError:
        # Somebody edited the file; `history verify` tells where.
        return "a time that cannot be read"
    first, last = f"{min(times):%H:%M}", f"{max(times):%H:%M}"
    return f"{first if first == last else f'{first} to {last}'} {max(times):%Z}"


def held(queued: Iterable[Submission | Shown]) -> str:
    """What becomes of what was just queued."""
    return f"held until {until(queued)}, to be read or cancelled before then: vitrinectl outbox"


def waiting_facts(engine: Engine) -> Counter[bytes]:
    """How many submissions wait by what they tell. Asked before another is queued."""
    try:
        waiting = [each.envelope for each in engine.ledger.history.pending() if each.finished is None]
    except (OSError, Refused):
        # Whoever queues is told so.
        return Counter()
    return Counter(_facts(each) for each in waiting if each)


def beside(waiting: Counter[bytes], shown: Shown) -> str:
    """Whether others wait that tell the same. They need not be of the same file or address, so each counts; so does
    this one from now on."""
    if shown.envelope is None:
        return ""
    facts = _facts(shown.envelope)
    waiting[facts] += 1
    others = waiting[facts] - 1
    return f" as another submission, beside {others} waiting with the same facts" if others else ""


def _facts(envelope: Envelope) -> bytes:
    return msgspec.json.encode([envelope.category, items(envelope)], order="sorted")


def print_notice(product: Product) -> None:
    """That it is practice, where it is."""
    if product.notice:
        print(product.notice)


def found(engine: Engine, identifier: str) -> Submission:
    """The submission of that ID. Raises Refused."""
    submission = engine.ledger.history.submission(identifier)
    if submission is None:
        raise Refused(f"there is no submission “{identifier[:80]}”. To list them: vitrinectl history")
    return submission


def write_body(submission: Submission) -> None:
    """The body and nothing else."""
    if submission.body is None:
        raise Refused(f"the body of {submission.id} was erased.")
    sys.stdout.buffer.write(submission.body)
    sys.stdout.buffer.flush()


def export(file: Path, bodies: Iterable[bytes]) -> None:
    """Write bodies, one a line, into a new file only the user may read; a link or an existing file is refused."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}. Name a new file.") from error
    with os.fdopen(handle, "wb") as out:
        for body in bodies:
            out.write(body + b"\n")
    print(f"Written: {file}")
