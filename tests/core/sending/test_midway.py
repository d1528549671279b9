"""Between the first byte of a request and the record of what came of it: whatever happens then, nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from core.assembly import Vitrine
from core.clock import now, stamp
from core.envelope import Envelope, seal
from core.errors import Code, Unavailable
from core.reading import known
from core.record.submission import State
from core.sending.answers import Answer
from core.sending.request import Request
from core.sending.sender import End, Lock, ReceiverLine, Sender
from tests.core.record.desk import edit, found, ready, state
from tests.engines import build_real
from tests.fakes.receipts import KEY, accepted, told
from tests.fakes.receiver import receipt
from tests.refusals import refuses


class Receiver:
    """Signs for every line of a request, or answers as a test wants; what happens `meanwhile` happens before."""

    def __init__(self, meanwhile: Callable[[], object], *answers: Answer) -> None:
        self.meanwhile, self.answers, self.requests = meanwhile, list(answers), list[list[str]]()

    def send(self, request: Request, go_on: Callable[[], bool]) -> Answer:
        lines = request.body.split(b"\n")
        self.requests.append([json.loads(line)["submission"] for line in lines])
        self.meanwhile()
        return self.answers.pop(0) if self.answers else accepted([receipt(line) for line in lines])


@pytest.fixture
def vitrine(home: Path) -> Vitrine:
    built = build_real(home)
    built.engine.consent.accept("eu", "script")
    return built


def queued(vitrine: Vitrine, count: int) -> list[Envelope]:
    engine = vitrine.engine
    facts = [{"retail_item_id": known(str(number), "a test")} for number in range(count)]
    made = [seal("license", each, engine.catalogue.statement.id) for each in facts]
    engine.ledger.queue(made, engine.consent.choices().permit, stamp(now()))
    return made


def sender(
    vitrine: Vitrine,
    receiver: Receiver,
    lock: Lock = nullcontext,
    log: Callable[..., object] = lambda *_, **__: None,
) -> Sender:
    engine, line = vitrine.engine, ReceiverLine(receiver, KEY)
    return Sender(engine.ledger, engine.consent, engine.product.endpoint, lambda: nullcontext(line), lock, log)


def editing(home: Path, edited: Sequence[Envelope]) -> Callable[[], None]:
    """Somebody with an editor changes the rows of these, once."""
    left = [f"UPDATE submission SET reason = 'x' WHERE id = x'{each.id.replace('-', '')}'" for each in edited]

    def change() -> None:
        edit(home, *left)
        left.clear()

    return change


def test_one_that_is_edited_while_the_receiver_answers_costs_no_other_its_receipt(home: Path, vitrine: Vitrine) -> None:
    first, edited, last = queued(vitrine, 3)
    receiver = Receiver(editing(home, [edited]))
    delivered = sender(vitrine, receiver).drain()
    assert delivered.states == dict.fromkeys([first.id, last.id], State.CONFIRMED)
    assert (delivered.passed, delivered.end) == ({edited.id}, End.DONE)
    assert len(receiver.requests) == 1
    ledger = vitrine.engine.ledger
    assert all(found(ledger, each).receipt for each in (first, last))
    assert [(each.id, each.state) for each in ledger.history.pending()] == [(edited.id, State.SENDING)]
    with refuses(Code.EVENT_EDITED):
        state(ledger, edited)
    # The next delivery finds it, and only it goes again.
    assert sender(vitrine, receiver).drain(urgent=True).states == {edited.id: State.CONFIRMED}
    assert receiver.requests[1:] == [[edited.id]]


@pytest.mark.parametrize("edited", [1, 2])
def test_only_what_was_not_edited_is_sent_in_halves(home: Path, vitrine: Vitrine, edited: int) -> None:
    made = queued(vitrine, 2)
    receiver = Receiver(editing(home, made[:edited]), told(400))
    delivered = sender(vitrine, receiver).drain()
    assert receiver.requests[1:] == [[each.id] for each in made[edited:]]
    assert delivered.states == {each.id: State.CONFIRMED for each in made[edited:]}
    assert delivered.passed == {each.id for each in made[:edited]}


def test_a_state_that_is_told_is_the_one_it_has_now(vitrine: Vitrine) -> None:
    [one] = queued(vitrine, 1)
    away = Answer(None, error=Unavailable(Code.CONNECTION_CUT), body_started=False)
    sending = sender(vitrine, Receiver(lambda: None, told(503), away))
    assert sending.drain().states == {one.id: State.UNCONFIRMED}
    # No byte left this time, but what may have arrived once is not called waiting again.
    assert sending.drain(urgent=True).states == {one.id: State.UNCONFIRMED}


def fail(error: type[BaseException]) -> None:
    raise error


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
@pytest.mark.parametrize("where", ["sending", "judging"])
def test_an_error_leaves_what_may_have_arrived_unconfirmed_for_a_while(
    vitrine: Vitrine, error: type[BaseException], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = queued(vitrine, 2)
    if where == "judging":
        monkeypatch.setattr("core.sending.sender.outcomes", lambda *_: fail(error))
    receiver = Receiver((lambda: fail(error)) if where == "sending" else lambda: None)
    with pytest.raises(error):
        sender(vitrine, receiver).drain()
    ledger = vitrine.engine.ledger
    assert [state(ledger, each) for each in made] == [State.UNCONFIRMED] * 2
    assert ready(ledger) == []
    assert len(ledger.waiting(10_000, urgent=True)) == 2
    assert ledger.history.verify().ok


def test_where_nothing_can_be_written_the_error_that_came_first_is_told(
    vitrine: Vitrine, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = queued(vitrine, 1)
    monkeypatch.setattr(vitrine.engine.ledger, "settle", lambda _: fail(OSError))
    with pytest.raises(ZeroDivisionError):
        sender(vitrine, Receiver(lambda: fail(ZeroDivisionError))).drain()
    assert state(vitrine.engine.ledger, one) is State.SENDING


def test_the_log_is_told_when_the_lock_is_free_again(vitrine: Vitrine) -> None:
    queued(vitrine, 1)
    order: list[object] = []

    @contextmanager
    def lock() -> Iterator[None]:
        order.append("taken")
        yield
        order.append("free")

    receiver = Receiver(lambda: None)
    sending = sender(vitrine, receiver, lock, lambda name, **codes: order.append((name, codes)))
    sending.drain()
    assert order == ["taken", "free", ("delivery", {"end": End.DONE, "confirmed": 1})]
    # Nothing is due: nothing is told.
    sending.drain()
    assert order[3:] == ["taken", "free"]
