"""The whole way: what is shown is what is kept, is what a raw socket gets, is what the receipt names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from core.reading import known
from core.record.submission import State
from tests.fakes.receipts import STRANGER, tree
from tests.fakes.receiver import each_signed, receipt, receipts, word
from tests.fakes.server import answer
from tests.wire.exchange import Exchange, exchange
from tests.wire.readings import SNAPSHOTS, readings

Answering = Callable[[Sequence[bytes]], bytes]


@pytest.fixture(scope="module")
def made(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One record for all that is sent: what was sent before must not shine through."""
    with exchange(tmp_path_factory.mktemp("wire"), qapp) as found:
        yield found


def accepted(*told: dict[str, str], **more: Any) -> bytes:
    """202 with these receipts, whatever they are worth."""
    return answer(202, json.dumps({"receipts": told, "refused": [], **more}).encode())


def together(lines: Sequence[bytes], **other: str) -> bytes:
    """202 with receipts that are signed together, of which something else is told than was signed."""
    said = [word(line) for line in lines]
    return accepted(*({**each, **other} for each in said), tree=tree(said))


UNPROVEN: dict[str, Answering] = {
    "no receipt": lambda _: accepted(),
    "a page of a hotel's network": lambda _: answer(200, b"<html>Welcome</html>"),
    "signed by a stranger": lambda lines: receipts(lines, STRANGER),
    "not signed": lambda lines: accepted(*({**receipt(line), "signature": ""} for line in lines)),
    "of other bytes": lambda lines: accepted(*({**receipt(line), "sha256": "0" * 64} for line in lines)),
    "of another time than was signed": lambda lines: accepted(
        *({**receipt(line), "received": "2027-01-01T00:00:00.000Z"} for line in lines)
    ),
    "together, of other bytes": lambda lines: together(lines, sha256="0" * 64),
    "together, of another time than was signed": lambda lines: together(lines, received="2027-01-01T00:00:00.000Z"),
    "together, without what is signed": lambda lines: accepted(*map(word, lines)),
}


@pytest.mark.parametrize("key", SNAPSHOTS)
@settings(max_examples=25)
@given(data=st.data())
def test_the_text_shown_is_the_body_kept_the_bytes_sent_and_the_hash_signed(
    made: Exchange, key: str, data: st.DataObject
) -> None:
    seen = made.send(key, data.draw(readings(key)))
    assert seen.differences() == []
    assert seen.kept.state is State.CONFIRMED
    assert seen.kept.attempts == 1


@pytest.mark.parametrize("answering", [receipts, each_signed])
def test_several_in_one_request_are_each_what_was_shown(made: Exchange, answering: Answering) -> None:
    shown = [made.show(key, {}) for key in SNAPSHOTS]
    for group in shown:
        made.queue(group)
    made.receiver.answering = answering
    try:
        made.drain()
    finally:
        made.receiver.answering = receipts
    _, body = made.receiver.requests[-1]
    envelopes = [group.shown.envelope for group in shown if group.shown.envelope is not None]
    assert body.split(b"\n") == [each.body for each in envelopes]
    for each in envelopes:
        kept = made.kept(each.id)
        assert (kept.state, kept.body, kept.sha256) == (State.CONFIRMED, each.body, each.sha256)
        assert json.loads(kept.receipt or "")["sha256"] == hashlib.sha256(each.body).hexdigest()
        assert kept.proven


@pytest.mark.parametrize("case", UNPROVEN)
def test_without_a_valid_receipt_the_same_bytes_go_again_until_there_is_one(made: Exchange, case: str) -> None:
    group = made.show("transmission", {"protocol": known(case, "a test")})
    envelope = group.shown.envelope
    assert envelope is not None
    made.queue(group)
    before = len(made.receiver.requests)
    made.receiver.answering = UNPROVEN[case]
    try:
        made.drain()
    finally:
        made.receiver.answering = receipts
    first = made.kept(envelope.id)
    assert (first.state, first.finished, first.receipt) == (State.UNCONFIRMED, None, None)
    made.drain()
    second = made.kept(envelope.id)
    assert (second.state, second.attempts, second.body) == (State.CONFIRMED, 2, envelope.body)
    sent = made.receiver.requests[before:]
    assert [body for _, body in sent] == [envelope.body] * 2
    assert sent[0] == sent[1]


def test_what_is_shown_after_sending_has_a_number_of_its_own(made: Exchange) -> None:
    first = made.send("license", {})
    assert first.text != made.send("license", {}).text
