"""vitrinectl agreement: read, accept or decline it."""

from __future__ import annotations

import argparse
import hashlib

import msgspec

from core.assembly import build
from core.cli import how
from core.consent.consent import Choices
from core.engine import Engine
from core.text import visible

EXAMPLE = """example:
  vitrinectl agreement                       the text, and what was decided
  vitrinectl agreement accept --region eu    accept it
  vitrinectl agreement decline               decline it; after acceptance, withdraw it"""
OFF = "Groups with a switch of their own are off now, until you switch them on: vitrinectl consent list"


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("action", nargs="?", choices=["show", "accept", "decline"], default="show")
    parser.add_argument("--region", choices=["eu", "uk", "br", "us-ca", "other"], help="where you live")
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, wrong=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Show, accept or decline."""
    engine = build().engine
    if arguments.action == "accept":
        if arguments.region is None:
            arguments.wrong("accept needs --region: where you live decides whether the statement covers you")
        engine.consent.accept(arguments.region, how())
    elif arguments.action == "decline":
        engine.decline(how())
    choices = engine.consent.choices()
    if arguments.json:
        print(msgspec.json.encode(_document(engine, choices)).decode())
    else:
        print("\n".join(_lines(engine, choices)))
        if arguments.action == "accept":
            print(OFF)
        elif arguments.action == "show":
            print("", *(visible(line) for line in engine.product.text.splitlines()), sep="\n")
    return 0


def _lines(engine: Engine, choices: Choices) -> list[str]:
    """How it stands, before the text: nobody looks for that below ninety lines."""
    agreement, statement = engine.product.agreement, engine.catalogue.statement
    named = f"Agreement {agreement.id}: {agreement.title}, {agreement.published}."
    if agreement.id != statement.id:
        named += f" What is sent calls it {statement.id}, after the published statement {statement.number} it follows."
    return [each for each in (sentence(engine, choices), visible(named), engine.product.notice) if each]


def sentence(engine: Engine, choices: Choices) -> str:
    """What was decided, and what follows."""
    if choices.standing == "accepted":
        accepted = f"Accepted on {choices.since} for {engine.catalogue.regions[choices.region or '']}."
        changed = " What you agreed to has changed since: nothing of that is sent until you accept it anew."
        return accepted + (changed if choices.changed else "")
    if choices.standing == "withdrawn":
        return f"Withdrawn. Nothing is sent. What had not gone was removed. {engine.product.what_was_sent}"
    if choices.standing == "declined":
        return "Declined. Nothing is sent."
    return "Not decided yet. Nothing is sent."


def _document(engine: Engine, choices: Choices) -> dict[str, object]:
    agreement = engine.product.agreement
    return {
        "id": agreement.id,
        "statement": engine.catalogue.statement.id,
        "title": agreement.title,
        "published": agreement.published,
        "sha256": hashlib.sha256(engine.product.text.encode()).hexdigest(),
        "standing": choices.standing,
        "region": choices.region,
        "since": choices.since,
    }
