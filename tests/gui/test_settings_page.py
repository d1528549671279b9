"""The page of settings: what is chosen is saved at once, holds at once, and is said beside its control."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.assembly import build
from core.settings import NAME
from core.wording import options
from gui import theme
from gui.state.settings import SettingsState
from gui.viewer import Viewer
from gui.widgets.button import Button, LinkButton
from gui.widgets.setting_row import MenuButton
from gui.widgets.switch import AskingSwitch
from gui.widgets.text_field import TextField
from tests.commands import vitrinectl
from tests.engines import build_real
from tests.gui.screen import page, part, problem, read_again, texts
from tests.gui.settings import ground, kept, pick, row, saved, settings_page
from tests.gui.user import accept

USED = "http://somebody@proxy.example:3128"


CHOICES = [
    ("theme", "Dark", "dark"),
    ("text_percent", "150 %", 150),
    ("refresh_seconds", "Every minute", 60),
    ("interval_hours", "Every week", 168),
    ("keep_days", "90 days", 90),
]


@pytest.mark.parametrize(("key", "words", "value"), CHOICES)
def test_what_is_chosen_is_saved_at_once_and_said_there(
    viewer: Viewer, home: Path, qtbot: QtBot, key: str, words: str, value: object
) -> None:
    assert saved(qtbot, viewer, key, lambda: pick(viewer, key, words)) == ""
    assert kept(home)[key] == value
    front = settings_page(viewer)
    assert part(row(viewer, key), MenuButton).text() == words
    assert [of for of, each in front._rows.items() if "Saved" in texts(each)] == [key]
    assert vitrinectl(home, "settings", "get", key).out.decode() == f"{key} = {value}\n"
    viewer.window.choose("overview")
    assert "Saved" not in texts(settings_page(viewer))


def test_the_theme_and_the_size_of_text_change_in_the_open_window(viewer: Viewer, qtbot: QtBot) -> None:
    saved(qtbot, viewer, "theme", lambda: pick(viewer, "theme", "Dark"))
    assert ground(viewer) is theme.DARK
    wide = part(row(viewer, "theme"), MenuButton).width()
    saved(qtbot, viewer, "text_percent", lambda: pick(viewer, "text_percent", "200 %"))
    qtbot.waitUntil(lambda: viewer.window.font().pointSizeF() == 20)
    qtbot.waitUntil(lambda: part(row(viewer, "theme"), MenuButton).width() > 1.8 * wide)
    # At this size there is no room for the sidebar any more.
    assert not viewer.window._side.isVisible()
    saved(qtbot, viewer, "theme", lambda: pick(viewer, "theme", "High contrast"))
    assert ground(viewer) is theme.CONTRAST
    assert viewer.window.font().pointSizeF() == 20


def test_values_are_read_as_often_as_was_just_chosen(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.start()
    saved(qtbot, viewer, "refresh_seconds", lambda: pick(viewer, "refresh_seconds", "Every 2 seconds"))
    assert viewer._again.interval() == 2000
    accept(qtbot, viewer)
    assert "values are read again every 2 s" in texts(page(viewer, "transmission"))


def test_a_reading_begun_before_does_not_bring_the_old_theme_back(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    settings_page(viewer)
    for words in ("Dark", "Light", "Dark"):
        viewer.refresh()
        saved(qtbot, viewer, "theme", partial(pick, viewer, "theme", words))
        assert ground(viewer) is (theme.DARK if words == "Dark" else theme.LIGHT)
        read_again(qtbot, viewer)
        assert ground(viewer) is (theme.DARK if words == "Dark" else theme.LIGHT)


def test_what_was_set_in_a_terminal_holds_in_the_open_window(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    settings_page(viewer)
    vitrinectl(home, "settings", "set", "theme", "dark")
    vitrinectl(home, "settings", "set", "refresh_seconds", "77")
    read_again(qtbot, viewer)
    assert ground(viewer) is theme.DARK
    assert part(row(viewer, "theme"), MenuButton).text() == "Dark"
    assert part(row(viewer, "refresh_seconds"), MenuButton).text() == "Every 77 seconds"


def test_only_what_is_rarer_than_the_product_says_can_be_chosen(viewer: Viewer) -> None:
    menu = part(row(viewer, "interval_hours"), MenuButton).menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        *("Every 6 hours, as the product says", "Every 12 hours", "Every day", "Every 2 days", "Every week"),
        "Every 30 days",
    ]
    assert "24" not in options.intervals(24)


def test_the_overview_says_how_often_as_it_was_chosen(viewer: Viewer, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    saved(qtbot, viewer, "interval_hours", lambda: pick(viewer, "interval_hours", "Every day"))
    viewer.window.choose("overview")
    assert viewer.window.page is not None
    assert any(text.startswith("Every 24 hours.") for text in texts(viewer.window.page))


def test_a_value_that_cannot_be_used_is_told_beside_its_field_and_the_old_one_stays(
    viewer: Viewer, home: Path, qtbot: QtBot
) -> None:
    field = part(row(viewer, "proxy"), TextField)
    QTest.keyClicks(field, "http://proxy.example:3128")
    assert saved(qtbot, viewer, "proxy", lambda: QTest.keyClick(field, Qt.Key.Key_Return)) == ""
    field.selectAll()
    QTest.keyClicks(field, "proxy.example")
    why = saved(qtbot, viewer, "proxy", lambda: QTest.keyClick(field, Qt.Key.Key_Return))
    assert why == "A proxy is written http://HOST:PORT or http://USER@HOST:PORT."
    assert f"{why} Nothing was changed." in texts(row(viewer, "proxy"))
    assert "Saved" not in texts(settings_page(viewer))
    assert kept(home)["proxy"] == "http://proxy.example:3128"
    read_again(qtbot, viewer)
    # Whoever mistyped can mend it.
    assert field.text() == "proxy.example"
    field.selectAll()
    QTest.keyClicks(field, "http://other.example:1")
    assert saved(qtbot, viewer, "proxy", lambda: QTest.keyClick(field, Qt.Key.Key_Return)) == ""
    assert kept(home)["proxy"] == "http://other.example:1"


def test_where_nothing_can_be_written_that_is_told_and_nothing_changes(
    viewer: Viewer, home: Path, qtbot: QtBot
) -> None:
    (home / NAME).mkdir()
    why = saved(qtbot, viewer, "theme", lambda: pick(viewer, "theme", "Dark"))
    assert NAME in why
    assert ground(viewer) is theme.LIGHT
    assert part(row(viewer, "theme"), MenuButton).text() == "As the system"


def test_settings_that_cannot_be_read_are_told_and_what_held_still_holds(
    viewer: Viewer, home: Path, qtbot: QtBot
) -> None:
    saved(qtbot, viewer, "theme", lambda: pick(viewer, "theme", "Dark"))
    (home / NAME).write_text('{"theme": "pink"}', encoding="utf-8")
    read_again(qtbot, viewer)
    assert NAME in problem(viewer)
    assert ground(viewer) is theme.DARK
    (home / NAME).write_text('{"theme": "contrast"}', encoding="utf-8")
    read_again(qtbot, viewer)
    assert problem(viewer) == ""
    assert ground(viewer) is theme.CONTRAST


def test_the_region_is_shown_and_changed_where_the_agreement_is(viewer: Viewer, qtbot: QtBot) -> None:
    assert "not chosen" in texts(row(viewer, "region"))
    accept(qtbot, viewer)
    assert any(text.startswith("European Union") for text in texts(row(viewer, "region")))
    part(row(viewer, "region"), LinkButton).click()
    assert viewer.window.page is not None
    assert viewer.window.page.key == "agreement"


def test_in_the_sample_nothing_can_be_set_and_that_is_said(home: Path, qtbot: QtBot) -> None:
    viewer = Viewer(build("demo", {"VITRINE_HOME": str(home)}))
    qtbot.addWidget(viewer.window)
    viewer.window.show()
    front = settings_page(viewer)
    read_again(qtbot, viewer)
    assert "Sample data: nothing can be set here." in texts(front)
    for kind in (MenuButton, TextField, AskingSwitch, Button):
        assert [each for each in front.findChildren(kind) if each.isEnabled()] == []
    viewer.close()
    assert not home.exists()


def test_every_row_says_its_name_and_its_value_to_a_screen_reader(viewer: Viewer) -> None:
    said = []
    for button in settings_page(viewer).findChildren(MenuButton):
        found = QAccessible.queryAccessibleInterface(button)
        assert found is not None
        said.append(found.text(QAccessible.Text.Name))
    assert said == [
        *("Theme: As the system", "Size of text: 100 %", "Values are read again: Every 5 seconds"),
        *("Groups are sent: Every 6 hours", "Keep what was sent: For ever"),
    ]


def test_whoever_sets_something_and_closes_at_once_has_set_it(home: Path) -> None:
    built = build_real(home)
    preferences = SettingsState(built.preferences, built.engine.ledger.history, built.log, built.settings)
    for percent in range(100, 120):
        preferences.change("text_percent", str(percent))
    preferences.close()
    assert kept(home)["text_percent"] == 119
