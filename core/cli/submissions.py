"""Submissions as commands list them, what becomes of those just queued, and why a group is not sent."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from core.cli import attributes, print_bytes, print_json_list
from core.clock import moment, now, stamp
from core.consent.consent import ACCEPT, Choices
from core.engine import Engine, Shown
from core.envelope import Envelope, items
from core.errors import Code, Refused
from core.product import Product
from core.record.submission import State, Submission
from core.text import failure, visible
from core.wording import terminal as words
from core.wording.commands import CATEGORY
from core.wording.errors import sentence

STANDING = {
    "open": Code.AGREEMENT_OPEN,
    "declined": Code.AGREEMENT_DECLINED,
    "withdrawn": Code.AGREEMENT_WITHDRAWN,
    "unread": Code.AGREEMENT_UNREAD,
}


def document(submission: Submission) -> dict[str, Any]:
    """One submission for scripts; `site`, the payment site that was told, and `reason` only where there is one."""
    names = ("number", "id", "category", "state", "bytes", "sha256", "queued", "due", "finished", "attempts")
    more = [name for name in ("site", "reason") if getattr(submission, name)]
    return attributes(submission, *names, *more)


def print_list(found: Iterable[Submission], product: Product, empty: str, *, as_json: bool) -> None:
    """Print submissions, a line each, and that it is practice, where it is; `empty` where there are none."""
    if as_json:
        print_json_list("submissions", map(document, found))
        return
    last = empty
    for each in found:
        print(line(each))
        last = product.notice
    if last:
        print(last)


def line(submission: Submission) -> str:
    """One row for a person, state first. States and groups are the words that scripts read and that are typed."""
    size, group = f"{submission.bytes} B", visible(submission.category)
    more = f"  {submission.site}" if submission.site else ""
    if submission.state is State.TOLD and submission.reason:
        more += f"  {words.NOT_HANDED}"
    more += f"  {words.HELD_UNTIL.format(when=until([submission]))}" if is_held(submission) else ""
    return f"{submission.state:<12} {group:<20} {size:>8}  {submission.queued}  {submission.id}{more}"


def is_held(submission: Submission) -> bool:
    """Whether it stands there only so that it can be read and cancelled."""
    return submission.state is State.WAITING and submission.due > stamp(now())


def until(held: Iterable[Submission | Shown]) -> str:
    """Until when these are held, by this computer's own clock: `14:05 CET`, `14:05 to 14:09 CET`."""
    times = [moment(each.due).astimezone() for each in held]
    first, last = f"{min(times):%H:%M}", f"{max(times):%H:%M}"
    return f"{first if first == last else words.FROM_TO.format(first=first, last=last)} {max(times):%Z}"


def held(queued: Iterable[Submission | Shown]) -> str:
    """What becomes of what was just queued."""
    return words.HELD.format(when=until(queued))


def waiting_facts(engine: Engine) -> Counter[bytes]:
    """How many submissions wait, by what they tell. To be asked before another is queued."""
    try:
        waiting = [each.envelope for each in engine.ledger.history.pending() if each.finished is None]
    except (OSError, Refused):
        # Whoever queues is told so.
        return Counter()
    return Counter(_facts(each) for each in waiting if each)


def fate(engine: Engine, shown: Sequence[Shown], waiting: Counter[bytes], fates: Mapping[str, str]) -> str:
    """What becomes of what was just checked, in the words of `fates`: queued, not queued although it may be sent, or
    only shown, and why. What is queued counts among those `waiting` from now on."""
    first = shown[0]
    if first.due:
        # They need not be of the same file or address, so each is a submission of its own.
        assert first.envelope is not None
        facts = _facts(first.envelope)
        others, waiting[facts] = waiting[facts], waiting[facts] + 1
        return fates["queued_beside" if others else "queued"].format(count=others, held=held(shown))
    if first.trouble:
        return fates["not_queued"].format(why=first.trouble)
    return fates["only_shown"].format(why=sentence(why_not(engine.choices(), first.category.key)))


def _facts(envelope: Envelope) -> bytes:
    return msgspec.json.encode([envelope.category, items(envelope)], order="sorted")


def found(engine: Engine, identifier: str) -> Submission:
    """The submission of that ID. Raises Refused where there is none."""
    submission = engine.ledger.history.submission(identifier)
    if submission is None:
        raise Refused(Code.SUBMISSION_UNKNOWN, given=identifier[:80])
    return submission


def write_body(submission: Submission) -> None:
    """Write the body to stdout and nothing else. Raises Refused where it was erased."""
    if submission.body is None:
        raise Refused(Code.SUBMISSION_ERASED, submission=submission.id)
    print_bytes(submission.body)


def export(file: Path, bodies: Iterable[bytes]) -> None:
    """Write bodies, one a line, into a new file that only the user may read. Raises Refused for a link, a file that is
    there already, and a folder that cannot be written."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise Refused(Code.EXPORT_NOT_NEW, file=file, why=failure(error)) from error
    with os.fdopen(handle, "wb") as out:
        for body in bodies:
            out.write(body + b"\n")
    print(words.WRITTEN.format(file=file))


def why_not(choices: Choices, key: str | None) -> Refused:
    """Why this group, or for None anything at all, may not be sent: an error to be told or raised within another."""
    if choices.standing != "accepted":
        return Refused(STANDING[choices.standing], command=ACCEPT)
    if choices.paused:
        return Refused(Code.SENDING_PAUSED)
    if choices.changed and (key is None or key in choices.changed):
        return Refused(Code.GROUP_TERMS_CHANGED, command=ACCEPT)
    return Refused(Code.GROUP_OFF, group=key or CATEGORY)
