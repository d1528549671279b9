"""What an answer means: one table, and a receipt believed only when its signature says so."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Code, Unavailable
from core.record.receipt import Receipt, is_signed
from core.record.submission import State
from core.sending.answers import (
    ANSWERS,
    LEAST_WAIT,
    MOST_BACK_OFF,
    MOST_WAIT,
    SPLIT,
    Answer,
    Meaning,
    back_off,
    gets_through,
    meaning,
    must_split,
    outcomes,
    retry_after,
)
from core.wording.errors import sentence
from tests.fakes.receipts import KEY, RECEIVED, accepted, envelopes, proven_by_path, receipt, together, told

ONE = envelopes(1)
THREE = envelopes(3)
KEPT = (408, 425, 429, 500, 502, 503, 504)
SPLITS = (400, 413, 422)
# Chosen where the wire says nothing: about the connection or the set-up, not about one submission.
OTHERS = (100, 101, 103, 401, 402, 403, 406, 407, 409, 410, 411, 414, 415, 418, 426, 428, 431, 451, 501, 505, 511, 999)
AT = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)


def states(answer: Answer, key: bytes | None = KEY) -> list[State]:
    found = outcomes(THREE, answer, key)
    assert list(found) == [envelope.id for envelope in THREE]
    return [outcome.state for outcome in found.values()]


@pytest.mark.parametrize("status", [200, 201, 202, 207, 299])
def test_a_valid_receipt_confirms_its_own_submission_and_no_other(status: int) -> None:
    body = accepted([receipt(THREE[1])]).body
    assert states(told(status, body)) == [State.UNCONFIRMED, State.CONFIRMED, State.UNCONFIRMED]


def test_a_confirmed_submission_keeps_the_receipt_as_it_was_signed() -> None:
    given_one = receipt(ONE[0])
    [outcome] = outcomes(ONE, accepted([{**given_one, "note": "more"}]), KEY).values()
    assert outcome.receipt == Receipt(RECEIVED, base64.b64decode(given_one["signature"]), KEY)
    assert outcome.receipt.proves(ONE[0].id, ONE[0].sha256)
    told = {**given_one, "key": base64.b64encode(KEY).decode()}
    assert json.loads(outcome.receipt.text(ONE[0].id, ONE[0].sha256)) == told


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 1000])
def test_a_whole_batch_is_confirmed_by_one_signature_and_each_receipt_proves_itself(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, checked = envelopes(count), list[bytes]()

    def counted(key: bytes, signature: bytes, text: bytes) -> bool:
        checked.append(text)
        return is_signed(key, signature, text)

    monkeypatch.setattr("core.record.receipt.is_signed", counted)
    found = outcomes(sent, together(sent), KEY)
    assert {each.state for each in found.values()} == {State.CONFIRMED}
    assert len(checked) == 1
    for place in {0, count // 2, count - 1}:
        receipt_of = found[sent[place].id].receipt
        assert receipt_of is not None
        assert (receipt_of.leaf, receipt_of.key) == (place, KEY)
        assert proven_by_path(json.loads(receipt_of.text(sent[place].id, sent[place].sha256)))
        assert receipt_of.proves(sent[place].id, sent[place].sha256)
        assert not receipt_of.proves(ONE[0].id, sent[place].sha256)


def test_some_of_a_batch_may_be_refused_and_the_rest_is_signed_together() -> None:
    refused = [{"submission": THREE[1].id, "reason": "no"}]
    assert states(together([THREE[2], THREE[0]], refused)) == [State.CONFIRMED, State.REFUSED, State.CONFIRMED]


def test_every_outcome_keeps_the_status_of_its_answer() -> None:
    answers = [told(each) for each in (202, 404, 413, 503)] + [together(THREE), accepted([receipt(THREE[0])])]
    for answer in answers:
        assert {each.status for each in outcomes(THREE, answer, KEY).values()} == {answer.status}
    assert {each.status for each in outcomes(THREE, Answer(None), KEY).values()} == {None}


def test_a_refused_submission_says_why_and_the_rest_goes_on() -> None:
    refused = [{"submission": THREE[0].id, "reason": "the key \u202e is unknown"}]
    found = outcomes(THREE, accepted([receipt(THREE[1])], refused), KEY)
    assert [each.state for each in found.values()] == [State.REFUSED, State.CONFIRMED, State.UNCONFIRMED]
    assert found[THREE[0].id].reason == "the key <U+202E> is unknown"


def test_a_signed_word_counts_more_than_a_refusal() -> None:
    refused = [{"submission": THREE[0].id, "reason": "seen before"}]
    assert states(accepted([receipt(THREE[0])], refused))[0] is State.CONFIRMED


def test_without_a_key_nothing_is_ever_confirmed() -> None:
    answer = accepted([receipt(each) for each in THREE])
    assert states(answer, None) == [State.UNCONFIRMED] * 3
    assert states(answer) == [State.CONFIRMED] * 3


@pytest.mark.parametrize("status", [*KEPT, *range(300, 309), 399, *OTHERS])
def test_what_may_have_arrived_is_unconfirmed_and_only_what_never_left_is_waiting(status: int) -> None:
    for started, state in ((True, State.UNCONFIRMED), (False, State.WAITING)):
        answer = Answer(status, body_started=started)
        assert states(answer) == [state] * 3
        assert outcomes(ONE, answer, KEY)[ONE[0].id].reason
        assert not gets_through(answer)
        assert not must_split(THREE, answer)


@pytest.mark.parametrize("error", [Unavailable(Code.CONNECTION_CUT), Unavailable(Code.SENDING_STOPPED)])
def test_no_answer_is_kept_and_says_why(error: Unavailable) -> None:
    for started, state in ((True, State.UNCONFIRMED), (False, State.WAITING)):
        found = outcomes(THREE, Answer(None, error=error, body_started=started), KEY)
        assert {(each.state, each.reason) for each in found.values()} == {(state, sentence(error))}


@pytest.mark.parametrize("status", SPLITS)
def test_one_of_several_may_be_wrong_so_they_are_halved_and_one_alone_is_refused(status: int) -> None:
    answer = told(status)
    assert must_split(THREE, answer)
    assert gets_through(answer)
    assert {(each.state, each.reason) for each in outcomes(THREE, answer, KEY).values()} == {(State.UNCONFIRMED, SPLIT)}
    assert not must_split(ONE, answer)
    assert outcomes(ONE, answer, KEY)[ONE[0].id].state is State.REFUSED


@pytest.mark.parametrize("status", [404, 405])
def test_a_wrong_address_refuses_all(status: int) -> None:
    assert states(told(status)) == [State.REFUSED] * 3
    assert not must_split(THREE, told(status))


@pytest.mark.parametrize("status", [*SPLITS, 404, 405, *KEPT, 301])
def test_nothing_is_refused_by_an_answer_that_was_cut(status: int) -> None:
    answer = Answer(status, error=Unavailable(Code.ANSWER_CUT))
    assert states(answer) == [State.UNCONFIRMED] * 3
    assert not must_split(THREE, answer)


def test_a_receipt_in_an_answer_that_was_cut_is_still_proof() -> None:
    whole = accepted([receipt(ONE[0])])
    cut = Answer(202, {}, whole.body, Unavailable(Code.ANSWER_CUT))
    assert outcomes(ONE, cut, KEY)[ONE[0].id].state is State.CONFIRMED


def test_where_a_redirect_points_is_shown_and_made_visible() -> None:
    answer = told(302, headers={"location": "http://elsewhere.example/\u202e"})
    assert "http://elsewhere.example/<U+202E>" in outcomes(ONE, answer, KEY)[ONE[0].id].reason


def test_every_meaning_is_told_by_some_status_and_no_answer_at_all_is_kept() -> None:
    assert set(ANSWERS.values()) == set(Meaning)
    assert meaning(Answer(None)) is Meaning.KEPT
    assert meaning(Answer(999)) is Meaning.HELD
    assert meaning(told(299)) is Meaning.RECEIPTS


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("0", LEAST_WAIT),
        ("-5", LEAST_WAIT),
        ("86401", MOST_WAIT),
        ("9" * 5000, MOST_WAIT),
        ("Tue, 24 Nov 2026 02:50:00 GMT", 600.0),
        ("Tuesday, 24-Nov-26 02:50:00 GMT", 600.0),
        ("Tue Nov 24 02:50:00 2026", 600.0),
        ("Tue, 24 Nov 2026 02:00:00 GMT", LEAST_WAIT),
        ("Fri, 31 Dec 9999 23:59:60 GMT", MOST_WAIT),
        *((junk, None) for junk in ("", "soon", "1.5", "١٢", "1e3", "120, 120", "Tue, 32 Nov 2026 02:50:00 GMT")),
        *((junk, None) for junk in ("Tue, 24 Foo 2026 02:50:00 GMT", "Tue, 24 Nov 2026 99:50:00 GMT", "\0", "0x10")),
        ("Tue, 24 Nov 2026 02::::00 GMT", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 99999999999999999999 Jan 2027 00:00:00 GMT", None),
        ("24 Nov 2026 02:50:00", None),
        ("Tue, 24 Nov 2026 02:50:00 +0000", None),
        ("Tue, 24 Nov 2026 02:50:00 GMT junk", None),
        ("Tuesday, 24-Nov-70 02:50:00 GMT", MOST_WAIT),
    ],
)
def test_a_receivers_wish_to_be_left_alone_is_heeded_within_bounds(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}, AT) == seconds
    found = outcomes(ONE, told(503, headers={"retry-after": text}), KEY, AT)
    assert found[ONE[0].id].retry_after == seconds


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_years_off_does_not_send_too_early(years: int) -> None:
    headers = {"date": "Tue, 24 Nov 2026 02:40:00 GMT", "retry-after": "Tue, 24 Nov 2026 02:50:00 GMT"}
    assert retry_after(headers, AT + timedelta(days=365 * years)) == 600.0


@given(st.integers(-3, 10_000), st.integers(0, 2**32))
def test_our_own_waiting_doubles_up_to_two_hours_and_is_spread(attempts: int, seed: int) -> None:
    seconds = back_off(attempts, Random(seed))
    assert LEAST_WAIT <= seconds <= min(MOST_BACK_OFF, 60.0 * 2.0 ** max(attempts - 1, 0) if attempts < 20 else 1e9)


def test_our_own_waiting_uses_its_whole_range() -> None:
    random = Random(1)
    spread = [back_off(8, random) for _ in range(1000)]
    assert min(spread) < 0.05 * MOST_BACK_OFF
    assert max(spread) > 0.95 * MOST_BACK_OFF
