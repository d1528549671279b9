"""Whatever arrives, and however slowly, gets the announced answer, and the next one is served."""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.receiver.contract import LARGEST_BODY
from core.receiver.handler import MOST_CONNECTIONS
from core.receiver.practice import PracticeReceiver
from tests.core.receiver.conftest import assert_alive
from tests.core.receiver.wire import (
    CATALOGUE,
    NDJSON,
    SUBMISSIONS,
    envelope,
    exchange,
    fits_description,
    head,
    kept_bodies,
    parse,
    post,
)

# How the system writes "on, no waiting", so that closing resets.
RESET = "hh" if sys.platform == "win32" else "ii"
BODY = envelope().body
FIRST = f"POST {SUBMISSIONS} HTTP/1.1"
TYPE = f"Content-Type: {NDJSON}"
LENGTH = f"Content-Length: {len(BODY)}"
NUMBERED = f"{SUBMISSIONS}/{envelope().id}"
REQUESTS = {
    "good": (head(FIRST, TYPE, LENGTH) + BODY, 202),
    "good, HTTP/1.0": (head(FIRST.replace("1.1", "1.0"), TYPE, LENGTH) + BODY, 202),
    "good, a parameter": (head(FIRST, f"{TYPE}; charset=utf-8", LENGTH) + BODY, 202),
    "good, asks first": (head(FIRST, TYPE, LENGTH, "Expect: 100-continue") + BODY, 202),
    "good, more follows": (head(FIRST, TYPE, LENGTH) + BODY + b"GET / HTTP/1.1\r\n\r\n", 202),
    "empty body": (head(FIRST, TYPE, "Content-Length: 0"), 400),
    "only a line end": (head(FIRST, TYPE, "Content-Length: 1") + b"\n", 400),
    "a million line ends": (head(FIRST, TYPE, f"Content-Length: {LARGEST_BODY}") + b"\n" * LARGEST_BODY, 400),
    "no length": (head(FIRST, TYPE) + BODY, 411),
    "chunked": (head(FIRST, TYPE, "Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n\r\n", 411),
    "chunked and a length": (head(FIRST, TYPE, LENGTH, "Transfer-Encoding: chunked") + BODY, 411),
    "two lengths": (head(FIRST, TYPE, LENGTH, "Content-Length: 1") + BODY, 400),
    "two equal lengths": (head(FIRST, TYPE, LENGTH, LENGTH) + BODY, 400),
    "a negative length": (head(FIRST, TYPE, "Content-Length: -1") + BODY, 400),
    "a length in words": (head(FIRST, TYPE, "Content-Length: many") + BODY, 400),
    "a length in other digits": (head(FIRST, TYPE, "Content-Length: ²") + BODY, 400),
    "a length of many digits": (head(FIRST, TYPE, "Content-Length: " + "9" * 5000) + BODY, 400),
    "one byte too many": (head(FIRST, TYPE, f"Content-Length: {LARGEST_BODY + 1}") + b"x" * (LARGEST_BODY + 1), 413),
    "far too many": (head(FIRST, TYPE, "Content-Length: 999999999999") + b"x" * 30_000_000, 413),
    "no type": (head(FIRST, LENGTH) + BODY, 415),
    "another type": (head(FIRST, "Content-Type: application/json", LENGTH) + BODY, 415),
    "a type a web page may send": (head(FIRST, "Content-Type: text/plain", LENGTH) + BODY, 415),
    "two types": (head(FIRST, TYPE, TYPE, LENGTH) + BODY, 415),
    "encoded": (head(FIRST, TYPE, LENGTH, "Content-Encoding: gzip") + BODY, 415),
    "another place": (head("POST / HTTP/1.1", TYPE, LENGTH) + BODY, 404),
    "one level up": (head("POST /v1/../v1/submissions HTTP/1.1", TYPE, LENGTH) + BODY, 404),
    "a query": (head(f"POST {SUBMISSIONS}?a=b HTTP/1.1", TYPE, LENGTH) + BODY, 404),
    "a number that is none": (head(f"DELETE {SUBMISSIONS}/1 HTTP/1.1"), 404),
    "a number and more": (head(f"DELETE {NUMBERED}/ HTTP/1.1"), 404),
    "GET": (head(f"GET {SUBMISSIONS} HTTP/1.1"), 405),
    "OPTIONS": (head(f"OPTIONS {SUBMISSIONS} HTTP/1.1", "Origin: https://evil.example"), 405),
    "DELETE of everything": (head(f"DELETE {SUBMISSIONS} HTTP/1.1"), 405),
    "POST to one": (head(f"POST {NUMBERED} HTTP/1.1", TYPE, LENGTH) + BODY, 405),
    "a made-up method": (head(f"log_message {SUBMISSIONS} HTTP/1.1"), 405),
    "HTTP/2": (head(f"POST {SUBMISSIONS} HTTP/2.0", TYPE, LENGTH) + BODY, 400),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500) + b"\r\n", 400),
    "garbage": (b"hello\r\n\r\n", 400),
    "an empty line": (b"\r\n\r\n", 400),
    "an endless first line": (b"POST /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n", 414),
    "an endless header": (head(FIRST, "X: " + "x" * 100_000, TYPE, LENGTH) + BODY, 431),
    "many headers": (head(FIRST, *["X: x"] * 200, TYPE, LENGTH) + BODY, 431),
    "a header that is none": (head(FIRST, "hello", TYPE, LENGTH) + BODY, 411),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_every_request_gets_the_announced_answer(receiver: PracticeReceiver, name: str) -> None:
    data, status = REQUESTS[name]
    answer = parse(exchange(receiver.port, data))
    assert answer.status == status, answer.body
    if status != 404:
        fits_description(answer, SUBMISSIONS, "post")
    assert len(kept_bodies(receiver)) == (status == 202)


def test_an_answer_to_head_has_no_body(receiver: PracticeReceiver) -> None:
    found = exchange(receiver.port, head(f"HEAD {SUBMISSIONS} HTTP/1.1"))
    assert found.startswith(b"HTTP/1.1 405 ")
    assert found.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("every", [1, 7])
def test_a_request_cut_anywhere_keeps_nothing_and_a_whole_one_is_kept_once(
    receiver: PracticeReceiver, every: int
) -> None:
    whole = head(FIRST, TYPE, LENGTH) + BODY
    for length in range(every, len(whole), every * 16):
        found = exchange(receiver.port, whole[:length], end=True)
        # Without the end of its head it is no request yet; without a byte there is nobody to answer.
        assert parse(found).status == 400
    assert kept_bodies(receiver) == []
    assert parse(exchange(receiver.port, whole, end=True)).status == 202


@pytest.mark.parametrize("part", [b"", b"PO", head(FIRST, TYPE)[:-2]])
def test_silence_before_the_body_ends_the_connection(receiver: PracticeReceiver, part: bytes) -> None:
    began = time.monotonic()
    assert exchange(receiver.port, part) == b""
    assert time.monotonic() - began < 6


def test_silence_in_the_body_is_told_and_keeps_nothing(receiver: PracticeReceiver) -> None:
    assert post(receiver.port, BODY[:-1], TYPE, LENGTH).status == 408
    assert kept_bodies(receiver) == []


def test_dripping_does_not_prolong_the_deadline(receiver: PracticeReceiver) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=10) as connection:
        connection.sendall(head(FIRST, TYPE, LENGTH))
        connection.settimeout(0.05)
        found = b""
        while not found and time.monotonic() - began < 10:
            try:
                connection.sendall(b"x")
                found = connection.recv(1000)
            except TimeoutError:
                continue
    assert found.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 4


def test_two_hundred_at_once_are_all_answered(receiver: PracticeReceiver) -> None:
    sealed = [envelope(os_build=str(number)) for number in range(200)]
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda body: found.append(post(receiver.port, body).status), args=(each.body,))
        for each in sealed
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [202] * 200
    assert sorted(kept_bodies(receiver)) == sorted(each.body for each in sealed)


def test_those_that_hold_every_place_are_waited_out(receiver: PracticeReceiver) -> None:
    holders = [socket.create_connection(("127.0.0.1", receiver.port)) for _ in range(MOST_CONNECTIONS)]
    try:
        assert_alive(receiver)
    finally:
        for holder in holders:
            holder.close()


def test_when_every_place_stays_taken_the_next_is_asked_to_come_again(
    receiver: PracticeReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.receiver.handler.WAIT_SECONDS", 0.1)
    holders = [socket.create_connection(("127.0.0.1", receiver.port)) for _ in range(MOST_CONNECTIONS)]
    time.sleep(0.3)
    answer = parse(exchange(receiver.port, b""))
    fits_description(answer, SUBMISSIONS, "post")
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    for holder in holders:
        holder.close()
    time.sleep(0.5)


def test_those_who_leave_without_the_answer_are_no_trouble(receiver: PracticeReceiver) -> None:
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", receiver.port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(RESET, 1, 0))
            connection.sendall(head(FIRST, TYPE, LENGTH) + BODY[: len(BODY) // 2])


def test_closing_ends_what_hangs_and_frees_the_port(tmp_path: Path) -> None:
    receiver = PracticeReceiver(tmp_path, CATALOGUE)
    receiver.start()
    holders = [socket.create_connection(("127.0.0.1", receiver.port)) for _ in range(20)]
    time.sleep(0.2)
    began = time.monotonic()
    receiver.close()
    assert time.monotonic() - began < 2
    for holder in holders:
        holder.close()
    with PracticeReceiver(tmp_path, CATALOGUE, receiver.port) as again:
        assert again.port == receiver.port


def test_it_listens_on_this_computer_only(receiver: PracticeReceiver) -> None:
    places = {found.laddr for found in psutil.Process().net_connections("inet") if found.status == psutil.CONN_LISTEN}
    assert [place.ip for place in places if place.port == receiver.port] == ["127.0.0.1"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeReceiver]:
    """One receiver for all that is generated; it tells of no mistake of its own."""
    faults: list[BaseException] = []
    with PracticeReceiver(tmp_path_factory.mktemp("receiver"), CATALOGUE, report=faults.append) as made:
        yield made
        assert_alive(made)
    assert faults == []


pieces = st.sampled_from(
    [FIRST, "DELETE", "GET", NUMBERED, " HTTP/1.1", "\r\n", "\r\n\r\n", TYPE, LENGTH, "Content-Length: ", "Expect: "]
).map(str.encode)


@given(st.lists(pieces | st.just(BODY) | st.binary(max_size=40), max_size=12).map(b"".join) | st.binary(max_size=400))
def test_any_bytes_get_an_answer_that_is_not_our_fault(shared: PracticeReceiver, data: bytes) -> None:
    found = exchange(shared.port, data, end=True)
    assert not found or 200 <= parse(found).status < 500


@given(st.binary(max_size=400) | st.lists(st.sampled_from([BODY, b"\n", b"{}", b'"', os.fsencode("ä")])).map(b"".join))
def test_any_body_gets_an_announced_answer(shared: PracticeReceiver, body: bytes) -> None:
    assert post(shared.port, body).status in (202, 400)
