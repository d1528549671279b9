"""vitrinectl: one command a module, imported when asked for.

Exit codes: 2 for what no state of this computer would make right (a word not known, a value of another form); 1 for
what was refused or found wrong, which includes a file or an address that was looked at and is none.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Literal, NoReturn

from core import __version__
from core.errors import Refused, WrongUsage
from core.text import failure, visible

DEBUG = "--debug"
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


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, as everything else here does."""

    def error(self, message: str) -> NoReturn:
        """Raises WrongUsage."""
        raise WrongUsage(f"{message}. How to use it: {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused or found wrong, 2 wrong usage; one line says what, and what to do."""
    if sys.stdout is None:
        # Started with it closed: there is nowhere to print to, and nothing may be done unseen.
        return 1
    debug, words = _split(list(sys.argv[1:] if arguments is None else arguments))
    try:
        parsed = _parse(words)
        return int(parsed.run(parsed))
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, and nothing more can be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last stop: no traceback reaches a user unasked
        print(f"vitrinectl: {_line(error)}", file=sys.stderr)
        if debug:
            traceback.print_exc()
        return 2 if isinstance(error, WrongUsage) else 1


def _line(error: Exception) -> str:
    """What went wrong, and what to do."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename and error.strerror else ""
        return visible(f"{place}{failure(error)}. What is wrong here: vitrinectl doctor")
    return visible(" ".join(f"{type(error).__name__}: {error} (--debug shows where)".split()))


def _split(arguments: list[str]) -> tuple[bool, list[str]]:
    """Whether --debug is asked for, wherever it stands, and the rest; after “--” all are names."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [each for each in arguments[:end] if each != DEBUG]
    return len(options) < end, options + arguments[end:]


def _parse(arguments: list[str]) -> argparse.Namespace:
    """Raises WrongUsage."""
    common = Parser(add_help=False)
    common.add_argument(DEBUG, action="store_true", help="show where an error came from")
    parser = Parser(
        prog="vitrinectl",
        description="Shows exactly what would be sent, lets you decide, and proves what was sent.",
        epilog="example: vitrinectl show environment",
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"vitrinectl {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    named = next((each for each in arguments if not each.startswith("-")), None)
    asked = named if named in COMMANDS else None
    for name, words in COMMANDS.items():
        if asked in (None, name):
            command = commands.add_parser(
                name, help=words, parents=[common], formatter_class=argparse.RawDescriptionHelpFormatter
            )
            if asked:
                importlib.import_module(f"core.cli.{name}").prepare(command)
    parsed, rest = parser.parse_known_args(arguments)
    if rest:
        raise WrongUsage(f"not understood: {' '.join(rest)}. How to use it: vitrinectl {asked} --help")
    return parsed


def how() -> Literal["terminal", "script"]:
    """Whether a person or a script gives the command."""
    return "terminal" if sys.stdin is not None and sys.stdin.isatty() else "script"
