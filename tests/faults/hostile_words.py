"""Texts that would do something were they not shown letter by letter, and how each may stand on a screen.

What cannot be seen is told here anew, from Unicode's own properties: what the program thinks of it is what is tested.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

# A value may have so many letters, as the program promises.
MILLION, VALUE_LETTERS = 1_000_000, 8192
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
# By name, those of which each test has one; then as many as are wanted, drawn by chance.
NAMED = {
    "everything": MARKUP + UNSEEN + CONTROLS + PICTURES + FORMATS,
    "a million letters": MARKUP + "W" * MILLION,
    "a million that are not seen": MARKUP + UNSEEN + "\u202e" * MILLION,
    "as long as a value may be": "<b>" + "\U0010ffff" * VALUE_LETTERS,
}
# Before each text, so that it is found again wherever it comes out; what it stands for is its number.
MARK = re.compile(r"[Zz]q(\d{3})z")
# Where a text is cut on purpose, an ellipsis follows, or after some letters the sign that ends what is quoted.
ELLIPSIS, ENDS, LEAST_SHOWN = "…", "”’'\")", 3
# What is said of a value that its item does not take.
NOT_TAKEN = "isnotadeclaredvalue"
# After so much of it anything may follow: a receiver's reason is cut without a sign.
MOST_CUT = 150
# Of a mark, and a letter more.
MARK_LETTERS = 8
# Letters that draw nothing, beside the categories below: Unicode's default ignorable ones, and the Braille blank.
_IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
_SPACE = re.compile(r"\s+")


def texts(count: int, seed: int) -> list[str]:
    """So many: first those with a name."""
    chance = random.Random(seed)
    drawn = ("".join(chance.choice(PIECES) for _ in range(chance.randint(2, 14))) for _ in range(count))
    return [*NAMED.values(), *drawn][:count]


def _ranges() -> str:
    """Every code point that draws nothing or orders others, as a class of a regular expression."""
    kinds = ((code, unicodedata.category(chr(code))) for code in range(sys.maxunicode + 1) if code != ord(" "))
    hidden = [code for code, kind in kinds if kind[0] == "C" or kind in ("Zl", "Zp", "Zs")]
    starts = [code for code, before in zip(hidden, [-2, *hidden], strict=False) if code != before + 1]
    ends = [code for code, after in zip(hidden, [*hidden[1:], -2], strict=True) if code + 1 != after]
    return "".join(f"\\U{start:08x}-\\U{end:08x}" for start, end in zip(starts, ends, strict=True))


HIDDEN = re.compile(f"[{_ranges()}{_IGNORABLE}]")


def marked(text: str) -> str:
    """With each letter that cannot be seen written out."""
    return HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def bare(text: str) -> str:
    """Without spaces and line ends: where a line is broken is no matter of what it says."""
    return _SPACE.sub("", text)


def turns(text: str) -> bool:
    """Whether it holds letters that are drawn from the right."""
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in set(text))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text from outside comes in. `pages`: where it must come out; `forms`: its beginning as it may stand
    there, without spaces."""

    name: str
    text: str
    pages: frozenset[str]
    forms: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        text = self.text[:VALUE_LETTERS]
        whole = text.encode("utf-8", "backslashreplace").decode()
        joined = [" ".join(way.split()) for way in (text, whole)]
        ways = (text, whole, *joined, repr(text)[1:-1], repr(whole)[1:-1])
        told = [json.dumps(whole)[1:-1], *map(marked, ways)]
        object.__setattr__(self, "forms", tuple(dict.fromkeys(map(bare, told))))

    @property
    def turns(self) -> bool:
        """Whether it holds letters that are drawn from the right."""
        return turns(self.text[:VALUE_LETTERS])

    def is_literal(self, rest: str) -> bool:
        """Whether what follows its mark, without spaces, is this text: whole, or cut where it may be cut."""
        return any(_follows(rest, form) for form in self.forms)


class Marks:
    """One text, put into many places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.places: dict[int, Place] = {}

    def put(self, name: str, *pages: str, shape: Callable[[str], str] = str) -> str:
        """The text as it comes in there, with the place's mark before it. `shape`: what can come in there at all."""
        number = len(self.places)
        text = shape(self._text)
        self.places[number] = Place(name, text, frozenset(pages))
        return f"Zq{number:03d}z{text}"


def seen(most: int) -> Callable[[str], str]:
    """As a file of ours lets it in: only what can be seen, and no more than so much of it."""
    return lambda text: HIDDEN.sub("", text[:VALUE_LETTERS])[:most]


def value(text: str) -> str:
    """As a reading has it."""
    return text[: VALUE_LETTERS - MARK_LETTERS]


def encodable(text: str) -> str:
    """As anything has it that is written down as text."""
    return value(text).encode("utf-8", "backslashreplace").decode()


def file_name(text: str) -> str:
    """As a file can be called."""
    name = text[:200].replace("/", "\\").replace("\0", "").encode("utf-8", "replace")[:200]
    return name.decode("utf-8", "ignore")


def raw_name(text: str) -> str:
    """As a file can be called whose name is no text: cut in the middle of a letter, and with bytes that are none."""
    return os.fsdecode(file_name(text).encode()[:150] + b"\xff\xfe")


def _follows(rest: str, form: str) -> bool:
    if rest.startswith(form):
        return True
    shared = _shared(rest, form)
    if shared == len(rest):
        # Where a NUL stands, something may have taken it for the end.
        return not form.startswith("<U+0000>", shared) and not form.startswith("\\u0000", shared)
    is_cut = rest[shared] == ELLIPSIS or (shared >= LEAST_SHOWN and rest[shared] in ENDS)
    return is_cut or shared >= MOST_CUT or rest.startswith(NOT_TAKEN, shared)


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
