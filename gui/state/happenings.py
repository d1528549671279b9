"""What happened, one row a submission: files that were checked, addresses that were asked, sites that were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.catalogue import Category
from core.checking.addresses import CheckedAddress
from core.checking.files import GROUP as FILES
from core.checking.files import Checked
from core.clock import stamp
from core.engine import Shown, recalled
from core.inspectors.finding import DetectionEngine
from core.reading import Reading, Reason, absent
from core.record.submission import State, Submission
from core.text import visible
from gui.state import told
from gui.state.times import within
from gui.state.told import Kind
from gui.state.words import Section

ADDRESSES, SITES = "web_request", "payment"
# Titles of the columns between state and time.
TITLES: Mapping[str, tuple[str, str, str]] = {
    FILES: ("File (never sent)", "Found in it", "Signed by"),
    ADDRESSES: ("Web address", "Certificate", "Asked at"),
    SITES: ("Site", "Told", "Browser"),
}
LIMITED = "Nothing is told of it. It was not looked at whole, so what may be in it is not known."
NOTHING_IN_IT = "There is nothing to tell of it: no signature, and nothing was found in it."
ONLY_OF_USER = "Only your own rules found something in it, which is never told."
OF_USER = "Found by your own rules (never told)"
EARLIER, ERASED, EDITED = "checked earlier", "erased here", "not as it was queued"
ENGINES = {"yara": "YARA-X", "clamav": "ClamAV", "defender": "Microsoft Defender"}
STATES = {
    "checked": "looked at all of it",
    "not_fully_scanned": "did not look at all of it",
    "not_checked": "gave no answer",
    "absent": "not on this computer",
}
# In the list; a good signature, or an untrusted one, goes by its signer.
SIGNED = {
    "none": "no signature",
    "not_read": "not read",
    "failed": "not read",
    "broken": "signature broken",
    "changed": "changed since signed",
}
# Where the inspector's own sentence does not say it already.
SIGNATURES = {
    "good": "Good: unchanged since it was signed.",
    "not_trusted": "Unchanged since it was signed, but not trusted.",
    "broken": "There is one, but it cannot be used.",
}
ONLY_SHOWN: tuple[str, Kind] = ("only shown", "plain")
# Until the record was read anew, and once it tells no more which one it was.
QUEUED: tuple[str, Kind] = ("queued", "plain")
CHANGED: tuple[str, Kind] = ("changed in the file", "bad")
NOTHING: tuple[str, Kind] = ("nothing to tell", "plain")
NOT_CHECKED: tuple[str, Kind] = ("not checked", "warn")
NOT_FULLY: tuple[str, Kind] = ("not fully scanned", "warn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One row. `cells`: the columns between state and time; `shown`: what was sealed, None where nothing is told, or
    where that was edited; `trouble`: why it was not checked or not queued; `place`: where a file lies, never sent."""

    cells: tuple[str, str, str]
    at: str
    reading: Reading
    shown: Shown | None = None
    submission: Submission | None = None
    state: tuple[str, Kind] = ONLY_SHOWN
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
        """The words and the colours of its state."""
        if self.edited:
            return CHANGED
        if self.submission is not None:
            return told.state_of(self.submission)
        return QUEUED if self.shown and self.shown.due else self.state


def of_file(checked: Checked, at: datetime) -> list[Happening]:
    """A row for each submission of a file, or the one that says why there is none."""
    inspection, signature = checked.inspection, checked.inspection.signature
    limited = any(engine.state == "not_fully_scanned" for engine in inspection.engines)
    state = NOT_CHECKED if checked.why else NOT_FULLY if limited else NOTHING
    of_user = any(each.of_user for each in inspection.detections)
    state = ONLY_SHOWN if state == NOTHING and of_user else state
    signer = SIGNED.get(signature.state) or visible(signature.signer)
    usual = Happening(
        cells=(visible(checked.path.name), _found(checked), signer),
        at=stamp(at),
        reading=checked.facts,
        state=state,
        trouble=visible(checked.why) or (ONLY_OF_USER if of_user and not checked.shown else ""),
        place=visible(str(checked.path.parent)),
        notes=_notes(checked),
    )
    rows = [
        replace(
            usual,
            cells=(usual.cells[0], visible(str(each.reading["detection_name"].value or usual.cells[1])), signer),
            reading=each.reading,
            shown=each,
            state=state if state in (NOT_CHECKED, NOT_FULLY) else ONLY_SHOWN,
            trouble=visible(each.trouble) or usual.trouble,
        )
        for each in checked.shown
    ]
    return rows or [usual]


def of_address(checked: CheckedAddress, shown: Sequence[Shown], at: datetime) -> list[Happening]:
    """The row of one address; it is always told, at least the address."""
    found = checked.found
    kind = checked.reading["certificate_type"]
    return [
        Happening(
            cells=(visible(found.url), kind.words, visible(found.ipv4) or checked.reading["ipv4"].words),
            at=stamp(at),
            reading=each.reading,
            shown=each,
            trouble=visible(each.trouble),
            notes=[("In its own letters", visible(found.letters))] if found.letters != found.host else [],
        )
        for each in shown
    ]


def of_record(category: Category, submission: Submission) -> Happening:
    """The row of a submission that the record knows."""
    if not submission.intact:
        return _of_edited(category, submission)
    envelope, body = submission.envelope, submission.body
    reading = recalled(category, envelope or body or b"")
    shown = Shown(category, reading, "last_event", envelope, told=None if envelope else body)
    return Happening(
        cells=_recorded(category, reading, visible(submission.site)) if body else (ERASED, "", ""),
        at=submission.queued,
        reading=reading,
        shown=shown,
        submission=submission,
    )


def _of_edited(category: Category, submission: Submission) -> Happening:
    """Nothing that stands there now is shown as what goes or went."""
    reading = dict.fromkeys((item.key for item in category.items), absent(Reason.FAILED, told.EDITED))
    return Happening(cells=(EDITED, "", ""), at=submission.queued, reading=reading, submission=submission)


def merged(session: Sequence[Happening], recorded: Sequence[Happening]) -> list[Happening]:
    """Both, newest first: what this window saw, with what the record knows of it, and the rest of the record."""
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
    """What came of asking about an address, in one sentence."""
    found, why = checked.found, _sentence(checked.found.why)
    if not found.is_found:
        return f"Not asked: {found.why}."
    if not found.ipv4 or found.certificate_type == "none":
        return f"{found.host}: {found.why}."
    if found.certificate_type is None:
        return f"{found.host} gave no certificate: {found.why}."
    if found.trusted:
        return f"{found.host} was asked once. {why}"
    return f"{found.host} was asked twice, the second time only for its certificate, which is not trusted. {why}"


def fate(row: Happening, why_off: str, at: datetime) -> str:
    """What became of one event, in a sentence or two."""
    if row.edited:
        return told.EDITED
    if row.submission is not None:
        words = told.state_of(row.submission)[0]
        due = f" It goes {within(row.submission.due, at)}." if row.submission.state is State.WAITING else ""
        return f"{words[:1].upper()}{words[1:]}, No. {row.submission.number}.{due}"
    if row.shown is None:
        nothing = LIMITED if row.state == NOT_FULLY else NOTHING_IN_IT
        return _sentence(row.trouble) or nothing
    if row.trouble:
        return _sentence(row.trouble)
    if row.shown.due:
        return f"Queued, to go {within(row.shown.due, at)}."
    return f"Only shown, and never sent later. {why_off}".strip()


def in_place_of_bytes(row: Happening) -> tuple[str, list[Section]]:
    """What is said where nothing is told of a row: of an edited one, what stands in the file now."""
    if row.edited is None:
        return "No bytes", []
    body = (row.edited.body or b"").decode("utf-8", "backslashreplace")
    return "Not as it was queued", [
        ("What is wrong", told.EDITED, False),
        ("What stands there now", visible(body), True),
    ]


def _sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:].rstrip('.')}." if line else ""


def _found(checked: Checked) -> str:
    """What the engines say of a file in which they named nothing that is told."""
    if names := _names_of_user(checked):
        return names
    fact = checked.facts["detection_name"]
    return "nothing" if checked.shown or fact.reason is Reason.NOTHING_FOUND else fact.words


def _recorded(category: Category, reading: Reading, site: str) -> tuple[str, str, str]:
    """The cells of what only the record knows: a file's name is in no record."""
    told = {key: visible(fact.words) for key, fact in reading.items()}
    if category.key == FILES:
        return EARLIER, told["detection_name"], ""
    if category.key == SITES:
        return site, told["software_name"], told["browser_mode"]
    return told["url"], told["certificate_type"], told["ipv4"]


def _notes(checked: Checked) -> list[tuple[str, str]]:
    """What was learnt of a file and is never sent."""
    signature = checked.inspection.signature
    notes = [
        ("Signature", " ".join(filter(None, (SIGNATURES.get(signature.state), _sentence(visible(signature.why))))))
    ]
    if names := _names_of_user(checked):
        notes.append((OF_USER, names))
    if signature.chain:
        notes.append(("Vouched for by", " › ".join(visible(name) for name in signature.chain)))
    if signature.signed_at:
        notes.append(("Signed at", visible(signature.signed_at)))
    engines = [_engine(each) for each in checked.inspection.engines]
    return [*notes, ("Checked with", "\n".join(engines))] if engines else notes


def _names_of_user(checked: Checked) -> str:
    return ", ".join(visible(each.name) for each in checked.inspection.detections if each.of_user)


def _engine(engine: DetectionEngine) -> str:
    why = f" ({visible(engine.why)})" if engine.why else ""
    return f"{ENGINES[engine.name]}: {STATES[engine.state]}{why}"
