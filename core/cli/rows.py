"""How submissions are listed and written out; shared by outbox and history."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.engine import Engine
from core.ledger.submission import Submission
from core.strict import Refused


def as_json(submission: Submission) -> dict[str, Any]:
    """One row for scripts."""
    return {
        "id": submission.id,
        "category": submission.category,
        "state": submission.state,
        "bytes": submission.bytes,
        "sha256": submission.sha256,
        "queued": submission.queued,
        "finished": submission.finished,
        "attempts": submission.attempts,
        # Which payment site was told.
        **({"site": submission.site} if submission.site else {}),
    }


def line(submission: Submission) -> str:
    """One row for a person: state first."""
    size = f"{submission.bytes} B"
    site = f"  {submission.site}" if submission.site else ""
    return f"{submission.state:<12} {submission.category:<20} {size:>8}  {submission.queued}  {submission.id}{site}"


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
