"""vitrinectl check url: what would be told of a web address, after its server was asked who it is."""

import argparse
from collections import Counter
from collections.abc import Sequence

from core.assembly import Vitrine, build
from core.checking.addresses import CheckedAddress, check_address
from core.cli import attributes, print_either, print_problems
from core.cli.check import shown_value
from core.cli.submissions import fate, waiting_facts
from core.engine import Engine, Shown
from core.errors import Code, Refused
from core.inspectors.address import Special
from core.inspectors.finding import Server
from core.reading import Reason
from core.text import visible
from core.wording import terminal as words
from core.wording.errors import sentence

CATEGORY = "web_request"
WIDTH = 24


def run(arguments: argparse.Namespace) -> int:
    """Check an address; exit 1 if the server could not be asked, after printing what there is."""
    vitrine = build()
    # First: what is decided during the check holds for the next one.
    permit = vitrine.engine.permit()
    with_path = vitrine.settings.send_paths and vitrine.preferences.load().send_paths
    try:
        checked = check_address(arguments.url, with_path=with_path, allow_private=arguments.allow_private)
    except Special as error:
        raise Refused(Code.ADDRESS_SPECIAL, why=error) from error
    waiting = waiting_facts(vitrine.engine)
    shown = vitrine.engine.happened(CATEGORY, checked.events, permit)
    lines = (visible(line) for line in _lines(vitrine.engine, checked, shown, waiting))
    print_either(document(checked.found, shown), lines, as_json=arguments.json)
    return _problems(vitrine, checked, shown)


def document(found: Server, shown: Sequence[Shown]) -> dict[str, object]:
    """What was learnt of a server, for scripts. `due`: when it goes, None if it was not queued."""
    return {
        **attributes(found, "url", "letters", "dropped"),
        "ipv4": found.ipv4 or None,
        **attributes(found, "certificate_type", "trusted", "why"),
        "due": next((each.due for each in shown if each.due), None),
    }


def _lines(engine: Engine, checked: CheckedAddress, shown: Sequence[Shown], waiting: Counter[bytes]) -> list[str]:
    category, found = engine.catalogue.categories[CATEGORY], checked.found
    recipient = engine.catalogue.recipient_of(category)
    lines = [words.TELLS.format(recipient=recipient) if shown else words.TELLS_NOTHING]
    lines += [f"  {item.title:<{WIDTH}}  {shown_value(item, checked.reading[item.key])}" for item in category.items]
    if found.letters != found.host:
        lines.append(words.STANDS_FOR.format(host=found.host, letters=found.letters))
    if found.dropped:
        lines.append(words.LEFT_OUT.format(parts=", ".join(words.PARTS[part] for part in found.dropped)))
    judged = words.TRUSTED if found.trusted else words.NOT_TRUSTED
    if found.certificate_type in (None, "none"):
        judged = words.NO_CERTIFICATE
    was_asked = found.ipv4 and found.certificate_type != "none"
    lines += [judged.format(why=found.why), words.SERVER_ASKED if was_asked else words.SERVER_NOT_ASKED]
    fates = [fate(engine, [each], waiting, words.ADDRESS_FATES) for each in shown]
    return [*lines, *fates, *([engine.product.notice] if fates and engine.product.notice else [])]


def _problems(vitrine: Vitrine, checked: CheckedAddress, shown: Sequence[Shown]) -> int:
    """Tell on stderr what could not be done, a line each; 1 if there is any."""
    lines = [sentence(vitrine.problem)] if vitrine.problem else []
    if any(fact.reason is Reason.FAILED for fact in checked.reading.values()):
        lines.append(words.COULD_NOT_ASK.format(host=checked.found.host, why=checked.found.why))
    lines += [each.trouble for each in shown if each.trouble]
    return print_problems(lines)
