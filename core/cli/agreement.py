"""vitrinectl agreement: read, accept or decline it."""

import argparse
import hashlib

from core.assembly import build
from core.cli import add_json, attributes, how, print_either
from core.consent.consent import Choices
from core.engine import Engine
from core.errors import Code, WrongUsage
from core.text import visible
from core.wording import commands
from core.wording import terminal as words


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", nargs="?", choices=["show", "accept", "decline"], default="show")
    parser.add_argument("--region", choices=["eu", "uk", "br", "us-ca", "other"], help=commands.AGREEMENT_REGION)
    add_json(parser)
    parser.set_defaults(program=parser.prog)


def run(arguments: argparse.Namespace) -> int:
    """Show, accept or decline."""
    engine = build().engine
    if arguments.action == "accept":
        if arguments.region is None:
            raise WrongUsage(Code.USAGE_NO_REGION, program=arguments.program)
        engine.consent.accept(arguments.region, how())
    elif arguments.action == "decline":
        engine.decline(how())
    choices = engine.consent.choices()
    lines = _lines(engine, choices)
    if arguments.action == "accept":
        lines.append(words.SWITCHED_OFF)
    elif arguments.action == "show":
        lines += ["", *map(visible, engine.product.text.splitlines())]
    print_either(_document(engine, choices), lines, as_json=arguments.json)
    return 0


def _lines(engine: Engine, choices: Choices) -> list[str]:
    """How it stands, before the text: nobody looks for that below ninety lines."""
    agreement, statement = engine.product.agreement, engine.catalogue.statement
    called = words.AGREEMENT.format(id=agreement.id, title=agreement.title, published=agreement.published)
    if agreement.id != statement.id:
        called += f" {words.STATEMENT.format(id=statement.id, number=statement.number)}"
    return [each for each in (standing(engine, choices), visible(called), engine.product.notice) if each]


def standing(engine: Engine, choices: Choices) -> str:
    """What was decided on the agreement, and what follows, in a sentence or two."""
    since_changed = choices.standing == "accepted" and choices.changed
    said = words.STANDING["changed" if since_changed else choices.standing]
    region = engine.catalogue.regions.get(choices.region or "", "")
    return said.format(since=choices.since, region=region, sent=engine.product.what_was_sent)


def _document(engine: Engine, choices: Choices) -> dict[str, object]:
    agreement = engine.product.agreement
    return {
        "id": agreement.id,
        "statement": engine.catalogue.statement.id,
        **attributes(agreement, "title", "published"),
        "sha256": hashlib.sha256(engine.product.text.encode()).hexdigest(),
        **attributes(choices, "standing", "region", "since"),
    }
