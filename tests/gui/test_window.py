"""The window shows what would be sent: the same bytes as the terminal, every item, and no number that does not fit."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.engine import Engine, Shown, sample_bytes
from core.reading import Reason
from core.wording.group import NOTHING_YET
from core.wording.readings import REASONS
from gui.pages.page import Page
from gui.viewer import Viewer
from gui.widgets.banner import Banner
from gui.widgets.button import Button, LinkButton
from tests.commands import another_product, vitrinectl
from tests.gui.screen import (
    BYTES,
    EVENTS,
    REQUEST,
    SNAPSHOTS,
    bands,
    cells,
    page,
    problem,
    read_again,
    shown_bytes,
    texts,
)


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_the_bytes_in_the_window_are_those_of_the_terminal(viewer: Viewer, home: Path, group: str) -> None:
    front = page(viewer, group, BYTES)
    body = vitrinectl(home, "show", group, "--bytes").out
    assert shown_bytes(front) == body
    words = texts(front)
    assert words.count(f"{len(body)} bytes") == 1
    digest = hashlib.sha256(body).hexdigest()
    assert digest in words
    assert any(f"{digest[:8]}…{digest[-8:]}" in text for text in words)


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_the_request_in_the_window_is_that_of_the_terminal(viewer: Viewer, home: Path, group: str) -> None:
    front = page(viewer, group, REQUEST)
    wire = vitrinectl(home, "show", group, "--wire").out
    assert shown_bytes(front) == wire.replace(b"\r\n", b"\n")
    assert f"{len(wire)} bytes" in texts(front)
    head, _, body = wire.partition(b"\r\n\r\n")
    assert f"{len(head) + 4} bytes before the body, whose lines end in CR LF; {len(body)} bytes of body." in texts(
        front
    )


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_what_is_copied_is_what_is_shown(viewer: Viewer, home: Path, group: str) -> None:
    for tab, form in ((BYTES, "--bytes"), (REQUEST, "--wire")):
        front = page(viewer, group, tab)
        next(button for button in front.findChildren(Button) if "Copy" in button.text()).click()
        expected = vitrinectl(home, "show", group, form).out
        assert QGuiApplication.clipboard().text().encode() == expected
        assert f"Copied {len(expected)} bytes." in texts(front)


def test_the_overview_names_every_group_and_counts_every_item(viewer: Viewer) -> None:
    engine = viewer._engine
    facts = [fact for shown in engine.show_all() for fact in shown.reading.values()]
    assert viewer.window.page is not None
    words = texts(viewer.window.page)
    counted = f" {sum(fact.value is not None for fact in facts)} of {len(facts)} facts have a value now."
    assert any(counted in text for text in words)
    for shown in engine.show_all():
        assert shown.category.title in [link.text() for link in viewer.window.page.findChildren(LinkButton)]
    assert words.count("never") == len(SNAPSHOTS) + len(EVENTS)


@pytest.mark.parametrize("group", [*SNAPSHOTS, *EVENTS])
def test_every_item_of_the_catalogue_is_on_its_page_with_value_or_reason(viewer: Viewer, group: str) -> None:
    category = viewer._engine.catalogue.categories[group]
    reading = viewer._engine.show(group).reading
    rows = cells(page(viewer, group))
    assert list(rows) == [item.title for item in category.items]
    for item in category.items:
        assert rows[item.title] == (reading[item.key].words, "")
    reasons = {REASONS[reason] for reason in Reason}
    assert all(reading[item.key].value is not None or rows[item.title][0] in reasons for item in category.items)


@pytest.mark.parametrize("group", EVENTS)
def test_an_event_says_nothing_has_happened_yet_and_marks_its_sample(viewer: Viewer, group: str) -> None:
    front = page(viewer, group, BYTES)
    assert shown_bytes(front) == sample_bytes(viewer._engine.catalogue.categories[group])
    assert NOTHING_YET in texts(front)
    assert any(text.startswith("Sample.") for text in bands(viewer))
    assert not next(button for button in front.findChildren(Button) if "Copy" in button.text()).isEnabled()
    page(viewer, group, REQUEST)
    assert shown_bytes(front) == b""
    assert "No request" in texts(front)
    assert not any(text.startswith("Sample.") for text in bands(viewer))


@pytest.mark.parametrize("group", SNAPSHOTS)
def test_what_is_real_is_not_marked_as_a_sample(viewer: Viewer, group: str) -> None:
    page(viewer, group, BYTES)
    assert bands(viewer) == [text for text in bands(viewer) if text.startswith("Practice: no submission leaves")]
    assert len(bands(viewer)) == 1


def test_what_is_real_in_practice_too_is_not_called_practice(viewer: Viewer, qtbot: QtBot) -> None:
    [band] = bands(viewer)
    assert "submission" in band
    assert "nothing leaves" not in band
    assert any(
        "In practice too: what a site is told does leave this computer." in text
        for text in texts(page(viewer, "payment"))
    )
    assert any("in practice too" in text for text in texts(page(viewer, "web_request")))
    engine = viewer._engine
    engine.consent.accept("eu", "script")
    for group in ("payment", "web_request"):
        engine.choose(group, True, "script")
    read_again(qtbot, viewer)
    goes = {group: set(texts(page(viewer, group))) & {"Goes to", "Would go to"} for group in ("payment", "web_request")}
    assert goes == {"payment": {"Goes to"}, "web_request": {"Would go to"}}
    viewer.window.choose("overview")
    QApplication.processEvents()
    assert "the payment site you open, in practice too" in texts(viewer.window)


def test_the_band_of_practice_is_one_line(viewer: Viewer) -> None:
    band = next(each for each in viewer.window.findChildren(Banner) if each.isVisible())
    before = band.height()
    band.setText("Practice")
    QApplication.processEvents()
    assert viewer.window.width() <= 1200
    assert band.height() == before


def test_every_page_says_that_nothing_is_sent(viewer: Viewer) -> None:
    for group in (*SNAPSHOTS, *EVENTS):
        assert "This group is not sent" in texts(page(viewer, group))
        assert "Nothing is sent" in texts(viewer.window)
        assert any("sending off · 0 waiting" in text for text in texts(viewer.window))


def test_the_window_never_reads_on_the_thread_that_paints(
    open_viewer: Callable[..., Viewer], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    show = Engine.show

    def recorded(engine: Engine, key: str) -> Shown:
        threads.append(threading.current_thread())
        return show(engine, key)

    monkeypatch.setattr(Engine, "show", recorded)
    viewer = open_viewer()
    for key in viewer.window.keys:
        viewer.window.choose(key)
        assert viewer.window.page is not None
        qtbot.waitUntil(partial(is_idle, viewer.window.page))
    read_again(qtbot, viewer)
    # Twice for the pages, once for the checks of Support.
    assert len(threads) == 21
    assert threading.main_thread() not in threads


def is_idle(front: Page) -> bool:
    """Whether all that the page asked for has come."""
    return not front.busy


class Windows(QObject):
    """Sees whatever comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let everything through."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


def test_no_page_flashes_a_window_while_it_is_built(viewer: Viewer, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    for key in viewer.window.keys:
        viewer.window.choose(key)
        qapp.processEvents()
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def test_another_product_is_named_and_its_address_shown(
    open_viewer: Callable[..., Viewer], tmp_path: Path, home: Path
) -> None:
    path = str(another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "http://127.0.0.1:8080/in"'))
    viewer = open_viewer(VITRINE_PRODUCT=path)
    front = page(viewer, "environment", REQUEST)
    wire = vitrinectl(home, "show", "environment", "--wire", VITRINE_PRODUCT=path).out
    assert shown_bytes(front) == wire.replace(b"\r\n", b"\n")
    assert wire.startswith(b"POST /in/v1/submissions HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")
    assert "127.0.0.1:8080" in texts(front)
    assert bands(viewer) == []
    assert problem(viewer) == ""
