"""The empty window stands on the screen before what fills it is loaded: counted in what is loaded, never in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.state.snapshot import SnapshotState
from gui.viewer import Viewer
from tests.commands import command, environment, run
from tests.engines import build_real

# Loaded when the window is painted; what is not there yet is asked for by name in each of Qt's modules.
TELL = """
import os, sys
def tell(*_):
    modules = sorted(sys.modules)
    from PySide6 import QtCore, QtGui, QtWidgets
    classes = {name for each in (QtCore, QtGui, QtWidgets) for name, one in vars(each).items() if type(one) is not str}
    print(*modules)
    print(*sorted(classes), flush=True)
    os._exit(0)
"""
BARE = """
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    paintEvent = tell
app = QApplication([])
window = Bare()
window.show()
app.exec()
"""
OURS = """
from gui.app import Start, main
Start.load = tell
main([])
"""
# Six of ours and four small ones of Python's; two may be added without a thought.
MOST_MORE = 12
LATER = (
    *("core.assembly", "core.engine", "core.record.store", "gui.window", "gui.viewer", "gui.bridge"),
    *("sqlite3", "requests", "cryptography", "psutil", "keyring", "msgspec"),
)
# Each takes milliseconds to be made; the first, Qt's own namespace, as long as all the rest of our start.
DEAR = ("Qt", "QStyle", "QPainter", "QTimer", "QIcon")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there when a window is first painted: Python's modules, and what Qt's own were asked for."""

    modules: frozenset[str]
    classes: frozenset[str]


def loaded(script: str, home: Path) -> Loaded:
    ended = run([*command("core")[:1], "-c", TELL + script], environment(home, QT_QPA_PLATFORM="offscreen"))
    assert ended.code == 0, ended
    modules, classes = ended.out.decode().splitlines()
    return Loaded(frozenset(modules.split()), frozenset(classes.split()))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return loaded(BARE, tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return loaded(OURS, tmp_path_factory.mktemp("ours"))


def test_little_more_is_loaded_than_for_a_window_of_nothing(bare: Loaded, ours: Loaded) -> None:
    more = ours.modules - bare.modules
    assert {"gui.app", "gui.shell"} <= more
    assert len(more) <= MOST_MORE, sorted(more)


@pytest.mark.parametrize("module", LATER)
def test_what_fills_it_is_loaded_when_it_stands_there(ours: Loaded, module: str) -> None:
    assert module not in ours.modules


@pytest.mark.parametrize("name", DEAR)
def test_none_of_what_is_dear_in_qt_is_named_before(bare: Loaded, ours: Loaded, name: str) -> None:
    # A Qt that made everything at once would have it there in any case, and this would say nothing.
    assert "QWidget" in bare.classes
    assert name not in bare.classes
    assert name not in ours.classes


def test_what_is_due_goes_only_when_the_values_are_shown(
    home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = Viewer(build_real(home))
    qtbot.addWidget(viewer.window)
    shown: list[SnapshotState | None] = []
    monkeypatch.setattr(viewer.actions, "schedule", lambda: shown.append(viewer.live))
    viewer.start()
    # It writes into the record: at once, the first reading would be outdated before anybody saw it.
    assert shown == []
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0] is not None
    viewer.close()
