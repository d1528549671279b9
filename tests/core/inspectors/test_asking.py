"""A server is asked by one handshake, at the very address that was judged, within one deadline."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.checking.addresses import check_address
from core.errors import Code
from core.inspectors.address import Special
from core.reading import Reason
from core.wording.errors import sentence
from tests.core.inspectors.shop import NAME, PLAIN, asked, here, silent, way
from tests.fakes.authority import Authority
from tests.fakes.server import Peer
from tests.fakes.server import Server as Listener


@pytest.mark.parametrize(
    ("typed", "sent"), [(NAME, NAME), ("b\u00fccher.example", "xn--bcher-kva.example"), ("127.0.0.1", None)]
)
def test_the_server_is_told_its_name_and_nothing_else(typed: str, sent: str | None, tmp_path: Path) -> None:
    named: list[str | None] = []
    authority = Authority()
    tls = authority.server(tmp_path, sent or typed)
    tls.sni_callback = lambda _socket, name, _context: named.append(name)
    with Listener(silent, tls) as listener:
        found = asked(listener, way(authority), typed)
        listener.settle()
    assert found.trusted, found.why
    assert named == [sent]
    assert listener.arrived == b""


def test_a_name_is_looked_up_once_and_asked_where_it_led_then(tmp_path: Path) -> None:
    names: list[str] = []

    def resolve(name: str) -> list[str]:
        names.append(name)
        # Whoever asks again is led away.
        return ["127.0.0.1"] if len(names) == 1 else ["127.0.0.2"]

    tls = PLAIN.server(tmp_path, "elsewhere.example")
    with Listener(silent, tls) as listener:
        found = asked(listener, way(resolve=resolve))
        listener.settle()
    assert names == [NAME]
    assert (found.ipv4, found.certificate_type) == ("127.0.0.1", "unknown")
    # The second handshake reads what could not be trusted in the first.
    assert len(listener.peers) + len(listener.failures) == 2


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["10.1.2.3"], ["::1"], ["fd00::1"]])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_anywhere_private_is_not_asked_unasked(scheme: str, answers: list[str]) -> None:
    with Listener(silent) as listener:
        with pytest.raises(Special) as caught:
            check_address(f"{scheme}://{NAME}:{listener.port}", way=way(resolve=lambda _: answers))
        listener.settle()
    assert (caught.value.code, listener.peers) == (Code.ADDRESS_LEADS_ELSEWHERE, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"])
def test_this_computer_is_not_asked_unasked(host: str) -> None:
    with Listener(silent) as listener:
        with pytest.raises(Special):
            check_address(f"https://{host}:{listener.port}")
        listener.settle()
    assert listener.peers == []


def test_a_public_address_in_disguise_is_not_asked_unasked_either() -> None:
    with pytest.raises(Special) as caught:
        check_address("http://0x08080808")
    told = "8.8.8.8 is on the internet, and written in an unusual way. Nothing was asked of it."
    assert (caught.value.code, sentence(caught.value)) == (Code.ADDRESS_NOT_PUBLIC, told)
    assert check_address("http://0x08080808", allow_private=True).found.url == "http://8.8.8.8"


def test_an_address_by_which_ipv6_reaches_ipv4_is_no_hindrance() -> None:
    answers = ["64:ff9b::808:808", "8.8.8.8"]
    assert check_address(f"http://{NAME}", way=way(resolve=lambda _: answers)).found.ipv4 == "8.8.8.8"


def nobody(_: str) -> list[str]:
    raise OSError("no such name")


@pytest.mark.parametrize("resolve", [nobody, lambda _: [""], lambda _: ["a\u202eb"]])
def test_a_name_that_leads_nowhere_is_told_as_failed_and_as_no_event(resolve: Callable[[str], list[str]]) -> None:
    checked = check_address(f"https://{NAME}", way=way(resolve=resolve))
    assert checked.found.why == f"the name {NAME} was not found; this computer may be offline"
    assert (checked.reading["ipv4"].reason, checked.events) == (Reason.FAILED, [])
    assert checked.reading["certificate_type"].reason is Reason.NOT_CHECKED


@pytest.mark.parametrize("host", [NAME, "[2606:4700::1]"])
def test_without_an_ipv4_address_nobody_is_asked(host: str) -> None:
    checked = check_address(f"https://{host}", way=way(resolve=lambda _: ["2606:4700::1"]))
    assert checked.reading["url"].value == f"https://{host}"
    assert checked.reading["ipv4"].reason is Reason.NO_IPV4
    assert checked.reading["certificate_type"].reason is Reason.NOT_CHECKED
    assert checked.events == [checked.reading]


def hanging(peer: Peer) -> None:
    """Takes the connection and does nothing."""
    peer.closing.wait()


def test_a_hanging_handshake_ends_at_the_deadline() -> None:
    with Listener(hanging) as listener:
        start = time.monotonic()
        found = asked(listener, way(seconds=0.3))
        seconds = time.monotonic() - start
    assert (found.certificate_type, found.why) == (None, "no connection within 0.3 seconds")
    assert seconds < 1


def test_a_slow_name_service_ends_at_the_deadline() -> None:
    waiting = threading.Event()

    def slow(name: str) -> list[str]:
        waiting.wait(20)
        return here(name)

    start = time.monotonic()
    checked = check_address(f"https://{NAME}", allow_private=True, way=way(resolve=slow, seconds=0.3))
    seconds = time.monotonic() - start
    waiting.set()
    assert checked.found.why == "no connection within 0.3 seconds"
    assert checked.reading["ipv4"].reason is Reason.FAILED
    assert seconds < 1


def test_looking_up_and_asking_share_one_deadline() -> None:
    start = time.monotonic()

    def late(name: str) -> list[str]:
        while time.monotonic() < start + 0.5:
            threading.Event().wait(0.01)
        return here(name)

    with Listener(hanging) as listener:
        asked(listener, way(resolve=late, seconds=0.6))
        seconds = time.monotonic() - start
    assert 0.6 <= seconds < 1


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_tls_is_not_spoken(version: ssl.TLSVersion, tmp_path: Path) -> None:
    with Listener(silent, PLAIN.server(tmp_path, NAME, version=version)) as listener:
        found = asked(listener, way())
    assert (found.certificate_type, found.trusted) == (None, False)
    assert "no protected connection" in found.why


def test_what_does_not_answer_has_failed_and_still_tells_where(tmp_path: Path) -> None:
    checked = check_address("https://127.0.0.1:1/", allow_private=True, way=way())
    assert checked.found.why == "nothing listens at 127.0.0.1, port 1"
    assert checked.reading["ipv4"].value == "127.0.0.1"
    assert checked.reading["certificate_type"].reason is Reason.FAILED
    assert checked.events == [checked.reading]


@pytest.mark.parametrize("behave", [lambda peer: peer.write(b"HTTP/1.1 400 Bad\r\n\r\n"), lambda peer: peer.reset()])
def test_who_speaks_no_tls_has_failed(behave: Callable[[Peer], object]) -> None:
    with Listener(behave) as listener:
        found = asked(listener, way())
    assert (found.certificate_type, found.trusted) == (None, False)
    assert found.why.isprintable()
