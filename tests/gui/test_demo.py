"""In the demo every page is lived in and all of them agree; what is tried there holds for the demo alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.assembly import build
from core.record.submission import State
from core.wording import counts
from gui.pages.history import HistoryPage
from gui.pages.outbox import OutboxPage
from gui.state import standing
from gui.state.snapshot import SnapshotState, read
from gui.viewer import Viewer
from gui.widgets.button import Button
from gui.widgets.table import Table
from tests.gui.screen import cells, page, part, read_again, texts
from tests.gui.user import acted, press, switch


@pytest.fixture
def demo(home: Path, qtbot: QtBot) -> Iterator[Viewer]:
    """The demo's viewer; at the end nothing may be in the user's folder."""
    viewer = Viewer(build("demo", {"VITRINE_HOME": str(home)}))
    qtbot.addWidget(viewer.window)
    viewer.window.show()
    viewer.open(None)
    read_again(qtbot, viewer)
    yield viewer
    viewer.close()
    assert not home.exists()


def live_of(viewer: Viewer) -> SnapshotState:
    assert viewer.live is not None
    return viewer.live


def test_overview_outbox_history_and_sidebar_agree(demo: Viewer, qtbot: QtBot) -> None:
    live = live_of(demo)
    told = texts(demo.window)
    assert {"in 412 submissions", "Today 15:14", "Next: today 15:14"} & set(told) >= {"in 412 submissions"}
    assert sum(count for _, count, _ in live.days) == 412
    assert counts.size(sum(size for _, _, size in live.days)) in told
    assert standing.outbox_note(live) == f"{live.tally.states[State.WAITING]} waiting" == "5 waiting"
    assert "1 refused, 2 not confirmed" in told
    assert standing.history_note(live) == f"{sum(live.counts.values()):,}"
    demo.window.choose("history")
    history = demo.window.page
    assert isinstance(history, HistoryPage)
    qtbot.waitUntil(lambda: not history.busy)
    total = sum(size for _, _, size in live.days)
    assert any(text == f"Confirmed: 412 in 30 days, {total:,} bytes" for text in texts(history))
    demo.window.choose("outbox")
    outbox = demo.window.page
    assert isinstance(outbox, OutboxPage)
    assert any(
        "1 sent, not confirmed · 1 refused, kept here · 1 not confirmed, ended" in text for text in texts(outbox)
    )
    assert part(outbox, Table).model().rowCount() == len(live.pending)


def test_every_group_shows_values_and_what_went_last(demo: Viewer) -> None:
    live = live_of(demo)
    assert set(live.newest) == set(live.groups)
    for key, group in live.groups.items():
        assert group.shown.state == ("live" if group.shown.category.is_snapshot else "last_event")
        assert any(value for value, _ in cells(page(demo, key)).values())
    assert [change[0] for change in live.groups["environment"].since or ()] == ["os_update"]


def test_it_tells_time_by_its_own_clock_which_stands_still(demo: Viewer) -> None:
    front = page(demo, "environment")
    front.tick()
    assert any(text.startswith("Read 0 s ago") for text in texts(front))
    assert live_of(demo).clock().isoformat() == "2026-11-23T15:04:00+00:00"


def test_nothing_there_can_be_pressed_that_could_send(demo: Viewer) -> None:
    for key in demo.window.keys:
        demo.window.choose(key)
        QApplication.processEvents()
        able = [button for button in demo.window.findChildren(Button) if button.isVisible() and button.isEnabled()]
        assert {"Send now", "Try again now"}.isdisjoint(button.text() for button in able), key
    demo.actions.schedule()
    assert not demo.actions.can_send


def test_decisions_can_be_tried_and_hold_for_the_demo_alone(demo: Viewer, qtbot: QtBot) -> None:
    acted(qtbot, demo, lambda: press(demo.window, "Pause all sending"), "pause")
    assert "Sending is paused" in texts(demo.window)
    acted(qtbot, demo, lambda: press(demo.window, "Resume sending"), "resume")
    acted(qtbot, demo, switch(page(demo, "environment")).click, "choose")
    assert live_of(demo).counts[State.WAITING] == 4
    demo.window.choose("agreement")
    acted(qtbot, demo, lambda: press(demo.window, "Withdraw"), "withdraw")
    assert live_of(demo).counts[State.WAITING] == 0
    again = read(build("demo").engine)
    assert again.counts[State.WAITING] == 5
    assert again.choices.standing == "accepted"


def test_a_record_that_cannot_be_read_is_never_told_as_a_decision_or_as_nothing(demo: Viewer, qtbot: QtBot) -> None:
    demo.window.choose("overview")
    folder = demo._vitrine.demo.folder if demo._vitrine.demo else None
    assert folder is not None
    (folder / "vitrine.db").write_bytes(b"no record" * 1000)
    read_again(qtbot, demo)
    QApplication.processEvents()
    told = texts(demo.window)
    assert "The record cannot be read" in told
    assert not {"You have not decided yet", "never", "0 bytes", "Decide"} & set(told)
    assert standing.outbox_note(live_of(demo)) == standing.history_note(live_of(demo)) == "not read"
    demo.window.choose("agreement")
    able = {button.text() for button in demo.window.findChildren(Button) if button.isVisible()}
    assert able.isdisjoint({"Accept", "Decline", "Withdraw"})
