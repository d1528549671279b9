"""vitrinectl history: what was sent, tried or cancelled, and whether the record fits together."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from core.assembly import build
from core.cli import rows
from core.engine import Engine
from core.product import PRACTICE_PROOF
from core.record.submission import Submission

EXAMPLE = """example:
  vitrinectl history                      everything, newest first
  vitrinectl history show ID --bytes      the body that was sent, and nothing else
  vitrinectl history verify               whether the record fits together"""
LONGEST_LIST = 1_000_000
PROOF = "Signed with the receiver’s key; proves that these bytes were received, not what becomes of them."
OTHER_TERMS = "Sent under other terms than today’s, so who signed it cannot be told here."


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="list")
    actions = parser.add_subparsers(metavar="list|show|verify|export", dest="action")
    listing = actions.add_parser("list", help="every submission, newest first")
    show = actions.add_parser("show", help="one submission, its receipt and its body")
    show.add_argument("id", metavar="ID")
    show.add_argument("--bytes", action="store_true", help="the body and nothing else")
    verify = actions.add_parser("verify", help="whether the record fits together")
    verify.add_argument("--since", metavar="HEAD", help="a head you noted earlier: N:HASH")
    for each in (listing, show, verify):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for scripts")
    export = actions.add_parser("export", help="everything there is, into a new file")
    export.add_argument("file", type=Path, metavar="FILE")


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
            print(f"Written: {arguments.file}")
        case _:
            _list(engine, arguments.json)
    return 0


def _list(engine: Engine, as_json: bool) -> None:
    found = engine.ledger.history.submissions(limit=LONGEST_LIST)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode({"submissions": [rows.as_json(each) for each in found]}) + b"\n")
    elif found:
        print("\n".join(rows.line(each) for each in found))
        rows.print_notice(engine.product)
    else:
        print("Nothing was sent, tried or cancelled yet.")


def _show(engine: Engine, identifier: str, *, only_bytes: bool, as_json: bool) -> None:
    submission = rows.found(engine, identifier)
    if only_bytes:
        rows.write_body(submission)
        return
    if as_json:
        found = {**rows.as_json(submission), "reason": submission.reason, "receipt": submission.receipt}
        print(msgspec.json.encode(found).decode())
        return
    for name, value in rows.as_json(submission).items():
        print(f"{name:<9} {value}")
    print(f"{'why':<9} {submission.reason}" if submission.reason else "", end="\n" if submission.reason else "")
    print(f"{'receipt':<9} {submission.receipt or 'none'}")
    if submission.receipt:
        print(f"{'':<9} {_proof(engine, submission)}")
    print(f"{'body':<9} {(submission.body or b'erased').decode('ascii')}")


def _proof(engine: Engine, submission: Submission) -> str:
    """What its receipt proves. The product may be another one by now than the one that it was sent for."""
    known = submission.category in engine.catalogue.categories
    if not known or engine.ledger.history.terms(submission) != engine.consent.terms(submission.category):
        return OTHER_TERMS
    return PRACTICE_PROOF if engine.product.endpoint.practice else PROOF


def _verify(engine: Engine, since: str | None, as_json: bool) -> int:
    verdict = engine.ledger.history.verify(since)
    if as_json:
        found = {"ok": verdict.ok, "events": verdict.events, "first_bad": verdict.first_bad, "head": verdict.head}
        print(msgspec.json.encode(found).decode())
    elif verdict.ok:
        print(f"The records fit together: {verdict.events} events, head {verdict.head}")
        print("This shows an edit, not a file that was replaced as a whole: note the head, and compare with --since.")
    else:
        print(f"The records do not fit together: event {verdict.first_bad}: {verdict.why}")
    return 0 if verdict.ok else 1
