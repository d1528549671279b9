"""vitrinectl pause, and resume: stop all sending until the user lets it go on."""

import argparse

from core.assembly import build
from core.cli import how
from core.wording import terminal as words


def prepare(_parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: there are none."""


def run(arguments: argparse.Namespace) -> int:
    """Pause, which returns when nothing can leave any more; or resume."""
    engine = build().engine
    if arguments.command == "pause":
        engine.pause(how())
    else:
        engine.resume(how())
    print(words.PAUSED if arguments.command == "pause" else words.RESUMED)
    return 0
