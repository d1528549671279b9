"""Finding anything by words: pages, facts, values now, submissions. Pure; knows nothing of how it is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from core.record.submission import Submission

Kind: TypeAlias = Literal["Page", "Fact", "Value", "Submission"]

# More than anybody reads; who looks for another one types another word.
MOST = 50
# A value may be as long as a page; nobody looks for its end.
LONGEST = 2_000
# Best first.
EQUAL, WHOLE, TITLE, TITLE_WORDS, WORDS, INSIDE = range(6)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something is: a page, and on it perhaps an item or a submission."""

    page: str
    item: str = ""
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that can be found. `title` and `more` are shown; `words` are only looked through; of `starts` each is
    found by its beginning alone, as an ID is."""

    kind: Kind
    title: str
    more: str
    place: Destination
    words: str = ""
    starts: tuple[str, ...] = ()
    folded_title: str = field(init=False)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        texts = (self.title, self.more, self.words)
        object.__setattr__(self, "folded_title", fold(self.title))
        object.__setattr__(self, "folded", " ".join(fold(text) for text in texts))
        object.__setattr__(self, "starts", tuple(map(fold, self.starts)))

    @property
    def identity(self) -> tuple[str, str]:
        """The same as long as it is the same thing, whatever becomes of it."""
        of = self.place.submission
        return self.kind, str(of.number) if of is not None else f"{self.place.page} {self.place.item}"


@dataclass(frozen=True, slots=True)
class Found:
    """The best of what was found, and how much there is of it."""

    entries: list[Findable] = field(default_factory=list)
    total: int = 0


def fold(text: str) -> str:
    """Without case and accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST])
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def find(entries: Iterable[Findable], query: str, most: int = MOST) -> Found:
    """Every entry that has all words of `query`: those first whose title begins so, then those in which each of them
    begins a word; alike ones in the order given."""
    words = fold(query).split()
    if not words:
        return Found()
    ranked = [(rank, entry) for entry in entries if (rank := _rank(entry, words)) is not None]
    ranked.sort(key=lambda each: each[0])
    return Found([entry for _, entry in ranked[:most]], len(ranked))


def _rank(entry: Findable, words: Sequence[str]) -> int | None:
    if not all(word in entry.folded or _is_start(entry, word) for word in words):
        return None
    whole = " ".join(words)
    if entry.folded_title == whole:
        return EQUAL
    if entry.folded_title.startswith(whole):
        # “No. 12” before “No. 129”.
        return TITLE if entry.folded_title[len(whole) :][:1].isalnum() else WHOLE
    if all(_begins(entry.folded_title, word) for word in words):
        return TITLE_WORDS
    return WORDS if all(_begins(entry.folded, word) or _is_start(entry, word) for word in words) else INSIDE


def _is_start(entry: Findable, word: str) -> bool:
    return any(start.startswith(word) for start in entry.starts)


def _begins(text: str, word: str) -> bool:
    """Whether a word of `text` begins so."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0
