"""Row 31, the driver: goes through a window as its user could, and has every page, state, dialog and command judged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, TypeVar

import apsw
import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QEventLoop, Qt, QTimer, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QTextEdit, QWidget

from core.assembly import Vitrine
from core.demo.invented import samples
from core.errors import Code, Refused
from core.record.store import NAME as RECORD
from core.settings import NAME as SETTINGS
from core.wording.errors import LONGEST_LINE, sentence
from gui.pages.notice import tell
from gui.pages.submission_details import SubmissionDetails
from gui.screenshots.stage import Stage
from gui.shell import LEAST_HEIGHT, LEAST_WIDTH, Shell
from gui.viewer import Viewer
from gui.widgets.details import Details
from gui.widgets.label import Selectable
from gui.widgets.table import Table
from tests.engines import read_by
from tests.fakes.receiver import Receiver
from tests.faults.hostile_text import fixtures
from tests.faults.hostile_text.assertions import Judge
from tests.faults.hostile_text.fixtures import ADDRESSES, FILES, PRIVATE, SNAPSHOTS, Made, endless, longest
from tests.faults.hostile_text.values import file_name, marked, seen, utf8

# Large enough that little of a page has to be scrolled to.
WIDTH, HEIGHT = 1500, 1700
PATIENCE_SECONDS = 60.0
# Of each list so many rows are chosen, one after the other.
MOST_CHOSEN = 40
# As much as somebody types, as an error says of itself, and as a folder or a dealer is called by.
TYPED, SAID, CALLED = 150, 500, 100
Part = TypeVar("Part", bound=QWidget)


class Walk:
    """A window in which every text from outside is hostile, and who judges it."""

    def __init__(self, viewer: Viewer, judge: Judge) -> None:
        self.viewer, self.window, self.judge, self.marks = viewer, viewer.window, judge, judge.marks
        # Where the stage would draw a picture, the judge looks instead.
        pictures: Any = SimpleNamespace(draw=lambda window, page, *_: judge.look(window, page))
        self.stage = Stage(viewer, viewer._engine, pictures)
        self.stage.raise_curtain(WIDTH, HEIGHT)

    def close(self) -> None:
        """Let the window be gone."""
        self.viewer.close()
        self.window.close()
        self.window.deleteLater()

    def look(self, *keys: str) -> None:
        """Judge each of these pages as it stands now, or the one in front."""
        for key in keys or [""]:
            if key:
                self.stage.open(key)
            self.stage.draw("", "as it stands now")

    def whole(self, key: str) -> None:
        """Judge one page whole: every tab, every row of every list, all that can be copied."""
        self.look(key)
        bars = [bar for bar in self._parts(QTabBar) if bar.isVisible()]
        for bar in bars:
            for tab in (tab for tab in range(bar.count()) if bar.isTabVisible(tab)):
                bar.setCurrentIndex(tab)
                self.look()
                self._closer(key)
        if not bars:
            self._closer(key)

    def wait(self, key: str, act: Callable[[], object], signal: SignalInstance) -> None:
        """Do it while this page is open, wait for what comes of it, and look."""
        came: list[object] = []
        self.stage.open(key)
        note = signal.connect(lambda *_: came.append(True))
        act()
        self.until(lambda: bool(came))
        signal.disconnect(note)
        self.read_and_look()

    def read_and_look(self, *keys: str) -> None:
        """Read again, and judge each of these pages, or the one in front."""
        self.stage.read()
        self.look(*keys)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window live until it is so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < end, "it never came"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def rows(self, key: str) -> None:
        """Judge what is said beside each row of the lists in sight."""
        for table in self._parts(Table):
            for row in range(min(table.model().rowCount(), MOST_CHOSEN)):
                table.selectRow(row)
                QApplication.processEvents()
                for told in self._parts(QWidget):
                    if isinstance(told, SubmissionDetails | Details):
                        self.judge.look(told, key)

    def _parts(self, kind: type[Part]) -> list[Part]:
        """Return the parts of this kind that can be seen on the page in front."""
        assert self.window.page is not None
        return [each for each in self.window.page.findChildren(kind) if each.isVisible()]

    def _closer(self, key: str) -> None:
        self.rows(key)
        for text in (*self._parts(Selectable), *self._parts(QTextEdit)):
            for letter in (Qt.Key.Key_A, Qt.Key.Key_C):
                QTest.keyClick(text, letter, Qt.KeyboardModifier.ControlModifier)
            self._pasted(key)
        for button in self._parts(QPushButton):
            if button.isEnabled() and button.text().startswith("Copy"):
                button.click()
                self._pasted(key)

    def _pasted(self, key: str) -> None:
        held = QGuiApplication.clipboard().mimeData()
        self.judge.pasted(held.text(), held.formats(), key)


class Tour(Walk):
    """Brings hostile texts into the window from every side, one step after the other."""

    def __init__(self, folder: Path, judge: Judge, built: Vitrine, receiver: Receiver) -> None:
        super().__init__(Viewer(built), judge)
        self.folder, self.built, self.engine, self.receiver = folder, built, built.engine, receiver
        more, before = fixtures.check(self.marks), self.viewer._examine
        self.viewer._examine = lambda progress: [more, *before(progress)]

    def steps(self) -> Iterator[Callable[[], None]]:
        """Yield every step, in the order in which they follow from each other."""
        yield from (partial(self.transmitted, endless), self.undecided, partial(self.transmitted, longest), self.live)
        yield from (self.checked_files, self.checked_addresses, self.away)
        yield from (partial(self.whole, key) for key in self.window.keys)
        yield from (self.records_checked, self.edited, self.narrow, self.searched, self.complaints, self.failed)
        yield from (self.broken, self.settings, self.unset, self.licensed, self.handbook, self.paused, self.locked)
        yield from (self.withdrawn, self.unreadable, partial(self.judge.look, self.window, "any", hidden=True))
        yield from (self.refused, self.shell)

    def undecided(self) -> None:
        """Nothing was decided, and nothing has happened; the agreement can be read."""
        self.look("overview", "outbox", "history", "environment", FILES, ADDRESSES, "payment", "agreement")
        self.stage.press("Read it")
        self.look()
        self.stage.press("Back to the summary")

    def transmitted(self, made: Made) -> None:
        """The group with a single item holds a value without end, or as long as it may be."""
        key = "transmission"
        before = self.engine._collectors[key]
        fixtures.read(self.built, key, self.marks, made)
        self.stage.read()
        self.whole(key)
        read_by(self.engine, {key: before})
        self.stage.read()

    def live(self) -> None:
        """Something of each kind stands in the record, some of it edited."""
        fixtures.live(self.built, self.marks, self.receiver)
        fixtures.edit(self.built, self.marks)
        self.stage.read()

    def checked_files(self) -> None:
        """Files of hostile names, in which hostile things are found; while that goes on, too."""
        checks = self.viewer.checks
        looked = checks.progressed.connect(lambda *_: self.judge.look(self.window, FILES))
        self.wait(FILES, partial(checks.check_files, fixtures.files(self.folder, self.marks)), checks.ended)
        checks.progressed.disconnect(looked)

    def checked_addresses(self) -> None:
        """Servers that say hostile things of themselves; one that is asked about first."""
        checks = self.viewer.checks
        self.wait(ADDRESSES, partial(checks.check_address, "https://server.example"), checks.ended)
        self.wait(ADDRESSES, partial(checks.check_address, PRIVATE), checks.asks_first)

    def away(self) -> None:
        """The receiver is not reached any more, for it names another address."""
        self.wait("outbox", self.viewer.actions.retry, self.viewer.actions.told)

    def records_checked(self) -> None:
        """The record does not fit together, and the page says where."""
        self.look("history")
        self.stage.press("Check the records", self.viewer.actions.verified)
        self.look()
        self.stage.press("What this can and cannot show")
        self.look()

    def edited(self) -> None:
        """The history shows none of it, for its events say otherwise; the Outbox does."""
        with fixtures.edited(self.built, self.marks):
            self.read_and_look("overview", "outbox", "history")
        self.stage.read()

    def narrow(self) -> None:
        """The smallest window: the sidebar is folded."""
        self.window.resize(LEAST_WIDTH, LEAST_HEIGHT)
        self.look("overview", "history", FILES)
        self.window.resize(WIDTH, HEIGHT)

    def searched(self) -> None:
        """Values that are found, and a query that finds nothing."""
        self.look("overview")
        for words in ("Zq", self.marks.put("a query", "overview", shape=seen(TYPED))):
            self.stage.search(words)
            self.look()
            self.stage.press("Close")

    def complaints(self) -> None:
        """What was asked for cannot be done, and the line that says so quotes it."""
        actions, preferences = self.viewer.actions, self.viewer.preferences
        absent = self.folder / "absent" / self.marks.put("a file to export to", "history", shape=file_name)
        self.wait("history", partial(actions.export, absent), actions.failed)
        text = self.marks.put("a license file that is not there", "license-status", shape=file_name)
        self.wait("license-status", partial(actions.activate, self.folder / text), actions.told)
        folder = self.marks.put("a folder that is not there", "settings", shape=file_name)
        self.wait("settings", partial(preferences.change, "watched_folder", folder), preferences.told)

    def failed(self) -> None:
        """No value could be read."""
        for key in SNAPSHOTS:
            fixtures.read(self.built, key, self.marks, fixtures.failing)
        self.stage.read()
        for key in SNAPSHOTS:
            self.stage.open(key, "Readable")
            self.rows(key)

    def broken(self) -> None:
        """A reading ends: as the system says, which is quoted, or in a way that nobody foresaw, which is logged."""
        before = self.engine._collectors["transmission"]
        words = self.marks.put("why a reading ends", "overview", shape=lambda text: text[:SAID])
        for error in (OSError(words), RuntimeError(words)):
            read_by(self.engine, {"transmission": partial(_ends, error)})
            self.viewer.refresh()
            self.until(lambda: not self.viewer._reading)
            self.look("overview")
        read_by(self.engine, {"transmission": before})
        self.stage.read()

    def settings(self) -> None:
        """Folders of hostile names, and a proxy with a hostile user."""
        folders = ("rules_folder", "watched_folder")
        told = {key: self.marks.put(f"the {key}", "settings", shape=seen(CALLED)) for key in folders}
        user = self.marks.put("the user of a proxy", "settings", shape=_as_user)
        self._set(**told, proxy=f"http://{user}@proxy.example:3128")
        self.whole("settings")
        self.whole("connection")

    def unset(self) -> None:
        """Settings that nobody can read: the line over every page quotes what is wrong."""
        # The line begins with the folder, which may take all of it: a line has an end.
        pages = ("overview", "support") if len(marked(str(self.built.home))) < LONGEST_LINE // 2 else ()
        told = self.marks.put("a setting that is none", *pages, shape=lambda text: utf8(text[:CALLED]))
        self._set(**{told: 1})
        self.look("overview", "connection", "support")
        self._set()

    def _set(self, **told: object) -> None:
        (self.built.home / SETTINGS).write_text(json.dumps(told), encoding="utf-8")
        self.stage.read()

    def licensed(self) -> None:
        """The license in every state, sold by a hostile dealer, and a hostile reason why it stands so."""
        dealer = self.marks.put("a dealer", "license-status", "overview", shape=seen(CALLED))
        text = self.marks.put("why a license stands so", "license-status")
        why = Refused(Code.SIGNED_UNFIT, kind="license", why=text)
        kept = Refused(Code.LICENSE_NOT_KEPT, why=self.marks.put("why no keyring holds it", "license-status"))
        before = self.viewer._license
        for state, status in samples().items():
            held = changed(status.license, partner_name=dealer) if status.license else None
            found = replace(status, license=held, why=why, place="memory", place_why=kept)
            self.viewer._license = partial(replace, found)
            self.read_and_look("license-status", *(["overview"] if state == "ending" else []))
        self.viewer._license = before
        self.stage.read()

    def handbook(self) -> None:
        """The handbook, which is our own and holds nothing from outside; and the ring around what has the focus."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_Tab)
        self.look("overview")
        QTest.keyClick(self.window, Qt.Key.Key_F1)
        book = self.window.book
        assert book is not None
        self.until(lambda: not book.busy and book.isVisible())
        self.judge.look(book, "handbook")
        book.close()

    def paused(self) -> None:
        """All sending is paused."""
        self.engine.pause("window")
        self.read_and_look("overview", "outbox")
        self.engine.resume("window")

    def locked(self) -> None:
        """Another program holds the record, and what says so names the folder."""
        record = closing(apsw.Connection(str(self.built.home / RECORD)))
        with pytest.MonkeyPatch.context() as patch, record as holder:
            patch.setattr("core.record.store.BUSY_SECONDS", 0.01)
            # One who only writes keeps nobody from reading.
            holder.execute("PRAGMA locking_mode=EXCLUSIVE")
            self.engine.ledger.close()
            holder.execute("BEGIN EXCLUSIVE")
            self.read_and_look("overview", "support")
            holder.execute("ROLLBACK")

    def withdrawn(self) -> None:
        """The agreement was withdrawn."""
        self.engine.withdraw("window")
        self.read_and_look("overview", "agreement")

    def unreadable(self) -> None:
        """The record is none, and what says so names the file."""
        (self.built.home / RECORD).write_bytes(b"no database" * 400)
        self.read_and_look("overview", "agreement", "outbox")

    def refused(self) -> None:
        """The viewer cannot start, and a small window says why."""
        why = self.marks.put("why the viewer cannot start", "start")
        line = sentence(Refused(Code.FILE_UNREADABLE, file="product.toml", why=why))

        def look() -> None:
            for window in QApplication.topLevelWidgets():
                if window.isVisible() and window is not self.window:
                    self.judge.look(window, "start")
                    window.close()
            QApplication.exit()

        QTimer.singleShot(0, look)
        tell("Vitrine cannot start", line)

    def shell(self) -> None:
        """The window the program starts with, once the rest is in it: by its title, too."""
        shown = Shell()
        shown.fill(self.window)
        shown.show()
        self.judge.look(shown, "shell")
        self.window.setParent(None)
        shown.close()


def _as_user(text: str) -> str:
    """Return the text as it may stand before the @ of an address."""
    return "".join(char for char in seen(CALLED)(text) if char not in "@/:?# %\ufffd")


def _ends(error: Exception) -> NoReturn:
    raise error
