"""vitrinectl settings: how the program behaves on this computer."""

import argparse
import getpass
import sys

import msgspec

from core.assembly import find_preferences
from core.cli import add_actions, add_json, how, print_either
from core.errors import Code, Refused, WrongUsage
from core.settings import LONGEST_PASSWORD, Settings, SettingsStore
from core.wording import commands
from core.wording import settings as words
from core.wording.readings import written
from core.wording.terminal import ASK_PASSWORD

PASSWORD = "proxy_password"
KEYS = (*Settings.__struct_fields__, PASSWORD)


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.set_defaults(key=None, value=None)
    actions = add_actions(parser, "settings")
    actions["get"].add_argument("key", nargs="?", choices=KEYS)
    change = actions["set"]
    change.add_argument("key", choices=KEYS)
    change.add_argument("value", metavar=commands.VALUE, nargs="?", help=commands.SETTINGS_VALUE)
    change.set_defaults(program=change.prog)
    add_json(parser, actions["get"])


def run(arguments: argparse.Namespace) -> int:
    """Print or change settings; exit 1 if a password could not be kept beyond this command."""
    preferences, key = find_preferences(), arguments.key
    if arguments.action == "set":
        if key == PASSWORD and arguments.value is not None:
            raise WrongUsage(Code.USAGE_PASSWORD_GIVEN, program=arguments.program)
        if key != PASSWORD and arguments.value is None:
            raise WrongUsage(Code.USAGE_NO_VALUE, program=arguments.program)
        if key == PASSWORD:
            _set_password(preferences)
        else:
            preferences.change(key, arguments.value, how())
    found = msgspec.structs.asdict(preferences.load()) if key != PASSWORD else {}
    if key in (None, PASSWORD):
        found[PASSWORD] = words.password(*preferences.password())
    asked = {name: value for name, value in found.items() if key in (None, name)}
    print_either(asked, (f"{name} = {written(value)}" for name, value in asked.items()), as_json=arguments.json)
    return 0


def _set_password(preferences: SettingsStore) -> None:
    """Ask whoever sits there, or take the first line that is handed over."""
    if sys.stdin is not None and sys.stdin.isatty():
        text = getpass.getpass(ASK_PASSWORD)
    else:
        text = sys.stdin.readline(LONGEST_PASSWORD + 2).rstrip("\r\n") if sys.stdin is not None else ""
    lies = preferences.set_password(text)
    if text and lies.why:
        raise Refused(Code.PASSWORD_NOT_KEPT, why=lies.why)
