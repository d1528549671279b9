"""Everything the search can find, each with the place it opens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from core.catalogue import Catalogue
from core.clock import moment
from core.reading import written
from core.record.submission import Submission
from core.text import visible
from gui.state import told
from gui.state.search import Destination, Findable
from gui.state.snapshot import SnapshotState
from gui.state.times import MONTHS
from gui.state.words import clause, decoded

# Key, title, and the heading it stands under.
PageName = tuple[str, str, str]
# What people look for when they mean a page.
ALSO = {
    "overview": "start home groups",
    "outbox": "waiting cancel send now next",
    "history": "sent receipt records export verify fit together",
    "agreement": "accept decline withdraw consent region statement text",
    "license-status": "licence days activate dealer expires",
    "settings": "theme dark contrast size of text language proxy keep interval folder rules",
    "connection": "ip address headers host proxy",
    "support": "help doctor check wrong error line code folder version",
    "about": "version license licences parts fonts libraries open source",
}
# A longer value is cut where it is shown; it is found by more of it.
LONGEST_SHOWN = 200


def pages(names: Sequence[PageName], catalogue: Catalogue) -> list[Findable]:
    """Every page, by its name."""
    made = []
    for key, title, heading in names:
        category = catalogue.categories.get(key)
        words = f"{category.summary} {category.contains}" if category else ALSO.get(key, "")
        made.append(Findable("Page", title, heading, Destination(key), words))
    return made


def facts(catalogue: Catalogue) -> list[Findable]:
    """Every declared item, by title, key and clause."""
    return [
        Findable(
            "Fact",
            item.title,
            f"{category.title} · {item.key} · {clause(catalogue, category, item)}",
            Destination(category.key, item.key),
            " ".join(item.values.values()),
        )
        for category in catalogue.categories.values()
        for item in category.items
    ]


def values(live: SnapshotState) -> list[Findable]:
    """Every value as it is now."""
    made = []
    for key, group in live.groups.items():
        category = group.shown.category
        for item in category.items:
            fact = group.shown.reading.get(item.key)
            if fact is None or fact.value is None:
                continue
            text = visible(written(fact.value))
            more, words = f"{item.title} · {category.title}", f"{text} {decoded(item, fact.value)}"
            made.append(Findable("Value", text[:LONGEST_SHOWN], more, Destination(key, item.key), words))
    return made


def submissions(
    found: Sequence[Submission], catalogue: Catalogue, pending: Collection[int], now: datetime
) -> list[Findable]:
    """Each by number, ID, group, state and day. `pending`: the numbers of those that stand in the Outbox."""
    return [_submission(each, catalogue, "outbox" if each.number in pending else "history", now) for each in found]


def _submission(of: Submission, catalogue: Catalogue, page: str, now: datetime) -> Findable:
    category = catalogue.categories.get(of.category)
    title = f"No. {of.number} · {category.title if category else visible(of.category)}"
    more = f"{told.state_of(of)[0]} · {told.happened(of, now)}"
    return Findable("Submission", title, more, Destination(page, submission=of), _days(of), (of.id,))


def _days(of: Submission) -> str:
    """The days on which something became of it, as people and as machines write them."""
    try:
        days = {moment(stamp).astimezone().date() for stamp in (of.queued, of.finished) if stamp}
    except (ValueError, OverflowError, OSError):
        return ""
    return " ".join(f"{day.isoformat()} {day.day} {MONTHS[day.month - 1]} {day.year}" for day in sorted(days))
