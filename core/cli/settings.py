"""vitrinectl settings: how the program behaves on this computer."""

from __future__ import annotations

import argparse

import msgspec

from core.assembly import find_home
from core.settings import Settings, changed, load_settings, save_settings

EXAMPLE = """example:
  vitrinectl settings                    all of them
  vitrinectl settings set theme dark     system, light, dark or contrast"""


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="get", key=None, value=None)
    actions = parser.add_subparsers(metavar="get|set", dest="action")
    get = actions.add_parser("get", help="print one setting, or all")
    get.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    get.add_argument("key", nargs="?", choices=Settings.__struct_fields__)
    change = actions.add_parser("set", help="change one setting")
    change.add_argument("key", choices=Settings.__struct_fields__)
    change.add_argument("value")


def run(arguments: argparse.Namespace) -> int:
    """Print or change settings."""
    home = find_home()
    settings = load_settings(home)
    if arguments.action == "set":
        settings = changed(settings, arguments.key, arguments.value)
        save_settings(home, settings)
    asked = {key: value for key, value in msgspec.structs.asdict(settings).items() if arguments.key in (None, key)}
    if arguments.json:
        print(msgspec.json.encode(asked).decode())
    else:
        print("\n".join(f"{key} = {value}" for key, value in asked.items()))
    return 0
