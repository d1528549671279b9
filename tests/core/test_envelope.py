"""The bytes: exact, canonical, ASCII, and the same again until an item changes."""

from __future__ import annotations

import hashlib
import json
import uuid

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from core.envelope import LARGEST_EXACT, Envelope, seal, told
from core.reading import Fact, Reason, Value, absent, known

STATEMENT = "ksc-win@2021-11-30"
keys = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=20)
numbers = st.integers(1 - LARGEST_EXACT, LARGEST_EXACT - 1) | st.booleans()
ascii_facts = st.builds(known, st.text(st.characters(max_codepoint=127)) | numbers, st.just("a source"))
any_facts = st.builds(known, st.text(st.characters(exclude_categories=())) | numbers, st.just("a source"))
absent_facts = st.builds(absent, st.sampled_from(Reason), st.just("a source"))
readings = st.dictionaries(keys, any_facts | absent_facts, max_size=12)


def values(reading: dict[str, Fact]) -> dict[str, Value]:
    return {key: fact.value for key, fact in reading.items() if fact.value is not None}


@given(st.dictionaries(keys, ascii_facts, max_size=12))
def test_a_body_of_ascii_values_is_rfc_8785_to_the_byte(reading: dict[str, Fact]) -> None:
    envelope = seal("environment", reading, STATEMENT)
    assert envelope.body == rfc8785.dumps(
        {
            "agreement": STATEMENT,
            "category": "environment",
            "format": 1,
            "items": {**values(reading)},
            "submission": envelope.id,
        }
    )


@given(readings)
def test_any_body_is_ascii_and_says_what_was_read_and_nothing_else(reading: dict[str, Fact]) -> None:
    body = seal("environment", reading, STATEMENT).body
    assert body.isascii()
    assert json.loads(body)["items"] == values(reading)
    # Escapes apart, it is RFC 8785 too: written back without them, the canonical form appears.
    assert json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == (
        rfc8785.dumps(json.loads(body))
    )


@given(readings)
def test_the_same_items_give_the_same_envelope_and_other_items_another(reading: dict[str, Fact]) -> None:
    first = seal("environment", reading, STATEMENT)
    again = dict(reversed(reading.items()))
    assert seal("environment", again, STATEMENT, first) is first
    changed = {**reading, "another": known("value", "a source")}
    fresh = seal("environment", changed, STATEMENT, first)
    assert fresh.body != first.body
    assert fresh.id != first.id
    assert fresh.secret != first.secret


def test_another_statement_or_a_draft_edited_by_hand_is_sealed_anew() -> None:
    reading = {"protocol": known("HTTPS", "a source")}
    first = seal("transmission", reading, STATEMENT)
    assert seal("transmission", reading, "another@2030-01-01", first).id != first.id
    edited = Envelope("transmission", first.body.replace(b"HTTPS", b"HTTPX"), first.secret)
    assert b"HTTPX" not in seal("transmission", reading, STATEMENT, edited).body


def test_the_id_is_a_uuid_of_version_8_made_from_the_secret() -> None:
    envelope = seal("transmission", {}, STATEMENT)
    identifier = uuid.UUID(envelope.id)
    assert (identifier.version, identifier.variant) == (8, uuid.RFC_4122)
    digest = hashlib.sha256(envelope.secret).digest()
    assert identifier.bytes[:6] == digest[:6]
    assert identifier.bytes[9:] == digest[9:16]
    assert len(envelope.secret) == 32
    assert envelope.sha256 == hashlib.sha256(envelope.body).hexdigest()


def test_integers_that_a_double_would_round_go_as_text() -> None:
    reading = {
        "largest": known(2**53, "a source"),
        "larger": known(2**53 + 1, "a source"),
        "least": known(-(2**53) - 1, "a source"),
        "huge": known(10**40, "a source"),
    }
    items = json.loads(told(reading))
    assert items == {
        "largest": 2**53,
        "larger": "9007199254740993",
        "least": "-9007199254740993",
        "huge": "1" + "0" * 40,
    }


def test_what_a_site_is_told_has_no_number_and_no_name_of_the_group() -> None:
    assert told({"browser_mode": known("safe", "a source")}) == b'{"browser_mode":"safe"}'


def test_a_lone_surrogate_is_escaped_before_it_reaches_the_writer() -> None:
    assert told({"name": known("a\udcff", "a source")}) == b'{"name":"a\\\\udcff"}'


def test_a_text_beyond_the_bound_has_failed_and_is_not_cut() -> None:
    fact = known("x" * 8193, "a source")
    assert (fact.value, fact.reason) == (None, Reason.FAILED)
