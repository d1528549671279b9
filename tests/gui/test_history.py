"""The history: every submission once, its bytes as they were sent, and whether the record fits together."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from core.record.submission import Outcome, State
from core.record.verification import verify
from core.text import visible
from core.wording import submissions as told
from core.wording.product import NOT_PROVEN, PRACTICE_PROOF
from gui.pages.history import FILTERS, HistoryPage
from gui.pages.submission_details import Side, SubmissionDetails
from gui.state.submissions import state_of
from gui.widgets.button import Button, LinkButton
from gui.widgets.table import Table
from tests.core.record.desk import signed
from tests.gui.records import Desk, choose, choose_side, desk, numbers, states
from tests.gui.screen import part, pills, shown_bytes, texts


@pytest.fixture
def history(qtbot: QtBot, home: Path) -> Desk:
    made = desk(qtbot, home, HistoryPage)
    settle(made, qtbot)
    return made


def page(history: Desk) -> HistoryPage:
    """The page under test."""
    assert isinstance(history.page, HistoryPage)
    return history.page


def settle(history: Desk, qtbot: QtBot) -> None:
    """Show what the record holds now, and wait for every page asked for."""
    history.show()
    qtbot.waitUntil(lambda: not page(history).busy)
    QApplication.processEvents()


def press(history: Desk, text: str) -> None:
    """Press the button with this text."""
    [found] = [each for each in history.page.findChildren(Button) if each.text() == text]
    found.click()


def test_an_empty_history_says_so_kindly(history: Desk) -> None:
    assert "Nothing was sent yet." in texts(history.page)
    assert not part(history.page, Table).isVisible()


def test_rows_are_the_records_newest_first_and_counted(history: Desk, qtbot: QtBot) -> None:
    made = history.queue(*"abcdef")
    for of, state in zip(made, (State.CONFIRMED, State.REFUSED, State.UNCONFIRMED), strict=False):
        history.settle(of, Outcome(state, "why"))
    history.vitrine.engine.ledger.cancel(made[3].id)
    settle(history, qtbot)
    found = history.vitrine.engine.ledger.history.submissions()
    assert numbers(history.page) == [each.number for each in found]
    assert states(history.page) == [state_of(each)[0] for each in found]
    assert str(sum(history.live.counts.values())) in texts(history.page)


def test_further_pages_show_everything_once(history: Desk, qtbot: QtBot) -> None:
    history.queue(*map(str, range(520)))
    settle(history, qtbot)
    assert "200 of 520" in texts(history.page)
    bar = part(history.page, Table).verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: "400 of 520" in texts(history.page))
    press(history, "Show more")
    qtbot.waitUntil(lambda: "520" in texts(history.page))
    found = history.vitrine.engine.ledger.history.submissions(limit=1000)
    assert numbers(history.page) == [each.number for each in found]
    assert len(set(numbers(history.page))) == 520


def test_what_happens_later_shows_in_its_row_however_far_down(history: Desk, qtbot: QtBot) -> None:
    made = history.queue(*map(str, range(210)))
    settle(history, qtbot)
    page(history).more()
    qtbot.waitUntil(lambda: not page(history).busy)
    chosen = history.found(made[5]).number
    choose(history.page, chosen)
    history.vitrine.engine.ledger.cancel(made[0].id)
    history.queue("newer")
    settle(history, qtbot)
    found = history.vitrine.engine.ledger.history.submissions(limit=1000)
    assert numbers(history.page) == [each.number for each in found]
    assert states(history.page)[-1] == "cancelled by you"
    assert shown_bytes(history.page) == made[5].body
    assert part(history.page, Table).currentIndex().row() == numbers(history.page).index(chosen)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_lists_its_state_alone(history: Desk, qtbot: QtBot, name: str) -> None:
    made = history.queue(*"abcd")
    for of, state in zip(made, (State.CONFIRMED, State.REFUSED, State.UNCONFIRMED), strict=False):
        history.settle(of, Outcome(state))
    settle(history, qtbot)
    page(history).filter(name)
    qtbot.waitUntil(lambda: not page(history).busy)
    found = history.vitrine.engine.ledger.history.submissions(FILTERS[name])
    assert numbers(history.page) == [each.number for each in found]
    assert ("None." in texts(history.page)) == (name == "cancelled")


def test_the_bytes_shown_are_the_body_in_the_record(history: Desk, qtbot: QtBot) -> None:
    made = history.queue("one", "\u202e\u00e4 <b>", "x" * 3000)
    settle(history, qtbot)
    for each in made:
        choose(history.page, history.found(each).number)
        assert shown_bytes(history.page) == each.body == history.found(each).body


def test_a_receipt_says_what_it_proves_and_what_not(history: Desk, qtbot: QtBot) -> None:
    one, two = history.queue("one", "two")
    history.settle(one, Outcome(State.CONFIRMED, receipt=signed(one)))
    history.settle(two, Outcome(State.UNCONFIRMED, "cut"))
    settle(history, qtbot)
    choose_side(part(history.page, SubmissionDetails), Side.RECEIPT)
    choose(history.page, history.found(one).number)
    assert {PRACTICE_PROOF, told.NO_PROOF, signed(one).text(one.id, one.sha256)} <= set(texts(history.page))
    assert "the same as of the bytes here" in texts(history.page)
    choose(history.page, history.found(two).number)
    assert told.NO_RECEIPT[State.UNCONFIRMED] in texts(history.page)
    assert PRACTICE_PROOF not in texts(history.page)


@pytest.mark.parametrize("edited", ["signature = zeroblob(64)", "received = '2027-01-01T00:00:00Z'", "request = NULL"])
def test_a_receipt_that_is_not_the_one_that_came_proves_nothing(
    history: Desk, home: Path, qtbot: QtBot, edited: str
) -> None:
    [one] = history.queue("one")
    history.settle(one, Outcome(State.CONFIRMED, receipt=signed(one)))
    edit(home, f"UPDATE submission SET {edited}")
    settle(history, qtbot)
    choose_side(part(history.page, SubmissionDetails), Side.RECEIPT)
    choose(history.page, history.found(one).number)
    assert NOT_PROVEN in texts(history.page)
    assert PRACTICE_PROOF not in texts(history.page)


def test_what_changed_from_the_one_before_stands_item_by_item(history: Desk, qtbot: QtBot) -> None:
    made = history.queue("HTTP", "HTTPS", "HTTPS")
    settle(history, qtbot)
    choose_side(part(history.page, SubmissionDetails), Side.CHANGED)
    for of, said in zip(made, ("There is none before", "was  HTTP\nnow  HTTPS", "Nothing but"), strict=True):
        choose(history.page, history.found(of).number)
        qtbot.waitUntil(lambda: not page(history).busy)
        QApplication.processEvents()
        assert any(text.startswith(said) for text in texts(history.page)), said


def test_the_one_before_is_found_beyond_what_is_listed(history: Desk, qtbot: QtBot) -> None:
    made = history.queue(*map(str, range(300)))
    history.settle(made[10], Outcome(State.REFUSED, "no"))
    settle(history, qtbot)
    page(history).filter("refused")
    choose_side(part(history.page, SubmissionDetails), Side.CHANGED)
    qtbot.waitUntil(lambda: not page(history).busy)
    QApplication.processEvents()
    assert f"Changed from No. {history.found(made[9]).number}" in texts(history.page)
    assert "was  9\nnow  10" in texts(history.page)


def test_an_erased_one_is_said_to_be_erased(history: Desk, qtbot: QtBot) -> None:
    [one] = history.queue("one")
    history.settle(one, Outcome(State.CONFIRMED, receipt=signed(one)))
    history.vitrine.engine.ledger.erase([one.id])
    settle(history, qtbot)
    assert told.ERASED in texts(history.page)
    for side in (Side.RECEIPT, Side.DETAILS):
        choose_side(part(history.page, SubmissionDetails), side)
        QApplication.processEvents()
    assert one.sha256 in texts(history.page)


def edit(home: Path, statement: str) -> None:
    """Change the file behind Vitrine's back."""
    with closing(apsw.Connection(str(home / "vitrine.db"))) as connection:
        connection.execute(statement)


def test_an_edited_body_is_not_shown_as_what_was_sent(history: Desk, home: Path, qtbot: QtBot) -> None:
    history.queue("one")
    edit(home, "UPDATE submission SET body = x'3c623e41ff3c2f623e'")
    settle(history, qtbot)
    assert told.EDITED in texts(history.page)
    assert "<b>A\\xff</b>" in texts(history.page)


def test_a_row_that_does_not_stand_where_its_events_left_it_is_not_shown_and_the_list_not_called_empty(
    history: Desk, home: Path, qtbot: QtBot
) -> None:
    history.queue("one")
    edit(home, "UPDATE submission SET state = 'cancelled', finished = queued")
    settle(history, qtbot)
    shown = texts(history.page)
    assert "The record could not be read." in shown
    assert not {"Nothing was sent yet.", "cancelled by you"} & set(shown)


def test_a_record_that_holds_is_said_to_hold_and_to_what_extent(history: Desk, qtbot: QtBot) -> None:
    history.queue(*"abc")
    settle(history, qtbot)
    with qtbot.waitSignal(history.actions.verified):
        press(history, "Check the records")
    verdict = history.vitrine.engine.ledger.history.verify()
    number, _, link = verdict.head.partition(":")
    assert "Records fit together" in pills(history.page)
    assert any(f"{verdict.events} events, head {number}:{link[:8]}…" in text for text in texts(history.page))
    [link_button] = [each for each in history.page.findChildren(LinkButton) if each.text().startswith("What this")]
    link_button.click()
    QApplication.processEvents()
    [note] = [text for text in texts(history.page) if "replaced as a whole" in text]
    assert verdict.head in note


def test_the_check_names_the_first_bad_event_of_an_edited_file(history: Desk, home: Path, qtbot: QtBot) -> None:
    history.queue(*"abcdef")
    settle(history, qtbot)
    edit(home, "UPDATE event SET at = at - 1 WHERE number = 3")
    with qtbot.waitSignal(history.actions.verified):
        press(history, "Check the records")
    assert "Records do not fit together" in pills(history.page)
    assert any(text.startswith("First at event ") for text in texts(history.page))


def test_a_check_tells_how_far_it_is_and_can_be_stopped(
    history: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "PAGE", 1)
    history.queue(*map(str, range(300)))
    settle(history, qtbot)
    seen: list[str] = []

    def watch(done: int, of: int) -> None:
        seen.extend(text for text in texts(history.page) if text.startswith("Checking:"))
        if len(seen) == 1:
            press(history, "Stop")

    history.actions.verifying.connect(watch)
    with qtbot.waitSignal(history.actions.verified):
        press(history, "Check the records")
    assert seen[0].startswith("Checking: ")
    assert "Stopped" in pills(history.page)


@pytest.mark.parametrize("there", [False, True])
def test_the_export_goes_to_a_new_file_and_overwrites_none(
    history: Desk, tmp_path: Path, qtbot: QtBot, there: bool
) -> None:
    history.queue("one")
    settle(history, qtbot)
    file = tmp_path / "record.jsonl"
    if there:
        file.write_text("mine", encoding="utf-8")
    press(history, "Export…")
    dialog = part(history.page, QFileDialog)
    answer = history.actions.failed if there else history.actions.done
    with qtbot.waitSignal(answer):
        dialog.fileSelected.emit(str(file))
    dialog.close()
    QApplication.processEvents()
    if there:
        assert file.read_text(encoding="utf-8") == "mine"
        assert any("is there already" in text for text in texts(history.page))
    else:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert sum('"submission"' in line for line in lines) == 1
        assert any(f"{len(lines)} lines written" in text for text in texts(history.page))


@pytest.mark.parametrize("side", [Side.RECEIPT, Side.CHANGED, Side.DETAILS])
def test_hostile_text_is_shown_letter_for_letter_on_every_side(
    history: Desk, home: Path, qtbot: QtBot, side: Side
) -> None:
    hostile = "<b>\u202e</b> &amp;"
    [_, one] = history.queue("plain", hostile)
    history.settle(one, Outcome(State.REFUSED, hostile))
    edit(home, f"UPDATE submission SET received = '{hostile}', signature = x'00' WHERE reason = '{hostile}'")
    settle(history, qtbot)
    choose_side(part(history.page, SubmissionDetails), side)
    qtbot.waitUntil(lambda: not page(history).busy)
    QApplication.processEvents()
    shown = texts(history.page)
    assert any(visible(hostile) in text for text in shown), shown
    assert not any("\u202e" in text for text in shown)
    history.page.grab()
