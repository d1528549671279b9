"""vitrinectl settings: how the program behaves on this computer."""

from __future__ import annotations

import argparse
import getpass
import sys

import msgspec

from core.assembly import find_preferences
from core.cli import how
from core.errors import Refused
from core.reading import written
from core.settings import LONGEST_PASSWORD, Settings, SettingsStore

EXAMPLE = """example:
  vitrinectl settings                          all of them
  vitrinectl settings set theme dark           system, light, dark or contrast
  vitrinectl settings set keep_days 365        erase here what finished longer ago; 0 keeps all
  vitrinectl settings set interval_hours 24    only rarer than the product says; 0 is as it says
  vitrinectl settings set proxy http://USER@HOST:PORT
  vitrinectl settings set proxy_password       asks for it; it is kept in the system’s keyring"""
PASSWORD = "proxy_password"
KEYS = (*Settings.__struct_fields__, PASSWORD)


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="get", key=None, value=None)
    actions = parser.add_subparsers(metavar="get|set", dest="action")
    get = actions.add_parser("get", help="print one setting, or all")
    get.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    get.add_argument("key", nargs="?", choices=KEYS)
    change = actions.add_parser("set", help="change one setting")
    change.add_argument("key", choices=KEYS)
    change.add_argument("value", nargs="?", help="anything but a password, which is asked for")
    change.set_defaults(wrong=change.error)


def run(arguments: argparse.Namespace) -> int:
    """Print or change settings; exit 1 if a password could not be kept beyond this command."""
    preferences, key = find_preferences(), arguments.key
    if arguments.action == "set":
        if (key == PASSWORD) == (arguments.value is not None):
            arguments.wrong("a password is asked for, never given here" if key == PASSWORD else "VALUE is missing")
        if key == PASSWORD:
            _set_password(preferences)
        else:
            preferences.change(key, arguments.value, how())
    asked = _asked(preferences, key)
    if arguments.json:
        print(msgspec.json.encode(asked).decode())
    else:
        print("\n".join(f"{name} = {written(value)}" for name, value in asked.items()))
    return 0


def _asked(preferences: SettingsStore, key: str | None) -> dict[str, str | int | bool]:
    found = msgspec.structs.asdict(preferences.load()) if key != PASSWORD else {}
    if key in (None, PASSWORD):
        found[PASSWORD] = preferences.password()
    return {name: value for name, value in found.items() if key in (None, name)}


def _set_password(preferences: SettingsStore) -> None:
    """Ask whoever sits there, or take the first line that is handed over."""
    if sys.stdin is not None and sys.stdin.isatty():
        text = getpass.getpass("Password for the proxy (empty forgets it): ")
    else:
        text = sys.stdin.readline(LONGEST_PASSWORD + 2).rstrip("\r\n") if sys.stdin is not None else ""
    preferences.set_password(text)
    if text and preferences.why:
        raise Refused(f"The password cannot be kept beyond this command. {preferences.why}.")
