"""vitrinectl resume: let sending go on."""

from __future__ import annotations

import argparse

from core.assembly import build
from core.cli import how


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "example:\n  vitrinectl resume"
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Resume."""
    build().engine.resume(how())
    print("Sending goes on as you decided.")
    return 0
