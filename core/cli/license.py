"""vitrinectl license: how long it holds; activate another; remove it."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from core.assembly import Vitrine, build
from core.cli import how
from core.engine import Engine
from core.files import read_text
from core.license import words
from core.license.status import Status
from core.text import visible

GROUP = "license"
EXAMPLE = """example:
  vitrinectl license                             how it stands
  vitrinectl license activate example.license    use this license file from now on
  vitrinectl license remove"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="show")
    actions = parser.add_subparsers(metavar="show|activate|remove", dest="action")
    show = actions.add_parser("show", help="how the license stands")
    activate = actions.add_parser("activate", help="use this license file from now on")
    activate.add_argument("file", type=Path, metavar="FILE")
    remove = actions.add_parser("remove", help="hold no license any more")
    for each in (show, activate, remove):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for scripts")


def run(arguments: argparse.Namespace) -> int:
    """Show, activate or remove. A license that could not be kept beyond this command is not activated."""
    vitrine = build()
    licensing = vitrine.licensing
    if arguments.action == "activate":
        status = licensing.activate(read_text(arguments.file), how(), lasting=True)
    elif arguments.action == "remove":
        status = licensing.remove(how())
    else:
        status = licensing.status()
    if arguments.json:
        print(msgspec.json.encode(document(status)).decode())
    else:
        print("\n".join(visible(line) for line in _lines(vitrine, status)))
    return 0


def document(status: Status) -> dict[str, object]:
    """For scripts."""
    held = status.license
    return {
        "state": status.state,
        "days_remaining": status.days_remaining,
        "expires": status.ends,
        "type": held.type if held else None,
        "term_days": status.term_days,
        "partner": held.partner_name if held else None,
        "retail_item_id": held.retail_item_id if held else None,
        "sent": list(status.facts),
        "kept": status.place,
        "why": status.why,
    }


def _sent(engine: Engine, status: Status) -> str:
    """What of it belongs to its group, by the titles that every screen has."""
    category = engine.catalogue.categories[GROUP]
    titles = [item.title for item in category.items if item.key in status.facts]
    verb = "is" if GROUP in engine.choices().permit.categories else "would be"
    return f"Of this {verb} sent, as part of “{category.title}”: {', '.join(titles) or 'nothing'}"


def _lines(vitrine: Vitrine, status: Status) -> list[str]:
    product = vitrine.engine.product
    said = [words.title(status), words.sentence(status, product.name, product.vendor.name)]
    said += [words.advice(status, product.vendor.name)]
    if held := status.license:
        said.append(f"{words.type_words(held.type)}, {words.days(status.term_days or 0)}, {held.retail_item_id}")
        said.append(f"Dealer: {held.partner_name}")
        said.append(_sent(vitrine.engine, status))
    if status.activated:
        said.append(f"Its days count from {words.day(status.activated)}, when it was first used here.")
    said.append(status.place_why)
    return [line for line in said if line]
