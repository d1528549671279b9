"""vitrinectl history: what was sent, tried or cancelled, and whether the record fits together."""

import argparse
from pathlib import Path
from typing import Any

from core.assembly import build
from core.cli import add_actions, add_json, attributes, print_either, print_json, submissions
from core.engine import Engine
from core.record.history import Attempt
from core.record.submission import Submission
from core.text import visible
from core.wording import commands
from core.wording import terminal as words
from core.wording.counts import events
from core.wording.product import NOT_PROVEN, PRACTICE_PROOF, PROOF_NOT_KNOWN

LONGEST_LIST = 1_000_000


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "history")
    actions["list"].add_argument("--limit", type=int, metavar="N", help=commands.HISTORY_LIMIT)
    actions["list"].add_argument("--before", type=int, metavar="N", help=commands.HISTORY_BEFORE)
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
            limit, before = (getattr(arguments, name, None) for name in ("limit", "before"))
            found = engine.ledger.history.every(LONGEST_LIST if limit is None else limit, before)
            submissions.print_list(found, engine.product, words.HISTORY_EMPTY, as_json=arguments.json)
    return 0


def _show(engine: Engine, identifier: str, *, only_bytes: bool, as_json: bool) -> None:
    submission = submissions.found(engine, identifier)
    if only_bytes:
        submissions.write_body(submission)
        return
    document, tries = submissions.document(submission), engine.ledger.history.attempts(submission)
    if as_json:
        more = attributes(submission, "reason", "receipt", "proven")
        print_json({**document, **more, "tries": [_tried(each) for each in tries]})
        return
    # By the names that scripts read.
    for name, value in document.items():
        print(f"{name:<9} {visible(str(value))}")
    if submission.reason:
        print(f"{'why':<9} {visible(submission.reason)}")
    for each in tries:
        facts = [each.began, each.state, each.status, each.size and f"{each.size} B", each.reason]
        print(f"{'tried':<9} {visible('  '.join(str(fact) for fact in facts if fact))}")
    print(f"{'receipt':<9} {visible(submission.receipt or words.NO_RECEIPT)}")
    if submission.receipt:
        print(f"{'':<9} {_proof(engine, submission)}")
    body = visible(submission.body.decode("utf-8", "backslashreplace")) if submission.body else words.NO_BODY
    print(f"{'body':<9} {body}")


def _tried(attempt: Attempt) -> dict[str, Any]:
    told = attributes(attempt, "began", "ended", "state", "status", "size", "reason")
    return {**told, "head": attempt.head.decode("ascii", "backslashreplace")}


def _proof(engine: Engine, submission: Submission) -> str:
    """What its receipt proves. The product may be another one by now than the one that it was sent for."""
    if submission.proven is not True:
        return NOT_PROVEN if submission.proven is False else PROOF_NOT_KNOWN
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
