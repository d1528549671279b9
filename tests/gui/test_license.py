"""The license in the window: the same words as in the terminal, the same values as its group, in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.demo.invented import samples
from core.license import words
from core.license.status import State, Status
from gui.pages.license import LicensePage
from gui.viewer import Viewer
from gui.widgets.button import LinkButton
from gui.widgets.charts import ProgressRing
from gui.widgets.file_drop import FileDrop, paths
from tests.core.license.vendor import Vendor
from tests.gui.screen import bands, cells, page, part, pills, problem, read_again, sidebar, texts
from tests.gui.user import press

KEY = "license-status"
STATES = samples()


def license_page(viewer: Viewer) -> LicensePage:
    """Open the page."""
    viewer.window.choose(KEY)
    front = viewer.window.page
    assert isinstance(front, LicensePage)
    QApplication.processEvents()
    return front


def show(viewer: Viewer, status: Status) -> LicensePage:
    """The window as it would be with this license."""
    live = viewer.live
    assert live is not None
    viewer.window.show_live(replace(live, license=status))
    return license_page(viewer)


def links(viewer: Viewer, words_on_it: str) -> LinkButton:
    """The one link with these words that can be seen."""
    found = [each for each in viewer.window.findChildren(LinkButton) if each.text() == words_on_it]
    return next(each for each in found if each.isVisible())


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_said_in_one_sentence_with_what_to_do_and_what_is_sent(viewer: Viewer, state: State) -> None:
    status = STATES[state]
    front = show(viewer, status)
    said = texts(front)
    assert words.title(status) in said
    assert words.sentence(status, "Example Security", "Example Software") in said
    assert words.advice(status, "Example Software") in [*said, ""]
    sent = [str(value) for value in status.facts.values()]
    assert [text for text in said if text in sent] == sent or set(sent) <= set(said)
    assert ("Nothing" in said) == (not status.facts)
    assert [pill for pill in pills(front) if pill], "the state is a word too, not a colour alone"


@pytest.mark.parametrize("state", STATES)
def test_the_ring_says_the_days_to_a_screen_reader_too(viewer: Viewer, state: State) -> None:
    status = STATES[state]
    ring = part(show(viewer, status), ProgressRing)
    if state in ("none", "invalid", "wrong_product", "revoked"):
        assert ring.accessibleName() == f"{words.title(status)}: no days are counted."
        assert ring.value() == 0
    else:
        assert (ring.value(), ring.maximum()) == (status.days_remaining, status.term_days)
        assert ring.accessibleName() == f"{status.days_remaining} of {status.term_days} days left"


def test_the_page_and_its_group_show_the_same_license(viewer: Viewer) -> None:
    front = license_page(viewer)
    days = part(front, ProgressRing).value()
    assert cells(page(viewer, "license"))["Days left"][0] == str(days)
    assert sidebar(viewer).model().index(sidebar(viewer).currentIndex().row(), 0).isValid()
    viewer.window.choose("overview")
    overview = viewer.window.page
    assert overview is not None
    assert part(overview, ProgressRing).value() == days


def test_a_file_that_is_dropped_is_used_from_then_on(
    open_viewer: Callable[..., Viewer], qtbot: QtBot, tmp_path: Path
) -> None:
    vendor = Vendor()
    today = datetime.now(UTC).date()
    file = tmp_path / "new.license"
    file.write_text(vendor.license(issued=today, starts=today, term_days=400), encoding="ascii")
    viewer = open_viewer(VITRINE_PRODUCT=str(vendor.product(tmp_path)))
    front = license_page(viewer)
    assert "No license" in texts(front)
    with qtbot.waitSignal(viewer.actions.done, check_params_cb=lambda name, _: name == "activate"):
        part(front, FileDrop).dropped.emit([file])
    read_again(qtbot, viewer)
    assert "License active" in texts(front)
    assert part(front, ProgressRing).value() == 400
    assert cells(page(viewer, "license"))["Days left"][0] == "400"
    front = license_page(viewer)
    with qtbot.waitSignal(viewer.actions.done, check_params_cb=lambda name, _: name == "remove_license"):
        press(front, "Remove the license")
    read_again(qtbot, viewer)
    assert "No license" in texts(front)


def test_a_file_that_is_no_good_changes_nothing_and_says_why(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> None:
    front = license_page(viewer)
    before = part(front, ProgressRing).value()
    file = tmp_path / "bad.license"
    for text in ("", "not a license", Vendor().license()):
        file.write_text(text, encoding="ascii")
        with qtbot.waitSignal(viewer.actions.failed, check_params_cb=lambda name, _: name == "activate") as said:
            front.activate(file)
        assert said.args
        assert said.args[1] in texts(front)
        read_again(qtbot, viewer)
        assert part(front, ProgressRing).value() == before


def test_only_one_file_of_this_computer_can_be_dropped(viewer: Viewer) -> None:
    front = license_page(viewer)
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.example/a"), QUrl.fromLocalFile("/tmp/a"), QUrl.fromLocalFile("/tmp/b")])
    assert paths(mime) == [Path("/tmp/a"), Path("/tmp/b")]
    part(front, FileDrop).dropped.emit(paths(mime))
    assert "One license is held at a time: drop one file." in texts(front)


def ending(days: int) -> Status:
    """A commercial license with so many days left."""
    state: State = "expired" if days == 0 else "ending" if days <= 30 else "active"
    ends = date(2027, 6, 30)
    return replace(STATES["ending"], state=state, days_remaining=days, ends=ends)


def test_every_page_warns_at_30_14_3_and_0_days_until_that_warning_is_put_away(viewer: Viewer) -> None:
    told = {31: "", 30: "ends in 30 days", 14: "ends in 14 days", 3: "ends in 3 days", 1: "ends in 1 day", 0: "expired"}
    for days, said in told.items():
        show(viewer, ending(days))
        viewer.window.choose("history")
        assert said in problem(viewer), days
        assert bool(problem(viewer)) == bool(said)
    show(viewer, ending(30))
    links(viewer, "Hide").click()
    for days in (30, 20, 15):
        show(viewer, ending(days))
        assert problem(viewer) == "", days
    show(viewer, ending(14))
    assert "14 days" in problem(viewer)


def test_a_license_in_doubt_or_none_at_all_hides_no_page_and_stops_no_reading(viewer: Viewer, qtbot: QtBot) -> None:
    for state in ("in_doubt", "none", "expired", "invalid"):
        show(viewer, STATES[state])
        for key in viewer.window.keys:
            viewer.window.choose(key)
            assert viewer.window.page is not None
            assert viewer.window.page.isEnabled()
    read_again(qtbot, viewer)
    assert all("license" not in band.lower() for band in bands(viewer))


def test_at_midnight_the_open_window_counts_one_day_less(open_viewer: Callable[..., Viewer], qtbot: QtBot) -> None:
    viewer = open_viewer()
    front = license_page(viewer)
    before = part(front, ProgressRing).value()
    licensing = viewer.actions._licensing
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    licensing._clock = lambda: tomorrow
    read_again(qtbot, viewer)
    assert part(front, ProgressRing).value() == before - 1
    assert cells(page(viewer, "license"))["Days left"][0] == str(before - 1)
