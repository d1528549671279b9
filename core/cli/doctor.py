"""vitrinectl doctor: whether everything Vitrine needs is in order, and what to do where it is not."""

import argparse

from core.assembly import build
from core.cli import add_json, print_either
from core.doctor import Check, not_built
from core.errors import Refused
from core.text import visible
from core.wording.terminal import MARKS


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print every check; exit 1 if one is not in order."""
    try:
        vitrine = build()
    except Refused as error:
        checks = not_built(error)
    else:
        checks = vitrine.examine(lambda _done, _of: True)
    print_either({"checks": checks}, map(_line, checks), as_json=arguments.json)
    return 0 if all(check.ok for check in checks) else 1


def _line(check: Check) -> str:
    more = " ".join(filter(None, [check.meaning, check.next]))
    return f"{MARKS[check.ok]:<5} {check.key}: {visible(check.found)}\n      {more}"
