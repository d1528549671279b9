"""Sentence-like literals outside core/wording: what a person may read must stand there, where it can be translated.

`python -m tests.architecture.literals [FILE…]` prints them, `file:line text`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from core.inspectors.detection.defender import SCRIPT
from core.record.events import COLUMNS
from core.record.steps import GONE
from core.record.submission import COLUMNS as SUBMISSION_COLUMNS
from core.record.tiles import COLUMNS as TILE_COLUMNS
from tests.architecture.sources import REPOSITORY, files, tree

# Two words; in what a window or a terminal shows also one, as a label has it: “Theme”, “Values…”.
_WORDS = re.compile(r"[A-Za-z]{2,}[,;:.)”’]* [“‘(]?[A-Za-z{]")
_LABEL = re.compile(r"[A-Z][a-z]{2,}[….:]?")
_SHOWING = ("gui/", "core/cli/")
_SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WHERE|PRAGMA|BEGIN|FROM|AND|ORDER|COMMIT|ROLLBACK|VALUES|LEFT JOIN"
    r"|WITH|[a-z_]+ (IN|IS|=|<|>)) ?"
)
# The demo's data are invented: they are values, not wording.
DATA = {"core/demo/invented.py", "core/demo/life.py"}
# By file, what looks like a sentence and is none: protocols, names of other programs, what only a programmer reads.
NOT_SHOWN: dict[str, set[str]] = {
    "core/assembly.py": {"Vitrine demo"},
    # A command as it is typed.
    "core/consent/consent.py": {"vitrinectl agreement accept --region eu"},
    # The names of a thread and of a header field.
    "core/network/connection.py": {"look up a name"},
    "core/network/proxy.py": {"Proxy-Authorization: Basic "},
    # Of SQL, what a list of columns or a condition is put together from; and a token that is kept.
    "core/record/events.py": {COLUMNS},
    "core/record/history.py": {") AND state <> 'confirmed' AND NOT erased", ") AND submissions > 0 GROUP BY category"},
    "core/record/ledger.py": {"too old"},
    "core/record/steps.py": {GONE, ") WHERE category = ?1 AND state = ?2", "too old"},
    "core/record/submission.py": {SUBMISSION_COLUMNS},
    "core/record/tiles.py": {TILE_COLUMNS},
    # Names of folders and browsers; what stands in files that are compared byte for byte.
    "core/browser/launcher.py": {
        "@echo off",
        "Written by Vitrine. A browser starts this for the extension, and says which one asks.",
    },
    "core/browser/places.py": {"Application Support", "Google Chrome", "Microsoft Edge"},
    "core/browser/registration.py": {"Vitrine answers its own extension, and nobody else."},
    "core/clock.py": {"started at minute "},
    # An invented answer.
    "core/demo/hand.py": {"this kind of record is not taken any more"},
    # What engines answer and where they lie. What ClamAV's records are is sent, so it is in one language.
    "core/inspectors/detection/clamav.py": {
        *("INSTREAM size limit exceeded. ERROR", r"C:\Program Files\ClamAV\clamd.conf"),
    },
    "core/inspectors/detection/clamav_records.py": {
        *("hash of a section", "hash of imports", "unwanted program", "web address"),
    },
    "core/inspectors/detection/defender.py": {"Program Files", "Windows Defender", SCRIPT},
    # Microsoft's own names, as its list of roots has them.
    "core/inspectors/signature/roots.py": {
        *("Extended key usages", "Disallowed extended key usages", "Disallowed Filetime"),
        *("Not before Filetime", "Not before extended key usages"),
    },
    "core/license/signature.py": {"LICENSE FILE", "REVOCATION LIST"},
    "core/license/licensing.py": {"first use"},
    "core/sources/install_record.py": {"/Library/Application Support/Vitrine"},
    # Samba's names.
    "core/sources/linux.py": {
        *("active directory domain controller", "domain controller", "classic primary domain controller"),
        *("classic backup domain controller", "netbios backup domain controller", ", [global] server role"),
    },
    # Names of programs and fonts, and fields of a package's metadata.
    "gui/state/components.py": {"Inter", "DejaVu Sans Mono", "Python", "License", "Classifier"},
    "gui/state/support.py": {"Vitrine", "Python"},
    # An invented fault.
    "gui/screenshots/scenes.py": {"file is not a database"},
    "gui/theme.py": {"Inter", "DejaVu Sans Mono", "Fusion"},
}
# Calls whose texts no person reads.
UNREAD_CALLS = {
    *("ValueError", "AssertionError", "TypeError"),
    *("compile", "match", "fullmatch", "TypeVar", "Meta", "StrEnum"),
    *("execute", "select", "_colours"),
}


def literals(path: Path, *, labels: bool) -> Iterator[tuple[int, str]]:
    """The line and text of each sentence-like literal in a file: no docstring, no SQL, nothing only code reads."""
    syntax = tree(path)
    unread = set(_unread(syntax))
    for node in ast.walk(syntax):
        if isinstance(node, ast.Constant) and id(node) not in unread and isinstance(node.value, str):
            found = node.lineno, node.value
            yield from [found] if is_sentence(node.value, labels=labels) else []


def is_sentence(text: str, *, labels: bool) -> bool:
    """Whether a text looks like one that a person reads: several words; with `labels`, also a capitalised one."""
    return bool((_WORDS.search(text) and not _SQL.match(text)) or (labels and _LABEL.fullmatch(text)))


def _unread(syntax: ast.Module) -> Iterator[int]:
    """The literals that stand where no person reads them: docstrings, annotations, and arguments of some calls."""
    for node in ast.walk(syntax):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            yield from (id(each.value) for each in body if isinstance(each, ast.Expr))
        if isinstance(node, ast.Call) and _called(node.func) in UNREAD_CALLS:
            yield from (id(each) for each in ast.walk(node))
        for part in ("annotation", "returns"):
            if isinstance(found := getattr(node, part, None), ast.AST):
                yield from (id(each) for each in ast.walk(found))
        if isinstance(node, ast.Subscript):
            yield from (id(each) for each in ast.walk(node.slice))


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def outside(paths: list[Path] | None = None) -> dict[str, list[str]]:
    """By place, `file:line`, the sentence-like literals of these files, or of all of core and gui but the wording."""
    found: dict[str, list[str]] = {}
    for path in paths or files("core", "gui"):
        name = path.resolve().relative_to(REPOSITORY).as_posix()
        if name.startswith("core/wording/") or name in DATA:
            continue
        for line, text in literals(path, labels=name.startswith(_SHOWING)):
            if text not in NOT_SHOWN.get(name, ()):
                found.setdefault(f"{name}:{line}", []).append(text)
    return found


if __name__ == "__main__":
    for place, texts in outside([Path(each) for each in sys.argv[1:]]).items():
        print(place, *(repr(text[:100]) for text in texts))
