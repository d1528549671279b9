"""vitrinectl license: how long it holds; activate another; remove it."""

import argparse
from pathlib import Path

from core.assembly import Vitrine, build
from core.cli import add_actions, add_json, how, print_either
from core.files import read_text
from core.license import words
from core.license.status import Status
from core.text import visible
from core.wording import terminal
from core.wording.commands import FILE
from core.wording.counts import days
from core.wording.license import TYPES, day

GROUP = "license"


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "license")
    actions["activate"].add_argument("file", type=Path, metavar=FILE)
    add_json(parser, *actions.values())


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
    print_either(document(status), map(visible, _lines(vitrine, status)), as_json=arguments.json)
    return 0


def document(status: Status) -> dict[str, object]:
    """How the license stands, for scripts."""
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
        "why": words.more(status.why),
    }


def _lines(vitrine: Vitrine, status: Status) -> list[str]:
    product = vitrine.engine.product
    said = [words.title(status), words.sentence(status, product.name, product.vendor.name)]
    said += [words.advice(status, product.vendor.name)]
    if held := status.license:
        said.append(f"{TYPES[held.type]}, {days(status.term_days or 0)}, {held.retail_item_id}")
        said.append(terminal.DEALER.format(partner=held.partner_name))
        # What of it belongs to its group, by the titles that every screen has.
        category, sending = vitrine.engine.catalogue.categories[GROUP], vitrine.engine.choices().permit.categories
        titles = [item.title for item in category.items if item.key in status.facts]
        sent = terminal.IS_SENT if GROUP in sending else terminal.WOULD_BE_SENT
        said.append(sent.format(group=category.title, facts=", ".join(titles) or terminal.NOTHING))
    if status.activated:
        said.append(terminal.DAYS_COUNT.format(day=day(status.activated)))
    said.append(words.more(status.place_why))
    return [line for line in said if line]
