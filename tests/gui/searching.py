"""Searches in the window as its user does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.clock import now, stamp
from core.envelope import seal
from core.reading import known
from core.record.submission import Submission
from gui.pages.history import HistoryPage
from gui.pages.search import Search
from gui.state.search import Findable
from gui.viewer import Viewer
from gui.widgets.sidebar import SearchEntry
from gui.widgets.table import Table
from gui.widgets.text_field import TextField
from tests.engines import build_real
from tests.gui.screen import part

GROUP = "web_request"


def panel(viewer: Viewer) -> Search:
    """The search, open or not."""
    return viewer.window.search


def search(viewer: Viewer, query: str, qtbot: QtBot) -> Search:
    """Open it, wait for the record, and type."""
    found = panel(viewer)
    if not found.isVisible():
        with qtbot.waitSignal(viewer.actions.recalled):
            part(viewer.window, SearchEntry).click()
    part(found, TextField).setText(query)
    QApplication.processEvents()
    return found


def rows(found: Search) -> list[Findable]:
    """What is listed."""
    return list(found._model.rows)


def chosen(found: Search) -> Findable:
    """What Enter would open."""
    return rows(found)[part(found, Table).currentIndex().row()]


def is_idle(front: HistoryPage) -> bool:
    """Whether all it asked for has come."""
    return not front.busy


def queue(home: Path, count: int) -> list[Submission]:
    """So many in the Outbox, newest first."""
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    engine.consent.choose(GROUP, True, "script")
    made = [seal(GROUP, {"protocol": known(str(number), "a test")}, "s@1") for number in range(count)]
    engine.ledger.queue(made, engine.consent.choices().permit, stamp(now()))
    return engine.ledger.history.submissions(limit=count)
