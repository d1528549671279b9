"""What leaves on the socket is the request that was shown, to the byte; and the environment has no say in it."""

from __future__ import annotations

import json
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from core.network.connection import client_context
from core.sending.answers import outcomes
from core.sending.request import Request
from core.sending.transport import LARGEST_ANSWER, HttpTransport
from tests.fakes.authority import Authority
from tests.fakes.receipts import KEY, accepted, always, envelopes, receipt, to, why
from tests.fakes.server import Peer, Server, answer, answering

AUTHORITY = Authority()
names = st.text("abcdefghijklmnopqrstuvwxyzABC-", min_size=1, max_size=20)
values = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)
headers = st.lists(st.tuples(names, values), max_size=8, unique_by=lambda each: each[0].lower())
paths = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=40)
bodies = st.binary(max_size=300) | st.builds(
    lambda part, n: part * n, st.binary(min_size=1, max_size=64), st.integers(0, 4000)
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def trusting() -> ssl.SSLContext:
    """What the program uses, and the tests' authority besides."""
    context = client_context()
    context.load_verify_locations(cadata=AUTHORITY.pem)
    return context


@pytest.fixture(scope="module", params=["http", "https"])
def wire(request: pytest.FixtureRequest, keys: Path) -> Iterator[tuple[Server, str, HttpTransport]]:
    """A server that takes any request, how to speak to it, and what sends there."""
    is_tls = request.param == "https"
    tls = AUTHORITY.server(keys) if is_tls else None
    transport = HttpTransport(context=trusting() if is_tls else None)
    with Server(answering(answer()), tls) as server:
        yield server, request.param, transport


@settings(max_examples=150)
@given(path=paths, told=headers, body=bodies)
def test_the_bytes_on_the_socket_are_the_request(
    wire: tuple[Server, str, HttpTransport], path: str, told: list[tuple[str, str]], body: bytes
) -> None:
    server, scheme, transport = wire
    told = [each for each in told if each[0].lower() not in ("content-length", "transfer-encoding")]
    fields = (*told, ("Content-Length", str(len(body))))
    request = Request("POST", f"{scheme}://127.0.0.1:{server.port}/{path}", fields, body)
    before = len(server.peers)
    found = transport.send(request, always)
    assert (found.status, found.error, found.body_started) == (202, None, True)
    assert [bytes(peer.arrived) for peer in server.peers[before:]] == [request.head + request.body]


def test_submissions_arrive_as_they_were_sealed_and_are_confirmed(wire: tuple[Server, str, HttpTransport]) -> None:
    server, scheme, transport = wire
    sent = envelopes(3)
    request = to(server.port, sent, scheme)
    transport.send(request, always)
    assert bytes(server.peers[-1].arrived) == request.head + b"\n".join(each.body for each in sent)
    assert b"Accept-Encoding: identity\r\n" in request.head


def test_the_answer_comes_back_as_it_was_written() -> None:
    sent = envelopes(2)
    told = accepted([receipt(each) for each in sent])
    with Server(answering(answer(202, told.body, {"X-Twice": "1", "Retry-After": "7"}))) as server:
        found = HttpTransport().send(to(server.port, sent), always)
    assert (found.status, found.body, found.headers["retry-after"]) == (202, told.body, "7")
    assert all(outcome.receipt for outcome in outcomes(sent, found, KEY).values())


def test_practice_is_reached_at_another_place_under_its_own_name() -> None:
    request = Request("POST", "http://receiver.practice.invalid/v1/submissions", (("Host", "x"),), b"")
    with Server(answering(answer())) as server:
        found = HttpTransport(("127.0.0.1", server.port)).send(request, always)
    assert found.status == 202
    assert server.arrived == request.head


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["http://127.0.0.1:{port}/v1/submissions", "//127.0.0.1:{port}/", "http://[", ""])
def test_no_redirect_is_followed(status: int, location: str) -> None:
    with Server(answering(answer())) as second:
        told = answer(status, b"", {"Location": location.format(port=second.port)})
        with Server(answering(told)) as first:
            found = HttpTransport().send(to(first.port, envelopes(1)), always)
    assert found.status == status
    assert second.peers == []
    assert len(first.peers) == 1


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Path]]:
    """An environment that points everywhere else; the server is the proxy it names, the file where keys would go."""
    netrc, authorities, log = tmp_path / "netrc", tmp_path / "authorities.pem", tmp_path / "keys.log"
    netrc.write_text("machine 127.0.0.1 login canary password canary\n", encoding="ascii")
    netrc.chmod(0o600)
    authorities.write_text(AUTHORITY.pem, encoding="ascii")
    with Server(answering(answer())) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            for each in (name, name.lower()):
                monkeypatch.setenv(each, f"http://127.0.0.1:{proxy.port}")
        for each in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(each, raising=False)
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("SSLKEYLOGFILE", str(log))
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
            monkeypatch.setenv(name, str(authorities))
        yield proxy, log


def test_no_proxy_no_netrc_and_no_key_log_of_the_environment(hostile: tuple[Server, Path], keys: Path) -> None:
    proxy, log = hostile
    for tls, context in ((None, None), (AUTHORITY.server(keys), trusting())):
        scheme = "https" if tls else "http"
        with Server(answering(answer()), tls) as server:
            request = to(server.port, envelopes(1), scheme)
            assert HttpTransport(context=context).send(request, always).status == 202
            assert server.arrived == request.head + request.body
    assert proxy.peers == []
    assert not log.exists()


def test_no_authority_of_the_environment_is_trusted(hostile: tuple[Server, Path], keys: Path) -> None:
    with Server(answering(answer()), AUTHORITY.server(keys)) as server:
        found = HttpTransport().send(to(server.port, envelopes(1), "https"), always)
    assert (found.status, found.body_started) == (None, False)
    assert "not trusted here" in why(found)
    assert server.arrived == b""


def test_others_would_have_obeyed_that_environment(hostile: tuple[Server, Path], keys: Path) -> None:
    proxy, log = hostile
    assert requests.post("http://127.0.0.1:1/", b"x", timeout=5).status_code == 202
    assert proxy.peers
    with Server(answering(answer()), AUTHORITY.server(keys)) as server, socket.socket() as plain:
        plain.connect(("127.0.0.1", server.port))
        context = ssl.create_default_context()
        with context.wrap_socket(plain, server_hostname="127.0.0.1"):
            assert log.stat().st_size > 0


def test_the_program_asks_for_tls_1_2_and_a_proof() -> None:
    context = client_context()
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.keylog_filename is None
    assert context.cert_store_stats()["x509_ca"] > 50


def early(peer: Peer) -> None:
    """Answers before it has everything, and hangs up."""
    peer.read(1000)
    peer.write(answer(413, b"too large"))


def test_a_receiver_that_answers_before_it_has_everything_is_heard() -> None:
    with Server(early, buffer=4096) as server:
        found = HttpTransport(deadline_seconds=5).send(to(server.port, envelopes(1, "x" * 8000) * 400), always)
    assert (found.status, found.body_started) == (413, True)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:1/", "nothing listens at 127.0.0.1, port 1"),
        ("http://nobody.invalid/", "the name nobody.invalid was not found"),
        ("http://" + "x" * 70 + "/", "was not found"),
    ],
)
def test_no_connection_says_why_and_nothing_was_written(address: str, words: str) -> None:
    found = HttpTransport().send(Request("POST", address, (), b"body"), always)
    assert (found.status, found.body_started) == (None, False)
    assert words in why(found)


def test_a_slow_resolver_does_not_hold_anybody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: os.read(reading, 1))
    found = HttpTransport(connect_seconds=0.2).send(Request("POST", "http://slow.example/", (), b""), always)
    os.close(writing)
    assert (why(found), found.body_started) == ("no connection within 0.2 seconds", False)


@pytest.mark.parametrize("failure", [OSError("busy"), None])
def test_a_gate_that_cannot_tell_is_a_closed_gate(failure: OSError | None) -> None:
    def gate() -> bool:
        if failure:
            raise failure
        return False

    with Server(answering(answer())) as server:
        found = HttpTransport().send(to(server.port, envelopes(1)), gate)
    assert (found.status, why(found), found.body_started) == (None, "stopped", False)
    assert server.peers == []


def test_an_answer_is_read_up_to_its_bound_and_no_further() -> None:
    page = json.dumps("x" * 200_000).encode()
    with Server(answering(answer(404, page))) as server:
        found = HttpTransport().send(to(server.port, envelopes(1)), always)
    assert (found.status, found.error, found.body) == (404, None, page[:LARGEST_ANSWER])


def test_a_connection_is_asked_for_before_every_piece() -> None:
    asked = 0

    def gate() -> bool:
        nonlocal asked
        asked += 1
        return True

    with Server(answering(answer())) as server:
        HttpTransport().send(to(server.port, envelopes(1, "x" * 8000) * 100), gate)
    assert asked >= 100 * 8000 / 16384
