"""Whom a check of an address asks, and how often: said before, and afterwards as the server itself counted it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.checking.addresses import check_address
from gui.state import happenings
from gui.viewer import Viewer
from tests.core.inspectors.shop import way
from tests.fakes.authority import Authority
from tests.fakes.server import Peer, Server
from tests.gui.screen import texts
from tests.gui.test_events import ADDRESSES, open_page

AUTHORITY = Authority()


class Shop(Server):
    """A server that counts whoever connects to it, also one that goes away at once."""

    accepted = 0

    def _handle(self, connection: socket.socket) -> None:
        self.accepted += 1
        super()._handle(connection)


def shop(folder: Path) -> Shop:
    """One on this computer, with a certificate of the authority above."""
    (folder / "keys").mkdir()
    return Shop(Peer.read_all, AUTHORITY.server(folder / "keys"))


@pytest.mark.parametrize(
    ("known", "times", "begins"),
    [
        (True, 1, "127.0.0.1 was asked once. It proved who it is."),
        (False, 2, "127.0.0.1 was asked twice, the second time only for its certificate, which is not trusted. "),
    ],
)
def test_how_often_a_server_was_asked_is_what_the_server_counted(
    qtbot: QtBot, tmp_path: Path, known: bool, times: int, begins: str
) -> None:
    server = shop(tmp_path)
    with server:
        believed = way(AUTHORITY if known else Authority())
        checked = check_address(f"https://127.0.0.1:{server.port}", allow_private=True, way=believed)
        qtbot.waitUntil(lambda: server.accepted == times)
    said = happenings.asked(checked)
    assert (said.startswith(begins), ".." in said) == (True, False)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:{port}", "127.0.0.1: http has no certificates; it was not asked."),
        ("https://[::1]:{port}", "[::1]: it has no IPv4 address, so it was not asked."),
    ],
)
def test_of_a_server_that_was_not_asked_nobody_says_that_it_was(tmp_path: Path, address: str, said: str) -> None:
    server = shop(tmp_path)
    with server:
        checked = check_address(address.format(port=server.port), allow_private=True)
        assert server.accepted == 0
    assert happenings.asked(checked) == said


def test_of_a_server_that_gave_no_certificate_only_that_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    said = happenings.asked(check_address(f"https://127.0.0.1:{port}", allow_private=True))
    assert said.startswith("127.0.0.1 gave no certificate: ")


def test_before_anybody_is_asked_the_page_tells_who_will_be_asked_and_how(viewer: Viewer) -> None:
    front = open_page(viewer, ADDRESSES)
    said = " ".join(texts(front))
    for words in ("name service", "directly, never through a proxy", "once more where its certificate is not trusted"):
        assert words in said
    warning = front._category.warning
    for words in ("Vitrine itself connects", "name service", "never through a proxy"):
        assert words in warning
