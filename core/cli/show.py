"""vitrinectl show: the preview in a terminal. Opens no internet socket."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from typing import Any

from core.assembly import Vitrine, build
from core.catalogue import Catalogue
from core.cli import PROGRAM, attributes, named, print_bytes, print_json, print_problems, wrapped
from core.consent.consent import Choices
from core.engine import Engine, Shown
from core.errors import Code, Refused, WrongUsage
from core.network.proxy import parse_proxy, shown_head
from core.reading import encodable
from core.text import visible
from core.wording import commands
from core.wording import terminal as words
from core.wording.errors import sentence
from core.wording.readings import REASONS
from core.wording.window import SAMPLE


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("categories", metavar=commands.CATEGORY, nargs="*", help=commands.SHOW_GROUPS)
    parser.add_argument("--profile", choices=["demo"], default="real", help=commands.SHOW_PROFILE)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=commands.JSON)
    form.add_argument("--bytes", action="store_true", help=commands.SHOW_BYTES)
    form.add_argument("--wire", action="store_true", help=commands.SHOW_WIRE)


def run(arguments: argparse.Namespace) -> int:
    """Show; exit 1 where a reading failed or the state file cannot be used, after showing what there is."""
    vitrine = build(arguments.profile)
    engine = vitrine.engine
    keys = named(arguments.categories, engine.catalogue)
    if (arguments.bytes or arguments.wire) and len(keys) != 1:
        raise WrongUsage(Code.USAGE_ONE_GROUP)
    shown = [engine.show(key) for key in keys]
    if arguments.bytes or arguments.wire:
        print_bytes(_exact(engine, shown[0], wire=arguments.wire))
    elif arguments.json:
        print_json(_document(engine, shown), indented=True)
    else:
        print_bytes(_readable(vitrine, shown, sources=bool(arguments.categories)).encode())
    return _problems(vitrine, shown)


def _exact(engine: Engine, shown: Shown, *, wire: bool) -> bytes:
    """The body of one group, or the whole request. Raises Refused where there is none."""
    if shown.body is None:
        raise Refused(Code.GROUP_NOTHING_YET, group=shown.category.title)
    request = engine.wire(shown)
    if wire and request is None:
        raise Refused(Code.GROUP_NO_REQUEST)
    return request.head + request.body if wire and request else shown.body


def _problems(vitrine: Vitrine, shown: Sequence[Shown]) -> int:
    """Tell on stderr what could not be read or kept, a line each; 1 if there is any, but where only nothing is kept."""
    trouble = vitrine.engine.trouble()
    lines = list(dict.fromkeys(line for group in shown for line in group.problems))
    lines += [sentence(vitrine.problem)] if vitrine.problem else []
    if isinstance(trouble, Refused):
        lines.append(sentence(trouble))
    elif trouble:
        print(f"{PROGRAM}: {words.NOTHING_KEPT.format(why=sentence(trouble))}", file=sys.stderr)
    return print_problems(lines)


def _document(engine: Engine, shown: Sequence[Shown]) -> dict[str, Any]:
    catalogue, product, choices = engine.catalogue, engine.product, engine.choices()
    return {
        "statement": {
            "id": catalogue.statement.id,
            "region": choices.region,
            "accepted": choices.standing == "accepted",
        },
        "product": {"name": product.name, "vendor": product.vendor.name, "file": encodable(str(product.file))},
        "endpoint": product.endpoint.address,
        "practice": product.endpoint.practice,
        "paused": choices.paused,
        "categories": [_category(catalogue, choices, group) for group in shown],
    }


def _category(catalogue: Catalogue, choices: Choices, shown: Shown) -> dict[str, Any]:
    category, body = shown.category, shown.body
    return {
        **attributes(category, "key", "title", "basis"),
        "recipient": catalogue.recipient_of(category),
        "trigger": category.trigger,
        "sending": category.key in choices.permit.categories,
        "state": shown.state,
        "bytes": len(body) if body is not None else None,
        "sha256": hashlib.sha256(body).hexdigest() if body is not None else None,
        "items": [
            {
                **attributes(item, "key", "title"),
                **attributes(shown.reading[item.key], "value", "reason", "source"),
                "clause": words.CLAUSE.format(clause=category.clause, position=item.position),
                "purpose": catalogue.purpose_of(category),
                "left_out": item.left_out,
            }
            for item in category.items
        ],
    }


def _readable(vitrine: Vitrine, shown: Sequence[Shown], *, sources: bool) -> str:
    engine, product = vitrine.engine, vitrine.engine.product
    read = words.READ_NOW if vitrine.demo is None else words.READ_SAMPLE
    lines = [read.format(product=product.name, sample=SAMPLE)]
    lines += [product.notice] if product.notice else []
    proxy = parse_proxy(vitrine.settings.proxy)
    if proxy is not None and product.endpoint.scheme == "https":
        told = shown_head(proxy, product.endpoint.address).split("\r\n")
        lines += [words.PROXY.format(place=proxy.place), *(f"  {line}" for line in told if line)]
    for group in shown:
        lines += ["", *_group(engine.catalogue, group, sources=sources)]
    if not sources:
        lines += ["", words.NAME_A_GROUP]
    return "\n".join([*lines, ""])


def _group(catalogue: Catalogue, shown: Shown, *, sources: bool) -> list[str]:
    """The lines of one group; `sources`: also where each value was read."""
    category, body = shown.category, shown.body
    more = REASONS["nothing_yet"]
    if body is not None:
        more = words.BYTES.format(count=len(body), sha256=hashlib.sha256(body).hexdigest()[:16])
    if shown.state == "last_event":
        more = words.LAST_EVENT.format(more=more)
    lines = [category.title.upper(), f"  {words.GOES_TO.format(recipient=catalogue.recipient_of(category), more=more)}"]
    width = max(len(item.title) for item in category.items)
    for item in category.items:
        fact = shown.reading[item.key]
        value = f"– {fact.words}" if fact.reason else visible(fact.words)
        lines += wrapped(f"  {item.title:<{width}}  ", value)
        if sources:
            lines += wrapped(" " * (width + 4), words.READ_FROM.format(source=visible(fact.source)))
    return lines
