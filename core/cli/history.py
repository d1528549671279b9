"""vitrinectl history: what was sent, tried or cancelled, and whether the record fits together."""

import argparse
from pathlib import Path

from core.assembly import build
from core.cli import add_actions, add_json, attributes, print_either, print_json, submissions
from core.engine import Engine
from core.record.submission import Submission
from core.wording import commands
from core.wording import terminal as words
from core.wording.counts import events
from core.wording.product import PRACTICE_PROOF

LONGEST_LIST = 1_000_000


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "history")
    actions["show"].add_argument("id", metavar=commands.ID)
    actions["show"].add_argument("--bytes", action="store_true", help=commands.HISTORY_BYTES)
    actions["verify"].add_argument("--since", metavar=commands.HEAD, help=commands.HISTORY_SINCE)
    actions["export"].add_argument("file", type=Path, metavar=commands.FILE)
    add_json(parser, *(actions[name] for name in ("list", "show", "verify")))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; verify exits 1 if the record does not fit together."""
    engine = build().engine
    match arguments.action:
        case "show":
            _show(engine, arguments.id, only_bytes=arguments.bytes, as_json=arguments.json)
        case "verify":
            return _verify(engine, arguments.since, arguments.json)
        case "export":
            engine.ledger.history.export(arguments.file)
            print(words.WRITTEN.format(file=arguments.file))
        case _:
            found = engine.ledger.history.submissions(limit=LONGEST_LIST)
            submissions.print_list(found, engine.product, words.HISTORY_EMPTY, as_json=arguments.json)
    return 0


def _show(engine: Engine, identifier: str, *, only_bytes: bool, as_json: bool) -> None:
    submission = submissions.found(engine, identifier)
    document = submissions.document(submission)
    if only_bytes:
        submissions.write_body(submission)
        return
    if as_json:
        print_json({**document, "reason": submission.reason, "receipt": submission.receipt})
        return
    # By the names that scripts read.
    for name, value in document.items():
        print(f"{name:<9} {value}")
    if submission.reason:
        print(f"{'why':<9} {submission.reason}")
    print(f"{'receipt':<9} {submission.receipt or words.NO_RECEIPT}")
    if submission.receipt:
        print(f"{'':<9} {_proof(engine, submission)}")
    print(f"{'body':<9} {submission.body.decode('ascii') if submission.body else words.NO_BODY}")


def _proof(engine: Engine, submission: Submission) -> str:
    """What its receipt proves. The product may be another one by now than the one that it was sent for."""
    known = submission.category in engine.catalogue.categories
    if not known or engine.ledger.history.terms(submission) != engine.consent.terms(submission.category):
        return words.OTHER_TERMS
    return PRACTICE_PROOF if engine.product.endpoint.practice else words.PROOF


def _verify(engine: Engine, since: str | None, as_json: bool) -> int:
    verdict = engine.ledger.history.verify(since)
    lines = [words.FITS.format(events=events(verdict.events), head=verdict.head), words.FITS_MEANS]
    if not verdict.ok:
        lines = [words.DOES_NOT_FIT.format(event=verdict.first_bad, why=verdict.why)]
    print_either(attributes(verdict, "ok", "events", "first_bad", "head"), lines, as_json=as_json)
    return 0 if verdict.ok else 1
