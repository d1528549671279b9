"""vitrinectl check: what would be told of a file or a web address, once it was checked."""

import argparse
import importlib
from pathlib import Path

from core.catalogue import Item
from core.cli import add_actions, add_json
from core.reading import Fact
from core.text import visible
from core.wording import commands


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of both kinds; what checks them is imported when it is asked for."""
    kinds = add_actions(parser, "check", required=True)
    for name, kind in kinds.items():
        kind.description, kind.epilog = commands.ACTIONS["check"][name], commands.EXAMPLES[f"check {name}"]
        kind.formatter_class = argparse.RawDescriptionHelpFormatter
    file, url = kinds["file"], kinds["url"]
    file.add_argument("paths", metavar=commands.PATH, nargs="+", type=Path, help=commands.CHECK_PATHS)
    file.add_argument("--all", action="store_true", help=commands.CHECK_ALL)
    url.add_argument("url", metavar=commands.URL, help=commands.CHECK_URL)
    url.add_argument("--allow-private", action="store_true", help=commands.CHECK_PRIVATE)
    add_json(file, url)


def run(arguments: argparse.Namespace) -> int:
    """Check; exit 1 if something could not be checked, asked or queued, after printing what there is."""
    return int(importlib.import_module(f"core.cli.check_{arguments.action}").run(arguments))


def shown_value(item: Item, fact: Fact) -> str:
    """A value as the catalogue words it; after a dash, why there is none."""
    said = fact.words
    return f"– {said}" if fact.reason else visible(item.values.get(said, said))
