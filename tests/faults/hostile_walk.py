"""Goes through a window in which every text from outside is hostile, as its user could, and looks at all there is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QTextEdit, QWidget

from gui.pages.chosen import Chosen
from gui.screenshots.pictures import Pictures
from gui.screenshots.stage import Stage
from gui.viewer import Viewer
from gui.widgets.details import Details
from gui.widgets.label import Selectable
from gui.widgets.table import Table
from tests.faults.hostile_judge import Judge

# Large enough that little of a page has to be scrolled to.
WIDTH, HEIGHT = 1500, 1700
PATIENCE_SECONDS = 60.0
# Of each list so many rows are chosen, one after the other.
MOST_CHOSEN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking(Pictures):
    """Where the stage would draw a picture, the judge looks instead."""

    judge: Judge

    def draw(self, window: QWidget, page: str, state: str, title: str, alt: str) -> None:
        """Look at the window."""
        self.judge.look(window, page)


@dataclass(frozen=True, slots=True)
class Walk:
    """One window and who judges it."""

    viewer: Viewer
    stage: Stage
    judge: Judge

    def look(self, *keys: str) -> None:
        """At each of these pages, or the one in front, as it stands now."""
        for key in keys:
            self.stage.open(key)
            self.stage.draw("", "")
        if not keys:
            self.stage.draw("", "")

    def page(self, key: str) -> None:
        """At one page whole: every tab, every row of every list, all that can be copied."""
        self.look(key)
        page = self.viewer.window.page
        assert page is not None
        bars = [bar for bar in page.findChildren(QTabBar) if bar.isVisible()]
        for bar in bars:
            for tab in (tab for tab in range(bar.count()) if bar.isTabVisible(tab)):
                bar.setCurrentIndex(tab)
                self.look()
                self.rows(key)
                self._copy(page, key)
        if not bars:
            self.rows(key)
            self._copy(page, key)

    def wait(self, key: str, act: Callable[[], object], signal: SignalInstance) -> None:
        """Do it while this page is open, wait for what comes of it, and look."""
        came: list[object] = []
        self.stage.open(key)
        note = signal.connect(lambda *_: came.append(True))
        act()
        self.until(lambda: bool(came))
        signal.disconnect(note)
        self.stage.read()
        self.look()

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window live until it is so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < end, "it never came"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def rows(self, key: str) -> None:
        """At what is said beside each row of the lists in sight."""
        page = self.viewer.window.page
        assert page is not None
        for table in (table for table in page.findChildren(Table) if table.isVisible()):
            for row in range(min(table.model().rowCount(), MOST_CHOSEN)):
                table.selectRow(row)
                QApplication.processEvents()
                beside = (each for each in page.findChildren(QWidget) if isinstance(each, Chosen | Details))
                for told in (each for each in beside if each.isVisible()):
                    self.judge.look(told, key)

    def _copy(self, page: QWidget, key: str) -> None:
        for text in (text for text in page.findChildren(Selectable) if text.isVisible()):
            for letter in (Qt.Key.Key_A, Qt.Key.Key_C):
                QTest.keyClick(text, letter, Qt.KeyboardModifier.ControlModifier)
            self._pasted(key)
        for view in (view for view in page.findChildren(QTextEdit) if view.isVisible()):
            view.selectAll()
            view.copy()
            self._pasted(key)
        for button in page.findChildren(QPushButton):
            if button.isVisible() and button.isEnabled() and button.text().startswith("Copy"):
                button.click()
                self._pasted(key)

    def _pasted(self, key: str) -> None:
        held = QGuiApplication.clipboard().mimeData()
        self.judge.pasted(held.text(), held.formats(), key)


@contextmanager
def looked_at(viewer: Viewer, judge: Judge) -> Iterator[Walk]:
    """Show the window; it is looked at where pictures would be drawn of it. At the end it is gone."""
    pictures = Looking(folder=Path(), theme="light", language="en", scale=1, judge=judge)
    walk = Walk(viewer, Stage(viewer, viewer._engine, pictures), judge)
    try:
        walk.stage.raise_curtain()
        viewer.window.resize(WIDTH, HEIGHT)
        yield walk
    finally:
        viewer.close()
        viewer.window.close()
        viewer.window.deleteLater()
