"""Rows 14, 15, 17 and 22: connections that are cut, slow, endless, not trusted, or stopped by the user."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.network.connection import client_context
from core.record.submission import State
from core.sending.answers import Answer, outcomes
from core.sending.request import Request
from core.sending.transport import HttpTransport
from tests.fakes.authority import Authority, only
from tests.fakes.receipts import KEY, accepted, always, envelopes, receipt, to, why
from tests.fakes.server import Behaviour, Peer, Server, answer, answering, forwarding

AUTHORITY = Authority()
STEP = 64
# Of several MiB, incompressible: more than all buffers on the way hold.
LARGE = random.Random(22).randbytes(24 * 1024 * 1024)


def trusting() -> ssl.SSLContext:
    """What the program uses, and the tests' authority besides."""
    context = client_context()
    context.load_verify_locations(cadata=AUTHORITY.pem)
    return context


def large(port: int, scheme: str) -> Request:
    """More than the receiver will take."""
    address = f"{scheme}://127.0.0.1:{port}/v1/submissions"
    return Request("POST", address, (("Host", "x"), ("Content-Length", str(len(LARGE)))), LARGE)


class Stored:
    """A receiver that keeps what came whole, once for each ID, and cuts one connection where it is told to."""

    def __init__(self, cut_request: int | None, cut_answer: int | None, rudely: bool) -> None:
        self._cut_request = cut_request
        self._cut_answer = cut_answer
        self._rudely = rudely
        self.kept: list[bytes] = []
        self.by_id = {each.id: each for each in SENT}

    def __call__(self, peer: Peer) -> None:
        cut_request, self._cut_request = self._cut_request, None
        cut_answer, self._cut_answer = self._cut_answer, None
        if cut_request is not None:
            peer.read_some(cut_request)
        else:
            lines = peer.read_request().partition(b"\r\n\r\n")[2].split(b"\n")
            self.kept += [line for line in lines if line not in self.kept]
            told = [receipt(self.by_id[json.loads(line)["submission"]]) for line in lines]
            peer.write(answer(202, accepted(told).body)[:cut_answer])
        if self._rudely and (cut_request, cut_answer) != (None, None):
            peer.reset()


SENT = envelopes(8)
REQUEST_BYTES = len(to(65535, SENT).head + to(65535, SENT).body)
ANSWER_BYTES = len(answer(202, accepted([receipt(each) for each in SENT]).body))
CUTS = [
    *((cut, None) for cut in range(0, REQUEST_BYTES + 1, STEP)),
    *((None, cut) for cut in range(0, ANSWER_BYTES, STEP)),
]


@pytest.mark.parametrize("rudely", [False, True], ids=["closed", "reset"])
def test_a_connection_cut_anywhere_loses_nothing_and_doubles_nothing(rudely: bool) -> None:
    for cut_request, cut_answer in CUTS:
        receiver = Stored(cut_request, cut_answer, rudely)
        with Server(receiver) as server:
            transport, request = HttpTransport(deadline_seconds=10), to(server.port, SENT)
            first = transport.send(request, always)
            states = {each.state for each in outcomes(SENT, first, KEY).values()}
            # A reset can come before the first byte could be written, and then nothing was.
            state = State.UNCONFIRMED if first.body_started or cut_request != 0 else State.WAITING
            assert states == {state}, (cut_request, cut_answer, first)
            second = outcomes(SENT, transport.send(request, always), KEY)
        assert {each.state for each in second.values()} == {State.CONFIRMED}
        assert receiver.kept == [each.body for each in SENT]
    assert len(CUTS) > 30


def never(peer: Peer) -> None:
    """Takes the connection and does nothing."""
    peer.closing.wait()


def after_request(act: Callable[[Peer], object]) -> Behaviour:
    """Reads the request before it is bad."""

    def behave(peer: Peer) -> None:
        peer.read_request()
        act(peer)

    return behave


BOMB = gzip.compress(bytes(50_000_000))
CHUNKED = b"HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HEAD = b"HTTP/1.1 202 OK\r\nContent-Type: application/json\r\n"
SLOW: dict[str, Behaviour] = {
    "never reads": never,
    "never answers": after_request(never),
    "one byte a moment in the head": after_request(lambda peer: peer.drip(HEAD, 0.02)),
    "one byte a moment in the body": after_request(lambda peer: peer.drip(b" ", 0.02, HEAD + b"\r\n")),
    "one byte a moment is read": lambda peer: [peer.closing.wait(0.02) for _ in iter(lambda: peer.read(1), b"")],
    "an endless body": after_request(lambda peer: peer.pour(b"x" * 65536, HEAD + b"\r\n")),
    "ten gigabytes": after_request(lambda peer: peer.pour(b"x" * 65536, HEAD + b"Content-Length: 10737418240\r\n\r\n")),
    "an endless body in chunks": after_request(lambda peer: peer.pour(b"1\r\nx\r\n" * 1000, CHUNKED)),
    "a million headers": after_request(lambda peer: peer.pour(b"X-Header: y\r\n" * 1000, HEAD)),
    "an endless header": after_request(lambda peer: peer.pour(b"y" * 65536, HEAD + b"X: ")),
    "an endless status line": after_request(lambda peer: peer.pour(b"HTTP/1.1 202 " + b"x" * 65536)),
    "endless interim answers": after_request(lambda peer: peer.pour(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)),
    "a compression bomb": answering(answer(202, BOMB, {"Content-Encoding": "gzip"})),
    "noise": after_request(lambda peer: peer.pour(random.Random(15).randbytes(65536))),
}


@pytest.mark.parametrize("case", SLOW)
def test_one_deadline_and_one_bound_for_the_whole(case: str, record_property: Callable[[str, object], None]) -> None:
    with Server(SLOW[case], buffer=4096) as server:
        request = large(server.port, "http") if "read" in case else to(server.port, SENT)
        tracemalloc.start()
        try:
            start = time.monotonic()
            found = HttpTransport(deadline_seconds=1).send(request, always)
            seconds = time.monotonic() - start
            peak = tracemalloc.get_traced_memory()[1] - (len(LARGE) if "read" in case else 0)
        finally:
            tracemalloc.stop()
    record_property("seconds", round(seconds, 2))
    record_property("peak_kib", peak // 1024)
    assert seconds < 1.3
    assert peak < 3 * 1024 * 1024
    assert {each.state for each in outcomes(SENT, found, KEY).values()} == {State.UNCONFIRMED}


def test_even_the_handshake_has_a_deadline() -> None:
    with Server(never) as server:
        found = HttpTransport(connect_seconds=0.3).send(to(server.port, SENT, "https"), always)
    assert (why(found), found.body_started) == ("no connection within 0.3 seconds", False)


UNTRUSTED: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"since": -30, "until": -1}, "has expired"),
    "not yet valid": ({"since": 1, "until": 30}, "not valid yet"),
    "another name": ({"name": "elsewhere.example"}, "for another address"),
    "signed by itself": ({"is_self_signed": True}, "signed by itself"),
    "unknown authority": ({}, "not trusted here"),
    "TLS 1.0": ({"version": ssl.TLSVersion.TLSv1}, "no protected connection"),
    "TLS 1.1": ({"version": ssl.TLSVersion.TLSv1_1}, "no protected connection"),
}


@pytest.mark.parametrize("case", UNTRUSTED)
def test_nothing_is_sent_to_who_cannot_prove_who_it_is(tmp_path: Path, case: str) -> None:
    changes, words = UNTRUSTED[case]
    authority = Authority("a stranger") if case == "unknown authority" else AUTHORITY
    tls = authority.server(tmp_path, **changes)
    found, leaked = through_a_witness(tls, trusting())
    assert (found.status, found.body_started) == (None, False)
    assert words in why(found)
    # A greeting, a goodbye, and nothing that could hold a body.
    assert 0 < leaked < 2048
    assert {each.state for each in outcomes(SENT, found, KEY).values()} == {State.WAITING}


@pytest.mark.parametrize("case", UNTRUSTED)
def test_who_does_not_ask_for_a_proof_would_have_sent_there(tmp_path: Path, case: str) -> None:
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    changes, _ = UNTRUSTED[case]
    if "version" in changes:
        only(careless, changes["version"])
    found, leaked = through_a_witness(AUTHORITY.server(tmp_path, **changes), careless)
    assert found.status == 202
    assert leaked > 50_000


def through_a_witness(tls: ssl.SSLContext, context: ssl.SSLContext) -> tuple[Answer, int]:
    """Send 64 KB to this server; the bytes that left are counted on the way."""
    sent = envelopes(8, "x" * 8000)
    with Server(answering(answer()), tls) as server, Server(forwarding(server.port)) as witness:
        transport = HttpTransport(("127.0.0.1", witness.port), context=context)
        found = transport.send(to(server.port, sent, "https"), always)
        witness.settle()
        return found, len(witness.arrived)


def test_there_is_no_fallback_from_https(tmp_path: Path) -> None:
    with Server(answering(answer())) as server:
        found = HttpTransport(connect_seconds=0.3).send(to(server.port, SENT, "https"), always)
    assert (found.status, found.body_started) == (None, False)
    assert b"POST" not in server.arrived


class Holding:
    """A receiver that reads nothing (or all, and does not answer) until it is told to go on; then to the end."""

    def __init__(self, is_reading: bool) -> None:
        self._is_reading = is_reading
        self.go_on = threading.Event()

    def __call__(self, peer: Peer) -> None:
        if self._is_reading:
            peer.read_request()
        self.go_on.wait(20)
        peer.read_all()


@pytest.mark.parametrize("is_reading", [False, True], ids=["does not read", "does not answer"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_stopped_at_any_moment_the_connection_is_reset_at_once(
    tmp_path: Path, scheme: str, is_reading: bool, record_property: Callable[[str, object], None]
) -> None:
    tls = AUTHORITY.server(tmp_path) if scheme == "https" else None
    receiver = Holding(is_reading)
    with Server(receiver, tls, buffer=65536) as server, Server(forwarding(server.port), buffer=65536) as witness:
        # Python's TLS before 3.11.9 calls a reset an end, so there a plain socket on the way has to tell.
        seen = witness if tls else server
        request = to(seen.port, SENT, scheme) if is_reading else large(seen.port, scheme)
        answered, seconds = stopped_in_the_middle(request)
        receiver.go_on.set()
        seen.settle()
    record_property("milliseconds", round(1000 * seconds))
    record_property("arrived", len(seen.arrived))
    assert (answered.status, why(answered), answered.body_started) == (None, "stopped", True)
    assert seconds < 0.2
    assert [peer.end for peer in seen.peers] == ["reset"]
    assert is_reading or len(seen.arrived) < len(LARGE) / 2


def stopped_in_the_middle(request: Request) -> tuple[Answer, float]:
    """The gate closes after half a second; how long it takes until send() has returned."""
    stop, found = threading.Event(), list[tuple[Answer, float]]()
    transport = HttpTransport(context=trusting())

    def send() -> None:
        answered = transport.send(request, lambda: not stop.is_set())
        found.append((answered, time.monotonic()))

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(0.5)
    stopped = time.monotonic()
    stop.set()
    sender.join(10)
    return found[0][0], found[0][1] - stopped


def test_the_gate_is_asked_all_the_time_while_nothing_moves() -> None:
    asked: list[float] = []

    def gate() -> bool:
        asked.append(time.monotonic())
        return True

    with Server(never) as server:
        HttpTransport(deadline_seconds=1).send(to(server.port, SENT), gate)
    assert max(after - before for before, after in itertools.pairwise(asked)) < 0.15
