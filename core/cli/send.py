"""vitrinectl send: queue what is allowed and send it now."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from core.assembly import Vitrine, build
from core.cli import rows
from core.cli.groups import named, why_not
from core.clock import now, stamp
from core.engine import Engine, Shown
from core.errors import Refused
from core.record.submission import State, Submission

EXAMPLE = """example:
  vitrinectl send --dry-run      what would be sent now
  vitrinectl send environment    queue this group and send it now"""

RECEIVED = (
    "Practice: the receiver inside Vitrine took this, and Vitrine itself signed the receipts: they prove only that "
    "Vitrine works. Nothing left this computer."
)


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
        rows.print_notice(engine.product)
        return 0
    for group in shown:
        engine.queue(group, stamp(now()))
    code = deliver(vitrine)
    if erased := engine.ledger.erase_older(vitrine.preferences.load().keep_days):
        print(f"{erased} erased here, finished longer ago than you keep them")
    return code


def _asked(engine: Engine, keys: list[str]) -> list[Shown]:
    choices = engine.consent.choices()
    wanted = named(keys, engine.catalogue)
    for key in keys:
        if key not in choices.permit.categories:
            raise Refused(f"“{engine.catalogue.categories[key].title}” is not sent: {why_not(choices, key)}")
    if not choices.permit.categories:
        raise Refused(f"nothing is sent: {why_not(choices, None)}")
    wanted = [key for key in wanted if key in choices.permit.categories]
    snapshots = [key for key in wanted if engine.catalogue.categories[key].is_snapshot]
    if keys and len(snapshots) < len(wanted):
        raise Refused("a group you named tells of events, which are queued as they happen: vitrinectl outbox")
    return [engine.show(key) for key in snapshots]


def deliver(vitrine: Vitrine) -> int:
    """Send everything due now, say what came of it; 1 if anything still waits, be it only to be read and cancelled."""
    engine = vitrine.engine
    delivered = vitrine.delivery.drain(urgent=True)
    for identifier, state in delivered.states.items():
        submission = engine.ledger.history.submission(identifier)
        print(f"{submission.category if submission else ''}: {state}  {identifier}")
    if engine.product.endpoint.practice and State.CONFIRMED in delivered.states.values():
        print(RECEIVED)
    left = [each for each in engine.ledger.history.pending() if each.finished is None]
    why = [delivered.why] if delivered.why else []
    if left and not why and not engine.choices().permit.categories:
        why = [f"nothing is sent: {why_not(engine.choices(), None)}"]
    told = [*why, _left(left)] if left else why
    if told:
        print(f"vitrinectl: {'. '.join(each.rstrip('.') for each in told)}", file=sys.stderr)
    return 1 if told else 0


def _left(left: Sequence[Submission]) -> str:
    """What waits, and for what. What is only held has not been tried, so nobody owes a receipt for it."""
    held = [each for each in left if rows.is_held(each)]
    waiting = sum(each.state is State.WAITING for each in left) - len(held)
    told = [f"{len(held)} held until {rows.until(held)}, to be read or cancelled before they go"] if held else []
    told += [f"{waiting} still waiting"] if waiting else []
    told += [f"{unsure} not confirmed yet"] if (unsure := len(left) - len(held) - waiting) else []
    return f"{'; '.join(told)}: vitrinectl outbox"
