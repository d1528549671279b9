"""What every test of the window stands on: no screen, the light theme, and a viewer of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.assembly import build
from gui import theme
from gui.viewer import Viewer
from tests.gui.screen import read_again

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    qapp.processEvents()
    yield
    theme.apply(qapp, "light")
    qapp.processEvents()


@pytest.fixture
def open_viewer(home: Path, qtbot: QtBot) -> Iterator[Callable[..., Viewer]]:
    """Open a viewer of this home, with these variables; what it read first is shown."""
    opened: list[Viewer] = []

    def opening(**variables: str) -> Viewer:
        viewer = Viewer(build("real", {"VITRINE_HOME": str(home), **variables}, "window"))
        opened.append(viewer)
        qtbot.addWidget(viewer.window)
        viewer.window.show()
        viewer.window.choose("overview")
        read_again(qtbot, viewer)
        return viewer

    yield opening
    for viewer in opened:
        viewer.close()


@pytest.fixture
def viewer(open_viewer: Callable[..., Viewer]) -> Viewer:
    """A viewer of the product that came with the program."""
    return open_viewer()
