"""How long what was sent is kept: asked before anything is erased, done with the schedule, and a failure told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import apsw
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.clock import milliseconds, now, stamp
from core.record.store import NAME as RECORD
from core.settings import NAME, Settings, save_settings
from gui.viewer import Viewer
from gui.widgets.setting_row import MenuButton
from tests.core.record.desk import edit, happened
from tests.engines import build_real
from tests.gui.screen import part, problem, texts
from tests.gui.settings import kept, pick, row, saved
from tests.gui.user import press


@pytest.fixture
def history(home: Path) -> Path:
    """A home with three that were cancelled 100 days ago, as far as the file says."""
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    engine.schedule()
    for each in engine.ledger.history.pending():
        engine.ledger.cancel(each.id)
    with closing(apsw.Connection(str(home / RECORD))) as connection:
        before = milliseconds(stamp(now() - timedelta(days=100)))
        connection.execute("UPDATE submission SET finished = ? WHERE finished IS NOT NULL", (before,))
    return home


def erased(home: Path) -> int:
    """How many were."""
    return len(happened(build_real(home).engine.ledger, "erased"))


def test_before_a_shorter_time_erases_anything_it_asks(
    history: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    viewer = open_viewer()
    keeping = row(viewer, "keep_days")
    with qtbot.waitSignal(viewer.preferences.counted):
        pick(viewer, "keep_days", "90 days")
    QApplication.processEvents()
    assert any(text.startswith("3 were finished longer ago.") for text in texts(keeping))
    press(keeping, "Erase nothing")
    assert (erased(history), (history / NAME).exists()) == (0, False)
    assert part(keeping, MenuButton).text() == "For ever"
    with qtbot.waitSignal(viewer.preferences.counted):
        pick(viewer, "keep_days", "90 days")
    QApplication.processEvents()
    # Once saved it is done at once, without waiting for the next minute.
    with qtbot.waitSignal(viewer.actions.done, check_params_cb=lambda name, _: name == "erase"):
        press(keeping, "Keep 90 days, erase the rest")
    assert (erased(history), kept(history)["keep_days"]) == (3, 90)


def test_a_time_that_erases_nothing_is_saved_without_a_question(
    history: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    viewer = open_viewer()
    assert saved(qtbot, viewer, "keep_days", lambda: pick(viewer, "keep_days", "1 year")) == ""
    assert kept(history)["keep_days"] == 365
    assert saved(qtbot, viewer, "keep_days", lambda: pick(viewer, "keep_days", "For ever")) == ""
    assert erased(history) == 0


def scheduled(qtbot: QtBot, viewer: Viewer) -> None:
    """The schedule was kept once, and what came of it is shown."""
    with qtbot.waitSignal(viewer.actions.recorded):
        viewer.actions.schedule()


def test_the_window_erases_with_its_schedule(history: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot) -> None:
    save_settings(history, Settings(keep_days=30))
    viewer = open_viewer()
    scheduled(qtbot, viewer)
    assert (erased(history), problem(viewer)) == (3, "")


def test_what_could_not_be_erased_is_told_over_every_page_until_it_could(
    history: Path, open_viewer: Callable[..., Viewer], qtbot: QtBot
) -> None:
    edit(history, "UPDATE submission SET state='waiting' WHERE number=(SELECT min(number) FROM submission)")
    save_settings(history, Settings(keep_days=30))
    viewer = open_viewer()
    scheduled(qtbot, viewer)
    assert "could not be erased" in problem(viewer)
    assert erased(history) == 0
    edit(history, "UPDATE submission SET state='cancelled' WHERE state='waiting' AND finished IS NOT NULL")
    scheduled(qtbot, viewer)
    assert (erased(history), problem(viewer)) == (3, "")
