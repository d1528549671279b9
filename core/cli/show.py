"""vitrinectl show: the preview in a terminal. Opens no internet socket."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

import msgspec

from core.assembly import Vitrine, build
from core.catalogue import Catalogue
from core.cli.groups import named
from core.consent.consent import Choices
from core.engine import Engine, Shown
from core.errors import Refused, WrongUsage
from core.network.proxy import parse_proxy, shown_head
from core.reading import encodable
from core.text import visible

SAMPLE = "Sample data: nothing shown here is from this computer, and nothing can be sent."
EXAMPLE = """example:
  vitrinectl show environment            what your device would tell, in words
  vitrinectl show environment --bytes    the body and nothing else
  vitrinectl show --json                 every group, for scripts"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("categories", metavar="CATEGORY", nargs="*", help="the groups to show; none means all")
    parser.add_argument("--profile", choices=["demo"], default="real", help="demo: invented values")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for scripts")
    form.add_argument("--bytes", action="store_true", help="the body of one group and nothing else")
    form.add_argument("--wire", action="store_true", help="the whole request if one group were sent now, alone")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show; exit 1 where a reading failed or the state file cannot be used, after showing what there is."""
    vitrine = build(arguments.profile)
    engine = vitrine.engine
    keys = named(arguments.categories, engine.catalogue)
    if arguments.bytes or arguments.wire:
        if len(keys) != 1:
            raise WrongUsage("--bytes and --wire show one group: name it, as in vitrinectl show environment --bytes")
        shown = [engine.show(keys[0])]
        _write(_exact(engine, shown[0], wire=arguments.wire))
    else:
        shown = [engine.show(key) for key in keys]
        _write(
            _json(engine, shown)
            if arguments.json
            else _readable(vitrine, shown, sources=bool(arguments.categories)).encode()
        )
    return _problems(vitrine, shown)


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _exact(engine: Engine, shown: Shown, *, wire: bool) -> bytes:
    if shown.body is None:
        raise Refused(f"nothing has happened yet in “{shown.category.title}”: there are no bytes to show.")
    request = engine.wire(shown)
    if wire and request is None:
        raise Refused("a payment site is told by your browser, inside the page: there is no request to show.")
    return request.head() + request.body if wire and request else shown.body


def _problems(vitrine: Vitrine, shown: Sequence[Shown]) -> int:
    trouble = vitrine.engine.trouble()
    lines = list(dict.fromkeys(line for group in shown for line in group.problems))
    lines += [vitrine.problem] if vitrine.problem else []
    if isinstance(trouble, Refused):
        lines.append(str(trouble))
    elif trouble:
        why = visible(str(trouble))
        print(f"vitrinectl: nothing can be kept, these bytes hold for this run only: {why}", file=sys.stderr)
    for line in lines:
        print(f"vitrinectl: {visible(line)}", file=sys.stderr)
    return 1 if lines else 0


def _json(engine: Engine, shown: Sequence[Shown]) -> bytes:
    catalogue, product, choices = engine.catalogue, engine.product, engine.choices()
    document = {
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
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _category(catalogue: Catalogue, choices: Choices, shown: Shown) -> dict[str, Any]:
    category, body = shown.category, shown.body
    return {
        "key": category.key,
        "title": category.title,
        "basis": category.basis,
        "recipient": catalogue.recipient_of(category),
        "trigger": category.trigger,
        "sending": category.key in choices.permit.categories,
        "state": shown.state,
        "bytes": len(body) if body is not None else None,
        "sha256": hashlib.sha256(body).hexdigest() if body is not None else None,
        "items": [
            {
                "key": item.key,
                "title": item.title,
                "value": shown.reading[item.key].value,
                "reason": shown.reading[item.key].reason,
                "source": shown.reading[item.key].source,
                "clause": f"{category.clause}, fact {item.position}",
                "purpose": catalogue.purpose_of(category),
                "left_out": item.left_out,
            }
            for item in category.items
        ],
    }


def _readable(vitrine: Vitrine, shown: Sequence[Shown], *, sources: bool) -> str:
    engine, product = vitrine.engine, vitrine.engine.product
    lines = [f"What would be sent for {product.name}, read just now. Nothing was sent."]
    if vitrine.demo is not None:
        lines = [f"What would be sent for {product.name}. {SAMPLE}"]
    lines += [product.notice] if product.notice else []
    proxy = parse_proxy(vitrine.settings.proxy)
    if proxy is not None and product.endpoint.scheme == "https":
        told = shown_head(proxy, product.endpoint.address).split("\r\n")
        lines.append(f"Through the proxy {proxy.place}. It is told this; what follows it cannot read:")
        lines += [f"  {line}" for line in told if line]
    for group in shown:
        lines += ["", *_group(engine.catalogue, group, sources=sources)]
    if not sources:
        lines += ["", "Name a group to see where each value was read: vitrinectl show environment"]
    return "\n".join([*lines, ""])


def _group(catalogue: Catalogue, shown: Shown, *, sources: bool) -> list[str]:
    category, body = shown.category, shown.body
    size = "nothing has happened yet"
    if body is not None:
        size = f"{len(body)} bytes, SHA-256 {hashlib.sha256(body).hexdigest()[:16]}…"
    if shown.state == "last_event":
        size = f"what happened last: {size}"
    lines = [category.title.upper(), f"  would go to {catalogue.recipient_of(category)} · {size}"]
    width = max(len(item.title) for item in category.items)
    for item in category.items:
        fact = shown.reading[item.key]
        value = f"– {fact.words}" if fact.reason else visible(fact.words)
        lines += _wrapped(f"  {item.title:<{width}}  ", value)
        if sources:
            lines += _wrapped(" " * (width + 4), f"from {visible(fact.source)}")
    return lines


def _wrapped(label: str, text: str) -> list[str]:
    width = max(shutil.get_terminal_size().columns, 60)
    return textwrap.wrap(text, width, initial_indent=label, subsequent_indent=" " * len(label))
