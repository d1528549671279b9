"""Finding anything by words: pages, facts, values now, submissions, each with the place it opens."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from core.catalogue import Catalogue
from core.clock import moment
from core.record.submission import Submission
from core.text import visible
from core.wording import search as words
from core.wording.readings import written
from core.wording.times import day
from gui.state.sections import clause, decoded
from gui.state.snapshot import SnapshotState
from gui.state.submissions import happened, state_of

# Key, title, and the heading it stands under.
PageName = tuple[str, str, str]
# More than anybody reads; who looks for another one types another word.
MOST = 50
# A value may be as long as a page; nobody looks for its end.
LONGEST = 2_000
# A longer value is cut where it is shown; it is found by more of it.
LONGEST_SHOWN = 200
# Best first.
EQUAL, WHOLE, TITLE, TITLE_WORDS, WORDS, INSIDE = range(6)


class FoundKind(StrEnum):
    """What was found; core.wording.search has the words."""

    PAGE = auto()
    FACT = auto()
    VALUE = auto()
    SUBMISSION = auto()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something is: a page, and on it perhaps an item or a submission."""

    page: str
    item: str = ""
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing. `title` and `more` are shown, `words` are looked through, of `starts` each only from its beginning."""

    kind: FoundKind
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
        """What stays the same as long as it is the same thing, whatever becomes of it."""
        of = self.place.submission
        return self.kind, str(of.number) if of is not None else f"{self.place.page} {self.place.item}"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best of what was found, and how much there is of it."""

    entries: list[Findable] = field(default_factory=list)
    total: int = 0


def pages(names: Sequence[PageName], catalogue: Catalogue) -> list[Findable]:
    """Return every page, by its name and what people look for when they mean it."""
    made = []
    for key, title, heading in names:
        category = catalogue.categories.get(key)
        also = f"{category.summary} {category.contains}" if category else words.ALSO.get(key, "")
        made.append(Findable(FoundKind.PAGE, title, heading, Destination(key), also))
    return made


def facts(catalogue: Catalogue) -> list[Findable]:
    """Return every declared item, by title, key and clause."""
    return [
        Findable(
            FoundKind.FACT,
            item.title,
            words.FACT.format(group=category.title, key=item.key, clause=clause(catalogue, category, item)),
            Destination(category.key, item.key),
            " ".join(item.values.values()),
        )
        for category in catalogue.categories.values()
        for item in category.items
    ]


def values(snapshot: SnapshotState) -> list[Findable]:
    """Return every value as it is now."""
    made = []
    for key, group in snapshot.groups.items():
        category = group.shown.category
        for item in category.items:
            fact = group.shown.reading.get(item.key)
            if fact is None or fact.value is None:
                continue
            text = visible(written(fact.value))
            more = words.VALUE.format(fact=item.title, group=category.title)
            also = f"{text} {decoded(item, fact.value)}"
            made.append(Findable(FoundKind.VALUE, text[:LONGEST_SHOWN], more, Destination(key, item.key), also))
    return made


def submissions(
    found: Sequence[Submission], catalogue: Catalogue, pending: Collection[int], now: datetime
) -> list[Findable]:
    """Return each by number, ID, group, state and day. `pending`: the numbers of those that stand in the Outbox."""
    made = []
    for of in found:
        category = catalogue.categories.get(of.category)
        title = words.SUBMISSION.format(number=of.number, group=category.title if category else visible(of.category))
        more = words.SUBMISSION_MORE.format(state=state_of(of)[0], when=happened(of, now))
        place = Destination("outbox" if of.number in pending else "history", submission=of)
        made.append(Findable(FoundKind.SUBMISSION, title, more, place, _days(of), (of.id,)))
    return made


def _days(of: Submission) -> str:
    """The days on which something became of it, as people and as machines write them."""
    try:
        days = {moment(stamp).astimezone().date() for stamp in (of.queued, of.finished) if stamp}
    except (ValueError, OverflowError, OSError):
        return ""
    return " ".join(f"{each.isoformat()} {day(each, with_year=True)}" for each in sorted(days))


def fold(text: str) -> str:
    """Return a text without case and accents, with single spaces, as texts are compared."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST])
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def find(entries: Iterable[Findable], query: str, most: int = MOST) -> SearchResult:
    """Return the `most` best entries of those that have all words of `query`, and how many there are.

    First come those whose title begins so, then those in which each word begins one; alike ones in the order given.
    """
    wanted = fold(query).split()
    if not wanted:
        return SearchResult()
    ranked = [(rank, entry) for entry in entries if (rank := _rank(entry, wanted)) is not None]
    ranked.sort(key=lambda each: each[0])
    return SearchResult([entry for _, entry in ranked[:most]], len(ranked))


def _rank(entry: Findable, wanted: Sequence[str]) -> int | None:
    if not all(word in entry.folded or _is_start(entry, word) for word in wanted):
        return None
    whole = " ".join(wanted)
    if entry.folded_title == whole:
        return EQUAL
    if entry.folded_title.startswith(whole):
        # “No. 12” before “No. 129”.
        return TITLE if entry.folded_title[len(whole) :][:1].isalnum() else WHOLE
    if all(_begins(entry.folded_title, word) for word in wanted):
        return TITLE_WORDS
    return WORDS if all(_begins(entry.folded, word) or _is_start(entry, word) for word in wanted) else INSIDE


def _is_start(entry: Findable, word: str) -> bool:
    return any(start.startswith(word) for start in entry.starts)


def _begins(text: str, word: str) -> bool:
    """Whether a word of `text` begins so."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0
