"""vitrinectl consent: the switches, withdrawal, and the record of every decision."""

from __future__ import annotations

import argparse

import msgspec

from core.assembly import build
from core.cli import how
from core.cli.agreement import sentence
from core.cli.groups import named
from core.engine import Engine
from core.record.events import CONSENT

EXAMPLE = """example:
  vitrinectl consent on environment      send this group from now on
  vitrinectl consent withdraw            withdraw the agreement: nothing is sent any more"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="list", json=False)
    actions = parser.add_subparsers(metavar="list|on|off|withdraw|history", dest="action")
    for name in ("list", "withdraw", "history"):
        actions.add_parser(name).add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    for name in ("on", "off"):
        actions.add_parser(name).add_argument("category", metavar="CATEGORY")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked, then say how things stand."""
    engine = build().engine
    if arguments.action in ("on", "off"):
        named([arguments.category], engine.catalogue)
        engine.choose(arguments.category, arguments.action == "on", how())
    elif arguments.action == "withdraw":
        engine.withdraw(how())
        if not arguments.json:
            print(sentence(engine, engine.consent.choices()))
    if arguments.action == "history":
        _print_history(engine, arguments.json)
    else:
        _print_list(engine, arguments.json)
    return 0


def _print_list(engine: Engine, as_json: bool) -> None:
    choices = engine.consent.choices()
    rows = [
        {
            "category": key,
            "basis": category.basis,
            "sending": key in choices.permit.categories,
            "terms": "changed" if key in choices.changed else "current",
        }
        for key, category in engine.catalogue.categories.items()
    ]
    if as_json:
        print(msgspec.json.encode({"categories": rows, "paused": choices.paused}).decode())
        return
    if choices.paused:
        print("All sending is paused: vitrinectl resume")
    for key, category in engine.catalogue.categories.items():
        print(f"{category.title:<20} {state_of(engine, key)}")


def state_of(engine: Engine, key: str) -> str:
    """The group's state in words."""
    choices, category = engine.consent.choices(), engine.catalogue.categories[key]
    if key in choices.changed:
        return "not sent: what you agreed to has changed; decide again"
    if key in choices.allowed:
        return "sent while the agreement is accepted" if category.basis == "agreed" else "on"
    if choices.standing != "accepted":
        return "not sent: the agreement is not accepted"
    return "off"


def _print_history(engine: Engine, as_json: bool) -> None:
    events = engine.ledger.events(*CONSENT)
    rows = [
        {
            "number": event.number,
            "at": event.at,
            "kind": event.kind,
            "category": event.category,
            "how": event.detail.get("how"),
            "terms": event.detail.get("terms"),
        }
        for event in events
    ]
    if as_json:
        print(msgspec.json.encode({"events": rows}).decode())
    elif not events:
        print("Nothing was decided yet.")
    else:
        for event in events:
            print(
                f"{event.number:>6}  {event.at}  {event.kind:<12} {event.category or '':<20} {event.detail.get('how')}"
            )
