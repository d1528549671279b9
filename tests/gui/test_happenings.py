"""What is said of an event stays true: before the record is read anew, after a hundred others, after it was erased."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.assembly import build
from core.checking.files import Checked
from core.clock import now
from core.collectors.processed_object import readings
from core.engine import Shown
from core.envelope import seal
from core.inspectors.finding import Detection, DetectionEngine, Inspection, Signature
from core.wording import checks
from gui.pages.group.events import EventPage
from gui.state import happenings
from gui.viewer import Viewer
from tests.gui.finding import accepted, files, finding
from tests.gui.screen import read_again
from tests.gui.test_events import FILES, ended, open_page, rows

CATEGORY = build("demo").engine.catalogue.categories[FILES]
USERS = Detection("yara", "private", "private", "", "2026-09-21T14:13:20Z", "database", of_user=True)


def became(front: EventPage) -> str:
    """What the page says became of the chosen one."""
    row, live = front._row(), front._live
    assert row is not None
    assert live is not None
    return next(text for caption, text, _ in front._said(row, live) if caption == "What became of it")


def test_what_was_queued_is_never_called_only_shown_before_the_record_was_read_anew(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    accepted(home, FILES)
    viewer = open_viewer()
    front, worker = open_page(viewer, FILES), finding(viewer)
    viewer._reading = True  # nothing is read meanwhile
    with qtbot.waitSignal(viewer.checks.ended):
        viewer.checks.check_files(files(tmp_path, "one"))
    assert worker.seen == ["one"]
    assert rows(front)[0][0] == "queued"
    assert became(front).startswith("Queued, to go today ")
    viewer._reading = False
    read_again(qtbot, viewer)
    assert rows(front)[0][0] == "waiting"
    assert became(front).startswith("Waiting, No. ")


def test_the_record_is_read_anew_after_each_check(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    accepted(home, FILES)
    viewer = open_viewer()
    front, _ = open_page(viewer, FILES), finding(viewer)
    viewer.checks.check_files(files(tmp_path, "one"))
    qtbot.waitUntil(lambda: [row[0] for row in rows(front)] == ["waiting"])


def test_each_event_of_this_window_has_its_state_whatever_came_after_it(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    engine = accepted(home, FILES)
    viewer = open_viewer()
    front, _ = open_page(viewer, FILES), finding(viewer)
    names = [f"{number:03}" for number in range(120)]
    ended(qtbot, viewer, lambda: viewer.checks.check_files(files(tmp_path, *names)), FILES)
    assert [row[0] for row in rows(front)] == ["waiting"] * 120
    engine.ledger.cancel(viewer.checks.rows(FILES)[0].identity)
    read_again(qtbot, viewer)
    assert {row[1]: row[0] for row in rows(front)}["000"] == "cancelled by you"


def test_of_one_that_was_erased_nobody_says_that_it_was_only_shown(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    engine = accepted(home, FILES)
    viewer = open_viewer()
    front, _ = open_page(viewer, FILES), finding(viewer)
    ended(qtbot, viewer, lambda: viewer.checks.check_files(files(tmp_path, "one")), FILES)
    identifier = viewer.checks.rows(FILES)[0].identity
    engine.ledger.cancel(identifier)
    assert engine.ledger.erase([identifier]) == 1
    read_again(qtbot, viewer)
    assert {row[0] for row in rows(front)} == {"queued", "cancelled by you"}
    [row] = [row for row in front._list_model.rows if row.submission is None]
    assert happenings.fate(row, "", now()).startswith("Queued, to go today ")


def test_what_happens_while_its_group_is_off_is_only_shown(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    accepted(home)
    viewer = open_viewer()
    front, _ = open_page(viewer, FILES), finding(viewer)
    ended(qtbot, viewer, lambda: viewer.checks.check_files(files(tmp_path, "one")), FILES)
    assert rows(front)[0][0] == "only shown"
    assert became(front) == "Only shown, and never sent later. This group is switched off."


def of_rules(signature: Signature) -> list[happenings.Happening]:
    """The rows of a file in which a rule of the user's found something."""
    inspection = Inspection(signature, (USERS,), (DetectionEngine("yara", "checked"),))
    told = readings(inspection)
    shown = [Shown(CATEGORY, each, "last_event", seal(FILES, each, "s@1")) for each in told]
    return happenings.of_file(Checked(Path("letter.txt"), inspection, told, shown), now())


def test_what_the_users_own_rules_found_is_shown_and_said_to_be_told_to_nobody() -> None:
    [row] = of_rules(Signature("none"))
    assert (row.shown, row.cells[1], row.standing()[0]) == (None, "private", "only shown")
    assert happenings.fate(row, "", now()) == "Only your own rules found something in it, which is never told."
    [row] = of_rules(Signature("good", signer="Example", public_key="a2V5", fingerprint="0f"))
    assert row.cells[1] == "private"
    assert (checks.OF_USER, "private") in row.notes
    assert row.shown is not None
    assert b"private" not in (row.shown.body or b"")
