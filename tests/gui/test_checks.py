"""Every file that was dropped or found is looked at, whatever was under way; what was not is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.assembly import build
from core.checking.files import FileCheck
from core.settings import Settings
from gui.pages.group.events import FileField
from gui.state.checks import Checks
from gui.viewer import Viewer
from tests.gui.finding import Finding, files
from tests.gui.screen import part
from tests.gui.test_events import FILES, open_page


class Bench:
    """Checks with a worker that can be held, and a watched folder."""

    def __init__(self, home: Path, watched: Path) -> None:
        built = build("real", {"VITRINE_HOME": str(home)})
        engine = built.engine
        self.worker, self.watched, self.said = Finding(), watched, list[tuple[str, bool]]()
        self.trouble = False
        self.checks = Checks(engine, lambda: FileCheck(engine, self.worker), built.log, settings=self._settings)
        self.checks.ended.connect(lambda _, line, failed: self.said.append((line, failed)))

    def _settings(self) -> Settings:
        if self.trouble:
            raise OSError("the disk is gone")
        return Settings(watched_folder=str(self.watched))

    def look(self) -> None:
        """Look into the watched folder, and wait until it was looked at."""
        self.checks.look()
        self.checks._file_bridge._worker.submit(int).result()


@pytest.fixture
def bench(home: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    watched = tmp_path / "watched"
    watched.mkdir()
    made = Bench(home, watched)
    yield made
    made.worker.go.set()
    made.checks.close()


def test_files_dropped_during_a_check_are_looked_at_after_it(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.worker.go.clear()
    for name in ("a", "b", "c"):
        bench.checks.check_files(files(tmp_path, name))
    bench.worker.go.set()
    qtbot.waitUntil(lambda: bool(bench.said))
    assert bench.worker.seen == ["a", "b", "c"]
    assert bench.said == [("Done. 3 files checked.", False)]
    assert not bench.checks.is_busy


def test_a_file_found_in_the_moment_of_a_drop_is_looked_at(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.look()
    files(bench.watched, "new")
    bench.look()
    # The answer to this look comes when the check of what was dropped is under way.
    bench.checks.look()
    bench.checks.check_files(files(tmp_path, "dropped"))
    qtbot.waitUntil(lambda: bool(bench.said))
    assert bench.worker.seen == ["dropped", "new"]
    assert bench.said == [("Done. 2 files checked.", False)]


def test_stopping_tells_that_the_others_were_not_looked_at(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.worker.go.clear()
    bench.checks.check_files(files(tmp_path, "a"))
    bench.checks.check_files(files(tmp_path, "b"))
    qtbot.waitUntil(lambda: bench.worker.seen == ["a"])
    bench.checks.stop()
    qtbot.waitUntil(lambda: bool(bench.said))
    assert bench.said == [("Stopped. 0 files checked; what was left was not.", False)]
    assert bench.worker.seen == ["a"]
    bench.worker.go.set()
    bench.checks.check_files(files(tmp_path, "c"))
    qtbot.waitUntil(lambda: len(bench.said) == 2)
    assert bench.worker.seen == ["a", "c"]


def test_a_look_that_fails_ends_no_check_and_loses_none(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.trouble = True
    bench.worker.go.clear()
    bench.checks.look()
    bench.checks.check_files(files(tmp_path, "a"))
    qtbot.waitUntil(lambda: bool(bench.said))
    assert bench.said[0][1]
    assert bench.checks.is_busy
    bench.checks.check_files(files(tmp_path, "b"))
    bench.worker.go.set()
    qtbot.waitUntil(lambda: len(bench.said) == 2)
    assert bench.worker.seen == ["a", "b"]


def test_a_check_that_fails_loses_none_that_came_meanwhile(
    bench: Bench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(bench.worker, "inspect", broken)
        bench.checks.check_files(files(tmp_path, "a"))
        bench.checks.check_files(files(tmp_path, "b"))
        bench.checks._file_bridge._worker.submit(int).result()
    qtbot.waitUntil(lambda: len(bench.said) == 2)
    assert [failed for _, failed in bench.said] == [True, False]
    assert bench.worker.seen == ["b"]


def test_choosing_nothing_begins_nothing(open_viewer: Callable[..., Viewer]) -> None:
    field = part(open_page(open_viewer(), FILES), FileField)
    field.check([])
    assert not field._stop.isVisible()
