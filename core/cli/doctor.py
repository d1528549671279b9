"""vitrinectl doctor: whether everything Vitrine needs is in order, and what to do where it is not."""

from __future__ import annotations

import argparse
import sys

import msgspec

from core.assembly import build
from core.doctor import Check, not_built
from core.errors import Refused
from core.text import visible

EXAMPLE = """example:
  vitrinectl doctor --json"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every check; exit 1 if one is not in order."""
    checks = _checks()
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.encode({"checks": checks}) + b"\n")
    else:
        print("\n".join(_line(check) for check in checks))
    return 0 if all(check.ok for check in checks) else 1


def _checks() -> list[Check]:
    try:
        vitrine = build()
    except Refused as error:
        return not_built(error)
    return vitrine.examine(lambda _done, _of: True)


def _line(check: Check) -> str:
    mark = "ok   " if check.ok else "WRONG"
    return f"{mark} {check.key}: {visible(check.found)}\n      {' '.join(filter(None, [check.meaning, check.next]))}"
