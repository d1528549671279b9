"""vitrinectl outbox: what waits, what is being sent, what is not confirmed, what was refused."""

import argparse
from pathlib import Path

from core.assembly import build
from core.cli import add_actions, add_json, submissions
from core.errors import Code, Refused
from core.record.submission import State
from core.wording import terminal as words
from core.wording.commands import FILE, ID


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "outbox")
    add_json(parser, actions["list"])
    for name in ("show", "cancel"):
        actions[name].add_argument("id", metavar=ID)
    actions["export"].add_argument("file", type=Path, metavar=FILE)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    vitrine = build()
    engine = vitrine.engine
    pending = engine.ledger.history.pending
    match arguments.action:
        case "show":
            submissions.write_body(submissions.found(engine, arguments.id))
        case "cancel":
            submission = submissions.found(engine, arguments.id)
            if not engine.ledger.cancel(submission.id):
                raise Refused(Code.SUBMISSION_NOT_CANCELLED, submission=submission.id, state=submission.state)
            now_there = submissions.found(engine, submission.id)
            print(words.NOT_TRIED.format(submission=now_there.id, state=now_there.state))
        case "clear":
            waiting = [each.id for each in pending() if each.state is State.WAITING]
            print(words.CANCELLED.format(count=sum(map(engine.ledger.cancel, waiting))))
        case "retry":
            from core.cli.send import deliver

            return deliver(vitrine)
        case "export":
            submissions.export(arguments.file, [each.body for each in pending() if each.body])
        case _:
            submissions.print_list(pending(), engine.product, words.OUTBOX_EMPTY, as_json=arguments.json)
    return 0
