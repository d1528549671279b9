"""vitrinectl doctor: whether everything Vitrine needs is in order, and what to do where it is not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

import msgspec

from core import paths
from core.assembly import Vitrine, build
from core.strict import Refused
from core.text import visible

EXAMPLE = """example:
  vitrinectl doctor --json"""


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
    return [check(vitrine) for check in _CHECKS]


def _files(vitrine: Vitrine) -> Check:
    catalogue, product = vitrine.engine.catalogue, vitrine.engine.product
    items = sum(len(category.items) for category in catalogue.categories.values())
    found = f"{product.name} ({product.file}); {len(catalogue.categories)} groups, {items} items; {paths.resources()}"
    return Check("files", True, found, "The product and the catalogue were read whole.")


def _readings(vitrine: Vitrine) -> Check:
    shown = vitrine.engine.show_all()
    facts = [fact for group in shown for fact in group.reading.values()]
    values = sum(fact.value is not None for fact in facts)
    problems = [line for group in shown for line in group.problems]
    found = "; ".join([f"{values} of {len(facts)} items have a value now", *problems])
    meaning = "The others each say why." if not problems else "A reading failed; its item is not sent."
    return Check("readings", not problems, found, meaning, "Mend or remove the file named." if problems else "")


def _state(vitrine: Vitrine) -> Check:
    vitrine.engine.show_all()
    trouble = vitrine.engine.trouble()
    if trouble is None:
        return Check("state", True, str(vitrine.home), "What is shown here is the same in every window and terminal.")
    return Check(
        "state",
        False,
        str(trouble),
        "Nothing can be kept: each window and terminal shows a submission number of its own.",
        "Make the folder writable, or name another in VITRINE_HOME.",
    )


_CHECKS: list[Callable[[Vitrine], Check]] = [_files, _readings, _state]


def _line(check: Check) -> str:
    mark = "ok   " if check.ok else "WRONG"
    return f"{mark} {check.key}: {visible(check.found)}\n      {' '.join(filter(None, [check.meaning, check.next]))}"
