"""vitrinectl check file: what would be told of files, after each was looked into by a process of its own."""

import argparse
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from core.assembly import Vitrine, build
from core.checking.files import GROUP, Checked
from core.cli import attributes, print_json, print_problems, wrapped
from core.cli.check import shown_value
from core.cli.submissions import fate, held, waiting_facts
from core.engine import Engine, Shown
from core.inspectors.finding import DetectionEngine, SignatureState
from core.reading import Reading, Reason, encodable
from core.text import visible
from core.wording import terminal as words
from core.wording.errors import sentence
from core.wording.files import ENGINES as ENGINE_NAMES

WIDTH = 39
# Of a signature, what scripts are told.
SIGNATURE = ("state", "signer", "digest_ok", "chain", "signed_at", "why")
# Of which there is nothing to tell at length.
UNSUSPICIOUS: tuple[SignatureState, ...] = ("good", "none", "not_read")


def run(arguments: argparse.Namespace) -> int:
    """Check files; exit 1 if something could not be checked or queued, after printing what there is."""
    vitrine = build()
    engine, found = vitrine.engine, list[Checked]()
    place, waiting = (0, 0), waiting_facts(engine)

    def progress(_: Path, before: int, of: int) -> None:
        nonlocal place
        place = (before + 1, of)

    with closing(vitrine.file_check()) as files:
        for checked in files.check(arguments.paths, progress=progress):
            found.append(checked)
            plain = _is_clean(checked) and checked.inspection.signature.state in UNSUSPICIOUS
            brief = plain and place[1] > 1 and not arguments.all
            if not arguments.json:
                lines = [_brief(checked)] if brief else [*_lines(engine, checked, waiting), ""]
                count = words.COUNT.format(turn=place[0], count=place[1]) if place[1] > 1 else ""
                print("\n".join([count + lines[0], *lines[1:]]), flush=True)
    if arguments.json:
        print_json({"files": [document(each) for each in found]})
    elif lines := _closing(engine, found):
        print("\n".join(lines))
    return _problems(vitrine, found)


def _is_clean(checked: Checked) -> bool:
    """Whether whole databases were looked into and nothing was found."""
    return not checked.inspection.detections and checked.facts["detection_name"].reason is Reason.NOTHING_FOUND


def _brief(checked: Checked) -> str:
    """One that has nothing to it, in a line."""
    said, signer = visible(str(checked.path)), checked.inspection.signature.signer
    if signer:
        said = words.SIGNED.format(file=said, signer=visible(signer))
    if checked.shown:
        said = (words.FILE_QUEUED if checked.shown[0].due else words.FILE_NOT_QUEUED).format(file=said)
    return f"{words.NOTHING_FOUND}  {said}"


def _closing(engine: Engine, found: Sequence[Checked]) -> list[str]:
    """The sum of them; of a single one there is nothing to add."""
    if not found:
        return [words.NO_FILE]
    lines = [engine.product.notice] if engine.product.notice and any(each.shown for each in found) else []
    if len(found) == 1:
        return lines
    detected = sum(bool(each.inspection.detections) for each in found)
    clean = sum(map(_is_clean, found))
    queued = [shown for each in found for shown in each.shown if shown.due]
    rest = len(found) - detected - clean
    told = words.SUM_WITH_REST if rest else words.SUM
    lines = [words.SUM_QUEUED.format(count=len(queued), held=held(queued)), *lines] if queued else lines
    return [told.format(count=len(found), detected=detected, clean=clean, rest=rest), *lines]


def document(checked: Checked) -> dict[str, Any]:
    """One file, for scripts. `items`: of the first submission, or why there is none; `submissions`: all of them."""
    return {
        "path": encodable(str(checked.path)),
        "items": _items(checked.facts),
        "signature": attributes(checked.inspection.signature, *SIGNATURE),
        **attributes(checked.inspection, "detections", "engines"),
        "submissions": [_submission(each) for each in checked.shown],
    }


def _items(reading: Reading) -> dict[str, Any]:
    return {key: attributes(fact, "value", "reason") for key, fact in reading.items()}


def _submission(shown: Shown) -> dict[str, Any]:
    assert shown.envelope is not None
    body = {"id": shown.envelope.id, "bytes": len(shown.envelope.body), "sha256": shown.envelope.sha256}
    return {**body, "due": shown.due or None, "trouble": shown.trouble, "items": _items(shown.reading)}


def _lines(engine: Engine, checked: Checked, waiting: Counter[bytes]) -> list[str]:
    """All there is to say of one file."""
    inspection, signature = checked.inspection, checked.inspection.signature
    lines = [_state(checked), *_line(words.FILE, visible(str(checked.path)))]
    if _is_unread(checked):
        return lines
    if signature.signer:
        lines += _line(words.SIGNED_BY, visible(signature.signer))
    lines += _line(words.SIGNATURE, f"{words.SIGNATURES[signature.state]}. {visible(signature.why)}".strip(". "))
    lines += _line(words.LOOKED_INTO_BY, "; ".join(map(_engine, inspection.engines)))
    for reading in [each.reading for each in checked.shown] or [checked.facts]:
        for item in engine.catalogue.categories[GROUP].items:
            lines += _line(item.title, shown_value(item, reading[item.key]))
    said = fate(engine, checked.shown, waiting, words.FILE_FATES) if checked.shown else words.UNTOLD
    return lines + _line(words.FATE, said)


def _is_unread(checked: Checked) -> bool:
    """Whether nothing at all could be looked at; the signature tells why."""
    return checked.inspection.signature.state == "failed" and not checked.inspection.engines


def _state(checked: Checked) -> str:
    """What a file comes to, in capitals."""
    if names := [visible(each.name) for each in checked.inspection.detections]:
        return words.FOUND.format(names=", ".join(names))
    if _is_clean(checked):
        return words.NOTHING_FOUND
    why = checked.inspection.signature.why
    return words.NOT_CHECKED.format(why=why) if _is_unread(checked) else words.NOT_FULLY_CHECKED


def _engine(found: DetectionEngine) -> str:
    why = f" ({visible(found.why)})" if found.why and found.state != "absent" else ""
    return f"{ENGINE_NAMES[found.name]} {words.ENGINES[found.state]}{why}"


def _line(label: str, text: str) -> list[str]:
    return wrapped(f"  {label:<{WIDTH}}  ", text)


def _problems(vitrine: Vitrine, found: Sequence[Checked]) -> int:
    """Tell on stderr what could not be done, a line each; 1 if there is any."""
    lines = [sentence(vitrine.problem)] if vitrine.problem else []
    unchecked = [each for each in found if each.why]
    if len(unchecked) == 1:
        lines.append(words.UNCHECKED.format(file=unchecked[0].path, why=unchecked[0].why))
    elif unchecked:
        lines.append(words.SOME_UNCHECKED.format(unchecked=len(unchecked), count=len(found)))
    lines += dict.fromkeys(shown.trouble for each in found for shown in each.shown if shown.trouble)
    return print_problems(lines)
