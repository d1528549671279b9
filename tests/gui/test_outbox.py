"""The Outbox: what waits can be read to the byte and stopped until it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.clock import now, stamp
from core.record.permit import Permit
from core.record.submission import Outcome, State
from core.wording.times import within
from gui.pages.outbox import OutboxPage
from gui.pages.submission_details import Side, SubmissionDetails
from gui.state.search import Destination
from gui.widgets.button import Button
from gui.widgets.table import Table
from tests.gui.records import Desk, choose, choose_side, desk, numbers, states
from tests.gui.screen import focusable, part, shown_bytes, texts

HOSTILE = "<b>no</b> &amp; \u202e\u2066 %s"


@pytest.fixture
def outbox(qtbot: QtBot, home: Path) -> Desk:
    return desk(qtbot, home, OutboxPage)


def button(outbox: Desk, *names: str) -> Button:
    """The button with one of these texts."""
    [found] = [each for each in outbox.page.findChildren(Button) if each.text() in names]
    return found


def cancel(outbox: Desk) -> Button:
    return button(outbox, "Cancel", "Do not try again")


def retry(outbox: Desk) -> Button:
    return button(outbox, "Send now", "Try again now")


def test_an_empty_outbox_says_so_kindly(outbox: Desk) -> None:
    assert "Nothing waits." in texts(outbox.page)
    assert not part(outbox.page, Table).isVisible()


def test_a_record_that_cannot_be_read_is_not_called_empty(outbox: Desk, home: Path) -> None:
    (home / "vitrine.db").unlink()
    (home / "vitrine.db").write_bytes(b"no database")
    outbox.show()
    assert "Nothing waits." not in texts(outbox.page)
    assert "The record could not be read." in texts(outbox.page)


def test_rows_are_what_is_pending_oldest_first(outbox: Desk) -> None:
    made = outbox.queue("one", "two", "three", "four")
    outbox.settle(made[0], Outcome(State.UNCONFIRMED, "cut"))
    outbox.settle(made[1], Outcome(State.REFUSED, "no"))
    outbox.settle(made[2], Outcome(State.CONFIRMED))
    outbox.show()
    pending = outbox.vitrine.engine.ledger.history.pending()
    assert numbers(outbox.page) == [each.number for each in pending] == sorted(numbers(outbox.page))
    assert states(outbox.page) == ["sent, not confirmed", "refused, kept here", "waiting"]
    assert "1 waiting · 1 sent, not confirmed · 1 refused, kept here" in texts(outbox.page)


def test_the_bytes_shown_are_the_body_that_waits(outbox: Desk) -> None:
    for each in outbox.queue("one", "two \u00e4\u202e", "x" * 5000):
        outbox.show()
        choose(outbox.page, outbox.found(each).number)
        assert shown_bytes(outbox.page) == each.body == outbox.found(each).body
        assert f"{len(each.body)} bytes" in texts(outbox.page)


def test_it_says_when_each_goes(outbox: Desk) -> None:
    due = stamp(now() + timedelta(minutes=10))
    outbox.queue("one", due=due)
    outbox.show()
    assert part(outbox.page, Table).model().index(0, 1).data() == f"goes {within(due, now())}"
    assert not retry(outbox).isEnabled()
    outbox.queue("two")
    outbox.show()
    assert part(outbox.page, Table).model().index(1, 1).data() == "goes next"
    assert retry(outbox).isEnabled()
    outbox.vitrine.engine.pause("window")
    outbox.show()
    assert part(outbox.page, Table).model().index(1, 1).data() == "after you resume"
    assert not retry(outbox).isEnabled()
    assert any(text.startswith("Sending is paused") for text in texts(outbox.page))


def test_what_is_no_longer_agreed_is_not_said_to_go(outbox: Desk) -> None:
    outbox.queue("one")
    outbox.show()
    choices = replace(outbox.live.choices, allowed=frozenset(), permit=Permit(1, frozenset()))
    outbox.page.show_live(replace(outbox.live, choices=choices))
    assert part(outbox.page, Table).model().index(0, 1).data() == "not as things are agreed"
    assert not retry(outbox).isEnabled()


def test_what_is_cancelled_leaves_the_outbox_and_stays_in_the_history(outbox: Desk, qtbot: QtBot) -> None:
    one, two = outbox.queue("one", "two")
    outbox.show()
    choose(outbox.page, outbox.found(one).number)
    with qtbot.waitSignal(outbox.actions.done):
        cancel(outbox).click()
    assert outbox.found(one).state is State.CANCELLED
    assert numbers(outbox.page) == [outbox.found(two).number]
    assert outbox.found(one) in outbox.vitrine.engine.ledger.history.submissions()


def test_when_the_chosen_one_has_left_no_other_takes_its_place(outbox: Desk) -> None:
    one, two = outbox.queue("one", "two")
    outbox.show()
    choose(outbox.page, outbox.found(one).number)
    outbox.vitrine.engine.ledger.cancel(one.id)
    outbox.show()
    assert shown_bytes(outbox.page) == one.body
    assert not cancel(outbox).isEnabled()
    assert not part(outbox.page, Table).selectionModel().hasSelection()
    choose(outbox.page, outbox.found(two).number)
    assert shown_bytes(outbox.page) == two.body
    assert cancel(outbox).isEnabled()


def test_one_that_left_is_shown_alone_and_cannot_be_cancelled(outbox: Desk) -> None:
    one, two = outbox.queue("one", "two")
    gone = outbox.found(one)
    outbox.vitrine.engine.ledger.cancel(one.id)
    outbox.show()
    choose(outbox.page, outbox.found(two).number)
    assert cancel(outbox).isEnabled()
    outbox.page.reveal(Destination("outbox", submission=gone))
    assert shown_bytes(outbox.page) == one.body
    assert not cancel(outbox).isEnabled()


def test_send_now_sends_what_is_due(outbox: Desk, qtbot: QtBot) -> None:
    [one] = outbox.queue("one")
    outbox.show()
    with qtbot.waitSignal(outbox.actions.done, timeout=20_000):
        retry(outbox).click()
    # The practice receiver knows the group and not what the test put in it; either way it was tried.
    assert outbox.found(one).attempts == 1
    outbox.show()
    assert any("refused" in text or "onfirmed" in text for text in texts(outbox.page))


def test_what_may_have_arrived_is_not_called_cancelled(outbox: Desk, qtbot: QtBot) -> None:
    [one] = outbox.queue("one")
    outbox.settle(one, Outcome(State.UNCONFIRMED, "cut"))
    outbox.show()
    assert cancel(outbox).text() == "Do not try again"
    with qtbot.waitSignal(outbox.actions.done):
        cancel(outbox).click()
    assert states(outbox.page) == ["not confirmed, ended"]
    assert not cancel(outbox).isEnabled()


def test_a_hostile_reason_is_shown_letter_for_letter(outbox: Desk) -> None:
    [one] = outbox.queue("one")
    outbox.settle(one, Outcome(State.REFUSED, HOSTILE))
    outbox.show()
    choose_side(part(outbox.page, SubmissionDetails), Side.DETAILS)
    QApplication.processEvents()
    assert "<b>no</b> &amp; <U+202E><U+2066> %s" in texts(outbox.page)
    assert {"ID", "SHA-256 of the body", "Why", "Attempts"} <= set(texts(outbox.page))
    assert {one.id, one.sha256} <= set(texts(outbox.page))
    outbox.page.grab()


def test_a_receivers_reason_is_never_taken_for_our_own_word(outbox: Desk) -> None:
    [one] = outbox.queue("one")
    outbox.settle(one, Outcome(State.REFUSED, "you"))
    outbox.show()
    assert "You cancelled it." not in texts(outbox.page)
    assert "you" in texts(outbox.page)


def test_rows_are_reached_by_keyboard(outbox: Desk) -> None:
    made = outbox.queue("one", "two")
    outbox.show()
    table = part(outbox.page, Table)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert shown_bytes(outbox.page) == made[1].body
    assert all(each.accessibleName() or isinstance(each, Button) for each in focusable(outbox.page))
