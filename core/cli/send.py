"""vitrinectl send: queue what is allowed and send it now."""

from __future__ import annotations

import argparse
import sys

from core.assembly import Vitrine, build
from core.clock import now, stamp
from core.consent import ACCEPT, Choices
from core.engine import Engine, Shown
from core.ledger.submission import State
from core.strict import Refused

EXAMPLE = """example:
  vitrinectl send --dry-run      what would be sent now
  vitrinectl send environment    queue this group and send it now"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("categories", metavar="CATEGORY", nargs="*", help="the groups; none means all that are allowed")
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, send nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit 1 if nothing may be sent, or if anything still waits afterwards."""
    vitrine = build()
    engine = vitrine.engine
    shown = _asked(engine, arguments.categories)
    if arguments.dry_run:
        for group in shown:
            assert group.envelope is not None
            print(f"would send {group.category.key}: {len(group.envelope.body)} bytes, SHA-256 {group.envelope.sha256}")
        return 0
    for group in shown:
        engine.queue(group, stamp(now()))
    code = deliver(vitrine)
    if erased := engine.ledger.erase_older(vitrine.preferences.load().keep_days):
        print(f"{erased} erased here, finished longer ago than you keep them")
    return code


def _asked(engine: Engine, keys: list[str]) -> list[Shown]:
    choices = engine.consent.choices()
    for key in keys:
        if key not in engine.catalogue.categories:
            raise Refused(f"there is no group “{key[:80]}”. Groups: {', '.join(engine.catalogue.categories)}.")
        if key not in choices.permit.categories:
            raise Refused(f"“{engine.catalogue.categories[key].title}” is not sent: {why_not(choices, key)}")
    if not choices.permit.categories:
        raise Refused(f"nothing is sent: {why_not(choices, None)}")
    wanted = list(dict.fromkeys(keys)) or [
        key for key in engine.catalogue.categories if key in choices.permit.categories
    ]
    snapshots = [key for key in wanted if engine.catalogue.categories[key].is_snapshot]
    if keys and len(snapshots) < len(wanted):
        raise Refused("a group you named tells of events, which are queued as they happen: vitrinectl outbox")
    return [engine.show(key) for key in snapshots]


def why_not(choices: Choices, key: str | None) -> str:
    """Why this group, or anything at all, may not be sent."""
    if choices.standing != "accepted":
        standing = "not accepted" if choices.standing == "open" else choices.standing
        return f"the agreement is {standing}. To accept: {ACCEPT}"
    if choices.paused:
        return "all sending is paused. To go on: vitrinectl resume"
    if choices.changed and (key is None or key in choices.changed):
        return f"what you agreed to has changed since. To accept it as it is now: {ACCEPT}"
    return f"it is switched off. To switch it on: vitrinectl consent on {key}"


def deliver(vitrine: Vitrine) -> int:
    """Send everything due now, say what came of it."""
    delivered = vitrine.delivery.drain(urgent=True)
    for identifier, state in delivered.states.items():
        submission = vitrine.engine.ledger.history.submission(identifier)
        print(f"{submission.category if submission else ''}: {state}  {identifier}")
    if delivered.why:
        print(f"vitrinectl: {delivered.why}", file=sys.stderr)
    left = [
        each
        for each in vitrine.engine.ledger.history.pending()
        if each.finished is None and each.state is not State.REFUSED
    ]
    if left:
        print(f"vitrinectl: {len(left)} not confirmed yet: vitrinectl outbox", file=sys.stderr)
    return 1 if left or delivered.why else 0
