"""The code stays of a size that can be read, with names that say something."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import OURS, REPOSITORY, files, names, nodes, tree

LONGEST_FUNCTION = 30
SHAPELESS = {"utils", "util", "helpers", "helper", "misc", "common", "shared", "stuff"}
# Qt's ways to show text as HTML or Markdown, and to style by sheet. Message boxes guess at HTML by themselves.
FORBIDDEN = {
    *("setStyleSheet", "setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "fromHtml"),
    *("RichText", "AutoText", "MarkdownText", "QMessageBox", "QErrorMessage", "QTextBrowser", "QWhatsThis"),
    *("setToolTip", "setOpenExternalLinks"),
}
# Our own text, in the one place that shows it.
OURS_TO_SHOW = {"gui/pages/handbook.py": {"setMarkdown", "QTextBrowser", "setOpenExternalLinks"}}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_a_class_name_is_used_once_in_the_house() -> None:
    places: dict[str, list[str]] = {}
    for place, node in nodes("core", "gui"):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            places.setdefault(node.name, []).append(place)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_function_is_too_long_to_read() -> None:
    functions = ((place, node) for place, node in nodes(*OURS, "tests") if isinstance(node, Function))
    assert {place: lines_of(node) for place, node in functions if lines_of(node) > LONGEST_FUNCTION} == {}


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    found = [path for path in files(*OURS, "tests") if {path.stem, path.parent.name} & SHAPELESS]
    assert found == []


def test_packaging_is_a_folder_of_scripts_and_no_package() -> None:
    assert list((REPOSITORY / "packaging").rglob("__init__.py")) == []


def test_no_import_takes_everything() -> None:
    assert [place for place, node in nodes(*OURS, "tests") if isinstance(node, ast.alias) and node.name == "*"] == []


def test_no_text_is_rich_and_no_style_is_a_sheet() -> None:
    found = {(place.partition(":")[0], name) for place, node in nodes("gui") for name in names(node)}
    assert [each for each in sorted(found) if each[1] in FORBIDDEN - OURS_TO_SHOW.get(each[0], set())] == []


def test_nothing_is_left_to_be_done_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME")
    here = [
        (path, mark) for path in files(*OURS, "tests") for mark in marks if mark in path.read_text(encoding="utf-8")
    ]
    assert here == []


def test_everything_public_says_what_it_is_for() -> None:
    silent = [
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path in files(*OURS)
        for name, node in [("module", tree(path)), *public(tree(path))]
        if not (ast.get_docstring(node) or "").strip()
    ]
    assert silent == []


def public(parent: ast.Module | ast.ClassDef) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes, functions and methods whose name and whose class's name are public."""
    for node in parent.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{name}", inner) for name, inner in public(node))
