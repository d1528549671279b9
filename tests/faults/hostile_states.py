"""What a window says in states that last: set, licensed, paused, locked, withdrawn, unreadable, and at its start."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.assembly import Vitrine
from core.errors import Refused
from core.license.sample import samples
from core.record.store import NAME as RECORD
from core.settings import NAME as SETTINGS
from core.wording.errors import LONGEST_LINE
from gui.pages.notice import tell
from gui.shell import Shell
from tests.fakes.receiver import Receiver
from tests.faults.hostile_walk import Walk
from tests.faults.hostile_words import Marks, encodable, marked, seen

# As much as a folder or a dealer is called by, and as a line quotes.
LETTERS = 100


@dataclass(frozen=True, slots=True)
class Home:
    """One text in every place, and the window onto it."""

    folder: Path
    marks: Marks
    receiver: Receiver
    built: Vitrine
    walk: Walk


Step: TypeAlias = Callable[[Home], None]


def settings(home: Home) -> None:
    """Folders of hostile names, and a proxy with a hostile user."""
    folders = ("rules_folder", "watched_folder")
    told = {key: home.marks.put(f"the {key}", "settings", shape=seen(LETTERS)) for key in folders}
    user = home.marks.put("the user of a proxy", "settings", shape=_as_user)
    _set(home, {**told, "proxy": f"http://{user}@proxy.example:3128"})
    home.walk.page("settings")
    home.walk.page("connection")


def unset(home: Home) -> None:
    """Settings that nobody can read: the line over every page quotes what is wrong."""
    shape = partial(_shortened, LETTERS)
    # The line begins with the folder, which may take all of it: a line has an end.
    pages = ("overview", "support") if len(marked(str(home.built.home))) < LONGEST_LINE // 2 else ()
    _set(home, {home.marks.put("a setting that is none", *pages, shape=shape): 1})
    home.walk.look("overview", "connection", "support")
    _set(home, {})


def licensed(home: Home) -> None:
    """The license in every state, sold by a hostile dealer, and a hostile reason why it stands so."""
    dealer = home.marks.put("a dealer", "license-status", "overview", shape=seen(LETTERS))
    why = home.marks.put("why a license stands so", "license-status")
    place = home.marks.put("why no keyring holds it", "license-status")
    before = home.walk.viewer._license
    for state, status in samples().items():
        held = msgspec.structs.replace(status.license, partner_name=dealer) if status.license else None
        found = replace(status, license=held, why=why, place="memory", place_why=place)
        home.walk.viewer._license = partial(replace, found)
        home.walk.stage.read()
        home.walk.look("license-status", *(["overview"] if state == "ending" else []))
    home.walk.viewer._license = before
    home.walk.stage.read()


def handbook(home: Home) -> None:
    """The handbook, which is our own and holds nothing from outside; and the ring around what has the focus."""
    window = home.walk.viewer.window
    window.activateWindow()
    home.walk.until(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    home.walk.look("overview")
    QTest.keyClick(window, Qt.Key.Key_F1)
    book = window._handbook.book
    home.walk.until(lambda: not book.busy and book.isVisible())
    home.walk.judge.look(book, "handbook")
    book.close()


def paused(home: Home) -> None:
    """All sending is paused."""
    home.built.engine.pause("window")
    home.walk.stage.read()
    home.walk.look("overview", "outbox")
    home.built.engine.resume("window")


def locked(home: Home) -> None:
    """Another program holds the record, and what says so names the folder."""
    with pytest.MonkeyPatch.context() as patch, closing(_record(home)) as holder:
        patch.setattr("core.record.store.BUSY_SECONDS", 0.01)
        holder.execute("BEGIN EXCLUSIVE")
        home.walk.stage.read()
        home.walk.look("overview", "support")
        holder.execute("ROLLBACK")


def withdrawn(home: Home) -> None:
    """The agreement was withdrawn."""
    home.built.engine.withdraw("window")
    home.walk.stage.read()
    home.walk.look("overview", "agreement")


def unreadable(home: Home) -> None:
    """The record is none, and what says so names the file."""
    (home.built.home / RECORD).write_bytes(b"no database" * 400)
    home.walk.stage.read()
    home.walk.look("overview", "agreement", "outbox")


def hidden(home: Home) -> None:
    """What no page shows now."""
    home.walk.judge.look(home.walk.viewer.window, "any", hidden=True)


def refused(home: Home) -> None:
    """The viewer cannot start, and a small window says why."""
    line = str(Refused(home.marks.put("why the viewer cannot start", "start")))

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window is not home.walk.viewer.window:
                home.walk.judge.look(window, "start")
                window.close()
        QApplication.exit()

    QTimer.singleShot(0, look)
    tell("Vitrine cannot start", line)


def shell(home: Home) -> None:
    """The window the program starts with, once the rest is in it: by its title, too."""
    shown = Shell()
    shown.fill(home.walk.viewer.window)
    shown.show()
    home.walk.judge.look(shown, "shell")
    home.walk.viewer.window.setParent(None)
    shown.close()


STATES = (
    *(settings, unset, licensed, handbook, paused, locked, withdrawn, unreadable),
    *(hidden, refused, shell),
)


def _record(home: Home) -> sqlite3.Connection:
    return sqlite3.connect(home.built.home / RECORD, isolation_level=None)


def _set(home: Home, told: dict[str, object]) -> None:
    (home.built.home / SETTINGS).write_text(json.dumps(told), encoding="utf-8")
    home.walk.stage.read()


def _shortened(most: int, text: str) -> str:
    return encodable(text[:most])


def _as_user(text: str) -> str:
    """As it may stand before the @ of an address."""
    return "".join(char for char in seen(LETTERS)(text) if char not in "@/:?# %\ufffd")
