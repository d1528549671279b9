"""Row 31, the values: texts that do something unless they are shown letter by letter, and how each may be shown.

What cannot be seen is decided here anew, by Unicode's own properties: the program's opinion of it is under test.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from unicodedata import bidirectional, category

# A value may have so many letters, as the program promises.
LONGEST, MILLION = 8192, 1_000_000
MARKUP = '<b>x</b><img src="file:///etc/passwd"><a href="https://www.example.com">y</a>&lt;i&gt; a&b && c'
UNSEEN = "\u202e0\u2066\u2069\u200b\ufeff\u2060\u00ad\u034f\u3164\ufe0f\U000e0041"
CONTROLS = "\0\n\t\r\x1b[31m\x07\x0b\x1c\x85\u2028\u2029"
PICTURES = "🙂👩\u200d👩\u200d👧🇩🇪 e\u0301 漢字 é"
FORMATS = "%1 %s {0} {vendor} **b** [x](y) \\u0041"
PIECES = (
    *("<b>bold</b>", '<img src="file:///etc/passwd">', '<a href="https://www.example.com">x</a>', "<br><hr><p>"),
    *("<!--", "]]>", "&lt;b&gt;", "&#x202e;", "a &b && c&", "**bold** [x](y) `z`", "# x", "%1 %s {0} {vendor}"),
    *("\\n \\u0041 \\", "\u202e", "\u2066\u2067\u2068\u2069", "\u200b\u200e\u200f", "\ufeff", "\u061c", "\u00a0"),
    *("\0", "\n\r", "\t", "\x1b[31m", "\x9b", "\u2028", "\x85", "\ud800", "\udcff", "\ufe0f", "\u180e", "\u2800"),
    *("\u3000", "\ufffc", "🙂", "👩\u200d👩\u200d👧", "🇩🇪", "e\u0301\u0302\u0303", "漢字", "ẞıİ"),
    *("\U000e0041\U000e007f", "\U0010ffff", "“x”", "'x'", '"x"', "javascript:x", "https://www.example.com/?a=b&c#d"),
    *("=1+1", "W" * 300, " ", "‘x’ – …", "שלום", "مرحبا"),
)
# Each test goes through these first; then through as many as are wanted, drawn by chance from the pieces.
NAMED = {
    "everything": MARKUP + UNSEEN + CONTROLS + PICTURES + FORMATS,
    "a million letters": MARKUP + "W" * MILLION,
    "a million that are not seen": MARKUP + UNSEEN + "\u202e" * MILLION,
    "as long as a value may be": "<b>" + "\U0010ffff" * LONGEST,
}
# Stands before each text, with the number of its place, so that it is found wherever it comes out.
MARK, MARK_LETTERS = re.compile(r"[Zz]q(\d{3})z"), 8
# Where a text is cut on purpose, an ellipsis follows, or after some letters the sign that ends what is quoted.
ELLIPSIS, ENDS, LEAST_SHOWN = "…", "”’'\")", 3
# What is said, without spaces, of a value that its item does not take.
NOT_TAKEN = "isnotadeclaredvalue"
# After so much of it anything may follow: a receiver's reason is cut without a sign.
MOST_CUT = 150
# Letters that draw nothing, beside the categories below: Unicode's default ignorable ones, and the Braille blank.
_IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"


def texts(count: int, seed: int) -> list[str]:
    """Return so many hostile texts, those with a name first."""
    chance = random.Random(seed)
    drawn = ("".join(chance.choice(PIECES) for _ in range(chance.randint(2, 14))) for _ in range(count))
    return [*NAMED.values(), *drawn][:count]


def _ranges() -> Iterator[str]:
    """Yield, as ranges of a regular expression, the controls, formats, separators and unassigned code points."""
    hidden = [code for code in range(sys.maxunicode + 1) if category(chr(code))[0] in "CZ" and code != ord(" ")]
    for _, run in groupby(enumerate(hidden), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in run]
        yield f"\\U{codes[0]:08x}-\\U{codes[-1]:08x}"


HIDDEN = re.compile(f"[{''.join(_ranges())}{_IGNORABLE}]")


def marked(text: str) -> str:
    """Return the text with each letter that cannot be seen written out."""
    return HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def bare(text: str) -> str:
    """Return the text without spaces and line ends: where a line is broken does not change what it says."""
    return "".join(text.split())


def turns(text: str) -> bool:
    """Return whether the text holds letters that are drawn from the right."""
    return any(bidirectional(char) in ("R", "AL", "AN") for char in set(text))


@dataclass(frozen=True)
class Place:
    """Where a text from outside comes in; `pages`: where it must come out."""

    name: str
    text: str
    pages: frozenset[str]

    @cached_property
    def forms(self) -> list[str]:
        """How the beginning of the text may stand on a page, without spaces."""
        whole = utf8(self.text)
        ways = [form for text in (self.text, whole) for form in (text, " ".join(text.split()), repr(text)[1:-1])]
        # As a receipt has it, in which only what JSON must escape is escaped.
        ways.append(json.dumps(whole, ensure_ascii=False)[1:-1])
        return [*dict.fromkeys(bare(form) for form in (json.dumps(whole)[1:-1], *map(marked, ways)))]

    def is_literal(self, rest: str) -> bool:
        """Return whether what follows the mark, without spaces, is this text: whole, or cut where it may be cut."""
        return any(_follows(rest, form) for form in self.forms)


class Marks:
    """One text, put into many places, each with a mark of its own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.places: list[Place] = []

    def put(self, name: str, *pages: str, shape: Callable[[str], str] = str) -> str:
        """Return the text as it comes in at a new place, its mark before it; `shape`: what can come in there."""
        text = shape(self._text)
        self.places.append(Place(name, text[:LONGEST], frozenset(pages)))
        return f"Zq{len(self.places) - 1:03d}z{text}"

    def several(self, whose: str, page: str, *words: str) -> list[str]:
        """Return a value for each of these words, shown on one page."""
        return [self.put(f"{whose} {word}", page, shape=value) for word in words]


def seen(most: int) -> Callable[[str], str]:
    """Return the shape of what a file of ours lets in: letters that can be seen, so many at most."""
    return lambda text: HIDDEN.sub("", text[:LONGEST])[:most]


def value(text: str) -> str:
    """Return the text as a reading has it."""
    return text[: LONGEST - MARK_LETTERS]


def utf8(text: str) -> str:
    """Return the text as anything has it that is written down in UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def written(text: str) -> str:
    """Return the text as a reading has it that was written down in UTF-8."""
    return utf8(value(text))


def file_name(text: str) -> str:
    """Return the text as a file can be called."""
    name = text[:200].replace("/", "\\").replace("\0", "").encode("utf-8", "replace")[:200]
    return name.decode("utf-8", "ignore")


def raw_name(text: str) -> str:
    """Return a file name that is no text: cut in the middle of a letter, and with bytes that are none."""
    return os.fsdecode(file_name(text).encode()[:150] + b"\xff\xfe")


def _follows(rest: str, form: str) -> bool:
    if rest.startswith(form):
        return True
    lengths = range(1, min(len(rest), len(form)) + 1)
    shared = bisect_left(lengths, True, key=lambda length: rest[:length] != form[:length])
    if shared == len(rest):
        # Where a NUL stands, something may have taken it for the end.
        return not form.startswith(("<U+0000>", "\\u0000", "\\x00"), shared)
    # Where the form has a sign escaped, the same sign ends nothing.
    is_ended = shared >= LEAST_SHOWN and rest[shared] in ENDS and not form.startswith("\\", shared)
    is_cut = is_ended or rest[shared] == ELLIPSIS
    return is_cut or shared >= MOST_CUT or rest.startswith(NOT_TAKEN, shared)
