"""Sending what waits: in order, under a permit, and stoppable at any moment."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from core.assembly import Vitrine
from core.clock import now, stamp
from core.consent.consent import Choices
from core.engine import Engine
from core.envelope import Envelope, seal
from core.errors import Code, Unavailable
from core.reading import known
from core.record.ledger import MOST_SUBMISSIONS
from core.record.submission import State, Submission
from core.sending.answers import Answer
from core.sending.request import Request
from core.sending.sender import MOST_BYTES, Delivered, End, ReceiverLine, Sender
from tests.commands import another_product
from tests.core.record.desk import edit
from tests.engines import build_real
from tests.fakes.receipts import KEY, told
from tests.fakes.receiver import receipts


@pytest.fixture
def silent() -> socket.socket:
    """A receiver that takes connections and never answers."""
    return socket.create_server(("127.0.0.1", 0))


def queue(engine: Engine, count: int) -> list[Envelope]:
    made = [
        seal("license", {"retail_item_id": known(str(number), "a test")}, engine.catalogue.statement.id)
        for number in range(count)
    ]
    engine.ledger.queue(made, engine.consent.choices().permit, stamp(now()))
    return made


class Scripted:
    """A way to a receiver that signs for all, after doing what the test wants at each request."""

    def __init__(self, act: Callable[[Request], Answer | None] = lambda _: None) -> None:
        self.act, self.requests = act, list[Request]()

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        self.requests.append(request)
        lines = request.body.split(b"\n")
        return self.act(request) or told(202, receipts(lines).partition(b"\r\n\r\n")[2])


def sending(built: Vitrine, transport: Scripted, log: Callable[..., object] = lambda *_, **__: None) -> Sender:
    """The program's sender, with this way out."""
    line = ReceiverLine(transport, KEY)
    endpoint, lock = built.engine.product.endpoint, built.engine._lock
    return Sender(built.engine.ledger, built.engine.consent, endpoint, lambda: nullcontext(line), lock, log)


@pytest.fixture
def built(home: Path) -> Vitrine:
    """The program, with the agreement accepted."""
    made = build_real(home)
    made.engine.consent.accept("eu", "script")
    return made


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
    queue(vitrine.engine, 1020)
    done: list[int] = []
    delivered = vitrine.delivery.drain(progress=done.append)
    assert set(delivered.states.values()) == {State.CONFIRMED}
    assert len(delivered.states) == 1020
    assert done == [0, 1000, 1020]


def test_a_batch_is_one_look_one_decision_and_one_request(built: Vitrine, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(built.engine, 2 * MOST_SUBMISSIONS + 20)
    looks, asked, transport = list[int](), list[None](), Scripted()
    waiting, choices = built.engine.ledger.waiting, built.engine.consent.choices

    def look(*arguments: Any, **more: Any) -> list[Submission]:
        looks.append(more["beyond"])
        return waiting(*arguments, **more)

    def ask() -> Choices:
        asked.append(None)
        return choices()

    monkeypatch.setattr(built.engine.ledger, "waiting", look)
    monkeypatch.setattr(built.engine.consent, "choices", ask)
    delivered = sending(built, transport).drain()
    assert set(delivered.states.values()) == {State.CONFIRMED}
    assert [each.body.count(b"\n") + 1 for each in transport.requests] == [MOST_SUBMISSIONS, MOST_SUBMISSIONS, 20]
    assert looks == sorted(set(looks))
    assert len(looks) == len(asked) == 4


def test_a_request_holds_no_more_bytes_than_the_wire_takes(built: Vitrine) -> None:
    text, transport = "x" * 4000, Scripted()
    made = [
        seal("license", {"retail_item_id": known(f"{text}{number}", "a test")}, built.engine.catalogue.statement.id)
        for number in range(300)
    ]
    built.engine.ledger.queue(made, built.engine.consent.choices().permit, stamp(now()))
    assert set(sending(built, transport).drain().states.values()) == {State.CONFIRMED}
    assert MOST_BYTES - 5000 < len(transport.requests[0].body) <= MOST_BYTES
    assert b"\n".join(each.body for each in transport.requests) == b"\n".join(each.body for each in made)


def test_the_head_that_goes_is_kept_before_it_goes(built: Vitrine) -> None:
    [envelope] = queue(built.engine, 1)
    kept, history = list[bytes](), built.engine.ledger.history

    def act(_: Request) -> None:
        of = history.submission(envelope.id)
        assert of is not None
        kept.append(history.attempts(of)[0].head)

    transport = Scripted(act)
    sending(built, transport).drain()
    assert kept == [transport.requests[0].head]
    of = history.submission(envelope.id)
    assert of is not None
    [attempt] = history.attempts(of)
    assert (attempt.state, attempt.status, attempt.head) == ("confirmed", 202, transport.requests[0].head)


def test_what_changed_meanwhile_is_taken_out_and_the_rest_goes_together(
    built: Vitrine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, ledger = queue(built.engine, 50), built.engine.ledger
    waiting, transport = ledger.waiting, Scripted()

    def look(*arguments: Any, **more: Any) -> list[Submission]:
        found = waiting(*arguments, **more)
        if found:
            ledger.cancel(made[7].id)
            edit(home, f"UPDATE submission SET drafted = 1 - drafted WHERE number = {found[20].number}")
        return found

    monkeypatch.setattr(ledger, "waiting", look)
    delivered = sending(built, transport).drain()
    gone = {made[7].id, made[20].id}
    assert delivered.passed == gone
    assert delivered.states == {each.id: State.CONFIRMED for each in made if each.id not in gone}
    assert [each.body.split(b"\n") for each in transport.requests] == [
        [each.body for each in made if each.id not in gone]
    ]


def test_what_was_edited_while_it_went_is_left_as_it_is_and_costs_no_other_its_receipt(
    built: Vitrine, home: Path
) -> None:
    made = queue(built.engine, 3)
    transport = Scripted(
        lambda _: edit(home, f"UPDATE submission SET reason = 'x' WHERE id = X'{made[1].id.replace('-', '')}'")
    )
    delivered = sending(built, transport).drain()
    assert delivered.states == {made[0].id: State.CONFIRMED, made[2].id: State.CONFIRMED}
    assert delivered.passed == {made[1].id}


def test_an_error_nobody_foresaw_leaves_what_went_unconfirmed(built: Vitrine) -> None:
    made = queue(built.engine, 3)

    def fail(_: Request) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sending(built, Scripted(fail)).drain()
    pending = built.engine.ledger.history.pending()
    assert [(each.id, each.state, each.reason) for each in pending] == [
        (each.id, State.UNCONFIRMED, "stopped") for each in made
    ]
    assert not built.engine.ledger.waiting(1000)


def test_a_delivery_is_logged_when_the_lock_is_free_again(built: Vitrine) -> None:
    queue(built.engine, 1)
    lines = list[str]()

    def log(name: str, **_: object) -> None:
        with built.engine._lock():
            lines.append(name)

    sending(built, Scripted(), log).drain()
    assert lines == ["delivery"]


def test_a_receiver_that_asks_to_be_left_alone_is_even_if_what_it_was_sent_was_edited(
    built: Vitrine, home: Path
) -> None:
    queue(built.engine, 1)

    def act(_: Request) -> Answer:
        edit(home, "UPDATE submission SET reason = 'x'")
        return told(503, headers={"retry-after": "600"})

    assert sending(built, Scripted(act)).drain().states == {}
    queue(built.engine, 1)
    transport = Scripted()
    assert sending(built, transport).drain(urgent=True).states == {}
    assert transport.requests == []


def test_one_bad_among_a_thousand_is_found_by_halves_and_alone_refused(built: Vitrine) -> None:
    made = queue(built.engine, MOST_SUBMISSIONS)
    bad = made[437]
    transport = Scripted(lambda request: told(422) if bad.id.encode() in request.body else None)
    states = sending(built, transport).drain().states
    assert states == {each.id: State.REFUSED if each is bad else State.CONFIRMED for each in made}
    assert len(transport.requests) < 25


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
