"""vitrinectl check: what would be told of a file or a web address, once it was checked."""

from __future__ import annotations

import argparse
import importlib

CHECKED = {
    "file": "files and folders: who signed them, and what is found in them",
    "url": "a web address: its server is asked who it is",
}


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    kinds = parser.add_subparsers(metavar="|".join(CHECKED), required=True)
    for name, words in CHECKED.items():
        kind = kinds.add_parser(
            name, help=words, description=words, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        importlib.import_module(f"core.cli.check_{name}").prepare(kind)
