"""vitrinectl doctor: whether everything Vitrine needs is in order, and what to do where it is not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import msgspec

from core import paths
from core.assembly import Vitrine, build
from core.engine import Shown
from core.license import words
from core.license.licensing import LOST
from core.reading import encodable
from core.secrets import NONE
from core.strict import Refused
from core.text import visible

EXAMPLE = """example:
  vitrinectl doctor --json"""

HOLDS = ("none", "active", "ending", "grace", "not_yet_valid")


class Check(msgspec.Struct, frozen=True):
    """One finding: what was found, what it means, what to do next (empty when nothing)."""

    key: str
    ok: bool
    found: str
    meaning: str
    next: str = ""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every check; exit 1 if one is not in order."""
    checks = examine()
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.encode({"checks": checks}) + b"\n")
    else:
        print("\n".join(_line(check) for check in checks))
    return 0 if all(check.ok for check in checks) else 1


def examine() -> list[Check]:
    """Every check there is. Without product and catalogue nothing further can be looked at."""
    try:
        vitrine = build()
    except Refused as error:
        return [Check("files", False, str(error), "Vitrine cannot start.", "Put back the file it names.")]
    shown = vitrine.engine.show_all()
    checks = [_files(vitrine), _settings(vitrine), _readings(shown), _license(vitrine), _keyring(vitrine)]
    checks.append(_state(vitrine))
    return checks if vitrine.engine.trouble() else [*checks, _records(vitrine)]


def _files(vitrine: Vitrine) -> Check:
    catalogue, product = vitrine.engine.catalogue, vitrine.engine.product
    items = sum(len(category.items) for category in catalogue.categories.values())
    found = f"{product.name} ({product.file}); {len(catalogue.categories)} groups, {items} items; {paths.resources()}"
    return Check("files", True, encodable(found), "The product and the catalogue were read whole.")


def _settings(vitrine: Vitrine) -> Check:
    if not vitrine.problem:
        return Check("settings", True, str(vitrine.settings.theme), "The settings were read.")
    return Check("settings", False, vitrine.problem, "The usual settings are used.", "Mend or remove the file.")


def _readings(shown: Sequence[Shown]) -> Check:
    facts = [fact for group in shown for fact in group.reading.values()]
    values = sum(fact.value is not None for fact in facts)
    problems = [line for group in shown for line in group.problems]
    found = "; ".join([f"{values} of {len(facts)} items have a value now", *problems])
    meaning = "The others each say why." if not problems else "A reading failed; its item is not sent."
    return Check("readings", not problems, found, meaning, "Mend or remove the file named." if problems else "")


def _license(vitrine: Vitrine) -> Check:
    """Not in order is a license that is there and does not hold; to hold none, or one that ends soon, is no error."""
    product, status = vitrine.engine.product, vitrine.licensing.status()
    meaning = words.sentence(status, product.name, product.vendor.name)
    lost = status.state == "none" and status.why == LOST
    ok = status.state in HOLDS and not lost
    return Check("license", ok, words.title(status), meaning, words.advice(status, product.vendor.name))


def _keyring(vitrine: Vitrine) -> Check:
    """Not in order is one that is there and does not serve; to have none is no error."""
    kept, why = vitrine.licensing.keyring()
    meaning = "Secrets, such as a license you activate, never lie in a file of Vitrine’s."
    if kept == "keyring":
        return Check("keyring", True, "in use", meaning)
    meaning += " Until Vitrine ends they are kept in memory; a license that came with the product stays."
    if why == NONE:
        return Check("keyring", True, "this computer offers none", meaning)
    found = "no answer" if kept == "asking" else "locked, or it does not work"
    return Check("keyring", False, found, meaning, "Unlock the system’s keyring, and answer what it asks.")


def _state(vitrine: Vitrine) -> Check:
    trouble = vitrine.engine.trouble()
    if trouble is None:
        found = encodable(str(vitrine.home))
        return Check("state", True, found, "What is shown here is the same in every window and terminal.")
    meaning = "Nothing can be kept or sent: each window and terminal shows submission numbers of its own."
    return Check("state", False, encodable(str(trouble)), meaning, _ADVICE[isinstance(trouble, Refused)])


# By whether the file itself is not usable; then what was found says what to do with it.
_ADVICE = {
    True: "What was found says what to do.",
    False: "Close what else has it open, or make the folder writable, or name another in VITRINE_HOME.",
}


def _records(vitrine: Vitrine) -> Check:
    try:
        verdict = vitrine.engine.ledger.history.verify()
    except (OSError, Refused) as error:
        return Check("records", False, encodable(str(error)), "The record could not be read.")
    if verdict.ok:
        return Check("records", True, f"{verdict.events} events, head {verdict.head}", "The records fit together.")
    found = f"event {verdict.first_bad}: {verdict.why}"
    return Check(
        "records", False, found, "The record was edited or is damaged.", "Export it: vitrinectl history export"
    )


def _line(check: Check) -> str:
    mark = "ok   " if check.ok else "WRONG"
    return f"{mark} {check.key}: {visible(check.found)}\n      {' '.join(filter(None, [check.meaning, check.next]))}"
