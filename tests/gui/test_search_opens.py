"""What the search finds is opened and chosen: pages, facts, submissions however far down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.record.history import History
from core.record.store import NAME as RECORD
from core.record.submission import Outcome, State, Submission
from core.text import visible
from gui.pages.history import HistoryPage
from gui.pages.outbox import OutboxPage
from gui.pages.search import MOST_RECALLED
from gui.state.search import Destination, FoundKind
from gui.viewer import Viewer
from gui.widgets.table import Table
from gui.widgets.text_field import TextField
from tests.engines import build_real
from tests.gui.records import numbers
from tests.gui.screen import part, read_again, shown_bytes, texts
from tests.gui.searching import chosen, is_idle, panel, queue, rows, search


def test_every_page_is_opened_by_its_name(viewer: Viewer, qtbot: QtBot) -> None:
    for key, name in viewer.window._names.items():
        found = search(viewer, name, qtbot)
        assert (chosen(found).kind, chosen(found).title) == (FoundKind.PAGE, name)
        QTest.keyClick(part(found, TextField), Qt.Key.Key_Return)
        assert viewer.window.page is not None
        assert viewer.window.page.key == key
        assert not found.isVisible()


def test_each_fact_is_opened_on_its_page_with_its_row_chosen(viewer: Viewer, qtbot: QtBot) -> None:
    for category in viewer._engine.catalogue.categories.values():
        for item in category.items:
            found = search(viewer, f"{item.title} {item.key}", qtbot)
            places = [(each.kind, each.place) for each in rows(found)]
            part(found, Table).selectRow(places.index((FoundKind.FACT, Destination(category.key, item.key))))
            QTest.keyClick(part(found, TextField), Qt.Key.Key_Return)
            front = viewer.window.page
            assert front is not None
            assert front.key == category.key
            tables = [each for each in front.findChildren(Table) if each.isVisible()]
            assert [each.model().index(each.currentIndex().row(), 0).data() for each in tables] == [item.title]
            assert item.title in texts(front)


def test_more_than_fifty_are_counted_and_older_ones_are_told(
    home: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    made = queue(home, MOST_RECALLED + 20)
    viewer = open_viewer()
    found = search(viewer, "waiting web", qtbot)
    said = texts(found)
    assert any(text.startswith("50 of ") for text in said)
    assert "Submissions looked through: the newest 500 of 520" in said
    numbers_found = [each.place.submission.number for each in rows(found) if each.place.submission]
    assert numbers_found == [each.number for each in made[: len(numbers_found)]]
    assert len(numbers_found) > 40


def test_what_waits_is_opened_in_the_outbox_with_its_bytes(
    home: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    made = queue(home, 30)
    viewer = open_viewer()
    for of in (made[3], made[20]):
        found = search(viewer, of.id[:18], qtbot)
        assert len(rows(found)) == 1
        QTest.keyClick(part(found, TextField), Qt.Key.Key_Return)
        front = viewer.window.page
        assert isinstance(front, OutboxPage)
        assert numbers(front)[part(front, Table).currentIndex().row()] == of.number
        assert shown_bytes(front) == of.body


def test_what_is_over_is_opened_in_the_history_however_far_down(
    home: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    made = queue(home, 450)
    ledger = build_real(home).engine.ledger
    for of in made:
        ledger.cancel(of.id)
    viewer = open_viewer()
    for filtered, of in (("all", made[440]), ("confirmed", made[300]), ("cancelled", made[2])):
        viewer.window.choose("history")
        front = viewer.window.page
        assert isinstance(front, HistoryPage)
        front.filter(filtered)
        found = search(viewer, f"No. {of.number}", qtbot)
        QTest.keyClick(part(found, TextField), Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_idle, front))
        QApplication.processEvents()
        assert numbers(front)[part(front, Table).currentIndex().row()] == of.number
        assert shown_bytes(front) == of.body


def test_a_submission_that_left_the_outbox_meanwhile_is_shown_and_said(
    home: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    [of, *_] = queue(home, 3)
    viewer = open_viewer()
    found = search(viewer, of.id[:18], qtbot)
    ledger, permit = viewer._engine.ledger, viewer._engine.consent.choices().permit
    ledger.settle([(each, Outcome(State.CONFIRMED)) for each in ledger.attempt([of], permit)])
    place = chosen(found).place
    read_again(qtbot, viewer)
    # What was found before, at the very moment before the new reading came.
    viewer.window.reveal(place)
    assert any("it has left the Outbox" in text for text in texts(viewer.window))


def test_a_record_that_cannot_be_read_is_told_and_all_else_is_found(
    home: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    home.mkdir()
    (home / RECORD).write_bytes(b"not a record" * 1000)
    viewer = open_viewer()
    found = panel(viewer)
    with qtbot.waitSignal(viewer.actions.failed, check_params_cb=lambda name, _: name == "recall") as said:
        found.open()
    part(found, TextField).setText("license")
    assert said.args
    assert visible(said.args[1]) in texts(found)
    assert len(rows(found)) > 5


def test_the_record_is_never_read_on_the_thread_that_paints(
    viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    submissions = History.submissions

    def recorded(self: History, *given: Any, **named: Any) -> list[Submission]:
        threads.append(threading.current_thread())
        return submissions(self, *given, **named)

    monkeypatch.setattr(History, "submissions", recorded)
    search(viewer, "1", qtbot)
    assert threads
    assert threading.main_thread() not in threads
