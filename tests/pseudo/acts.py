"""What a person does in the window of their own computer, right and wrong; all that is said of it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance

from core.wording.errors import sentence
from gui.bridge import unforeseen
from gui.pages.group.page import GroupPage
from gui.screenshots.scenes import draw_pages
from gui.screenshots.stage import Stage
from gui.viewer import Viewer
from tests.fakes.eicar import EICAR

MOST_MILLISECONDS = 20_000
# An error of this type is told by its name.
ERROR = KeyError
HERE = "http://127.0.0.1:9"


def act(folder: Path, stage: Stage) -> None:
    """Every page before the agreement is accepted and after; then decide, send, check and set; then stop it all."""
    viewer = stage.viewer
    assert isinstance(viewer, Viewer)
    draw_pages(stage)
    _do(stage, "agreement", viewer.actions.told, partial(viewer.actions.accept, "eu"))
    draw_pages(stage)
    _decide(stage, viewer, folder)
    _check(stage, viewer, folder)
    _set(stage, viewer, folder)
    viewer.window.show_unforeseen(sentence(unforeseen(None, ERROR())))
    _do(stage, "overview", viewer.actions.told, viewer.actions.pause)
    draw_pages(stage)
    _do(stage, "agreement", viewer.actions.told, viewer.actions.withdraw)
    draw_pages(stage)
    viewer.window.open_handbook()
    stage.draw("default")


def _decide(stage: Stage, viewer: Viewer, folder: Path) -> None:
    actions, groups = viewer.actions, stage.engine.catalogue.categories
    for key, category in groups.items():
        if category.basis == "choice":
            _do(stage, key, actions.told, partial(actions.choose, key, True))
    stage.read()
    stage.open("environment")
    page = viewer.window.page
    assert isinstance(page, GroupPage)
    page.copy()
    for key, call in (
        ("environment", page.send),
        ("outbox", partial(actions.cancel, "nothing")),
        ("outbox", actions.retry),
        ("history", partial(actions.export, folder / "export.json")),
        ("history", partial(actions.export, folder / "export.json")),
        ("license-status", partial(actions.activate, folder / "nothing")),
        ("license-status", actions.remove_license),
        ("license-status", actions.activate_product),
    ):
        _do(stage, key, actions.told, call)
    _do(stage, "history", actions.verified, actions.verify)


def _check(stage: Stage, viewer: Viewer, folder: Path) -> None:
    checks, file = viewer.checks, folder / "eicar.com"
    file.write_bytes(EICAR)
    (folder / "letter.txt").write_text("nothing", encoding="utf-8")
    files = [file, folder / "letter.txt", folder / "missing.txt"]
    _do(stage, "processed_object", checks.ended, partial(checks.check_files, files))
    for signal, address, insists in (
        (checks.ended, "nothing", False),
        (checks.asks_first, HERE, False),
        (checks.happened, HERE, True),
    ):
        _do(stage, "web_request", signal, partial(checks.check_address, address, allow_private=insists))


def _set(stage: Stage, viewer: Viewer, folder: Path) -> None:
    preferences = viewer.preferences
    for key, text in (
        *(("text_percent", "110"), ("text_percent", "5"), ("interval_hours", "48"), ("keep_days", "30")),
        *(("proxy", "nothing"), ("proxy", "http://somebody@127.0.0.1:9"), ("send_paths", "true")),
        *(("rules_folder", str(folder / "missing")), ("watched_folder", str(folder))),
    ):
        _do(stage, "settings", preferences.told, partial(preferences.change, key, text))
    _do(stage, "settings", preferences.told, partial(preferences.set_password, "secret"))
    _do(stage, "settings", preferences.counted, partial(preferences.count_older, 30))


def _do(stage: Stage, page: str, until: SignalInstance, call: Callable[[], object]) -> None:
    """Do it on this page, and look at what was said of it."""
    stage.open(page)
    loop, late = QEventLoop(), QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    until.connect(loop.quit)
    late.start(MOST_MILLISECONDS)
    call()
    loop.exec()
    assert late.isActive(), f"{page}: waited for an answer in vain"
    until.disconnect(loop.quit)
    stage.draw("acted", stage.window.page.heading if stage.window.page else "")
