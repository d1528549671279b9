"""Rows 11, 12, 13 and 16: answers that mislead. Never sent too early, never followed, never falsely confirmed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from core.envelope import Envelope
from core.errors import Code, Refused, Unavailable
from core.record.receipt import Receipt, receipt_text
from core.record.submission import Outcome, State
from core.sending.answers import LEAST_WAIT, MOST_WAIT, Answer, gets_through, must_split, outcomes, retry_after
from tests.fakes.receipts import KEY, RECEIVED, STRANGER, accepted, envelopes, receipt, together, told, tree, word

SENT = envelopes(3)
OTHER = envelopes(1)[0]
AT = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)
VALID = receipt(SENT[0])
SAID = [word(each) for each in SENT]
TREE = tree(SAID)
AT_NOON = "2026-11-24T12:00:00.000Z"
HTML = b"<!DOCTYPE html><title>Welcome to the hotel</title><form action=/login>"


def altered(**fields: Any) -> dict[str, Any]:
    """The valid receipt with fields replaced after it was signed."""
    return {**VALID, **fields}


def altogether(first: Mapping[str, Any]) -> Answer:
    """Valid but for what is said of the first."""
    said = [first, *SAID[1:]]
    return accepted(said, tree=tree(said))


MISLEADING = {
    "a page of a captive portal": told(200, HTML),
    "nothing": told(202),
    "no content": told(204),
    "not JSON": told(202, b'{"receipts":['),
    "not UTF-8": told(202, b'{"receipts":["\xff\xfe"]}'),
    "nested too deeply": told(202, b'{"receipts":' + b"[" * 30_000),
    "huge": told(202, b'{"receipts":[' + b'"x",' * 16_000),
    "a list": told(202, json.dumps([VALID]).encode()),
    "a null": told(202, b"null"),
    "receipts that are none": told(202, b'{"receipts":{"0":1},"refused":7}'),
    "entries that are none": accepted([1, None, "x", [], {}], [1, None, {}, {"submission": ["x"]}]),
    "no receipt at all": accepted(),
    "unsigned": accepted([{key: value for key, value in VALID.items() if key != "signature"}]),
    "an empty signature": accepted([altered(signature="")]),
    "a signature that is no text": accepted([altered(signature=7)]),
    "a signature that is not base64": accepted([altered(signature="é" * 88)]),
    "a signature of zeros": accepted([altered(signature=base64.b64encode(bytes(64)).decode())]),
    "a stranger's signature": accepted([receipt(SENT[0], STRANGER)]),
    "for another submission": accepted([receipt(OTHER)]),
    "for another, told as ours": accepted([{**receipt(OTHER), "submission": SENT[0].id}]),
    "for other bytes": accepted([receipt(SENT[0], sha256="0" * 64)]),
    "for other bytes, told as ours": accepted([{**receipt(SENT[0], sha256="0" * 64), "sha256": SENT[0].sha256}]),
    "signed for ours, told for other bytes": accepted([altered(sha256="0" * 64)]),
    "another time than was signed": accepted([altered(received="2026-11-24T02:40:01.123Z")]),
    "a time that is none": accepted([receipt(SENT[0], received="tomorrow")]),
    "a time with a line break": accepted([receipt(SENT[0], received=f"{RECEIVED}\nx")]),
    "a time that is no text": accepted([altered(received=7)]),
    "a number that is no text": accepted([altered(submission=[SENT[0].id])]),
    "in the wrong list": accepted([], [altered(submission="x")]),
    "under another name": told(202, json.dumps({"Receipts": [VALID]}).encode()),
    # Version 2: one signature for all, so one fault in any of it and none counts.
    "together, without the tree": accepted(SAID),
    "together, a tree that is none": accepted(SAID, tree=7),
    "together, no tree and alone besides": accepted([receipt(each) for each in SENT], tree=None),
    "together, without its signature": accepted(SAID, tree={**TREE, "signature": ""}),
    "together, a signature that is not base64": accepted(SAID, tree={**TREE, "signature": "é" * 88}),
    "together, a stranger's signature": accepted(SAID, tree=tree(SAID, STRANGER)),
    "together, another root": accepted(SAID, tree=tree(SAID[:2], size=3)),
    "together, another root than was signed": accepted(SAID, tree={**TREE, "root": tree(SAID[:2])["root"]}),
    "together, a root signed in capitals": accepted(SAID, tree=tree(SAID, root=TREE["root"].upper())),
    "together, a root told in capitals": accepted(SAID, tree={**TREE, "root": TREE["root"].upper()}),
    "together, a root that is none": accepted(SAID, tree=tree(SAID, root="root")),
    "together, another size": accepted(SAID, tree=tree(SAID, size=4)),
    "together, another size than was signed": accepted(SAID, tree={**TREE, "size": 4}),
    "together, a size that is no number": accepted(SAID, tree={**TREE, "size": "3"}),
    "together, in another order": accepted(SAID[::-1], tree=TREE),
    "together, one left out": accepted(SAID[:2], tree=TREE),
    "together, one twice": accepted([*SAID, SAID[0]], tree=tree([*SAID, SAID[0]])),
    "together, one of another": together([*SENT, OTHER]),
    "together, one of other bytes": altogether(word(SENT[0], sha256="0" * 64)),
    "together, one with a time that is none": altogether(word(SENT[0], received="tomorrow")),
    "together, one with a line break in its time": altogether(word(SENT[0], received=f"{RECEIVED}\nx")),
    "together, one that is none": accepted([*SAID, 7], tree=TREE),
    "together, one without its time": accepted([{"submission": SENT[0].id, "sha256": SENT[0].sha256}], tree=TREE),
    "together, another time than was signed": accepted([word(SENT[0], received=AT_NOON), *SAID[1:]], tree=TREE),
    "together, none": accepted([], tree=tree([])),
    "packed": told(202, b"\x1f\x8b\x08\x00" + bytes(100), {"content-encoding": "gzip"}),
}


@pytest.mark.parametrize("case", MISLEADING)
def test_no_answer_without_a_valid_receipt_confirms_anything(case: str) -> None:
    found = outcomes(SENT, MISLEADING[case], KEY)
    assert {outcome.state for outcome in found.values()} == {State.UNCONFIRMED}
    assert all(outcome.reason and outcome.receipt is None for outcome in found.values())


def test_the_valid_one_among_them_would_have() -> None:
    assert outcomes(SENT, accepted([VALID]), KEY)[SENT[0].id].state is State.CONFIRMED
    for answer in (
        accepted(SAID, tree=TREE),
        accepted([{**each, "more": 7} for each in SAID], tree={**TREE, "more": 7}),
    ):
        assert {each.state for each in outcomes(SENT, answer, KEY).values()} == {State.CONFIRMED}


# The y of points of low order, as they are written and one too large.
ORDER_8 = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
LOW_ORDER = (1, 2**255 - 20, 0, ORDER_8, 2**255 - 19 - ORDER_8, 2**255 - 18)


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", LOW_ORDER)
def test_a_key_under_which_anybody_can_sign_confirms_nothing(y: int, sign: int) -> None:
    key, signature = (y | sign << 255).to_bytes(32, "little"), b"\1" + bytes(63)
    times = [f"2026-11-24T02:40:00.{number:03}Z" for number in range(500)]
    signed = base64.b64encode(signature).decode()

    def holds(text: bytes) -> bool:
        with suppress(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
            return True
        return False

    alone = next(at for at in times if holds(receipt_text(SENT[0].id, SENT[0].sha256, at)))
    trees = {at: {**tree([word(SENT[0], received=at)]), "signature": signed} for at in times}
    at = next(at for at, each in trees.items() if holds(f"vitrine-receipt-2\n1\n{each['root']}\n".encode()))
    for answer in (
        accepted([word(SENT[0], received=alone, signature=signed)]),
        accepted([word(SENT[0], received=at)], tree=trees[at]),
    ):
        assert outcomes(SENT[:1], answer, key)[SENT[0].id].state is State.UNCONFIRMED


def test_one_bad_entry_does_not_spoil_the_good_ones() -> None:
    entries = [7, altered(signature=""), VALID, VALID, {"submission": SENT[1].id}, receipt(SENT[2])]
    found = outcomes(SENT, accepted(entries), KEY)
    assert [each.state for each in found.values()] == [State.CONFIRMED, State.UNCONFIRMED, State.CONFIRMED]


def test_a_key_of_the_wrong_length_confirms_nothing() -> None:
    assert outcomes(SENT, accepted([VALID]), b"short")[SENT[0].id].state is State.UNCONFIRMED


statuses = st.none() | st.integers(100, 999) | st.sampled_from([200, 202, 207, 400, 413, 422, 429, 503])
fields = st.sampled_from(["submission", "sha256", "received", "signature", "reason", "x"])
scalars = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([*VALID.values(), OTHER.id])
)
entries = st.one_of(
    scalars,
    st.dictionaries(fields, scalars, max_size=6),
    st.builds(lambda key, value: {**VALID, key: value}, fields, scalars),
    st.just(VALID),
    st.just(receipt(OTHER)),
    st.just(receipt(SENT[1], STRANGER)),
    st.just(word(SENT[0])),
    st.just(word(OTHER)),
)
trees = st.just(tree([word(OTHER)])) | st.dictionaries(st.sampled_from([*TREE, "x"]), scalars, max_size=4) | scalars
lists = st.lists(entries, max_size=5) | scalars
answers = st.fixed_dictionaries({}, optional={"receipts": lists, "refused": lists, "more": lists, "tree": trees})
written = st.binary(max_size=300) | st.builds(lambda found: json.dumps(found).encode(), answers | lists)
told_headers = st.dictionaries(st.sampled_from(["retry-after", "date", "location"]), st.text(max_size=40), max_size=3)


def is_proven(envelope: Envelope, outcome: Outcome) -> bool:
    """Only SENT[0] has a valid receipt anywhere, and it must be that very one, whatever else it was told with."""
    return envelope is SENT[0] and outcome.receipt == Receipt(RECEIVED, base64.b64decode(VALID["signature"]), KEY)


@settings(max_examples=2000)
@given(status=statuses, body=written, headers=told_headers, cut=st.booleans(), started=st.booleans())
def test_no_answer_whatever_raises_or_confirms_falsely(
    status: int | None, body: bytes, headers: Mapping[str, str], cut: bool, started: bool
) -> None:
    answer = Answer(status, headers, body, Unavailable(Code.ANSWER_CUT) if cut else None, started)
    found = outcomes(SENT, answer, KEY, AT)
    assert list(found) == [envelope.id for envelope in SENT]
    for envelope in SENT:
        outcome = found[envelope.id]
        assert outcome.state in (State.WAITING, State.UNCONFIRMED, State.CONFIRMED, State.REFUSED)
        assert (outcome.state is State.CONFIRMED) == (outcome.receipt is not None)
        assert outcome.state is not State.CONFIRMED or is_proven(envelope, outcome)
        assert outcome.state is not State.WAITING or not started
        assert outcome.retry_after is None or LEAST_WAIT <= outcome.retry_after <= MOST_WAIT
    assert not any(each.state is State.CONFIRMED for each in outcomes(SENT, answer, None, AT).values())


@settings(max_examples=500)
@given(seconds=st.integers(-(10**12), 10**30), server=st.integers(-400, 400), form=st.integers(0, 1))
def test_nothing_is_sent_before_the_receiver_allows_it(seconds: int, server: int, form: int) -> None:
    """Row 11: in seconds, and as a date by the receiver's own clock while ours is up to 400 days off."""
    there = AT + timedelta(days=server)
    bounded = min(max(seconds, -(10**8)), 10**8)
    text = str(seconds) if form == 0 else imf(there + timedelta(seconds=bounded))
    found = retry_after({"retry-after": text, "date": imf(there)}, AT)
    assert found == min(max(seconds, LEAST_WAIT), MOST_WAIT)


def imf(at: datetime) -> str:
    """As HTTP writes a date."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day}, {at.day:02} {months[at.month - 1]} {at.year:04} {at:%H:%M:%S} GMT"


@pytest.mark.parametrize("status", [400, 413, 422])
def test_one_bad_submission_among_a_thousand_is_found_and_alone_refused(status: int) -> None:
    """Row 12, in short: halved until the bad one stands alone."""
    batch = envelopes(1000)
    bad = batch[437].id
    refused, confirmed, requests = list[str](), list[str](), 0
    todo = [batch]
    while todo:
        sent = todo.pop()
        requests += 1
        is_bad = any(each.id == bad for each in sent)
        answer = told(status) if is_bad else accepted([receipt(each) for each in sent])
        if must_split(sent, answer):
            half = len(sent) // 2
            todo += [sent[:half], sent[half:]]
            continue
        for identifier, outcome in outcomes(sent, answer, KEY).items():
            (refused if outcome.state is State.REFUSED else confirmed).append(identifier)
    assert refused == [bad]
    assert len(confirmed) == 999
    assert requests < 25


@pytest.mark.parametrize("status", [202, 400, 404, 413, 503])
def test_what_a_receiver_asks_for_counts_whatever_it_answered(status: int) -> None:
    answer = told(status, headers={"retry-after": "3600"})
    assert {each.retry_after for each in outcomes(SENT, answer, KEY).values()} == {3600.0}
    assert not gets_through(answer)


def test_a_request_that_is_too_large_for_now_is_not_refused_for_good() -> None:
    assert {each.state for each in outcomes(SENT[:1], told(413), KEY).values()} == {State.REFUSED}
    later = told(413, headers={"retry-after": "60"})
    assert {each.state for each in outcomes(SENT[:1], later, KEY).values()} == {State.UNCONFIRMED}


def test_a_refusal_in_an_answer_that_was_cut_is_not_believed() -> None:
    refused = accepted(refused=[{"submission": SENT[0].id, "reason": "no"}])
    assert outcomes(SENT, refused, KEY)[SENT[0].id].state is State.REFUSED
    cut = replace(refused, error=Refused(Code.ANSWER_CUT))
    assert outcomes(SENT, cut, KEY)[SENT[0].id].state is State.UNCONFIRMED
