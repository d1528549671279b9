"""The page about the program: what it is and is not, and every part of it with its license."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import __version__, paths
from core.wording import support
from gui.pages.about import AboutPage
from gui.state import components
from gui.viewer import Viewer
from gui.widgets.table import Table
from tests.commands import REPOSITORY, another_product
from tests.gui.screen import part, texts


def about(viewer: Viewer, qtbot: QtBot) -> AboutPage:
    """Open the page, and wait for the components."""
    viewer.window.choose("about")
    front = viewer.window.page
    assert isinstance(front, AboutPage)
    qtbot.waitUntil(lambda: not front.busy)
    QApplication.processEvents()
    return front


def listed(front: AboutPage) -> dict[str, tuple[str, str]]:
    """Version and license of each part in the table."""
    model = part(front, Table).model()
    cells = [[str(model.index(row, column).data()) for column in range(3)] for row in range(model.rowCount())]
    return {name: (version, of) for name, version, of in cells}


def test_it_says_version_license_and_whose_it_is_not(viewer: Viewer, qtbot: QtBot) -> None:
    said = texts(about(viewer, qtbot))
    assert any(text.startswith(f"Version {__version__}.") for text in said)
    assert any(text.startswith("Apache License, Version 2.0.") for text in said)
    [whose] = [text for text in said if text.startswith("Nobody’s product")]
    assert "here Example Security, by Example Software. Both names are invented" in whose
    for caption in ("It cannot see", "It cannot show", "It cannot prove", "It cannot bring back"):
        assert caption in said


def test_another_product_is_named_as_it_stands_and_not_called_invented(
    open_viewer: Callable[..., Viewer], tmp_path: Path, qtbot: QtBot
) -> None:
    file = another_product(tmp_path, '"Example Software"', "'<b>A</b> {vendor} & Söhne'")
    [whose] = [text for text in texts(about(open_viewer(VITRINE_PRODUCT=str(file)), qtbot)) if "Nobody" in text]
    assert whose.endswith("here Example Security, by <b>A</b> {vendor} & Söhne.")


def test_every_library_it_needs_is_listed_with_version_and_license(viewer: Viewer, qtbot: QtBot) -> None:
    found = listed(about(viewer, qtbot))
    for name in components.ROOTS:
        told = distribution(name)
        version, of = found[told.name]
        assert version == told.version
        assert of not in ("", support.NOT_SAID, support.NOT_FOUND), name
    assert "LGPL-3.0-only" in found["PySide6_Essentials"][1]
    # What those need in turn is here too, what tests need is not.
    assert "urllib3" in found
    assert "shiboken6" in found
    assert not found.keys() & {"pytest", "hypothesis", "ruff", "mypy", "rfc8785"}


def test_the_list_begins_with_what_the_program_says_it_needs() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {components.NAME.match(line) for line in project["dependencies"]}
    assert {each[0] for each in needed if each} == set(components.ROOTS)


def test_every_font_that_came_with_it_is_listed(viewer: Viewer, qtbot: QtBot) -> None:
    found = listed(about(viewer, qtbot))
    folder = paths.resources() / "fonts"
    families = set()
    for file in [*folder.glob("*.otf"), *folder.glob("*.ttf")]:
        families |= set(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file))))
    named = {name for family in families for name in found if family.startswith(name)}
    assert named == {each.name for each in components.FONTS}
    assert all(any(family.startswith(name) for name in named) for family in families)


def test_a_copy_without_the_papers_of_its_libraries_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(components, "distribution", missing)
    told = {each.name: each for each in components.parts()}
    assert {each.license for name, each in told.items() if name in components.ROOTS} == {support.NOT_FOUND}
    assert told["Python"].license == "PSF-2.0"


def test_the_parts_are_read_on_a_worker(viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    read = components.parts

    def recorded() -> list[components.Component]:
        threads.append(threading.current_thread())
        return read()

    monkeypatch.setattr(components, "parts", recorded)
    about(viewer, qtbot)
    assert len(threads) == 1
    assert threading.main_thread() not in threads
