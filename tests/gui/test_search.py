"""The search over everything: opened by key or mouse, moved in by keyboard, and what it finds is opened and chosen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.clock import now, stamp
from core.envelope import seal
from core.ledger.history import History
from core.ledger.submission import Outcome, State, Submission
from core.reading import known
from core.store import NAME as RECORD
from core.text import visible
from gui.models.search import Entry, Place
from gui.pages.history import HistoryPage
from gui.pages.outbox import OutboxPage
from gui.pages.search import HINT, MOST_RECALLED, Search
from gui.viewer import Viewer
from gui.widgets.button import Button, LinkButton
from gui.widgets.field import Field
from gui.widgets.search_entry import SearchEntry
from gui.widgets.table import Table
from tests.engines import build_real
from tests.gui.records import numbers
from tests.gui.screen import page, part, read_again, shown_bytes, sidebar, texts, write_record

GROUP = "web_request"


def search(viewer: Viewer, query: str, qtbot: QtBot) -> Search:
    """Open it, wait for the record, and type."""
    found = part(viewer.window, Search)
    if not found.isVisible():
        with qtbot.waitSignal(viewer.actions.recalled):
            part(viewer.window, SearchEntry).click()
    part(found, Field).setText(query)
    QApplication.processEvents()
    return found


def rows(found: Search) -> list[Entry]:
    """What is listed."""
    return list(found._model.entries)


def chosen(found: Search) -> Entry:
    """What Enter would open."""
    return rows(found)[part(found, Table).currentIndex().row()]


def press(key: Qt.Key) -> None:
    """A key, to whoever has the focus."""
    QTest.keyClick(focused(), key)
    QApplication.processEvents()


def focused() -> QWidget:
    """Who has it."""
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def is_idle(front: HistoryPage) -> bool:
    """Whether all it asked for has come."""
    return not front.busy


def queue(home: Path, count: int) -> list[Submission]:
    """So many in the Outbox, newest first."""
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    engine.consent.choose(GROUP, True, "script")
    made = [seal(GROUP, {"protocol": known(str(number), "a test")}, "s@1") for number in range(count)]
    engine.ledger.queue(made, engine.consent.choices().permit, stamp(now()))
    return engine.ledger.history.submissions(limit=count)


@pytest.fixture
def active(viewer: Viewer, qtbot: QtBot) -> Viewer:
    """A window that has the keyboard."""
    viewer.window.activateWindow()
    qtbot.waitUntil(viewer.window.isActiveWindow)
    sidebar(viewer).setFocus()
    return viewer


@pytest.mark.parametrize("keys", [(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Slash,)])
def test_its_keys_open_it_over_any_page_and_esc_gives_the_focus_back(
    active: Viewer, keys: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    before = part(page(active, "environment"), Table)
    before.setFocus()
    found = part(active.window, Search)
    assert not found.isVisible()
    QTest.keyClick(before, *keys)
    assert found.isVisible()
    assert found.geometry() == active.window.rect()
    assert focused() is part(found, Field)
    press(Qt.Key.Key_Escape)
    assert not found.isVisible()
    assert focused() is before


def test_a_slash_typed_into_a_field_stays_there(active: Viewer) -> None:
    active.window.choose("settings")
    assert active.window.page is not None
    field = next(each for each in active.window.page.findChildren(Field) if each.accessibleName() == "Proxy")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Slash)
    assert field.text() == "/"
    assert not part(active.window, Search).isVisible()


def test_the_mouse_opens_and_closes_it_too(viewer: Viewer) -> None:
    entry, found = part(viewer.window, SearchEntry), part(viewer.window, Search)
    assert (entry.text(), entry.accessibleDescription()) == ("Search", "Ctrl+K")
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    QTest.mouseClick(found.card, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert found.isVisible()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not found.isVisible()
    entry.click()
    next(link for link in found.findChildren(LinkButton) if link.text() == "Close").click()
    assert not found.isVisible()
    viewer.window.resize(640, 480)
    QApplication.processEvents()
    [button] = [each for each in viewer.window.findChildren(Button) if each.text() == "Search" and each.isVisible()]
    button.click()
    assert found.isVisible()


def test_tab_stays_in_it(active: Viewer, qtbot: QtBot) -> None:
    found = search(active, "a", qtbot)
    seen = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        press(key)
        seen.append(focused())
    assert [type(each) for each in seen] == [LinkButton, Field, LinkButton]
    assert all(found.isAncestorOf(each) for each in seen)


def test_before_a_word_is_typed_it_says_what_can_be_found(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "", qtbot)
    assert HINT.format(items=46) in texts(found)
    assert not part(found, Table).isVisible()


def test_what_is_not_there_is_said_as_it_was_typed(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "<b>zz\u202e", qtbot)
    assert "Nothing found for “<b>zz<U+202E>”." in texts(found)
    found = search(viewer, "yy", qtbot)
    assert "Nothing found for “yy”." in texts(found)
    assert part(found, Field).accessibleDescription() == "Nothing found for “yy”."


def test_every_page_is_opened_by_its_name(active: Viewer, qtbot: QtBot) -> None:
    for key, name in active.window._names.items():
        found = search(active, name, qtbot)
        assert (chosen(found).kind, chosen(found).title) == ("Page", name)
        press(Qt.Key.Key_Return)
        assert active.window.page is not None
        assert active.window.page.key == key
        assert not found.isVisible()


def test_each_fact_is_opened_on_its_page_with_its_row_chosen(viewer: Viewer, qtbot: QtBot) -> None:
    for category in viewer._engine.catalogue.categories.values():
        for item in category.items:
            found = search(viewer, f"{item.title} {item.key}", qtbot)
            places = [(each.kind, each.place) for each in rows(found)]
            part(found, Table).selectRow(places.index(("Fact", Place(category.key, item.key))))
            QTest.keyClick(part(found, Field), Qt.Key.Key_Return)
            front = viewer.window.page
            assert front is not None
            assert front.key == category.key
            tables = [each for each in front.findChildren(Table) if each.isVisible()]
            assert [each.model().index(each.currentIndex().row(), 0).data() for each in tables] == [item.title]
            assert item.title in texts(front)


def test_a_value_is_found_as_it_is_now(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    write_record(home, software_update_id="41.97.3")
    read_again(qtbot, viewer)
    found = search(viewer, "41.97.3", qtbot)
    assert [(each.kind, each.title, each.place.item) for each in rows(found)] == [
        ("Value", "41.97.3", "software_update_id")
    ]
    # A new reading arrives while it is open.
    write_record(home, software_update_id="42")
    read_again(qtbot, viewer)
    assert rows(found) == []
    assert [each.title for each in rows(search(viewer, "last installed update 42", qtbot))] == ["42"]


@pytest.mark.parametrize("hostile", ['<b>x</b>&amp;<img src="x">', "one\u202etwo\u2066", "zero\u200bwidth"])
def test_a_hostile_value_is_listed_letter_for_letter(viewer: Viewer, home: Path, qtbot: QtBot, hostile: str) -> None:
    engine = viewer._engine
    collector = engine._collectors["installed_software"]
    version = {"software_version": known(hostile, "a test")}
    engine._collectors = {**engine._collectors, "installed_software": lambda: {**collector(), **version}}
    read_again(qtbot, viewer)
    found = search(viewer, visible(hostile), qtbot)
    assert [each.title for each in rows(found)] == [visible(hostile)]
    model = part(found, Table).model()
    assert all(str(model.index(0, column).data() or "").isprintable() for column in range(3))
    viewer.window.grab()


def test_up_and_down_move_in_the_list_and_each_row_is_read_out(active: Viewer, qtbot: QtBot) -> None:
    found = search(active, "license", qtbot)
    table, field, count = part(found, Table), part(found, Field), len(rows(found))
    seen = []
    for key, times in ((Qt.Key.Key_Down, count + 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_PageUp, 9), (Qt.Key.Key_Up, 1)):
        for _ in range(times):
            press(key)
        seen.append(table.currentIndex().row())
        entry = chosen(found)
        assert field.accessibleDescription() == (
            f"{entry.kind}, {entry.title}, {entry.more}, {seen[-1] + 1} of {count}"
        )
    assert seen == [count - 1, count - 2, 0, 0]
    assert focused() is field
    second = rows(found)[1]
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(1, 1)).center()
    )
    assert active.window.page is not None
    assert active.window.page.key == second.place.page


def test_a_screen_reader_knows_field_and_list(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "license", qtbot)
    told = {}
    for widget in (part(found, Field), part(found, Table)):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        told[interface.text(QAccessible.Text.Name)] = interface.role()
    assert told == {"Search": QAccessible.Role.EditableText, "Found": QAccessible.Role.Table}
    table = part(found, Table)
    assert table.model().headerData(0, Qt.Orientation.Vertical).startswith("Page, License")


def test_what_is_chosen_stays_chosen_when_new_values_come(viewer: Viewer, qtbot: QtBot) -> None:
    found = search(viewer, "license", qtbot)
    QTest.keyClick(part(found, Field), Qt.Key.Key_Down)
    before = chosen(found)
    read_again(qtbot, viewer)
    assert chosen(found) == before


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
        QTest.keyClick(part(found, Field), Qt.Key.Key_Return)
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
    for filtered, of in (("All", made[440]), ("Confirmed", made[300]), ("Cancelled", made[2])):
        viewer.window.choose("history")
        front = viewer.window.page
        assert isinstance(front, HistoryPage)
        front.filter(filtered)
        found = search(viewer, f"No. {of.number}", qtbot)
        QTest.keyClick(part(found, Field), Qt.Key.Key_Return)
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
    assert of.envelope is not None
    ledger.attempt([of.envelope], permit)
    ledger.settle({of.id: Outcome(State.CONFIRMED)})
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
    found = part(viewer.window, Search)
    with qtbot.waitSignal(viewer.actions.failed, check_params_cb=lambda name, _: name == "recall") as said:
        found.open()
    part(found, Field).setText("license")
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
