"""vitrinectl pause: stop all sending until you resume."""

from __future__ import annotations

import argparse

from core.assembly import build
from core.cli import how


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "example:\n  vitrinectl pause"
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Pause; returns when nothing can leave any more."""
    build().engine.pause(how())
    print("All sending is paused. What waits stays in the Outbox: vitrinectl resume")
    return 0
