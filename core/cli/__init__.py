"""vitrinectl: one command a module, imported when asked for.

Exit codes: 2 for what no state of this computer would make right (a word not known, a value of another form); 1 for
what was refused or found wrong, which includes a file or an address that was looked at and is none.
"""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from core import __version__
from core.errors import Code, Coded, Refused, WrongUsage
from core.text import failure, visible
from core.wording import commands as words
from core.wording.errors import sentence

if TYPE_CHECKING:
    from core.catalogue import Catalogue

PROGRAM = "vitrinectl"
DEBUG, JSON = "--debug", "--json"
# The module of a command that is not named like it.
MODULES = {"resume": "pause"}


class Parser(argparse.ArgumentParser):
    """Raises what is wrong with the words typed, to be told like every other error."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage with what argparse says."""
        raise WrongUsage(Code.USAGE_WRONG, why=message, program=self.prog)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused or found wrong, 2 wrong usage; one line says what, and what to do."""
    if sys.stdout is None:
        # Started with it closed: there is nowhere to print to, and nothing may be done unseen.
        return 1
    typed = list(sys.argv[1:] if arguments is None else arguments)
    end = _end(typed)
    # --debug may stand anywhere.
    options = [each for each in typed[:end] if each != DEBUG]
    try:
        return _run(options + typed[end:], debug=len(options) < end)
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, and nothing more can be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _run(typed: Sequence[str], *, debug: bool) -> int:
    """Run the command, and tell its error: in one line on stderr, with --json as a document on stdout too."""
    try:
        parsed = _parse(typed)
        return int(parsed.run(parsed))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last stop: no traceback reaches a user unasked
        told = _coded(error, typed)
        what = sentence(told)
        print(f"{PROGRAM}: {what}", file=sys.stderr)
        if debug:
            traceback.print_exception(error)
        if JSON in typed[: _end(typed)]:
            _print_error(told.code, what)
        return 2 if isinstance(error, WrongUsage) else 1


def _print_error(code: str, what: str) -> None:
    """Print the document that tells a script of an error; an output that takes nothing is told on stderr already."""
    try:
        print_json({"error": {"code": code, "what": what}})
    except BrokenPipeError:
        raise
    except OSError:
        pass


def _coded(error: Exception, typed: Sequence[str]) -> Coded:
    """The error itself where it has a code; else what the system said; else that it is a fault, which is logged."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return Refused(Code.SYSTEM_FAILED_AT, file=error.filename, why=failure(error))
    if isinstance(error, OSError):
        # Also where it has a code: the doctor can look into it, as into any other trouble with the system.
        return Refused(Code.SYSTEM_FAILED, why=error)
    if isinstance(error, Coded):
        return error
    command, kind = _named(typed) or PROGRAM, type(error).__name__
    try:
        # What failed may be one of these; imported here, since commands that do not fail need no log.
        from core.assembly import find_home
        from core.log import Log

        log = Log(find_home(), "terminal")
        if log.unexpected(error):
            return Refused(Code.UNEXPECTED, command=command, type=kind, log=log.file)
    except Exception:  # noqa: BLE001 - the error that is told is the one above
        pass
    return Refused(Code.UNEXPECTED_UNLOGGED, command=command, type=kind)


def _end(typed: Sequence[str]) -> int:
    """Where the options end: after “--” all are names."""
    return typed.index("--") if "--" in typed else len(typed)


def _named(typed: Sequence[str]) -> str | None:
    """The command that was typed, None where that is none."""
    first = next((each for each in typed if not each.startswith("-")), None)
    return first if first and words.COMMANDS.get(first) else None


def _parse(typed: Sequence[str]) -> argparse.Namespace:
    """What was typed, as the command's own module declares it. Raises WrongUsage."""
    common = Parser(add_help=False)
    common.add_argument(DEBUG, action="store_true", help=words.DEBUG)
    parser = Parser(prog=PROGRAM, description=words.DESCRIPTION, epilog=words.EXAMPLE, parents=[common])
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(metavar=words.COMMAND, required=True, dest="command")
    asked = _named(typed)
    for name, about in words.COMMANDS.items():
        if asked in (None, name):
            command = commands.add_parser(name, help=about, epilog=words.EXAMPLES.get(name), parents=[common])
            command.formatter_class = argparse.RawDescriptionHelpFormatter
            if asked:
                module = importlib.import_module(f"core.cli.{MODULES.get(name, name)}")
                command.set_defaults(run=module.run)
                module.prepare(command)
    parsed, rest = parser.parse_known_args(typed)
    if rest:
        raise WrongUsage(Code.USAGE_UNKNOWN, given=" ".join(rest), program=f"{PROGRAM} {asked}")
    return parsed


def add_actions(
    parser: argparse.ArgumentParser, command: str, *, required: bool = False
) -> dict[str, argparse.ArgumentParser]:
    """Declare the actions of a command, as the wording has them; `action` is None where none is typed."""
    abouts = words.ACTIONS[command]
    actions = parser.add_subparsers(metavar="|".join(abouts), dest="action", required=required)
    # One that is added with a help, be it an empty one, is listed.
    return {
        name: actions.add_parser(name, help=about) if about else actions.add_parser(name)
        for name, about in abouts.items()
    }


def add_json(*parsers: argparse.ArgumentParser) -> None:
    """Declare --json; `json` is False where it is not typed."""
    for parser in parsers:
        # Typed before an action, it holds for that too.
        parser.add_argument(JSON, action="store_true", default=argparse.SUPPRESS, help=words.JSON)


def print_json(document: object, *, indented: bool = False) -> None:
    """Print a document for scripts: JSON in UTF-8, on one line or indented."""
    # Wrong usage prints none.
    import msgspec

    text = msgspec.json.encode(document)
    print_bytes((msgspec.json.format(text, indent=2) if indented else text) + b"\n")


def print_json_list(name: str, documents: Iterable[object]) -> None:
    """Print a document of one list, whose entries are printed as they come, however many there are."""
    import msgspec

    sys.stdout.buffer.write(b'{"%s":[' % name.encode())
    for place, document in enumerate(documents):
        sys.stdout.buffer.write((b"," if place else b"") + msgspec.json.encode(document))
    print_bytes(b"]}\n")


def print_either(document: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print the document for a script, or the lines for a person."""
    if as_json:
        print_json(document)
    else:
        print("\n".join(lines))


def print_bytes(data: bytes) -> None:
    """Print these bytes and nothing else, at once."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def attributes(of: object, *names: str) -> dict[str, Any]:
    """These attributes of an object by name, in this order: what a document tells of it."""
    return {name: getattr(of, name) for name in names}


def wrapped(label: str, text: str) -> list[str]:
    """The text behind its label, in as many lines as the terminal needs."""
    # Most commands wrap nothing.
    import shutil
    import textwrap

    width = max(shutil.get_terminal_size().columns, 60)
    return textwrap.wrap(text, width, initial_indent=label, subsequent_indent=" " * len(label))


def print_problems(lines: Sequence[str]) -> int:
    """Print on stderr what could not be done, a line each; 1 if there is any, else 0: the exit code."""
    for line in lines:
        print(f"{PROGRAM}: {visible(line)}", file=sys.stderr)
    return 1 if lines else 0


def how() -> Literal["terminal", "script"]:
    """Whether a person or a script gives the command."""
    return "terminal" if sys.stdin is not None and sys.stdin.isatty() else "script"


def named(keys: Sequence[str], catalogue: "Catalogue") -> list[str]:
    """The groups named, each once; all where none is named. Raises WrongUsage."""
    for key in keys:
        if key not in catalogue.categories:
            raise WrongUsage(Code.GROUP_UNKNOWN, given=key[:80], known=list(catalogue.categories))
    return list(dict.fromkeys(keys)) or list(catalogue.categories)
