"""Looks at a window as its user does: by what can be seen on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.sources.install_record import NAME
from gui.pages.group import page as group
from gui.pages.group.page import GroupPage
from gui.shell import Shell
from gui.tables.items import ItemsTable
from gui.theme import Role
from gui.viewer import Viewer
from gui.widgets.banner import Banner
from gui.widgets.bytes_view import BytesView
from gui.widgets.sidebar import Sidebar
from gui.widgets.status_pill import StatusPill
from gui.widgets.table import Table
from gui.widgets.tabs import Tabs

Part = TypeVar("Part", bound=QWidget)

READABLE, BYTES, REQUEST = group.READABLE, group.BYTES, group.REQUEST
SNAPSHOTS = ("installed_software", "transmission", "environment", "license")
EVENTS = ("processed_object", "web_request", "payment")


def read_again(qtbot: QtBot, viewer: Viewer) -> None:
    """Let the viewer read, and wait until what came is shown; a reading under way began too early."""
    qtbot.waitUntil(lambda: not viewer._reading)
    with qtbot.waitCallback() as shown:
        viewer.when_read(shown)
        viewer.refresh()


def page(viewer: Viewer, key: str, tab: int = READABLE) -> GroupPage:
    """Open a group's page and a tab of it, by what the user would press."""
    viewer.window.choose(key)
    front = viewer.window.page
    assert isinstance(front, GroupPage)
    part(front, Tabs).setCurrentIndex(tab)
    # New labels are shown by their layout, in the turn after.
    QApplication.processEvents()
    return front


def part(widget: QWidget, kind: type[Part]) -> Part:
    """The one part of this kind."""
    found = widget.findChildren(kind)
    assert len(found) == 1
    return found[0]


def shown_bytes(front: QWidget) -> bytes:
    """The text of the bytes view, as bytes."""
    view = part(front, BytesView)
    assert view.isVisible()
    return view.toPlainText().encode("ascii")


def texts(widget: QWidget) -> list[str]:
    """Every label's text that is on the screen now."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def cells(front: QWidget) -> dict[str, tuple[str, str]]:
    """Of each row of the table: what stands there as value, and the mark beside its name."""
    model = next(each.model() for each in front.findChildren(Table) if isinstance(each.model(), ItemsTable))
    rows = [(model.index(row, 0), model.index(row, 1)) for row in range(model.rowCount())]
    return {str(what.data()): (str(value.data()), str(what.data(Role.PILL) or "")) for what, value in rows}


def row_of(front: QWidget, title: str) -> int:
    """The row of an item."""
    return list(cells(front)).index(title)


def bands(viewer: Viewer) -> list[str]:
    """The sentences that stand across the window now."""
    return [band.text() for band in viewer.window.findChildren(Banner) if band.isVisible()]


def problem(viewer: Viewer) -> str:
    """What the red band says; nothing where it is not there."""
    told = [text for text in bands(viewer) if not text.startswith(("Practice", "Sample"))]
    assert len(told) <= 1
    assert all(told), "an empty band stands across the window"
    return told[0] if told else ""


def sidebar(viewer: Viewer) -> Sidebar:
    """The list of pages."""
    return part(viewer.window, Sidebar)


def pills(front: QWidget) -> list[str]:
    """The words in pills."""
    return [pill.text() for pill in front.findChildren(StatusPill) if pill.isVisible()]


def focusable(window: QWidget) -> list[QWidget]:
    """Every widget the keyboard can reach: seen, and not switched off."""
    found = [child for child in window.findChildren(QWidget) if child.isVisible() and child.isEnabled()]
    return [child for child in found if child.focusPolicy() & Qt.FocusPolicy.TabFocus]


def write_record(home: Path, **facts: object) -> None:
    """What an installer would write down."""
    home.mkdir(exist_ok=True)
    (home / NAME).write_text(json.dumps({"format": 1, **facts}), encoding="utf-8")


def in_its_shell(viewer: Viewer, qtbot: QtBot) -> Shell:
    """Put the window into the one that the program starts with, in front."""
    shell = Shell()
    qtbot.addWidget(shell)
    shell.fill(viewer.window)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell
