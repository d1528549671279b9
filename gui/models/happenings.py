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
from core.inspectors.finding import Engine
from core.ledger.submission import State, Submission
from core.reading import Reading, Reason
from core.text import visible
from gui.models import told
from gui.models.times import within
from gui.models.told import Kind

ADDRESSES, SITES = "web_request", "payment"
# Titles of the columns between state and time.
TITLES: Mapping[str, tuple[str, str, str]] = {
    FILES: ("File (never sent)", "Found in it", "Signed by"),
    ADDRESSES: ("Web address", "Certificate", "Asked at"),
    SITES: ("Site", "Told", "Browser"),
}
LIMITED = "Nothing is told of it. It was not looked at whole, so what may be in it is not known."
NOTHING_IN_IT = "There is nothing to tell of it: no signature, and nothing was found in it."
EARLIER, ERASED = "checked earlier", "erased here"
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
NOTHING: tuple[str, Kind] = ("nothing to tell", "plain")
NOT_CHECKED: tuple[str, Kind] = ("not checked", "warn")
NOT_FULLY: tuple[str, Kind] = ("not fully scanned", "warn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One row. `cells`: the columns between state and time; `shown`: what was sealed, None where nothing is told;
    `trouble`: why it was not checked or not queued; `place`: where a file lies, which is never sent."""

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
        return (
            self.shown.envelope.id if self.shown and self.shown.envelope else f"{self.place}/{self.cells[0]}/{self.at}"
        )

    def standing(self) -> tuple[str, Kind]:
        """The words and the colours of its state."""
        return told.state_of(self.submission) if self.submission else self.state


def of_file(checked: Checked, at: datetime) -> list[Happening]:
    """A row for each submission of a file, or the one that says why there is none."""
    inspection, signature = checked.inspection, checked.inspection.signature
    limited = any(engine.state == "not_fully_scanned" for engine in inspection.engines)
    state = NOT_CHECKED if checked.why else NOT_FULLY if limited else NOTHING
    signer = SIGNED.get(signature.state) or visible(signature.signer)
    usual = Happening(
        cells=(visible(checked.path.name), _found(checked), signer),
        at=stamp(at),
        reading=checked.facts,
        state=state,
        trouble=visible(checked.why),
        place=visible(str(checked.path.parent)),
        notes=_notes(checked),
    )
    rows = [
        replace(
            usual,
            cells=(usual.cells[0], str(each.reading["detection_name"].value or usual.cells[1]), signer),
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
            cells=(visible(found.url), kind.words, found.ipv4 or checked.reading["ipv4"].words),
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


def merged(session: Sequence[Happening], recorded: Sequence[Happening]) -> list[Happening]:
    """Both, newest first: what this window saw, with what the record knows of it, and the rest of the record."""
    known = {row.identity: row.submission for row in recorded}
    mine = [replace(row, submission=known.get(row.identity)) for row in session]
    seen = {row.identity for row in mine}
    rows = [*mine, *(row for row in recorded if row.identity not in seen)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def asked(checked: CheckedAddress) -> str:
    """What came of asking about an address, in one sentence."""
    found = checked.found
    if checked.events:
        return f"{found.host} was asked once. {found.why[:1].upper()}{found.why[1:]}.".replace("..", ".")
    return f"Not asked: {found.why}."


def fate(row: Happening, why_off: str, at: datetime) -> str:
    """What became of one event, in a sentence or two."""
    if row.submission is not None:
        words = told.state_of(row.submission)[0]
        due = f" It goes {within(row.submission.due, at)}." if row.submission.state is State.WAITING else ""
        return f"{words[:1].upper()}{words[1:]}, No. {row.submission.number}.{due}"
    if row.shown is None:
        nothing = LIMITED if row.state == NOT_FULLY else NOTHING_IN_IT
        return _sentence(row.trouble) or nothing
    if row.trouble:
        return _sentence(row.trouble)
    return f"Only shown, and never sent later. {why_off}".strip()


def _sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:].rstrip('.')}." if line else ""


def _found(checked: Checked) -> str:
    """What the engines say of a file in which they named nothing."""
    fact = checked.facts["detection_name"]
    return "nothing" if checked.shown or fact.reason is Reason.NOTHING_FOUND else fact.words


def _recorded(category: Category, reading: Reading, site: str) -> tuple[str, str, str]:
    """The cells of what only the record knows: a file's name is in no record."""
    if category.key == FILES:
        return EARLIER, reading["detection_name"].words, ""
    if category.key == SITES:
        return site, reading["software_name"].words, reading["browser_mode"].words
    return reading["url"].words, reading["certificate_type"].words, reading["ipv4"].words


def _notes(checked: Checked) -> list[tuple[str, str]]:
    """What was learnt of a file and is never sent."""
    signature = checked.inspection.signature
    notes = [
        ("Signature", " ".join(filter(None, (SIGNATURES.get(signature.state), _sentence(visible(signature.why))))))
    ]
    if signature.chain:
        notes.append(("Vouched for by", " › ".join(visible(name) for name in signature.chain)))
    if signature.signed_at:
        notes.append(("Signed at", signature.signed_at))
    engines = [_engine(each) for each in checked.inspection.engines]
    return [*notes, ("Checked with", "\n".join(engines))] if engines else notes


def _engine(engine: Engine) -> str:
    why = f" ({visible(engine.why)})" if engine.why else ""
    return f"{ENGINES[engine.name]}: {STATES[engine.state]}{why}"
