"""The files the architecture's promises are about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
OURS = ("core", "gui", "packaging")


@cache
def files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the repository, in order."""
    found = sorted(path for folder in folders for path in (REPOSITORY / folder).rglob("*.py"))
    assert len(found) > len(folders), "found no files: the promise would be empty"
    return found


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of every file, and where it stands."""
    for path in files(*folders):
        for node in ast.walk(tree(path)):
            yield f"{path.relative_to(REPOSITORY)}:{getattr(node, 'lineno', 1)}", node


def names(node: ast.AST) -> list[str]:
    """The names a node uses or brings in."""
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.Name):
        return [node.id]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
