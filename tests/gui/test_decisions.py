"""The user decides in the window: what it shows afterwards is what the record says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.assembly import build
from core.settings import NAME as SETTINGS
from gui.pages.agreement import RegionRow
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.status_pill import StatusPillLink
from gui.widgets.switch import AskingSwitch
from tests.commands import another_product, vitrinectl
from tests.gui.screen import page, part, problem, read_again, texts
from tests.gui.user import GROUP, accept, acted, kinds, press, switch, switch_on


def test_before_anything_is_decided_the_viewer_opens_on_the_agreement(
    open_viewer: Callable[..., Viewer], qtbot: QtBot, home: Path
) -> None:
    viewer = Viewer(build("real", {"VITRINE_HOME": str(home)}))
    qtbot.addWidget(viewer.window)
    viewer.open(None)
    qtbot.waitUntil(lambda: viewer.window.page is not None)
    assert viewer.window.page is not None
    assert viewer.window.page.heading == "Before anything is sent"
    viewer.close()


def test_once_decided_it_opens_on_the_overview(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    accept(qtbot, viewer)
    again = Viewer(build("real", {"VITRINE_HOME": str(home)}))
    qtbot.addWidget(again.window)
    again.open(None)
    qtbot.waitUntil(lambda: again.window.page is not None)
    assert again.window.page is not None
    assert again.window.page.key == "overview"
    again.close()


def test_first_run_accepts_and_says_since_when_and_where(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    front = accept(qtbot, viewer)
    assert kinds(home) == ["accepted"]
    assert front.heading == "Agreement"
    told = next(text for text in texts(front) if text.startswith("You accepted it today"))
    assert "European Union" in told
    assert "Sending is on" in texts(viewer.window)
    assert json.loads(vitrinectl(home, "agreement", "--json").out.splitlines()[-1])["region"] == "eu"


def test_first_run_declines_without_saying_where(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    viewer.window.choose("agreement")
    assert viewer.window.page is not None
    front = viewer.window.page
    acted(qtbot, viewer, lambda: press(front, "Decline"), "decline")
    assert kinds(home) == ["declined"]
    assert front.heading == "Agreement declined"
    assert "You declined the agreement" in texts(viewer.window)


def test_both_answers_look_alike_and_neither_is_set_before_the_other(viewer: Viewer) -> None:
    viewer.window.choose("agreement")
    QApplication.processEvents()
    buttons = {button.text(): button for button in viewer.window.findChildren(Button) if button.isVisible()}
    decline, answer = buttons["Decline"], buttons["Accept"]
    assert decline.size() == answer.size()
    assert decline.y() == answer.y()
    assert decline.isEnabled()
    assert answer.isEnabled()
    assert [decline.isDefault(), answer.isDefault()] == [False, False]


def test_nothing_is_accepted_before_the_user_says_where_he_lives(viewer: Viewer, home: Path) -> None:
    viewer.window.choose("agreement")
    assert viewer.window.page is not None
    press(viewer.window.page, "Accept")
    assert "First say where you live." in texts(viewer.window.page)
    assert kinds(home) == []


def test_where_the_statement_does_not_hold_nothing_is_accepted(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    viewer.window.choose("agreement")
    front = viewer.window.page
    assert front is not None
    menu = part(part(front, RegionRow), QMenu)
    menu.actions()[-1].trigger()
    assert any("does not cover" in text for text in texts(front))
    with qtbot.waitSignal(viewer.actions.failed):
        press(front, "Accept")
    assert any("does not cover" in text for text in texts(front))
    assert kinds(home) == []


def test_the_whole_text_is_one_press_away(viewer: Viewer) -> None:
    viewer.window.choose("agreement")
    front = viewer.window.page
    assert front is not None
    press(front, "Read it")
    QApplication.processEvents()
    assert viewer._engine.product.text.splitlines()[0] in "\n".join(texts(front))
    press(front, "Back to the summary")
    QApplication.processEvents()
    assert "Sent if you accept" in texts(front)


def test_each_clause_stands_beside_its_facts(viewer: Viewer) -> None:
    viewer.window.choose("agreement")
    front = viewer.window.page
    assert front is not None
    shown = texts(front)
    catalogue = viewer._engine.catalogue
    for category in catalogue.categories.values():
        clause = next(each for each in shown if each.startswith(category.clause))
        facts = shown[shown.index(clause) + 1]
        found = {part.split(" ", 1)[1]: int(part.split(" ", 1)[0]) for part in facts.split(" · ")}
        assert found == {item.title: item.position for item in category.items}
        assert list(found.values()) == sorted(found.values())


def test_withdrawing_takes_one_press_and_removes_what_waits(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    front = accept(qtbot, viewer)
    acted(qtbot, viewer, lambda: press(front, "Withdraw"), "withdraw")
    assert kinds(home)[:2] == ["accepted", "withdrawn"]
    assert any("What was sent in practice stays on this computer" in text for text in texts(front))
    assert json.loads(vitrinectl(home, "outbox", "--json").out)["submissions"] == []
    assert any("sending off · 0 waiting" in text for text in texts(viewer.window))


def test_a_switch_shows_what_the_record_says(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)
    assert not switch(front).isChecked()
    acted(qtbot, viewer, switch(front).click, "choose")
    assert switch(front).isChecked()
    assert "This group is sent" in texts(front)
    # Another program switches it off: the window follows.
    assert vitrinectl(home, "consent", "off", GROUP).code == 0
    read_again(qtbot, viewer)
    assert not switch(front).isChecked()
    assert "This group is not sent" in texts(front)


def test_a_switch_that_could_not_be_turned_stays_as_it_is(
    viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(viewer._engine, "choose", full)
    with qtbot.waitSignal(viewer.actions.failed):
        switch(front).click()
    assert not switch(front).isChecked()
    assert any("No space left on device" in text for text in texts(front))


def test_a_screen_reader_turns_the_switch_like_anybody(viewer: Viewer, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)
    acted(qtbot, viewer, switch(front).toggle, "choose")
    assert switch(front).isChecked()


def test_before_acceptance_a_switch_cannot_be_turned_and_says_why(viewer: Viewer) -> None:
    front = page(viewer, GROUP)
    assert not switch(front).isEnabled()
    assert switch(front).accessibleDescription() == "You have not decided yet: accept the agreement first."
    part(front, StatusPillLink).click()
    assert viewer.window.page is not None
    assert viewer.window.page.key == "agreement"


def test_whoever_withdraws_and_closes_the_window_at_once_has_withdrawn(
    viewer: Viewer, qtbot: QtBot, home: Path
) -> None:
    front = accept(qtbot, viewer)
    press(viewer.window, "Pause all sending")
    press(front, "Withdraw")
    viewer.close()
    assert kinds(home)[:3] == ["accepted", "paused", "withdrawn"]


def test_switching_off_removes_what_waits_of_that_group_alone(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    accept(qtbot, viewer)
    switch_on(qtbot, viewer)
    acted(qtbot, viewer, switch(page(viewer, GROUP)).click, "choose")
    left = json.loads(vitrinectl(home, "outbox", "--json").out)["submissions"]
    assert sorted(each["category"] for each in left) == ["installed_software", "license", "transmission"]


def test_web_addresses_are_switched_on_where_their_warning_stands(viewer: Viewer, qtbot: QtBot, home: Path) -> None:
    accept(qtbot, viewer)
    viewer.window.choose("overview")
    assert viewer.window.page is not None
    row = next(
        each for each in viewer.window.page.findChildren(AskingSwitch) if each.accessibleName().startswith("Web")
    )
    row.click()
    front = viewer.window.page
    assert front.key == "web_request"
    assert any(text.startswith("While this is on, every https site") for text in texts(front))
    assert "switched_on" not in kinds(home)
    acted(qtbot, viewer, switch(front).click, "choose")
    assert kinds(home)[-1] == "switched_on"


def test_sending_is_paused_and_resumed_on_every_page_and_from_the_folded_window(
    viewer: Viewer, qtbot: QtBot, home: Path
) -> None:
    accept(qtbot, viewer)
    for number, key in enumerate(viewer.window.keys):
        viewer.window.resize(*((640, 480) if number % 2 else (1200, 780)))
        viewer.window.choose(key)
        QApplication.processEvents()
        acted(qtbot, viewer, lambda: press(viewer.window, "Pause all sending"), "pause")
        assert any(text.startswith("Sending is paused") for text in texts(viewer.window)), key
        acted(qtbot, viewer, lambda: press(viewer.window, "Resume sending"), "resume")
    assert kinds(home).count("paused") == len(viewer.window.keys)


def test_other_terms_are_told_and_asked_about_again(
    viewer: Viewer, open_viewer: Callable[..., Viewer], qtbot: QtBot, tmp_path: Path
) -> None:
    accept(qtbot, viewer)
    path = another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "http://127.0.0.1:9"')
    other = open_viewer(VITRINE_PRODUCT=str(path))
    other.window.choose("agreement")
    assert other.window.page is not None
    assert other.window.page.heading == "The agreement has changed"
    assert "Nothing is sent" in texts(other.window)
    acted(qtbot, other, lambda: press(other.window, "Accept"), "accept")
    assert other.window.page.heading == "Agreement"


def test_bad_settings_are_told_over_every_page_and_the_viewer_goes_on(
    open_viewer: Callable[..., Viewer], home: Path
) -> None:
    home.mkdir()
    (home / SETTINGS).write_text('{"theme": "pink"}', encoding="utf-8")
    viewer = open_viewer()
    assert SETTINGS in problem(viewer)
    assert problem(viewer).isprintable()
