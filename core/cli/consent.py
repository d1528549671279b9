"""vitrinectl consent: the switches, withdrawal, and the record of every decision."""

import argparse

from core.assembly import build
from core.catalogue import Category
from core.cli import add_actions, add_json, attributes, how, named, print_either
from core.cli.agreement import standing
from core.consent.consent import Choices
from core.engine import Engine
from core.record.events import CONSENT
from core.wording import terminal as words
from core.wording.commands import CATEGORY


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "consent")
    add_json(parser, *(actions[name] for name in ("list", "withdraw", "history")))
    for name in ("on", "off"):
        actions[name].add_argument("category", metavar=CATEGORY)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked, then say how things stand."""
    engine = build().engine
    if arguments.action in ("on", "off"):
        named([arguments.category], engine.catalogue)
        engine.choose(arguments.category, arguments.action == "on", how())
    elif arguments.action == "withdraw":
        engine.withdraw(how())
        if not arguments.json:
            print(standing(engine, engine.consent.choices()))
    if arguments.action == "history":
        _print_history(engine, arguments.json)
    else:
        _print_list(engine, arguments.json)
    return 0


def _print_list(engine: Engine, as_json: bool) -> None:
    choices, categories = engine.consent.choices(), engine.catalogue.categories
    rows = [
        {
            "category": key,
            "basis": category.basis,
            "sending": key in choices.permit.categories,
            "terms": "changed" if key in choices.changed else "current",
        }
        for key, category in categories.items()
    ]
    lines = [words.ALL_PAUSED] if choices.paused else []
    lines += [f"{each.title:<20} {words.GROUPS[_standing_of(each, choices)]}" for each in categories.values()]
    print_either({"categories": rows, "paused": choices.paused}, lines, as_json=as_json)


def _standing_of(category: Category, choices: Choices) -> str:
    """How it stands with a group, by its name in the wording."""
    key = category.key
    if key in choices.changed:
        return "changed"
    if key in choices.allowed:
        return "agreed" if category.basis == "agreed" else "on"
    return "off" if choices.standing == "accepted" else "not_accepted"


def _print_history(engine: Engine, as_json: bool) -> None:
    events = engine.ledger.events(*CONSENT)
    names = ("number", "at", "kind", "category")
    rows = [
        {**attributes(event, *names), "how": event.detail.get("how"), "terms": event.detail.get("terms")}
        for event in events
    ]
    lines = [
        f"{event.number:>6}  {event.at}  {event.kind:<12} {event.category or '':<20} {event.detail.get('how')}"
        for event in events
    ]
    print_either({"events": rows}, lines or [words.NOTHING_DECIDED], as_json=as_json)
