"""Every sentence stands in core/wording, can be translated, and decides nothing."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.literals import NOT_SHOWN, is_sentence, literals, outside
from tests.architecture.sources import REPOSITORY, files, tree

WORDING = "core.wording"
# What looks into a text, beside == and in.
LOOKS = {"startswith", "endswith", "removeprefix", "removesuffix", "find", "index", "count", "match", "search"}
PLURAL_ARGUMENTS = 3
NO_TEXTS = {"LANGUAGE", "LONGEST_LINE"}


def in_wording() -> list[Path]:
    """The files that hold messages."""
    return [path for path in files("core") if path.parent.name == "wording"]


def messages() -> Iterator[tuple[str, list[ast.expr]]]:
    """Each message, and where it stands; of a plural both forms."""
    for path in in_wording():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                arguments = node.args[:1] if node.func.id == "_" else node.args[: PLURAL_ARGUMENTS - 1]
                if path.name not in ("__init__.py", "translation.py"):
                    yield f"{path.name}:{node.lineno}", arguments


def comparisons(syntax: ast.Module) -> Iterator[int]:
    """The lines in which something is compared with a text of the wording, or with a sentence."""
    worded = _worded(syntax)

    def is_read(node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            return is_read(node.func)
        if isinstance(node, ast.Attribute):
            return is_read(node.value)
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return any(map(is_read, node.elts))
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and is_sentence(node.value, labels=False)
        return isinstance(node, ast.Name) and node.id in worded

    for node in ast.walk(syntax):
        compared: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            compared = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOKS:
            compared = [node.func.value, *node.args]
        if any(map(is_read, compared)):
            yield compared[0].lineno


def _worded(syntax: ast.Module) -> set[str]:
    """The names a module has from core.wording."""
    return {
        alias.asname or alias.name
        for node in ast.walk(syntax)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WORDING)
        for alias in node.names
        if alias.name not in NO_TEXTS
    }


def test_no_sentence_stands_outside_the_wording() -> None:
    assert outside() == {}


def test_whatever_is_said_to_be_no_sentence_still_stands_there() -> None:
    there = {name: {text for _, text in literals(REPOSITORY / name, labels=True)} for name in NOT_SHOWN}
    assert {name: texts - there[name] for name, texts in NOT_SHOWN.items() if texts - there[name]} == {}


def test_no_code_compares_what_a_person_reads() -> None:
    ours = [path for path in files("core", "gui") if path not in in_wording()]
    found = {str(path.relative_to(REPOSITORY)): [*comparisons(tree(path))] for path in ours}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "if error == sentence(other): pass",
        "if found.why == words.LOST: pass",
        "if why in (words.LOST, ''): pass",
        "if text.startswith(words.LOST): pass",
        "if sentence(error).removeprefix(name): pass",
        "if found.why == 'It was not found.': pass",
    ],
)
def test_a_comparison_with_what_a_person_reads_is_found(line: str) -> None:
    module = f"from core.wording import settings as words\nfrom core.wording.errors import sentence\n{line}\n"
    assert list(comparisons(ast.parse(module))) == [3]


def test_every_message_can_be_extracted_and_names_its_parts() -> None:
    places = list(messages())
    assert places, "found no messages: the promise would be empty"
    for place, forms in places:
        for form in forms:
            assert isinstance(form, ast.Constant), place
            assert isinstance(form.value, str), place
            names = [name for _, name, _, _ in string.Formatter().parse(form.value) if name is not None]
            assert all(name.isidentifier() for name in names), place
