"""A proxy that the user sets while a sending is under way: from then on nothing goes around it."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.assembly import Vitrine
from core.network.connection import client_context
from core.network.proxy import Proxy, connect_head
from core.record.submission import State
from core.sending.sender import Delivered
from core.settings import NAME, Settings, save_settings
from tests.fakes.authority import Authority
from tests.fakes.proxy import saying
from tests.fakes.receiver import Receiver
from tests.fakes.server import Peer, Server, answer
from tests.faults.desk import agree, envelopes, product, queue, vitrine

AUTHORITY = Authority()


def trusting() -> ssl.SSLContext:
    """What the program uses, and the tests' authority besides."""
    context = client_context()
    context.load_verify_locations(cadata=AUTHORITY.pem)
    return context


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A receiver's, believed here; each request carries one submission."""
    monkeypatch.setattr("core.sending.transport.client_context", trusting)
    monkeypatch.setattr("core.record.ledger.MOST_SUBMISSIONS", 1)
    (tmp_path / "keys").mkdir()
    return AUTHORITY.server(tmp_path / "keys")


def desk(folder: Path, port: int) -> Vitrine:
    """The program, with two submissions for the receiver at this port."""
    save_settings(folder / "home", Settings())
    built = vitrine(folder / "home", product(folder, f"https://127.0.0.1:{port}"))
    agree(built)
    queue(built, envelopes(built, ["https://one.example", "https://two.example"]))
    return built


def after_the_first(act: Callable[[], object]) -> Callable[[int], None]:
    """Told how many were tried, does this once one was."""

    def progress(tried: int) -> None:
        if tried == 1:
            act()

    return progress


def test_after_the_proxy_is_saved_the_next_request_goes_through_it(tmp_path: Path, tls: ssl.SSLContext) -> None:
    with Server(Receiver(), tls) as receiver, Server(saying(answer(502))) as proxy:
        built = desk(tmp_path, receiver.port)
        address = f"http://127.0.0.1:{proxy.port}"
        save = after_the_first(lambda: built.preferences.change("proxy", address))
        delivered = built.delivery.drain(urgent=True, progress=save)
        proxy.settle()
        assert len(receiver.peers) == 1
        assert proxy.arrived == connect_head(Proxy("127.0.0.1", proxy.port), "127.0.0.1", receiver.port)
    assert "answered 502" in delivered.why
    assert sorted(delivered.states.values()) == [State.CONFIRMED, State.WAITING]


@pytest.mark.parametrize("proxy", ["http://somebody@127.0.0.1:1", "spoilt"])
def test_where_the_new_proxy_cannot_be_used_the_rest_waits_and_the_reason_is_said(
    tmp_path: Path, tls: ssl.SSLContext, proxy: str
) -> None:
    def save() -> None:
        (tmp_path / "home" / NAME).write_text(f'{{"proxy": "{proxy}"}}', encoding="utf-8")

    with Server(Receiver(), tls) as receiver:
        built = desk(tmp_path, receiver.port)
        delivered = built.delivery.drain(urgent=True, progress=after_the_first(save))
        assert len(receiver.peers) == 1
    assert (NAME if proxy == "spoilt" else "password") in delivered.why
    assert sorted(delivered.states.values()) == [State.CONFIRMED, State.WAITING]


def test_a_request_under_way_around_the_proxy_is_cut_off_once_it_is_saved(tmp_path: Path, tls: ssl.SSLContext) -> None:
    under_way = threading.Event()

    def listen(peer: Peer) -> None:
        peer.read_request()
        under_way.set()
        peer.read_all()

    found: list[Delivered] = []
    with Server(listen, tls) as receiver:
        built = desk(tmp_path, receiver.port)
        sending = threading.Thread(target=lambda: found.append(built.delivery.drain(urgent=True)))
        sending.start()
        assert under_way.wait(10)
        start = time.monotonic()
        built.preferences.change("proxy", "http://127.0.0.1:1")
        sending.join(20)
        receiver.settle()
        assert time.monotonic() - start < 5
        assert len(receiver.peers) == 1
    assert "proxy was changed while sending" in found[0].why
    assert list(found[0].states.values()) == [State.UNCONFIRMED]
