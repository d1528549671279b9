"""F1 opens the handbook at the page in front, in one window of its own, offline; what it shows is ours alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import paths
from core.wording.window import ABSENT
from gui.pages import handbook
from gui.pages.handbook import CONTENTS, Chapter, Handbook, leads_to, read
from gui.viewer import Viewer
from gui.widgets.sidebar import Sidebar
from tests.commands import REPOSITORY
from tests.gui.handbooks import arrived, opened, shows, text
from tests.gui.screen import focusable, in_its_shell, page, sidebar
from tests.gui.test_access import name_of
from tests.gui.user import press


class Browser(QObject):
    """What is asked of the system to open."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.asked.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Stands for every program that might open a link."""
    made = Browser()
    # Its types ask for bytes, which it refuses.
    slot: Any = "open"
    for scheme in ("https", "http", "file"):
        QDesktopServices.setUrlHandler(scheme, made, slot)
    yield made
    for scheme in ("https", "http", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_f1_opens_the_handbook_at_each_page(viewer: Viewer, qtbot: QtBot) -> None:
    for key in viewer.window.keys:
        viewer.window.choose(key)
        book = opened(viewer, qtbot)
        assert book.key == key
        assert text(book).toPlainText().startswith(read(paths.handbook(), key).title)
        assert ABSENT not in text(book).toPlainText()
        QTest.keyClick(book, Qt.Key.Key_Escape)
    assert len(viewer.window.findChildren(Handbook)) == 1


def test_f1_works_in_the_window_the_program_starts_with(viewer: Viewer, qtbot: QtBot) -> None:
    shell = in_its_shell(viewer, qtbot)
    viewer.window.choose("outbox")
    QTest.keyClick(viewer.window, Qt.Key.Key_F1)
    book = arrived(viewer, qtbot)
    assert book.isWindow()
    assert not book.isModal()
    assert book.key == "outbox"
    QTest.keyClick(book, Qt.Key.Key_Escape)
    qtbot.waitUntil(shell.isActiveWindow)
    viewer.window.setParent(None)


def test_escape_closes_it_and_the_focus_is_where_it_was(viewer: Viewer, qtbot: QtBot) -> None:
    page(viewer, "environment")
    viewer.window.activateWindow()
    qtbot.waitUntil(viewer.window.isActiveWindow)
    sidebar(viewer).setFocus()
    book = opened(viewer, qtbot)
    assert QApplication.focusWidget() is text(book)
    QTest.keyClick(text(book), Qt.Key.Key_Escape)
    assert book.isHidden()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), Sidebar))


def test_the_keys_of_the_window_do_nothing_in_it(viewer: Viewer, qtbot: QtBot) -> None:
    book = opened(viewer, qtbot)
    for key in (Qt.Key.Key_Slash, Qt.Key.Key_K):
        held = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_K else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(text(book), key, held)
    assert viewer.window._search is None


def test_the_button_on_the_page_for_support_opens_the_list(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.window.choose("support")
    assert viewer.window.page is not None
    press(viewer.window.page, "Open the handbook")
    assert arrived(viewer, qtbot).key == CONTENTS


def test_a_link_leads_to_its_page_and_back_to_where_it_was_left(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.window.choose("support")
    book = opened(viewer, qtbot)
    bar = text(book).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    left = bar.value()
    text(book).anchorClicked.emit(QUrl("license-status.md"))
    qtbot.waitUntil(lambda: book.key == "license-status")
    assert bar.value() == 0
    press(book, "Contents")
    qtbot.waitUntil(lambda: book.key == CONTENTS)
    for key in ("license-status", "support"):
        QTest.keyClick(book, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(partial(shows, book, key))
    assert abs(bar.value() - left) <= 1
    assert "Back" not in [name_of(each) for each in focusable(book)]


def test_links_are_followed_by_keyboard(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.window.choose("support")
    press(viewer.window.page or viewer.window, "Open the handbook")
    book = arrived(viewer, qtbot)
    # The first link of the list, then the second: Support itself stands in the sentence before it.
    for _ in range(2):
        QTest.keyClick(text(book), Qt.Key.Key_Tab)
    QTest.keyClick(text(book), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: book.key == "overview")


@pytest.mark.parametrize(
    "link",
    [
        *("https://example.example/", "http://127.0.0.1:9/", "file:///etc/hostname", "mailto:a@b.example"),
        *("../GALLERY.md", "/etc/hostname", "overview.md?x", "overview.html", "#top", "../../README.md"),
    ],
)
def test_no_other_link_is_followed(viewer: Viewer, qtbot: QtBot, browser: Browser, link: str) -> None:
    book = opened(viewer, qtbot)
    text(book).show_chapter(Chapter("overview", f"# A\n\n[away]({link})\n"))
    before, shown = book.key, text(book).toPlainText()
    QTest.keyClick(text(book), Qt.Key.Key_Tab)
    with qtbot.waitSignal(text(book).anchorClicked) as clicked:
        QTest.keyClick(text(book), Qt.Key.Key_Return)
    assert clicked.args == [QUrl(link)]
    assert leads_to(link) == ""
    assert not book.busy
    assert (book.key, text(book).toPlainText()) == (before, shown)
    assert browser.asked == []


def test_where_it_did_not_come_with_the_program_it_says_so_in_one_line(
    viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "handbook", lambda: tmp_path / "nowhere")
    book = opened(viewer, qtbot)
    assert text(book).toPlainText().splitlines() == ["Handbook", ABSENT]


def test_it_lies_in_the_checkout_or_where_it_was_packed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert paths.handbook() == REPOSITORY / "docs" / "handbook"
    (tmp_path / "resources" / "handbook").mkdir(parents=True)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path / "resources")
    assert paths.handbook() == tmp_path / "resources" / "handbook"


def test_a_page_is_read_on_a_worker(viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def recorded(folder: Path, key: str) -> Chapter:
        threads.append(threading.current_thread())
        return read(folder, key)

    monkeypatch.setattr(handbook, "read", recorded)
    opened(viewer, qtbot)
    assert threads
    assert threading.main_thread() not in threads


def test_nothing_of_it_is_loaded_before_it_is_asked_for(viewer: Viewer) -> None:
    assert viewer.window.findChildren(Handbook) == []
