"""vitrinectl: one command a module, imported when asked for."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Literal

from core.strict import Refused

COMMANDS = {
    "agreement": "read, accept or decline the agreement",
    "consent": "the switches, withdrawal, and the record of every decision",
    "pause": "stop all sending until you resume",
    "resume": "let sending go on",
    "send": "queue what is allowed and send it now",
    "outbox": "what waits, and what was not confirmed",
    "history": "what was sent, tried or cancelled, and whether the record fits together",
    "show": "what each group would send, read now; sends nothing",
    "check": "what would be told of a file or a web address, once it was checked",
    "browser": "tell your browsers where Vitrine is, and open the protected browser",
    "license": "how long the license holds, activate another, remove it",
    "doctor": "whether everything Vitrine needs is in order",
    "settings": "how the program behaves on this computer",
    "receiver": "the practice receiver, on this computer, until you end it",
    "schema": "JSON Schema of what is sent and of the files Vitrine reads",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused or found wrong (one line says what), 2 wrong usage."""
    if sys.stdout is None:
        # Started with it closed: there is nowhere to print to, and nothing may be done unseen.
        return 1
    parsed = _parse(list(sys.argv[1:] if arguments is None else arguments))
    try:
        return int(parsed.run(parsed))
    except Refused as error:
        print(f"vitrinectl: {error}", file=sys.stderr)
        _trace(parsed.debug)
        return 1
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, and nothing more can be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last stop: no traceback reaches a user unasked
        print(f"vitrinectl: {type(error).__name__}: {error} (--debug shows where)", file=sys.stderr)
        _trace(parsed.debug)
        return 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    debug = argparse.ArgumentParser(add_help=False)
    debug.add_argument("--debug", action="store_true", help="show where an error came from")
    parser = argparse.ArgumentParser(
        prog="vitrinectl",
        description="Shows exactly what would be sent, lets you decide, and proves what was sent.",
        epilog="example: vitrinectl show environment",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = arguments[0] if arguments and arguments[0] in COMMANDS else None
    for name, words in COMMANDS.items():
        if asked in (None, name):
            command = commands.add_parser(
                name, help=words, parents=[debug], formatter_class=argparse.RawDescriptionHelpFormatter
            )
            if asked:
                importlib.import_module(f"core.cli.{name}").prepare(command)
    return parser.parse_args(arguments)


def how() -> Literal["terminal", "script"]:
    """Whether a person or a script gives the command."""
    return "terminal" if sys.stdin is not None and sys.stdin.isatty() else "script"


def _trace(debug: bool) -> None:
    if debug:
        traceback.print_exc()
