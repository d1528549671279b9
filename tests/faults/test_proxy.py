"""Row 18: a proxy that refuses, is down, intercepts or never ends; and one that only the environment names.

Never around the proxy that the user set, never through one that the user did not set.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import Code
from core.network.connection import client_context
from core.network.proxy import Proxy, connect_head
from core.record.submission import State
from core.sending.answers import Answer, outcomes
from core.sending.sender import Delivered
from core.sending.transport import HttpTransport
from core.settings import NAME, Settings, SettingsStore, save_settings
from tests.commands import Ended, vitrinectl
from tests.fakes.authority import Authority
from tests.fakes.proxy import OPEN, after_asking, intercepting, opening, saying
from tests.fakes.receipts import KEY, always, envelopes, to, why
from tests.fakes.receiver import Receiver
from tests.fakes.server import Behaviour, Peer, Server, answer, answering, forwarding
from tests.faults.desk import agree, product, vitrine
from tests.faults.desk import envelopes as events
from tests.faults.desk import queue as put
from tests.refusals import refuses

AUTHORITY = Authority()
SENT = envelopes(3, "x" * 8000)
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
LEAST = Proxy("127.0.0.1", 1)
Through = Callable[[Behaviour], Answer]


def trusting() -> ssl.SSLContext:
    """What the program uses, and the tests' authority besides."""
    context = client_context()
    context.load_verify_locations(cadata=AUTHORITY.pem)
    return context


class Reached:
    """A receiver that would take everything, behind a witness who counts connections, also those that end in TLS."""

    def __init__(self, server: Server, witness: Server) -> None:
        self._server, self._witness, self._own = server, witness, 0
        self.port = witness.port

    @property
    def arrived(self) -> bytes:
        """What it was sent."""
        return self._server.arrived

    @property
    def connections(self) -> int:
        """How many there were until now; one of our own is the last in the row, and is not counted."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as last, contextlib.suppress(OSError):
            last.shutdown(socket.SHUT_WR)
            last.recv(1)
        self._own += 1
        self._witness.settle()
        return len(self._witness.peers) - self._own


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Reached]:
    """One that proves by the tests' authority who it is."""
    (tmp_path / "keys").mkdir()
    tls = AUTHORITY.server(tmp_path / "keys")
    with Server(Receiver(), tls) as server, Server(forwarding(server.port)) as witness:
        yield Reached(server, witness)


def through(proxy: Server | int, receiver: Reached, context: ssl.SSLContext | None = None) -> Answer:
    """Send through this proxy."""
    port = proxy if isinstance(proxy, int) else proxy.port
    transport = HttpTransport(None, 1.5, 1.0, context or trusting(), Proxy("127.0.0.1", port))
    return transport.send(to(receiver.port, SENT, "https"), always)


@pytest.mark.parametrize("user", ["", "a user", "ü"])
def test_the_receiver_gets_what_was_shown_and_the_proxy_only_where_to(receiver: Reached, user: str) -> None:
    request = to(receiver.port, SENT, "https")
    with Server(opening) as server:
        proxy = Proxy("127.0.0.1", server.port, user, "pass wörd" if user else "")
        found = HttpTransport(context=trusting(), proxy=proxy).send(request, always)
        server.settle()
    assert {each.state for each in outcomes(SENT, found, KEY).values()} == {State.CONFIRMED}
    assert receiver.arrived == request.head + request.body
    head = connect_head(proxy, "127.0.0.1", receiver.port)
    assert server.arrived.startswith(head)
    # TLS begins with a record of the kind 22; nothing before it was encrypted, nothing of the request lies open.
    assert server.arrived[len(head)] == 22
    assert b"x" * 16 not in server.arrived
    assert (b"Proxy-Authorization" in head) == bool(user)
    assert len(server.peers) == 1


HTML = b"<!DOCTYPE html><title>Sign in</title>"
BAD: dict[str, tuple[Behaviour, str]] = {
    "407": (saying(answer(407, HTML, {"Proxy-Authenticate": "Basic"})), "(407)"),
    "403": (saying(answer(403, HTML)), "answered 403"),
    "502": (saying(answer(502)), "answered 502"),
    "a redirect": (saying(answer(302, b"", {"Location": "https://127.0.0.1:1/"})), "answered 302"),
    "an interim answer": (saying(b"HTTP/1.1 100 Continue\r\n\r\n"), "answered 100"),
    "a page that says it is open": (saying(answer(200, HTML)), "more than its answer"),
    "nothing": (saying(b""), "hung up"),
    "half an answer": (saying(OPEN[:-2]), "hung up"),
    "a rude end": (after_asking(lambda peer: peer.reset()), "no way through"),
    "noise": (saying(b"\x16\x03\x01\r\n\r\n"), "not HTTP"),
    "another protocol": (saying(b"ICY 200 OK\r\n\r\n"), "not HTTP"),
    "silence": (after_asking(lambda peer: peer.closing.wait()), "within 1 seconds"),
    "one byte a moment": (after_asking(lambda peer: peer.drip(b"x", 0.02, OPEN[:-2])), "within 1 seconds"),
    "an endless answer": (after_asking(lambda peer: peer.pour(b"X: y\r\n" * 100, OPEN[:-2])), "has no end"),
}


@pytest.mark.parametrize("case", BAD)
def test_where_the_proxy_opens_no_way_nothing_is_sent_and_there_is_no_other(receiver: Reached, case: str) -> None:
    behave, words = BAD[case]
    start = time.monotonic()
    with Server(behave) as proxy:
        found = through(proxy, receiver)
    assert time.monotonic() - start < 2
    assert (found.status, found.body_started) == (None, False)
    assert words in why(found)
    assert "nothing was sent" in why(found)
    assert {each.state for each in outcomes(SENT, found, KEY).values()} == {State.WAITING}
    assert receiver.connections == 0


def test_a_proxy_that_is_down_is_not_gone_around(receiver: Reached) -> None:
    found = through(1, receiver)
    assert "no way through the proxy 127.0.0.1:1: nothing listens" in why(found)
    assert (found.body_started, receiver.connections) == (False, 0)


@pytest.fixture
def stranger(tmp_path: Path) -> tuple[Behaviour, bytearray]:
    """A proxy that shows a certificate of its own, and what it could read."""
    (tmp_path / "own").mkdir()
    taken = bytearray()
    return intercepting(Authority("a proxy").server(tmp_path / "own"), taken), taken


def test_a_proxy_that_looks_inside_gets_nothing(receiver: Reached, stranger: tuple[Behaviour, bytearray]) -> None:
    with Server(stranger[0]) as proxy:
        found = through(proxy, receiver)
    assert (found.status, found.body_started) == (None, False)
    assert "not trusted here; nothing was sent" in why(found)
    assert f"the proxy 127.0.0.1:{proxy.port}, which may have answered" in why(found)
    assert (bytes(stranger[1]), receiver.connections) == (b"", 0)


def test_whoever_believes_anybody_would_have_told_it_all(
    receiver: Reached, stranger: tuple[Behaviour, bytearray]
) -> None:
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    with Server(stranger[0]) as proxy:
        assert through(proxy, receiver, careless).status == 202
    assert SENT[0].body in stranger[1]


def test_stopped_while_the_proxy_is_asked_nothing_has_been_sent(receiver: Reached) -> None:
    asked, stop = threading.Event(), threading.Event()

    def wait(peer: Peer) -> None:
        asked.set()
        peer.read_all()

    found: list[Answer] = []
    with Server(after_asking(wait)) as server:
        transport = HttpTransport(context=trusting(), proxy=Proxy("127.0.0.1", server.port))
        request = to(receiver.port, SENT, "https")
        sender = threading.Thread(target=lambda: found.append(transport.send(request, lambda: not stop.is_set())))
        sender.start()
        assert asked.wait(10)
        stop.set()
        sender.join(10)
        server.settle()
    assert (why(found[0]), found[0].body_started) == ("stopped", False)
    assert ([peer.end for peer in server.peers], receiver.connections) == (["reset"], 0)


def test_http_to_this_computer_goes_through_no_proxy() -> None:
    with Server(opening) as proxy, Server(answering(answer())) as here:
        set_one = Proxy("127.0.0.1", proxy.port)
        assert HttpTransport(proxy=set_one).send(to(here.port, SENT), always).status == 202
    assert proxy.peers == []


class Desk:
    """The program, an https receiver, and a proxy; the receiver's certificate is not believed, so nothing is told."""

    def __init__(self, folder: Path, receiver: Reached, proxy: str = "") -> None:
        self.home = folder / "home"
        self.file = product(folder, f"https://127.0.0.1:{receiver.port}")
        save_settings(self.home, Settings(proxy=proxy))
        self.built = vitrine(self.home, self.file)
        agree(self.built)
        put(self.built, events(self.built, ["https://example.example"]))

    def drain(self) -> Delivered:
        """Send what waits."""
        return self.built.delivery.drain(urgent=True)

    def command(self, *arguments: str, **variables: str) -> Ended:
        """The same in a terminal."""
        return vitrinectl(self.home, *arguments, VITRINE_PRODUCT=str(self.file), **variables)

    def waits(self) -> bool:
        """Whether no byte of it has left."""
        return self.built.engine.ledger.history.counts()[State.WAITING] == 1


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A proxy that only the environment names."""
    with Server(opening) as proxy:
        for name in VARIABLES:
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        yield proxy


def test_a_proxy_of_the_environment_alone_is_never_used(tmp_path: Path, receiver: Reached, environment: Server) -> None:
    desk = Desk(tmp_path, receiver)
    assert "not trusted" in desk.drain().why
    assert (receiver.connections, environment.peers) == (1, [])
    assert desk.command("outbox", "retry").code == 1
    assert (receiver.connections, environment.peers) == (2, [])


def test_no_variable_leads_around_the_proxy_that_was_set(
    tmp_path: Path, receiver: Reached, environment: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Server(saying(answer(502))) as proxy:
        desk = Desk(tmp_path, receiver, proxy=f"http://127.0.0.1:{proxy.port}")
        assert "answered 502" in desk.drain().why
        assert proxy.arrived == connect_head(LEAST, "127.0.0.1", receiver.port)
        assert "answered 502" in desk.command("outbox", "retry").error.decode()
        assert len(proxy.peers) == 2
    assert (receiver.connections, environment.peers) == (0, [])
    assert desk.waits()


@pytest.mark.parametrize("content", ['{"proxy": "http://"}', '{"proxy": 1}', "{", ""])
def test_where_nobody_can_say_whether_a_proxy_is_set_nothing_is_sent(
    tmp_path: Path, receiver: Reached, content: str
) -> None:
    desk = Desk(tmp_path, receiver)
    (desk.home / NAME).write_text(content, encoding="utf-8")
    with refuses(Code.FILE_UNFIT, file=desk.home / NAME):
        desk.drain()
    done = desk.command("outbox", "retry")
    assert (done.code, NAME in done.line) == (1, True)
    assert receiver.connections == 0
    assert desk.waits()


def test_a_proxy_that_wants_a_password_nobody_set_is_not_even_asked(tmp_path: Path, receiver: Reached) -> None:
    with Server(opening) as proxy:
        desk = Desk(tmp_path, receiver, proxy=f"http://somebody@127.0.0.1:{proxy.port}")
        with refuses(Code.PASSWORD_NOT_KNOWN, why=Code.KEYRING_NONE):
            desk.drain()
        assert proxy.peers == []
        preferences: SettingsStore = desk.built.preferences
        preferences.set_password("a password")
        assert "not trusted" in desk.drain().why
        known = Proxy("127.0.0.1", proxy.port, "somebody", "a password")
        assert proxy.arrived.startswith(connect_head(known, "127.0.0.1", receiver.port))
        # The same name at another proxy is another user.
        preferences.change("proxy", "http://somebody@127.0.0.1:1")
        with refuses(Code.PASSWORD_NOT_KNOWN, why=Code.KEYRING_NONE):
            desk.drain()


@pytest.mark.parametrize("content", ['{"proxy": "http://127.0.0.1:1"}', "{"])
def test_what_stays_on_this_computer_needs_neither_proxy_nor_settings(tmp_path: Path, content: str) -> None:
    with Server(Receiver()) as here:
        practice, local = Path("resources/product.toml").absolute(), product(tmp_path, f"http://127.0.0.1:{here.port}")
        for name, file in (("practice", practice), ("local", local)):
            built = vitrine(tmp_path / name, file)
            agree(built)
            put(built, events(built, ["https://example.example"]))
            (tmp_path / name / NAME).write_text(content, encoding="utf-8")
            assert set(built.delivery.drain(urgent=True).states.values()) == {State.CONFIRMED}
