"""vitrinectl check file: what would be told of files, after each was looked into by a process of its own."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from core.assembly import Vitrine, build
from core.catalogue import Category
from core.checking.files import GROUP, NAMES, Checked
from core.cli.groups import why_not
from core.cli.rows import beside, held, waiting_facts
from core.engine import Engine, Shown
from core.inspectors.finding import DetectionEngine, EngineState, SignatureState
from core.reading import Reading, Reason, encodable
from core.text import visible

EXAMPLE = """example:
  vitrinectl check file setup.exe        who signed it, and what is found in it
  vitrinectl check file Downloads        every file in a folder, in a line each unless there is more to say
  vitrinectl check file Downloads --all  everything of each

Vitrine checks only to show what would be told. It removes nothing, and the file stays where it is."""
WIDTH = 39
NOTHING = "NOTHING FOUND"
ENGINE_STATES: dict[EngineState, str] = {
    "checked": "checked",
    "not_fully_scanned": "not fully scanned",
    "not_checked": "not checked",
    "absent": "not on this computer",
}
SIGNATURES: dict[SignatureState, str] = {
    "good": "good: unchanged since it was signed, by a certificate that leads to a trusted root",
    "not_trusted": "not trusted, though the file is unchanged since it was signed",
    "changed": "not good: the file changed after it was signed",
    "broken": "not usable",
    "none": "none",
    # The reason says it.
    "not_read": "",
    "failed": "not read",
}
# Of which there is nothing to tell at length.
UNSUSPICIOUS: tuple[SignatureState, ...] = ("good", "none", "not_read")


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file, or a folder: every file in it")
    parser.add_argument("--all", action="store_true", help="everything of each file, also where nothing was found")
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check; exit 1 if something could not be checked or queued, after printing what there is."""
    vitrine = build()
    engine, found = vitrine.engine, list[Checked]()
    place, waiting = (0, 0), waiting_facts(engine)

    def progress(_: Path, before: int, of: int) -> None:
        nonlocal place
        place = (before + 1, of)

    with closing(vitrine.file_check()) as files:
        for checked in files.check(arguments.paths, progress=progress):
            found.append(checked)
            brief = place[1] > 1 and not arguments.all and _is_plain(checked)
            if not arguments.json:
                lines = [_brief(checked)] if brief else [*_lines(engine, checked, waiting), ""]
                print("\n".join([_count(*place) + lines[0], *lines[1:]]), flush=True)
    if arguments.json:
        print(msgspec.json.encode({"files": [document(each) for each in found]}).decode())
    elif lines := _closing(engine, found):
        print("\n".join(lines))
    return _problems(vitrine, found)


def _is_plain(checked: Checked) -> bool:
    return _state(checked) == NOTHING and checked.inspection.signature.state in UNSUSPICIOUS


def _brief(checked: Checked) -> str:
    """One that has nothing to it, in a line."""
    signer = checked.inspection.signature.signer
    told = f"; {'queued' if checked.shown[0].due else 'not queued'}" if checked.shown else ""
    return f"{NOTHING}  {visible(str(checked.path))}{f', signed by {visible(signer)}' if signer else ''}{told}"


def _count(turn: int, of: int) -> str:
    return f"{turn} of {of}: " if of > 1 else ""


def _closing(engine: Engine, found: Sequence[Checked]) -> list[str]:
    """The sum of them; of a single one there is nothing to add."""
    if not found:
        return ["There is no file to check."]
    lines = [engine.product.notice] if engine.product.notice and any(each.shown for each in found) else []
    if len(found) == 1:
        return lines
    detected = sum(bool(each.inspection.detections) for each in found)
    clean = sum(_state(each) == NOTHING for each in found)
    queued = [shown for each in found for shown in each.shown if shown.due]
    told = f"{len(found):,} files: {detected:,} with something found, {clean:,} with nothing found"
    told += f", {len(found) - detected - clean:,} not checked, or not whole." if len(found) > detected + clean else "."
    return [told, *([f"{len(queued):,} queued; {held(queued)}"] if queued else []), *lines]


def document(checked: Checked) -> dict[str, Any]:
    """One file, for scripts. `items`: of the first submission, or why there is none; `submissions`: all of them."""
    signature = checked.inspection.signature
    return {
        "path": encodable(str(checked.path)),
        "items": _items(checked.facts),
        "signature": {
            "state": signature.state,
            "signer": signature.signer,
            "digest_ok": signature.digest_ok,
            "chain": signature.chain,
            "signed_at": signature.signed_at,
            "why": signature.why,
        },
        "detections": checked.inspection.detections,
        "engines": checked.inspection.engines,
        "submissions": [_submission(each) for each in checked.shown],
    }


def _items(reading: Reading) -> dict[str, Any]:
    return {key: {"value": fact.value, "reason": fact.reason} for key, fact in reading.items()}


def _submission(shown: Shown) -> dict[str, Any]:
    assert shown.envelope is not None
    body = {"id": shown.envelope.id, "bytes": len(shown.envelope.body), "sha256": shown.envelope.sha256}
    return {**body, "due": shown.due or None, "trouble": shown.trouble, "items": _items(shown.reading)}


def _lines(engine: Engine, checked: Checked, waiting: Counter[bytes]) -> list[str]:
    inspection = checked.inspection
    lines = [_state(checked), *_line("File (never sent)", visible(str(checked.path)))]
    if inspection.signature.state == "failed" and not inspection.engines:
        return lines
    signature = inspection.signature
    if signature.signer:
        lines += _line("Signed by", visible(signature.signer))
    state = f"{SIGNATURES[signature.state]}. {visible(signature.why)}".strip(". ")
    lines += _line("Signature", state)
    lines += _line("Looked into by", "; ".join(map(_engine, inspection.engines)))
    category = engine.catalogue.categories[GROUP]
    for reading in [each.reading for each in checked.shown] or [checked.facts]:
        lines += _facts(category, reading)
    return lines + _line("What becomes of it", _fate(engine, checked, waiting))


def _state(checked: Checked) -> str:
    if names := [visible(each.name) for each in checked.inspection.detections]:
        return f"FOUND: {', '.join(names)}"
    if checked.facts["detection_name"].reason is Reason.NOTHING_FOUND:
        return NOTHING
    whole = checked.inspection.signature.state == "failed" and not checked.inspection.engines
    return f"NOT CHECKED: {checked.inspection.signature.why}" if whole else "NOT FULLY CHECKED"


def _engine(found: DetectionEngine) -> str:
    why = f" ({visible(found.why)})" if found.why and found.state != "absent" else ""
    return f"{NAMES[found.name]} {ENGINE_STATES[found.state]}{why}"


def _facts(category: Category, reading: Reading) -> list[str]:
    lines = []
    for item in category.items:
        fact = reading[item.key]
        words = item.values.get(fact.words, fact.words)
        lines += _line(item.title, f"– {fact.words}" if fact.reason else visible(words))
    return lines


def _fate(engine: Engine, checked: Checked, waiting: Counter[bytes]) -> str:
    if not checked.shown:
        return "nothing would be told of it"
    first = checked.shown[0]
    if first.due:
        return f"queued{beside(waiting, first)}; {held(checked.shown)}"
    return f"not queued: {first.trouble}" if first.trouble else f"only shown: {why_not(engine.choices(), GROUP)}"


def _line(label: str, text: str) -> list[str]:
    width = max(shutil.get_terminal_size().columns, 60)
    label = f"  {label:<{WIDTH}}  "
    return textwrap.wrap(text, width, initial_indent=label, subsequent_indent=" " * len(label))


def _problems(vitrine: Vitrine, found: Sequence[Checked]) -> int:
    """What could not be done, one line each."""
    lines = [vitrine.problem] if vitrine.problem else []
    unchecked = [each for each in found if each.why]
    if len(unchecked) == 1:
        lines.append(f"{unchecked[0].path} was not checked: {unchecked[0].why}.")
    elif unchecked:
        lines.append(f"{len(unchecked)} of {len(found)} files were not checked.")
    lines += dict.fromkeys(shown.trouble for each in found for shown in each.shown if shown.trouble)
    for line in lines:
        print(f"vitrinectl: {visible(line)}", file=sys.stderr)
    return 1 if lines else 0
