"""What a person may be shown that is no message: data, in whole texts and never in words out of them."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import msgspec

from core import paths
from core.browser.places import places
from core.catalogue import Catalogue
from core.product import Product
from core.reading import Reason
from core.record.events import CONSENT, LICENSE, How
from core.record.submission import State
from core.settings import Settings, Theme
from core.wording.checks import ENGINES
from core.wording.commands import ACTIONS, COMMANDS
from core.wording.support import TITLES
from gui.app import PAGES
from tests.architecture.literals import DATA, NOT_SHOWN
from tests.commands import REPOSITORY

# A word that stands alone and has no accent.
WORD = re.compile(r"(?<!\w)[A-Za-z]{2,}(?!\w)")
# What scripts read; in a file more often a key than a value.
TOKEN = re.compile(r"[a-z_]*")
# What is typed, or written by no person.
TYPED = re.compile(
    r"""
    [A-Za-z0-9+/]{40,}={0,2}                                       # a key, a signature
    | \bvitrine(?:ctl)?\b(?:[ ][^\s“”]*[^\s“”.,;:)])* | --[a-z-]+  # a command, an option
    | \w+://[^\s”"]* | (?<!\w)[~/][\w./+-]+ | [\w-]+(?:\.[\w-]+)+   # an address, a place, a file’s or server’s name
    | \b[0-9a-f]{8}(?:[0-9a-f-]{4,})?\b                            # a hash, an ID
    | \b[A-Z2-7]{3}-[A-Z2-7]{3}\b                                  # the code of the line for support
    | "\w+": | \[\w+\] | \{[\w,-]+\}                              # a member in JSON, a table, words to choose from
    """,
    re.VERBOSE,
)
# Names, which are the same in every language; the last one is a key of product.toml.
NAMES = ("Vitrine", "Python", "Qt", "PySide6", "SHA-256", "Ctrl+K", "endpoint")
# In the words of others: Qt of the ends of a row of tabs, SQLite, msgspec; argparse, which translates all but this.
OF_OTHERS = (
    *("Scroll Left", "Scroll Right", "file is not a database", "JSON is malformed: invalid character (byte 4)"),
    "show program's version number and exit",
)
# How argparse calls arguments that are one of a few words, and two of these; the names in `history show`.
ARGUMENTS = ("action", "key", "of", "accept", "decline")
FIELDS = (
    *("id", "number", "category", "state", "bytes", "queued", "due", "finished", "attempts", "receipt", "body", "why"),
    "tried",
)


class Data:
    """Texts that are data; what is left of another when all of them are taken out of it was written in the code."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._parts: set[str] = set()
        self.add_values(NAMES)
        self.add(OF_OTHERS, _invented(), _agreement(), map(os.strerror, errno.errorcode))

    def add(self, *values: object) -> None:
        """Take these for data, and of a list or an object all that is in it; a token only where it stands alone."""
        found = list(_strings(values))
        self._texts.update(map(_plain, found))
        self.add_values(text for text in found if not TOKEN.fullmatch(text))

    def add_catalogue(self, catalogue: Catalogue, product: Product) -> None:
        """Take for data what can be sent, of which product, to whom."""
        self.add(msgspec.to_builtins(catalogue), msgspec.to_builtins(product, enc_hook=str))
        self.add_values(list(catalogue.regions), list(catalogue.categories))

    def add_values(self, *values: object) -> None:
        """Take these for data wherever they stand, but for a letter or none."""
        self._parts |= {plain for text in _strings(values) if len(plain := _plain(text)) > 1}

    def add_sources(self, sources: Iterable[str]) -> None:
        """Of where values were read, take for data what is a name and perhaps one within it: `uname, release`."""
        self.add_values(each for each in sources if re.fullmatch(r"\S+(, (\[\w+\] )?\S+)?", each))

    def left(self, text: str, typed: Iterable[str] = ()) -> str:
        """Return the words of a text that neither have accents nor belong to a datum; "" where there are none.

        `typed`: what it answers to, which it may quote.
        """
        rest = _plain(text)
        if not WORD.search(rest) or rest in self._texts:
            return ""
        for datum in sorted(
            (each for each in self._parts.union(map(_plain, typed)) if each and each in rest), key=len, reverse=True
        ):
            rest = re.sub(rf"(?<!\w){re.escape(datum)}(?!\w)", " ", rest)
        return " ".join(WORD.findall(rest))


def _plain(text: str) -> str:
    """A text as it is compared: without what is typed, in one line and in small letters."""
    return " ".join(TYPED.sub(" ", text).split()).casefold()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _strings(value.values())
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for each in value:
            yield from _strings(each)
    elif value is not None and (text := str(value)):
        # A sentence of the catalogue may go on within another.
        yield from (text, text.rstrip("."))


def _invented() -> Iterator[str]:
    """What was invented for the demo, and what looks like a sentence and is none."""
    for name in DATA:
        for node in ast.walk(ast.parse((REPOSITORY / name).read_text(encoding="utf-8"))):
            # What begins or ends with a space is a piece of a text.
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value == node.value.strip():
                yield node.value
    yield from (text for name, texts in NOT_SHOWN.items() if "/demo/" in name for text in texts)


def _agreement() -> list[str]:
    """All of it, and its lines."""
    text = (paths.resources() / "statement" / "example-agreement.txt").read_text(encoding="utf-8")
    return [text, *text.splitlines()]


def tokens() -> Iterator[str]:
    """Words that scripts read and people type: pages, commands, states, kinds of events, settings, checks."""
    yield from (*PAGES, *COMMANDS, *(action for actions in ACTIONS.values() for action in actions))
    yield from (*State, *Reason, *CONSENT, *LICENSE, *get_args(How), *TITLES, *ENGINES)
    yield from (*Settings.__struct_fields__, *get_args(Theme), *ARGUMENTS, *FIELDS)
    yield from (place.name for place in places(Path(), {}))
