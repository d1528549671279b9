"""Sending what waits: in order, under a permit, and stoppable at any moment."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from core.clock import now, stamp
from core.engine import Engine
from core.envelope import seal
from core.errors import Code, Unavailable
from core.reading import known
from core.record.submission import State
from core.sending.answers import Answer
from core.sending.request import Request
from core.sending.sender import MOST_SUBMISSIONS, Delivered, End, ReceiverLine, Sender
from tests.commands import another_product
from tests.engines import build_real


@pytest.fixture
def silent() -> socket.socket:
    """A receiver that takes connections and never answers."""
    return socket.create_server(("127.0.0.1", 0))


def queue(engine: Engine, count: int) -> None:
    for number in range(count):
        reading = {"retail_item_id": known(str(number), "a test")}
        envelope = seal("license", reading, engine.catalogue.statement.id)
        engine.ledger.queue(envelope, engine.consent.choices().permit, stamp(now()))


def test_without_a_channel_nothing_can_be_sent(home: Path) -> None:
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    queue(engine, 1)
    delivery = Sender(engine.ledger, engine.consent, engine.product.endpoint, None, nullcontext)
    assert delivery.drain(urgent=True).end is End.NO_WAY
    assert engine.ledger.history.counts()[State.WAITING] == 1


def test_all_that_waits_goes_in_as_many_requests_as_it_takes(home: Path) -> None:
    vitrine = build_real(home)
    vitrine.engine.consent.accept("eu", "script")
    queue(vitrine.engine, MOST_SUBMISSIONS + 20)
    done: list[int] = []
    delivered = vitrine.delivery.drain(progress=done.append)
    assert set(delivered.states.values()) == {State.CONFIRMED}
    assert len(delivered.states) == MOST_SUBMISSIONS + 20
    assert done == [0, MOST_SUBMISSIONS, MOST_SUBMISSIONS + 20]


def test_stopping_cuts_off_what_is_under_way_and_it_is_tried_again(
    home: Path, tmp_path: Path, silent: socket.socket
) -> None:
    address = f'endpoint = "http://127.0.0.1:{silent.getsockname()[1]}"'
    product = str(another_product(tmp_path, 'endpoint = "embedded:"', address))
    vitrine = build_real(home, VITRINE_PRODUCT=product)
    vitrine.engine.consent.accept("eu", "script")
    queue(vitrine.engine, 1)
    found: list[Delivered] = []
    sending = threading.Thread(target=lambda: found.append(vitrine.delivery.drain()))
    sending.start()
    with silent, silent.accept()[0] as connection:
        assert connection.recv(4)
        start = time.monotonic()
        vitrine.delivery.stop()
        sending.join()
    assert time.monotonic() - start < 5
    assert found[0].end is End.CLOSED
    assert vitrine.engine.ledger.history.counts()[State.UNCONFIRMED] == 1
    # It waits its turn, then goes with the same ID.
    assert build_real(home, VITRINE_PRODUCT=product).engine.ledger.waiting(1000, urgent=True)


def test_the_wait_doubles_with_each_attempt_that_failed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def back_off(attempts: int, _: object) -> float:
        asked.append(attempts)
        return 0.0

    monkeypatch.setattr("core.sending.sender.back_off", back_off)
    vitrine = build_real(home)
    vitrine.engine.consent.accept("eu", "script")
    queue(vitrine.engine, 1)

    class Away:
        def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
            return Answer(None, error=Unavailable(Code.CONNECTION_CUT), body_started=False)

    endpoint, line = vitrine.engine.product.endpoint, ReceiverLine(Away(), None)
    delivery = Sender(vitrine.engine.ledger, vitrine.engine.consent, endpoint, lambda: nullcontext(line), nullcontext)
    for _ in range(3):
        delivered = delivery.drain(urgent=True)
        assert (delivered.end, delivered.why) == (End.STUCK, "the connection was cut")
    assert asked == [1, 2, 3]
