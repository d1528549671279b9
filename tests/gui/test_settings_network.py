"""The proxy in the window: its password is seen by nobody, and what it is told is shown as it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.network.proxy import Proxy, connect_head, shown_head
from core.settings import NAME, Settings, save_settings
from gui.pages.connection import ConnectionPage
from gui.viewer import Viewer
from gui.widgets.table import Table
from gui.widgets.text_field import TextField
from tests.commands import another_product, vitrinectl
from tests.engines import build_real
from tests.fakes.keyrings import offered
from tests.gui.screen import part, read_again, texts
from tests.gui.settings import row, saved
from tests.gui.user import press

USED = "http://somebody@proxy.example:3128"


def around(front: ConnectionPage) -> dict[str, str]:
    """What the table says of a connection."""
    model = part(front, Table).model()
    return {str(model.index(at, 0).data()): str(model.index(at, 1).data()) for at in range(model.rowCount())}


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """This computer has a keyring; what lies in it."""
    return offered(monkeypatch, "Keeping")


def test_the_password_goes_into_the_keyring_and_is_never_seen_again(
    keyring: dict[tuple[str, str], str], viewer: Viewer, home: Path, qtbot: QtBot
) -> None:
    password = row(viewer, "proxy_password")
    field = part(password, TextField)
    assert not field.isEnabled()
    assert "The proxy names no user, so none is asked for." in texts(password)
    with qtbot.waitSignal(viewer.preferences.password_lies):
        viewer.preferences.change("proxy", USED)
    assert field.isEnabled()
    assert any(text.startswith("Not set.") for text in texts(password))
    QTest.keyClicks(field, "a password")
    assert field.displayText() == "●" * 10
    saved(qtbot, viewer, "proxy_password", lambda: press(password, "Keep"))
    assert field.text() == ""
    assert any(text.startswith("Set, in the keyring.") for text in texts(password))
    assert [text for (_, name), text in keyring.items() if name == "proxy"] == [
        "somebody@proxy.example:3128\na password"
    ]
    assert all("a password" not in path.read_text("latin-1") for path in home.rglob("*") if path.is_file())
    saved(qtbot, viewer, "proxy_password", lambda: press(password, "Forget"))
    assert [name for _, name in keyring if name == "proxy"] == []


def test_without_a_keyring_it_is_said_that_the_password_lies_in_memory_only(viewer: Viewer, qtbot: QtBot) -> None:
    password = row(viewer, "proxy_password")
    with qtbot.waitSignal(viewer.preferences.password_lies):
        viewer.preferences.change("proxy", USED)
    QTest.keyClicks(part(password, TextField), "a password")
    saved(qtbot, viewer, "proxy_password", lambda: press(password, "Keep"))
    assert any(text.startswith("Set. ") and "memory only, until Vitrine ends" in text for text in texts(password))


@pytest.mark.parametrize("user", ["", "somebody@"])
def test_what_a_proxy_is_told_is_shown_as_it_stands(
    open_viewer: Callable[..., Viewer], home: Path, tmp_path: Path, user: str, qtbot: QtBot
) -> None:
    file = another_product(tmp_path, 'endpoint = "embedded:"', 'endpoint = "https://stats.example.com:8443/in"')
    viewer = open_viewer(VITRINE_PRODUCT=str(file))
    viewer.window.choose("connection")
    front = viewer.window.page
    assert isinstance(front, ConnectionPage)
    assert "Proxy" not in around(front)
    save_settings(home, Settings(proxy=f"http://{user}proxy.example:3128"))
    read_again(qtbot, viewer)
    QApplication.processEvents()
    told = connect_head(Proxy("proxy.example", 3128, user.rstrip("@"), "hunter2"), "stats.example.com", 8443)
    shown = "\n".join(told.decode().split("\r\n")).rstrip("\n")
    if user:
        shown = shown.rpartition("Basic ")[0] + "Basic (user and password)"
    assert shown in texts(front)
    assert shown.startswith("CONNECT stats.example.com:8443 HTTP/1.1\nHost: stats.example.com:8443")
    assert around(front)["Proxy"] == "proxy.example:3128"
    assert around(front)["Your IP address"] == "the proxy’s"
    preview = vitrinectl(home, "show", VITRINE_PRODUCT=str(file)).out.decode()
    assert "Through the proxy proxy.example:3128." in preview
    assert all(f"  {line}\n" in preview for line in shown.split("\n"))
    (home / NAME).write_text("{", encoding="utf-8")
    read_again(qtbot, viewer)
    assert around(front)["Proxy"] == "not known"
    assert shown not in texts(front)


def test_a_proxy_changes_neither_request_nor_terms(open_viewer: Callable[..., Viewer], home: Path) -> None:
    before = build_real(home).engine
    wire = vitrinectl(home, "show", "transmission", "--wire").out
    before.consent.accept("eu", "script")
    permit = before.consent.choices().permit
    save_settings(home, Settings(proxy="http://proxy.example:3128"))
    after = build_real(home).engine
    assert vitrinectl(home, "show", "transmission", "--wire").out == wire
    assert after.consent.choices().permit == permit
    assert permit.categories
    assert shown_head(Proxy("x", 1), "https://a.example").startswith("CONNECT a.example:443 HTTP/1.1\r\n")
