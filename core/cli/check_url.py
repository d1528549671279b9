"""vitrinectl check url: what would be told of a web address, after its server was asked who it is."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from core.assembly import Vitrine, build
from core.cli.groups import why_not
from core.cli.rows import beside, held, waiting_facts
from core.engine import Engine, Shown
from core.errors import Refused
from core.inspectors.address import Special
from core.inspectors.finding import Server
from core.reading import Reason
from core.text import visible

if TYPE_CHECKING:
    from core.checking.addresses import CheckedAddress

CATEGORY = "web_request"
WORDS = {
    "user_info": "the user name or password",
    "path": "the path",
    "query": "what follows “?”",
    "fragment": "what follows “#”",
}
WIDTH = 24
NOWHERE = "Nothing is told of a name that leads nowhere. What was learnt of it:"
EXAMPLE = """example:
  vitrinectl check url https://bookshop.example:8443/novels?page=2

Of an https address, the server is asked who it is: a TLS handshake and no request, once, and once more if its
certificate is not trusted, to read of which kind it is. The server sees this computer's IP address, the time and the
name in the address, nothing that follows. Before that, this computer's name service is asked where the name leads.
Both are asked directly, also where a proxy is set for sending."""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("url", metavar="URL", help="begins with https:// or http://")
    parser.add_argument(
        "--allow-private", action="store_true", help="also this computer, private networks, and unusual ways to write"
    )
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check; exit 1 if the server could not be asked, after printing what there is."""
    # The HTTP library, which opens a socket to see of which kinds there are: `check file` has no use for it.
    from core.checking.addresses import check_address

    vitrine = build()
    # First: what is decided during the check holds for the next one.
    permit = vitrine.engine.permit()
    with_path = vitrine.settings.send_paths and vitrine.preferences.load().send_paths
    try:
        checked = check_address(arguments.url, with_path=with_path, allow_private=arguments.allow_private)
    except Special as error:
        raise Refused(f"{error} To check it all the same: --allow-private.") from error
    waiting = waiting_facts(vitrine.engine)
    shown = vitrine.engine.happened(CATEGORY, checked.events, permit)
    if arguments.json:
        print(msgspec.json.encode(document(checked.found, shown)).decode())
    else:
        print("\n".join(visible(line) for line in _lines(vitrine.engine, checked, shown, waiting)))
    return _problems(vitrine, checked, shown)


def document(found: Server, shown: Sequence[Shown]) -> dict[str, object]:
    """For scripts. `due`: when it goes, if it was queued."""
    return {
        "url": found.url,
        "letters": found.letters,
        "dropped": list(found.dropped),
        "ipv4": found.ipv4 or None,
        "certificate_type": found.certificate_type,
        "trusted": found.trusted,
        "why": found.why,
        "due": next((each.due for each in shown if each.due), None),
    }


def _lines(engine: Engine, checked: CheckedAddress, shown: Sequence[Shown], waiting: Counter[bytes]) -> list[str]:
    category, found = engine.catalogue.categories[CATEGORY], checked.found
    lines = [f"What {engine.catalogue.recipient_of(category)} would be told:" if shown else NOWHERE]
    for item in category.items:
        fact = checked.reading[item.key]
        words = f"– {fact.words}" if fact.reason else item.values.get(fact.words, fact.words)
        lines.append(f"  {item.title:<{WIDTH}}  {words}")
    if found.letters != found.host:
        lines.append(f"{found.host} stands for {found.letters}. Other alphabets have letters that look the same.")
    if found.dropped:
        lines.append(f"Left out: {', '.join(WORDS[part] for part in found.dropped)}.")
    is_seen = found.certificate_type not in (None, "none")
    judged = ("Trusted" if found.trusted else "Not trusted") if is_seen else "No certificate was seen"
    fates = [_fate(engine, each, waiting) for each in shown]
    return [
        *lines,
        f"{judged}: {found.why}.",
        _seen(found),
        *fates,
        *([engine.product.notice] if fates and engine.product.notice else []),
    ]


def _seen(found: Server) -> str:
    if not found.ipv4 or found.certificate_type == "none":
        return "The server itself was not asked."
    return (
        "The server was asked by a TLS handshake, without a request: "
        "it can have seen this computer’s IP address and the name it was asked for."
    )


def _fate(engine: Engine, shown: Shown, waiting: Counter[bytes]) -> str:
    if shown.due:
        return f"Queued{beside(waiting, shown)}: {held([shown])}"
    return f"Not queued: {shown.trouble}" if shown.trouble else f"Only shown: {why_not(engine.choices(), CATEGORY)}"


def _problems(vitrine: Vitrine, checked: CheckedAddress, shown: Sequence[Shown]) -> int:
    """What could not be done, one line each."""
    lines = [vitrine.problem] if vitrine.problem else []
    if any(fact.reason is Reason.FAILED for fact in checked.reading.values()):
        lines.append(f"{checked.found.host} could not be asked: {checked.found.why}.")
    lines += [each.trouble for each in shown if each.trouble]
    for line in lines:
        print(f"vitrinectl: {visible(line)}", file=sys.stderr)
    return 1 if lines else 0
