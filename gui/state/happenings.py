"""What happened, one row a submission: files that were checked, addresses that were asked, sites that were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, auto

from core.catalogue import Category
from core.checking.addresses import CheckedAddress
from core.checking.files import GROUP as FILES
from core.checking.files import Checked
from core.clock import stamp
from core.engine import Shown, recalled
from core.inspectors.finding import DetectionEngine
from core.reading import Reading, Reason, absent
from core.record.submission import State, Submission
from core.text import as_sentence, visible
from core.wording import checks
from core.wording.submissions import EDITED
from core.wording.times import within
from gui.state.submissions import state_of
from gui.theme import Kind

ADDRESSES, SITES = "web_request", "payment"


class Stand(StrEnum):
    """How a row stands that is in no record; core.wording.checks has the words."""

    ONLY_SHOWN = auto()
    QUEUED = auto()
    EDITED = auto()
    NOTHING = auto()
    NOT_CHECKED = auto()
    NOT_FULLY = auto()


# The colours of a pill, where they are not "plain".
_KINDS: Mapping[Stand, Kind] = {Stand.EDITED: "bad", Stand.NOT_CHECKED: "warn", Stand.NOT_FULLY: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One row.

    `cells`: the columns between state and time; `at`: the stamp at which it happened; `shown`: what was sealed, None
    where nothing is told, or where that was edited; `trouble`: why it was not checked or not queued, in words; `place`:
    where a file lies, never sent; `notes`: what was learnt and is never sent, each with its caption.
    """

    cells: tuple[str, str, str]
    at: str
    reading: Reading
    shown: Shown | None = None
    submission: Submission | None = None
    state: Stand = Stand.ONLY_SHOWN
    trouble: str = ""
    place: str = ""
    notes: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def identity(self) -> str:
        """What tells it from every other: its submission's number, else where and when it was checked."""
        if self.submission is not None:
            return self.submission.id
        sealed = self.shown.envelope if self.shown else None
        return sealed.id if sealed else f"{self.place}/{self.cells[0]}/{self.at}"

    @property
    def edited(self) -> Submission | None:
        """Its submission, if that is not as it was queued."""
        return self.submission if self.submission is not None and not self.submission.intact else None

    def standing(self) -> tuple[str, Kind]:
        """Return its state in words, and the colours of its pill."""
        if self.submission is not None and not self.edited:
            return state_of(self.submission)
        queued = bool(self.shown and self.shown.due)
        stand = Stand.EDITED if self.edited else Stand.QUEUED if queued else self.state
        return checks.STANDS[stand], _KINDS.get(stand, "plain")


def of_file(checked: Checked, at: datetime) -> list[Happening]:
    """Return a row for each submission of a file, or the one that says why there is none."""
    inspection, signature = checked.inspection, checked.inspection.signature
    limited = any(engine.state == "not_fully_scanned" for engine in inspection.engines)
    state = Stand.NOT_CHECKED if checked.why else Stand.NOT_FULLY if limited else Stand.NOTHING
    of_user = any(each.of_user for each in inspection.detections)
    state = Stand.ONLY_SHOWN if state is Stand.NOTHING and of_user else state
    signer = checks.SIGNED.get(signature.state) or visible(signature.signer)
    usual = Happening(
        cells=(visible(checked.path.name), _found(checked), signer),
        at=stamp(at),
        reading=checked.facts,
        state=state,
        trouble=visible(checked.why) or (checks.ONLY_OF_USER if of_user and not checked.shown else ""),
        place=visible(str(checked.path.parent)),
        notes=_notes(checked),
    )
    rows = [
        replace(
            usual,
            cells=(usual.cells[0], visible(str(each.reading["detection_name"].value or usual.cells[1])), signer),
            reading=each.reading,
            shown=each,
            state=state if state in (Stand.NOT_CHECKED, Stand.NOT_FULLY) else Stand.ONLY_SHOWN,
            trouble=visible(each.trouble) or usual.trouble,
        )
        for each in checked.shown
    ]
    return rows or [usual]


def of_address(checked: CheckedAddress, shown: Sequence[Shown], at: datetime) -> list[Happening]:
    """Return the row of one address; it is always told, at least the address."""
    found = checked.found
    kind, asked_at = (checked.reading[key].words for key in ("certificate_type", "ipv4"))
    return [
        Happening(
            cells=(visible(found.url), kind, visible(found.ipv4) or asked_at),
            at=stamp(at),
            reading=each.reading,
            shown=each,
            trouble=visible(each.trouble),
            notes=[(checks.OWN_LETTERS, visible(found.letters))] if found.letters != found.host else [],
        )
        for each in shown
    ]


def of_record(category: Category, submission: Submission) -> Happening:
    """Return the row of a submission that the record knows; of an edited one nothing that stands there is shown."""
    if not submission.intact:
        reading = dict.fromkeys((item.key for item in category.items), absent(Reason.FAILED, EDITED))
        return Happening(cells=(checks.EDITED, "", ""), at=submission.queued, reading=reading, submission=submission)
    envelope, body = submission.envelope, submission.body
    reading = recalled(category, envelope or body or b"")
    shown = Shown(category, reading, "last_event", envelope, told=None if envelope else body)
    return Happening(
        cells=_recorded(category, reading, visible(submission.site)) if body else (checks.ERASED, "", ""),
        at=submission.queued,
        reading=reading,
        shown=shown,
        submission=submission,
    )


def merged(session: Sequence[Happening], recorded: Sequence[Happening]) -> list[Happening]:
    """Return both, newest first: what this window saw, with what the record knows of it, and the rest of the record."""
    known = {row.identity: row for row in recorded}
    mine = [_known(row, known.get(row.identity)) for row in session]
    seen = {row.identity for row in mine}
    rows = [*mine, *(row for row in recorded if row.identity not in seen)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _known(row: Happening, recorded: Happening | None) -> Happening:
    """A row of this window with what the record knows of it."""
    if recorded is None:
        return row
    if recorded.edited:
        return replace(recorded, cells=row.cells, place=row.place)
    return replace(row, submission=recorded.submission)


def asked(checked: CheckedAddress) -> str:
    """Return what came of asking about an address, in a sentence or two."""
    found = checked.found
    if not found.is_found:
        return checks.NOT_ASKED.format(why=found.why)
    if not found.ipv4 or found.certificate_type in ("none", None):
        form = checks.NO_CERTIFICATE if found.ipv4 and found.certificate_type is None else checks.HOST
        return form.format(host=found.host, why=found.why)
    form = checks.ASKED_ONCE if found.trusted else checks.ASKED_TWICE
    return form.format(host=found.host, why=as_sentence(found.why))


def fate(row: Happening, why_off: str, at: datetime) -> str:
    """Return what became of one event, in a sentence or two. `why_off`: why its group is not sent now."""
    if row.edited:
        return EDITED
    if row.submission is not None:
        state, submission = state_of(row.submission)[0], row.submission
        form = checks.BECAME_DUE if submission.state is State.WAITING else checks.BECAME
        said = f"{state[:1].upper()}{state[1:]}"
        return form.format(state=said, number=submission.number, when=within(submission.due, at))
    if row.shown is None:
        nothing = checks.LIMITED if row.state is Stand.NOT_FULLY else checks.NOTHING_IN_IT
        return as_sentence(row.trouble) or nothing
    if row.trouble:
        return as_sentence(row.trouble)
    if row.shown.due:
        return checks.QUEUED_DUE.format(when=within(row.shown.due, at))
    return checks.NEVER_LATER.format(why=why_off).strip()


def _found(checked: Checked) -> str:
    """What the engines say of a file in which they named nothing that is told."""
    if names := _names_of_user(checked):
        return names
    fact = checked.facts["detection_name"]
    return checks.NOTHING_FOUND if checked.shown or fact.reason is Reason.NOTHING_FOUND else fact.words


def _recorded(category: Category, reading: Reading, site: str) -> tuple[str, str, str]:
    """The cells of what only the record knows: a file's name is in no record."""
    said = {key: visible(fact.words) for key, fact in reading.items()}
    if category.key == FILES:
        return checks.EARLIER, said["detection_name"], ""
    if category.key == SITES:
        return site, said["software_name"], said["browser_mode"]
    return said["url"], said["certificate_type"], said["ipv4"]


def _notes(checked: Checked) -> list[tuple[str, str]]:
    """What was learnt of a file and is never sent."""
    signature = checked.inspection.signature
    found = [checks.SIGNATURES.get(signature.state), as_sentence(visible(signature.why))]
    notes = [(checks.SIGNATURE, " ".join(filter(None, found)))]
    if names := _names_of_user(checked):
        notes.append((checks.OF_USER, names))
    if signature.chain:
        notes.append((checks.VOUCHED_FOR, " › ".join(visible(name) for name in signature.chain)))
    if signature.signed_at:
        notes.append((checks.SIGNED_AT, visible(signature.signed_at)))
    engines = [_engine(each) for each in checked.inspection.engines]
    return [*notes, (checks.CHECKED_WITH, "\n".join(engines))] if engines else notes


def _names_of_user(checked: Checked) -> str:
    return ", ".join(visible(each.name) for each in checked.inspection.detections if each.of_user)


def _engine(engine: DetectionEngine) -> str:
    form = checks.ENGINE_WHY if engine.why else checks.ENGINE
    name, looked = checks.ENGINES[engine.name], checks.LOOKED[engine.state]
    return form.format(engine=name, looked=looked, why=visible(engine.why))
