"""One reading of all groups and of the record, made whole on the worker so that a page has nothing left to compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from core.clock import moment, now, stamp
from core.consent.consent import Choices
from core.engine import Engine, Shown, sample, sample_bytes
from core.envelope import told
from core.errors import Refused
from core.license.status import Status
from core.reading import Reading
from core.record.history import History
from core.record.submission import State, Submission
from core.sending.request import Request
from core.settings import Settings
from core.wording.errors import sentence
from core.wording.sending import NOTHING_KEPT
from gui.state.submissions import Change, changes, token_of

DAYS = 30
# Of a group, the IDs of what this window saw being queued.
Seen: TypeAlias = Callable[[str], Sequence[str]]
# Which day, how many submissions were confirmed on it, how many bytes they had.
Day = tuple[date, int, int]
Clock: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """What one page shows: the engine's answer, its request, and a sample where nothing has happened yet.

    `since`: what would go differently from what went last; None while nothing went.
    """

    shown: Shown
    request: Request | None
    sent_as: dict[str, str]
    sample: Reading
    sample_bytes: bytes
    since: list[Change] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What is pending, counted on the worker, since it may be thousands.

    `states`: how many stand where; `tokens`: the same as screens tell them apart (submissions.token_of); `first`: of
    each group that has something waiting, the one that goes first; `tries`: of what may still be tried, by its group
    and whether it was tried before, the stamp from which on.
    """

    states: Mapping[State, int] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    first: Mapping[str, Submission] = field(default_factory=dict)
    tries: Mapping[tuple[str, bool], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What was decided and what became of it.

    `pending`: the Outbox, oldest first, and its `tally`; `newest`: what of each group was confirmed or told last;
    `days`: the last 30 local days, all of them; `offline`: why the last delivery ended early, in words, "" if it did
    not; `unread`: why the record could not be read; `events`: of each group that tells of events the last submissions
    and all that this window saw, newest first; `clock`: the time of day that all of it is told by; `version`: of the
    record that was read, and of what was asked of it; `edited`: why submissions of some group are not shown.
    """

    choices: Choices = field(default_factory=Choices)
    pending: list[Submission] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    counts: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    newest: dict[str, Submission] = field(default_factory=dict)
    days: list[Day] = field(default_factory=list)
    offline: str = ""
    unread: Refused | OSError | None = None
    events: dict[str, list[Submission]] = field(default_factory=dict)
    clock: Clock = now
    version: str = ""
    edited: Refused | None = None

    @property
    def next_due(self) -> str:
        """The stamp at which the next submission goes, "" where none waits."""
        return min((each.due for each in self.tally.first.values()), default="")

    def older_than(self, other: Records) -> bool:
        """Return whether something was decided between this and the other: workers may overtake each other."""
        return not self.unread and self.choices.permit.event < other.choices.permit.event


@dataclass(frozen=True, slots=True)
class SnapshotState(Records):
    """All groups, what the record holds, the license its group was read from, and what the user set.

    `trouble`: why drafts are not kept; `unset`: why what the user set could not be read.
    """

    groups: dict[str, ShownGroup]
    trouble: Refused | OSError | None = None
    license: Status = field(default=Status(state="none"), kw_only=True)
    settings: Settings = field(default_factory=Settings, kw_only=True)
    unset: Refused | None = field(default=None, kw_only=True)
    read_at: datetime = field(default_factory=now, kw_only=True)

    @property
    def values(self) -> tuple[int, int]:
        """How many items have a value now, of how many."""
        facts = [fact for group in self.groups.values() for fact in group.shown.reading.values()]
        return sum(fact.value is not None for fact in facts), len(facts)

    @property
    def problems(self) -> list[str]:
        """What went wrong, one line each."""
        lines = {line for group in self.groups.values() for line in group.shown.problems}
        first = [sentence(self.unset)] if self.unset else []
        last = self.trouble or self.unread or self.edited
        said = [sentence(last)] if last else []
        if self.trouble and not isinstance(self.trouble, Refused):
            said = [NOTHING_KEPT.format(why=said[0].removesuffix("."))]
        return [*first, *sorted(lines), *said]

    def recorded(self, records: Records) -> SnapshotState:
        """Return the same values with another record."""
        return replace(self, **{each.name: getattr(records, each.name) for each in fields(Records)})


def nothing_seen(_: str) -> Sequence[str]:
    """Return nothing: no window saw anything being queued."""
    return ()


def read(engine: Engine, records: Records | None = None) -> SnapshotState:
    """Read every group now, and the record unless it was read already. Blocks: for the worker."""
    records = records or read_records(engine)
    shown = {each.category.key: each for each in engine.show_all()}
    # An event is not another state of the one before.
    before = {key: records.newest.get(key) for key, each in shown.items() if each.category.is_snapshot}
    groups = {key: group_of(each, engine.wire(each), before.get(key)) for key, each in shown.items()}
    return SnapshotState(groups, engine.trouble(), read_at=records.clock()).recorded(records)


def read_records(
    engine: Engine, offline: str = "", seen: Seen = nothing_seen, before: Records | None = None
) -> Records:
    """Read the record alone; what did not change since `before` is taken from there. One that cannot be read allows
    nothing and shows nothing; `unread` says why."""
    history, clock = engine.ledger.history, engine.ledger.clock
    today = clock().astimezone()
    midnight = datetime.combine(today.date() - timedelta(days=DAYS - 1), time()).astimezone()
    asked = {key: list(seen(key)) for key, of in engine.catalogue.categories.items() if not of.is_snapshot}
    try:
        version = f"{history.version()} {asked}"
        if before is None or before.version != version:
            pending = history.pending()
            newest, happened, edited = _shown(history, asked)
            before = Records(
                choices=engine.consent.choices(),
                pending=pending,
                tally=tally(pending),
                counts=history.counts(),
                newest=newest,
                events=happened,
                edited=edited,
                version=version,
            )
        days = _filled(history.confirmed_since(stamp(midnight)), today)
        return replace(before, days=days, clock=clock, offline=offline)
    except (OSError, Refused) as error:
        days, unread = _filled([], today), error.with_traceback(None)
        return Records(choices=Choices("unread"), days=days, offline=offline, unread=unread, clock=clock)


def _shown(
    history: History, asked: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Submission], dict[str, list[Submission]], Refused | None]:
    """What of each group was sent last, and what happened in those of events; and why some of it is not shown. One that
    was edited in the file takes nothing else from the screen: what may be sent stands there."""
    newest, happened, edited = dict[str, Submission](), dict[str, list[Submission]](), None
    try:
        newest = history.newest({State.CONFIRMED, State.TOLD})
    except Refused as error:
        edited = error
    for key, also in asked.items():
        try:
            happened[key] = history.of_category(key, also=also)
        except Refused as error:
            happened[key], edited = [], error
    return newest, happened, edited.with_traceback(None) if edited else None


def tally(pending: Sequence[Submission]) -> Tally:
    """Return the counts of what is pending."""
    first: dict[str, Submission] = {}
    tries: dict[tuple[str, bool], str] = {}
    for each in pending:
        if each.state is State.WAITING and (each.category not in first or each.due < first[each.category].due):
            first[each.category] = each
        if each.state in (State.WAITING, State.UNCONFIRMED) and each.finished is None:
            kind = each.category, bool(each.attempts)
            tries[kind] = min(tries.get(kind, each.due), each.due)
    return Tally(Counter(each.state for each in pending), Counter(map(token_of, pending)), first, tries)


def _filled(confirmed: list[tuple[str, int, int]], today: datetime) -> list[Day]:
    """Every day has its place, also those on which nothing was confirmed."""
    found = {today.date() - timedelta(days=back): (0, 0) for back in range(DAYS - 1, -1, -1)}
    for at, count, size in confirmed:
        # A clock that was set back leaves some in the future; they are of no day shown.
        day = moment(at).astimezone().date()
        if day in found:
            found[day] = found[day][0] + count, found[day][1] + size
    return [(day, *sums) for day, sums in found.items()]


def group_of(shown: Shown, request: Request | None, newest: Submission | None = None) -> ShownGroup:
    """Return what a page shows of this. `newest`: what went last of a group whose values are compared with it."""
    category = shown.category
    return ShownGroup(
        shown=shown,
        request=request,
        sent_as=fragments(shown.reading),
        sample=sample(category),
        sample_bytes=sample_bytes(category),
        since=changes(newest.body, shown.envelope.body) if newest and newest.body and shown.envelope else None,
    )


def fragments(reading: Reading) -> dict[str, str]:
    """Return by key each value as it stands in the body, made by the same writer."""
    return {key: told({key: fact})[1:-1].decode("ascii") for key, fact in reading.items() if fact.value is not None}
