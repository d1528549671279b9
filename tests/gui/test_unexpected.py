"""What nobody foresaw, where a worker reads or sends: it is logged without a value, and told in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Never

import pytest
from pytestqt.qtbot import QtBot

from core.log import Log
from gui.app import PAGES
from gui.bridge import Inquiry
from gui.viewer import Viewer
from tests.gui.screen import page, problem, read_again, texts
from tests.gui.user import accept

CANARY = "canary of a person"
GROUP = "environment"


def told(home: Path) -> str:
    """What the window says of it, and that the log holds its type and where it was, and no value."""
    log = home / "log" / "window.log"
    [line] = [line for line in log.read_text(encoding="utf-8").splitlines() if " unexpected " in line]
    assert " type=builtins.KeyError at=gui.bridge:" in line
    assert f",{__name__}:" in line
    assert "canary" not in log.read_text(encoding="utf-8")
    return (
        "Something here failed: an error in Vitrine that nobody foresaw (KeyError). Where it happened is in the log, "
        f"{log}. Try again; if it fails again, send the log to support."
    )


def fail(*_: object, **__: object) -> Never:
    raise KeyError(CANARY)


def test_an_action_that_fails_so_says_it_where_its_outcome_would_stand(
    viewer: Viewer, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)
    painted = viewer._engine.show(GROUP).envelope
    assert painted is not None
    monkeypatch.setattr(viewer._engine, "queue", fail)
    with qtbot.waitSignal(viewer.actions.failed) as failed:
        viewer.actions.send(GROUP, painted)
    line = told(home)
    assert failed.args == ["send", line]
    assert line in texts(front)
    assert not any("canary" in text for text in texts(viewer.window))


def test_a_reading_that_fails_so_is_told_over_every_page_and_the_next_one_is_shown(
    viewer: Viewer, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(viewer._engine, "show_all", fail)
        viewer.refresh()
        qtbot.waitUntil(lambda: not viewer._reading)
    assert problem(viewer) == f"The values could not be read. {told(home)}"
    read_again(qtbot, viewer)
    assert problem(viewer) == ""


def test_where_no_log_can_be_kept_that_is_said(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "log").write_bytes(b"in the way")
    asking = Inquiry(fail, Log(tmp_path, "window"))
    with qtbot.waitSignal(asking.failed) as failed:
        asking.ask()
    asking.close()
    said = "Something here failed: an error in Vitrine that nobody foresaw (KeyError). No log could be kept. "
    assert failed.args == [f"{said}Try again; if it fails again, tell support."]


BREAKS = (
    ("core.engine.Engine", "show_all"),
    ("core.record.history.History", "submissions"),
    ("core.record.history.History", "verify"),
    ("core.record.ledger.Ledger", "append"),
    ("core.license.licensing.Licensing", "status"),
    ("core.settings.SettingsStore", "change"),
)


@pytest.mark.parametrize(("kind", "method"), BREAKS)
def test_whatever_breaks_on_whatever_page_the_log_and_the_window_hold_nothing_of_it(
    viewer: Viewer, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: str, method: str
) -> None:
    monkeypatch.setattr(f"{kind}.{method}", fail)
    pages = [*PAGES, *viewer._engine.catalogue.categories]
    for name in pages:
        viewer.open(name)
        viewer.refresh()
        qtbot.waitUntil(lambda: not viewer._reading)
        assert not any("canary" in text for text in texts(viewer.window)), name
    viewer.actions.accept("eu")
    viewer.actions.verify()
    viewer.actions.page(None)
    viewer.preferences.change("theme", "dark")
    log = home / "log" / "window.log"
    qtbot.waitUntil(lambda: log.exists() and " unexpected " in log.read_text(encoding="utf-8"))
    assert "canary" not in log.read_text(encoding="utf-8")
    assert not any("canary" in text for text in texts(viewer.window))
