"""Every word that the window shows: page by page, in each state that its pictures are drawn of."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QTabBar, QWidget

from core.assembly import Vitrine, build, build_demo
from gui.pages.page import Page
from gui.screenshots.scenes import draw_lived_in, draw_new, draw_pages
from gui.screenshots.stage import Pictures, Stage
from gui.theme import Role
from gui.viewer import Viewer
from gui.widgets.sidebar import Sidebar
from tests.commands import REPOSITORY

# What stands around every page.
AROUND = "around"
MOST_ROWS = 40
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Role.PILL, Role.SECOND)


@dataclass(frozen=True)
class Heard(Pictures):
    """Takes down words where pictures would be drawn: of each page, and what each picture would be said to show."""

    pages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    alts: dict[str, str] = field(default_factory=dict)

    def draw(self, window: QWidget, page: str, state: str, title: str, alt: str) -> None:
        """Every text of the page in front, and of what stands around it."""
        pages = window.findChildren(Page)
        [front] = [each for each in pages if each.isVisible()]
        within = {id(each) for of in pages for each in (of, *of.findChildren(QWidget))}
        around = [each for each in window.findChildren(QWidget) if id(each) not in within]
        for key, widgets in ((page, [front, *front.findChildren(QWidget)]), (AROUND, around)):
            self.pages[key] |= {text for widget in widgets for text in _texts(widget) if text}
        self.alts[f"{page}.{state}"] = alt

    @property
    def texts(self) -> set[str]:
        """All of it, whatever the page."""
        return set().union(*self.pages.values())


def listen(home: Path) -> Heard:
    """All states of the demo; and of a real one in `home` every page before and after a decision."""
    heard = Heard(Path(), "light", "en", 1.0)
    play(build_demo(), heard, draw_lived_in)
    play(build_demo(state="new"), heard, draw_new)
    play(build("real", {"VITRINE_HOME": str(home)}), heard, _decide)
    return heard


def in_code() -> set[str]:
    """Every text that the code holds and may show, for what stands on the screen a moment only."""
    found = set()
    for path in [*(REPOSITORY / "gui").rglob("*.py"), *(REPOSITORY / "core").rglob("*.py")]:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        explained = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        shown = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in explained]
        found |= {node.value for node in shown if isinstance(node.value, str)}
    return found


def play(vitrine: Vitrine, heard: Heard, scenes: Callable[[Stage], None]) -> None:
    """Let these scenes be heard of a window of its own, which is closed at the end."""
    viewer = Viewer(vitrine)
    stage = Stage(viewer, vitrine.engine, heard)
    stage.raise_curtain()
    scenes(stage)
    viewer.close()
    viewer.window.close()


def _decide(stage: Stage) -> None:
    draw_pages(stage)
    stage.engine.consent.accept("eu", "window")
    stage.engine.pause("window")
    stage.read()
    draw_pages(stage)


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(index) for index in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        # What a sidebar has in the third role is the kind of a dot.
        yield from _cells(widget.model(), ROLES[:-1] if isinstance(widget, Sidebar) else ROLES)
    yield from (action.text() for action in widget.actions())


def _cells(model: QAbstractItemModel, roles: Sequence[int]) -> Iterator[str]:
    columns = range(model.columnCount())
    yield from (str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns)
    for row in range(min(model.rowCount(), MOST_ROWS)):
        yield str(model.headerData(row, Qt.Orientation.Vertical) or "")
        for column in columns:
            yield from (str(model.index(row, column).data(role) or "") for role in roles)
