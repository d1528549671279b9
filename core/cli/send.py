"""vitrinectl send: queue what is allowed and send it now."""

import argparse
import sys
from collections.abc import Sequence

from core.assembly import Vitrine, build
from core.cli import PROGRAM, named, submissions
from core.clock import now, stamp
from core.engine import Engine, Shown
from core.errors import Code, Refused
from core.record.submission import State, Submission
from core.wording import commands
from core.wording import terminal as words
from core.wording.errors import sentence
from core.wording.sending import DELIVERED


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("categories", metavar=commands.CATEGORY, nargs="*", help=commands.SEND_GROUPS)
    parser.add_argument("--dry-run", action="store_true", help=commands.SEND_DRY_RUN)


def run(arguments: argparse.Namespace) -> int:
    """Exit 1 if nothing may be sent, or if anything still waits afterwards."""
    vitrine = build()
    engine = vitrine.engine
    shown = _asked(engine, arguments.categories)
    if arguments.dry_run:
        for group in shown:
            assert group.envelope is not None
            count, sha256 = len(group.envelope.body), group.envelope.sha256
            print(words.WOULD_SEND.format(group=group.category.key, count=count, sha256=sha256))
        if engine.product.notice:
            print(engine.product.notice)
        return 0
    for group in shown:
        engine.queue(group, stamp(now()))
    code = deliver(vitrine)
    if erased := engine.ledger.erase_older(vitrine.preferences.load().keep_days):
        print(words.ERASED.format(count=erased))
    return code


def _asked(engine: Engine, keys: list[str]) -> list[Shown]:
    """The groups to queue as they stand now. Raises Refused where one that is named, or all, may not be sent."""
    choices = engine.consent.choices()
    wanted = named(keys, engine.catalogue)
    for key in keys:
        if key not in choices.permit.categories:
            title, why = engine.catalogue.categories[key].title, submissions.why_not(choices, key)
            raise Refused(Code.GROUP_NOT_SENT, group=title, why=why)
    if not choices.permit.categories:
        raise Refused(Code.NOTHING_SENT, why=submissions.why_not(choices, None))
    wanted = [key for key in wanted if key in choices.permit.categories]
    snapshots = [key for key in wanted if engine.catalogue.categories[key].is_snapshot]
    if keys and len(snapshots) < len(wanted):
        raise Refused(Code.NAMED_GROUP_OF_EVENTS)
    return [engine.show(key) for key in snapshots]


def deliver(vitrine: Vitrine) -> int:
    """Send everything due now, say what came of it; 1 if anything still waits, be it only to be read and cancelled."""
    engine = vitrine.engine
    delivered = vitrine.delivery.drain(urgent=True)
    for identifier, state in delivered.states.items():
        submission = engine.ledger.history.submission(identifier)
        print(f"{submission.category if submission else ''}: {state}  {identifier}")
    if engine.product.endpoint.practice and State.CONFIRMED in delivered.states.values():
        print(words.RECEIVED_IN_PRACTICE)
    left = [each for each in engine.ledger.history.pending() if each.finished is None]
    why = [delivered.why] if delivered.why else []
    if left and not why and not engine.choices().permit.categories:
        why = [sentence(Refused(Code.NOTHING_SENT, why=submissions.why_not(engine.choices(), None)))]
    told = [*why, _left(left)] if left else why
    if told:
        print(f"{PROGRAM}: {'. '.join(each.rstrip('.') for each in told)}", file=sys.stderr)
    return 1 if told else 0


def _left(left: Sequence[Submission]) -> str:
    """What waits, and for what. What is only held has not been tried, so nobody owes a receipt for it."""
    held = [each for each in left if submissions.is_held(each)]
    waiting = sum(each.state is State.WAITING for each in left) - len(held)
    unsure = len(left) - len(held) - waiting
    told = [words.HELD_TO_READ.format(count=len(held), when=submissions.until(held))] if held else []
    told += [DELIVERED["waiting"].format(count=waiting)] if waiting else []
    told += [words.NOT_CONFIRMED_YET.format(count=unsure)] if unsure else []
    return words.LEFT.format(left="; ".join(told))
