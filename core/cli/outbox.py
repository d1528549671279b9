"""vitrinectl outbox: what waits, what is being sent, what is not confirmed, what was refused."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from core.assembly import build
from core.cli import rows
from core.engine import Engine
from core.errors import Refused
from core.record.submission import State

EXAMPLE = """example:
  vitrinectl outbox                 everything in it
  vitrinectl outbox show ID         the body that is to be sent
  vitrinectl outbox cancel ID       do not send it"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="list")
    actions = parser.add_subparsers(metavar="list|show|cancel|clear|retry|export", dest="action")
    listing = actions.add_parser("list", help="what stands in it, and until when it is held")
    listing.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for scripts")
    actions.add_parser("show", help="the body and nothing else").add_argument("id", metavar="ID")
    actions.add_parser("cancel", help="do not send it").add_argument("id", metavar="ID")
    actions.add_parser("clear", help="cancel everything that waits")
    actions.add_parser("retry", help="send now what waits and is not held any more")
    export = actions.add_parser("export", help="the bodies, one a line, into a new file")
    export.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    vitrine = build()
    engine = vitrine.engine
    match arguments.action:
        case "show":
            rows.write_body(rows.found(engine, arguments.id))
        case "cancel":
            _cancel(engine, arguments.id)
        case "clear":
            count = sum(
                engine.ledger.cancel(each.id) for each in engine.ledger.history.pending() if each.state is State.WAITING
            )
            print(f"{count} cancelled.")
        case "retry":
            from core.cli.send import deliver

            return deliver(vitrine)
        case "export":
            rows.export(arguments.file, [each.body for each in engine.ledger.history.pending() if each.body])
        case _:
            _list(engine, arguments.json)
    return 0


def _cancel(engine: Engine, identifier: str) -> None:
    submission = rows.found(engine, identifier)
    if not engine.ledger.cancel(submission.id):
        raise Refused(f"{submission.id} is {submission.state}: it cannot be cancelled.")
    now_there = rows.found(engine, submission.id)
    print(f"Not tried any more: {now_there.id} is {now_there.state}")


def _list(engine: Engine, as_json: bool) -> None:
    pending = engine.ledger.history.pending()
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode({"submissions": [rows.as_json(each) for each in pending]}) + b"\n")
    elif pending:
        print("\n".join(rows.line(each) for each in pending))
        rows.print_notice(engine.product)
    else:
        print("The Outbox is empty.")
