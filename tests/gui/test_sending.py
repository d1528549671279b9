"""The window sends: exactly what is painted, only what is allowed, and never on the thread that paints."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.engine import Engine
from core.lock import SenderLock
from core.record.history import History
from core.record.ledger import Ledger
from core.record.store import Store
from core.sending.sender import Delivered, Sender
from core.wording.counts import size
from gui.pages.group.page import CHANGED
from gui.pages.outbox import OutboxPage
from gui.viewer import Viewer
from gui.widgets.button import Button, LinkButton
from gui.widgets.charts import BarChart
from gui.widgets.facts import FactsRow
from gui.widgets.tabs import Tabs
from tests.commands import another_product, vitrinectl
from tests.gui.screen import BYTES, cells, page, part, read_again, shown_bytes, texts, write_record
from tests.gui.user import accept, acted, press, switch_on

GROUP = "installed_software"


def send_button(viewer: Viewer, group: str) -> Button:
    """“Send now” on a group's page."""
    return next(each for each in page(viewer, group, BYTES).findChildren(Button) if each.text() == "Send now")


def received(home: Path) -> list[bytes]:
    """Every body in the practice receiver's folder."""
    folder = home / "receiver"
    bodies: list[bytes] = []
    for path in sorted(folder.rglob("*")) if folder.exists() else []:
        if path.suffix in (".db", ".sqlite"):
            with sqlite3.connect(path) as found:
                tables = [name for (name,) in found.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
                rows = [row for table in tables for row in found.execute(f'SELECT * FROM "{table}"')]
            found.close()
            bodies += [value for row in rows for value in row if isinstance(value, bytes) and value[:1] == b"{"]
    return bodies


def history(home: Path) -> list[dict[str, Any]]:
    """The history, as the terminal tells it."""
    found: list[dict[str, Any]] = json.loads(vitrinectl(home, "history", "list", "--json").out)["submissions"]
    return found


def test_nothing_is_sent_before_acceptance_whatever_is_pressed(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    viewer.start()
    for group in viewer._engine.catalogue.categories:
        button = send_button(viewer, group)
        assert not button.isEnabled()
        assert button.accessibleDescription() == "You have not decided yet, so nothing is sent."
        button.click()
    # Past every button: the ledger refuses it too.
    shown = viewer._engine.show(GROUP)
    assert shown.envelope is not None
    with qtbot.waitSignal(viewer.actions.failed):
        viewer.actions.send(GROUP, shown.envelope)
    assert not (home / "receiver").exists()
    assert history(home) == []


def test_send_now_sends_exactly_the_painted_bytes(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    button = send_button(viewer, GROUP)
    painted = shown_bytes(page(viewer, GROUP, BYTES))
    said = acted(qtbot, viewer, button.click, "send")
    assert said == f"Sent and confirmed: {len(painted)} bytes."
    assert said in texts(page(viewer, GROUP))
    assert painted in received(home)
    sent = next(each for each in history(home) if each["state"] == "confirmed")
    assert vitrinectl(home, "history", "show", sent["id"], "--bytes").out == painted
    # What would go next has a number of its own.
    assert shown_bytes(page(viewer, GROUP, BYTES)) != painted


def test_what_goes_by_itself_can_be_seen_from_its_group(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP, BYTES)
    draft = shown_bytes(front)
    see = next(each for each in front.findChildren(LinkButton) if each.text() == "See the one that waits")
    see.click()
    outbox = viewer.window.page
    assert isinstance(outbox, OutboxPage)
    waiting = next(each for each in history(home) if each["category"] == GROUP)
    assert shown_bytes(outbox) == vitrinectl(home, "history", "show", waiting["id"], "--bytes").out != draft


def test_what_changed_since_it_was_painted_is_not_sent(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    button = send_button(viewer, GROUP)
    write_record(home, software_update_id="2024-03-1")
    assert vitrinectl(home, "show", GROUP, "--bytes").code == 0  # the draft is another one now
    with qtbot.waitSignal(viewer.actions.failed) as failed:
        button.click()
    line = "This changed since it was shown, so nothing was sent. Look again, then send."
    assert failed.args == ["send", line]
    assert line in texts(page(viewer, GROUP))
    assert received(home) == []
    assert not any(each["state"] == "confirmed" for each in history(home))


def test_what_changed_since_last_sent_is_told_item_by_item(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)
    assert not part(front, Tabs).isTabVisible(CHANGED)
    acted(qtbot, viewer, send_button(viewer, GROUP).click, "send")
    assert part(front, Tabs).tabText(CHANGED) == "Changed since last sent (0)"
    write_record(home, software_update_id="2024-03-1")
    read_again(qtbot, viewer)
    assert part(front, Tabs).isTabVisible(CHANGED)
    changed = int(part(front, Tabs).tabText(CHANGED).partition("(")[2].rstrip(")"))
    front.choose_tab(CHANGED)
    QApplication.processEvents()
    model = front._changed._model
    assert model is not None
    rows = {
        model.index(row, 0).data(): (model.index(row, 1).data(), model.index(row, 2).data())
        for row in range(model.rowCount())
    }
    assert len(rows) == changed
    assert rows["Last installed update"] == ("2024-03-1", "nothing")


def test_what_waits_is_cancelled_from_its_page(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)
    qtbot.waitUntil(lambda: any(link.text() == "cancel" for link in front.findChildren(LinkButton)))
    link = next(link for link in part(front, FactsRow).findChildren(LinkButton) if link.text() == "cancel")
    acted(qtbot, viewer, link.click, "cancel")
    assert {each["category"]: each["state"] for each in history(home)}[GROUP] == "cancelled"
    assert not any(each.text() == "cancel" and each.isVisible() for each in front.findChildren(LinkButton))


def test_overview_outbox_and_history_count_alike(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    switch_on(qtbot, viewer)
    for group in (GROUP, "environment", "license"):
        acted(qtbot, viewer, send_button(viewer, group).click, "send")
    confirmed = [each for each in history(home) if each["state"] == "confirmed"]
    viewer.window.choose("overview")
    QApplication.processEvents()
    front = viewer.window.page
    assert front is not None
    words, bars = texts(front), part(front, BarChart)
    total = sum(each["bytes"] for each in confirmed)
    assert len(bars.sizes) == 30
    assert (sum(bars.sizes), bars.sizes[-1]) == (total, total)
    assert size(total) in words
    assert f"in {len(confirmed)} submissions" in words
    assert bars.text().startswith(f"{size(total)} in {len(confirmed)} submissions")
    waiting = [each for each in history(home) if each["state"] == "waiting"]
    assert any(f" {len(waiting)} waiting · code" in text for text in texts(viewer.window))
    assert sum(text.startswith("Today ") and text.endswith(" B") for text in words) == len(confirmed)


def test_paused_nothing_is_sent_and_send_now_says_why(viewer: Viewer, home: Path, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    acted(qtbot, viewer, lambda: press(viewer.window, "Pause all sending"), "pause")
    button = send_button(viewer, GROUP)
    assert not button.isEnabled()
    assert button.accessibleDescription() == "All sending is paused."
    assert received(home) == []


def test_a_receiver_that_is_not_there_is_told_and_what_waits_stays(
    open_viewer: Callable[..., Viewer], home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "http://127.0.0.1:9"')
    viewer = open_viewer(VITRINE_PRODUCT=str(path))
    accept(qtbot, viewer)
    said = acted(qtbot, viewer, send_button(viewer, GROUP).click, "send")
    assert said.startswith("Not sent yet: it waits in the Outbox.")
    assert any(text.startswith("Not reached; ") for text in texts(viewer.window))
    assert {each["state"] for each in history(home)} == {"waiting"}


def test_reading_deciding_and_sending_never_happen_on_the_thread_that_paints(
    viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[threading.Thread] = set()

    def record(owner: type, name: str) -> None:
        inner = getattr(owner, name)

        def recorded(*given: Any, **named: Any) -> Any:
            threads.add(threading.current_thread())
            return inner(*given, **named)

        monkeypatch.setattr(owner, name, recorded)

    for owner, name in (
        *((Engine, "show"), (Engine, "queue"), (Engine, "choose"), (Engine, "pause"), (Engine, "withdraw")),
        *((Ledger, "append"), (Ledger, "events"), (Ledger, "cancel"), (History, "pending"), (History, "submissions")),
        *((Store, "reading"), (Store, "transaction"), (Sender, "drain"), (SenderLock, "__enter__")),
    ):
        record(owner, name)
    front = accept(qtbot, viewer)
    switch_on(qtbot, viewer)
    acted(qtbot, viewer, send_button(viewer, "environment").click, "send")
    acted(qtbot, viewer, lambda: press(viewer.window, "Pause all sending"), "pause")
    for key in [*viewer.window.keys, "agreement"]:
        viewer.window.choose(key)
    acted(qtbot, viewer, lambda: press(front, "Withdraw"), "withdraw")
    assert len(threads) >= 3
    assert threading.main_thread() not in threads


def test_a_withdrawal_does_not_wait_behind_a_sending(
    viewer: Viewer, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = accept(qtbot, viewer)
    began, go_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Delivered:
        began.set()
        go_on.wait(20)
        return Delivered({})

    monkeypatch.setattr(viewer.actions._delivery, "drain", slow)
    viewer.actions.retry()
    assert began.wait(10)
    acted(qtbot, viewer, lambda: press(front, "Withdraw"), "withdraw")
    assert not go_on.is_set()
    go_on.set()
    assert not (home / "receiver").exists()


def test_closing_while_sending_ends_and_leaves_nothing_half_told(
    open_viewer: Callable[..., Viewer], home: Path, qtbot: QtBot
) -> None:
    viewer = open_viewer()
    accept(qtbot, viewer)
    send_button(viewer, GROUP).click()
    viewer.close()
    assert "sending" not in {each["state"] for each in history(home)}
    assert json.loads(vitrinectl(home, "history", "verify", "--json").out)["ok"]


def test_cells_of_what_is_sent_say_so_only_outside_practice(viewer: Viewer, qtbot: QtBot) -> None:
    accept(qtbot, viewer)
    front = page(viewer, GROUP)
    assert "Would go to" in texts(front)
    assert cells(front)
