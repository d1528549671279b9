"""What every page relies on in its parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.theme import CONTRAST, DARK, LIGHT, Colours
from gui.widgets.button import Button
from gui.widgets.bytes_view import BytesView
from gui.widgets.card import Card
from gui.widgets.details import Details
from gui.widgets.facts import FactsRow
from gui.widgets.focus_ring import FocusRing
from gui.widgets.label import Selectable, label
from gui.widgets.sidebar import Sidebar, SidebarEntry
from gui.widgets.status_pill import StatusPill
from gui.widgets.switch import Switch
from gui.widgets.table import Table

BODY = b'{"category":"environment","format":1,"items":{"os_version":"10.0","b":true},"x":"\\u00e9 \\"x\\""}'
ENTRIES = [
    SidebarEntry("overview", "Overview"),
    SidebarEntry(None, "What is sent"),
    SidebarEntry("environment", "Your device", "off"),
]
THEMES = pytest.mark.parametrize("shades", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    qapp.processEvents()
    yield
    theme.apply(qapp, "light")
    qapp.processEvents()


def test_the_bytes_shown_are_the_bytes_given(qtbot: QtBot) -> None:
    view = BytesView("Exact bytes")
    qtbot.addWidget(view)
    view.show_bytes(BODY)
    assert view.toPlainText() == BODY.decode("ascii")
    view.selectAll()
    assert view.createMimeDataFromSelection().text() == BODY.decode("ascii")
    assert view.createMimeDataFromSelection().formats() == ["text/plain"]


def test_the_same_bytes_again_move_neither_place_nor_selection(qtbot: QtBot) -> None:
    view = BytesView("Exact bytes")
    qtbot.addWidget(view)
    view.resize(200, 100)
    view.show()
    view.show_bytes(BODY * 50)
    view.selectAll()
    view.verticalScrollBar().setValue(40)
    view.show_bytes(bytes(BODY * 50))
    assert view.verticalScrollBar().value() == 40
    assert view.textCursor().selectedText() == (BODY * 50).decode("ascii")


def test_a_body_above_the_limit_is_shown_whole_and_without_colours(qtbot: QtBot) -> None:
    view = BytesView("Exact bytes")
    qtbot.addWidget(view)
    view.show_bytes(BODY)
    assert view.document().firstBlock().layout().formats()
    body = b'{"a":"' + b"x" * (64 * 1024) + b'"}'
    view.show_bytes(body)
    assert view.toPlainText() == body.decode("ascii")
    assert not view.document().firstBlock().layout().formats()


def test_the_bytes_stay_monospaced_when_the_text_grows(qtbot: QtBot, qapp: QApplication) -> None:
    view = BytesView("Exact bytes")
    qtbot.addWidget(view)
    view.show_bytes(BODY)
    theme.apply(qapp, "dark", 2.0)
    qapp.processEvents()
    assert view.document().defaultFont().families()[0] == theme.MONO_FAMILY
    assert view.document().defaultFont().pointSizeF() == pytest.approx(18)
    found = view.document().firstBlock().layout().formats()
    assert {each.format.foreground().color().name() for each in found} >= {DARK.json_key.name()}


def test_a_switch_has_a_name_and_flips_by_keyboard(qtbot: QtBot) -> None:
    switch = Switch("This group is sent")
    qtbot.addWidget(switch)
    switch.show()
    assert switch.accessibleName() == "This group is sent"
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_the_sidebar_opens_pages_by_keyboard_and_skips_headings(qtbot: QtBot) -> None:
    sidebar = Sidebar("Pages", ENTRIES)
    qtbot.addWidget(sidebar)
    sidebar.choose("overview")
    sidebar.show()
    with qtbot.waitSignal(sidebar.page_chosen) as chosen:
        QTest.keyClick(sidebar, Qt.Key.Key_Down)
    assert chosen.args == ["environment"]


def test_the_sidebar_reads_out_the_state_of_a_page_and_keeps_its_choice(qtbot: QtBot) -> None:
    sidebar = Sidebar("Pages", ENTRIES)
    qtbot.addWidget(sidebar)
    sidebar.choose("environment")
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert sidebar.currentIndex().data(spoken) == "Your device"
    sidebar.set_note("environment", "on", "on")
    assert sidebar.currentIndex().data(spoken) == "Your device, on"
    assert sidebar.chosen() == "environment"


@pytest.mark.parametrize("wrap", [False, True])
def test_a_label_shows_tags_as_they_are(qtbot: QtBot, wrap: bool) -> None:
    text = label("<b>x</b>", wrap=wrap)
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText


def test_every_text_of_the_compound_widgets_is_plain(qtbot: QtBot) -> None:
    details, facts, pill = Details("Details"), FactsRow(), StatusPill("<b>x</b>")
    for widget in (details, facts, pill):
        qtbot.addWidget(widget)
    details.set_content("<b>x</b>", [("<i>", "<u>", False)])
    facts.set_facts([("<i>", "<u>", "<s>")])
    found = [pill, *details.findChildren(QLabel), *facts.findChildren(QLabel)]
    assert len(found) == 7
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in found)


def test_details_of_the_same_shape_keep_their_labels(qtbot: QtBot) -> None:
    details = Details("Details")
    qtbot.addWidget(details)
    details.set_content("One", [("Sent as", "1", True)])
    before = details.findChildren(Selectable)
    details.set_content("Two", [("Sent as", "2", True)])
    assert details.findChildren(Selectable) == before
    assert before[0].text() == "2"


def test_facts_take_more_rows_in_a_narrow_window(qtbot: QtBot) -> None:
    facts = FactsRow()
    qtbot.addWidget(facts)
    facts.set_facts([("Goes to", "Example Software", "stats.example.com"), ("Last sent", "never", "")])
    assert facts.heightForWidth(200) > facts.heightForWidth(1000)


def test_a_label_follows_the_size_of_text(qtbot: QtBot, qapp: QApplication) -> None:
    text = label("Your device", points=6, weight=700)
    qtbot.addWidget(text)
    before = text.sizeHint().height()
    theme.apply(qapp, "light", 2.0)
    qapp.processEvents()
    assert text.sizeHint().height() == pytest.approx(2 * before, abs=2)


def test_a_table_leaves_tab_to_the_page_and_grows_with_the_text(qtbot: QtBot, qapp: QApplication) -> None:
    table = Table("Your device")
    qtbot.addWidget(table)
    table.setModel(QStringListModel(["Windows", "x" * 8192]))
    table.show()
    before = table.rowHeight(0)
    theme.apply(qapp, "light", 2.0)
    qapp.processEvents()
    assert table.rowHeight(0) > 1.8 * before
    assert not table.tabKeyNavigation()


def test_the_focus_ring_shows_for_the_keyboard_only(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Button("First"), Button("Second")
    column = QVBoxLayout(window)
    column.addWidget(first)
    column.addWidget(second)
    ring = FocusRing(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert ring.isVisible()
    assert ring.geometry() == second.geometry()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not ring.isVisible()


def test_a_change_of_theme_repaints_what_is_open(qtbot: QtBot, qapp: QApplication) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.resize(60, 60)
    card.show()
    seen = []
    names: tuple[theme.Name, ...] = ("light", "dark", "contrast")
    for name in names:
        theme.apply(qapp, name)
        qapp.processEvents()
        seen.append(card.grab().toImage().pixelColor(30, 30).name())
    assert seen == [each.surface.name() for each in (LIGHT, DARK, CONTRAST)]


@THEMES
def test_a_theme_is_found_again_from_its_palette(shades: Colours) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, shades.window)
    assert theme.colours(palette) is shades


@THEMES
def test_text_can_be_read_on_every_ground(shades: Colours) -> None:
    wanted = 7 if shades is CONTRAST else 4.5
    inks = (shades.text, shades.muted, shades.accent)
    grounds = (shades.window, shades.sidebar, shades.surface, shades.soft)
    assert min(contrast(ink, ground) for ink in inks for ground in grounds) >= wanted
    states = [
        (shades.good, shades.good_ground), (shades.warn, shades.warn_ground), (shades.bad, shades.bad_ground),
        (shades.json_key, shades.window), (shades.json_string, shades.window),
        (shades.json_number, shades.window),
    ]  # fmt: skip
    assert min(contrast(ink, ground) for ink, ground in states) >= wanted


@THEMES
def test_edges_of_controls_can_be_seen(shades: Colours) -> None:
    grounds = (shades.window, shades.surface, shades.sidebar)
    for edge in (shades.border, shades.accent, shades.muted):
        assert min(contrast(edge, ground) for ground in grounds) >= 3
    assert contrast(shades.surface, shades.accent) >= 3  # the knob of a switch that is on


def test_the_high_contrast_theme_differs_in_every_role_that_carries_meaning() -> None:
    assert set(Colours._fields) >= {"good", "warn", "bad", "accent"}
    assert len({CONTRAST.good.name(), CONTRAST.warn.name(), CONTRAST.bad.name(), CONTRAST.text.name()}) == 4


def test_a_button_that_cannot_be_pressed_looks_so_in_high_contrast_too(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "contrast")
    button = Button("Send now")
    qtbot.addWidget(button)
    enabled = brightest(button)
    button.setEnabled(False)
    assert enabled > 0.99
    assert 0.4 < brightest(button) < 0.7


def brightest(widget: QWidget) -> float:
    """Lightness of the lightest dot, 0 to 1."""
    image = widget.grab().toImage()
    return max(image.pixelColor(x, y).lightnessF() for x in range(image.width()) for y in range(image.height()))


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
