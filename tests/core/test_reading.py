"""What is promised of every fact: a value or a reason, in words that cannot deceive the eye."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Never

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.reading import LONGEST_TEXT, Fact, Reason, Value, absent, known, probe
from core.text import failure, visible
from core.wording.readings import REASONS, written

any_text = st.text(st.characters(exclude_categories=()))


def raising(error: Exception) -> Callable[[], Never]:
    def read() -> Never:
        raise error

    return read


@given(any_text)
@example("\u202e\u2066\u200b\ufeff\0\x1b[2J\u2028\u00ad\U000e0041\ud800")
def test_nothing_invisible_and_nothing_that_reorders_is_left(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert not {unicodedata.bidirectional(char) for char in shown} & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"}
    assert visible(shown) == shown


@given(any_text)
def test_what_can_be_seen_stays_as_it_is_and_the_rest_is_told_by_number(text: str) -> None:
    for char in text:
        expected = char if char.isprintable() else f"<U+{ord(char):04X}>"
        assert visible(char) == expected
    assert visible(text) == "".join(visible(char) for char in text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a<U+202E>b"),
        ("\0", "<U+0000>"),
        ("a\u00a0b", "a<U+00A0>b"),
        ("line\nline", "line<U+000A>line"),
        ("\U000e0041", "<U+E0041>"),
        ("<b>é 漢 🙂</b>", "<b>é 漢 🙂</b>"),
        ("", ""),
    ],
)
def test_marks_are_readable(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(("value", "reason"), [(None, None), ("x", Reason.FAILED), (False, Reason.NONE_HERE)])
def test_a_fact_has_a_value_or_a_reason_never_both_and_never_neither(value: Value | None, reason: Reason) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        Fact(value, reason, "a source")


@pytest.mark.parametrize("value", [False, 0])
def test_no_and_nought_are_values(value: Value) -> None:
    assert probe("a source", lambda: value) == Fact(value, None, "a source")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "no"), Reason.NOT_PERMITTED),
        (FileNotFoundError(2, "no"), Reason.NONE_HERE),
        (NotADirectoryError(20, "no"), Reason.NONE_HERE),
        (IsADirectoryError(21, "no"), Reason.FAILED),
        (OSError(5, "broken"), Reason.FAILED),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "broken"), Reason.FAILED),
        (ValueError("broken"), Reason.FAILED),
        (RecursionError("broken"), Reason.FAILED),
    ],
)
def test_an_error_while_reading_is_a_reason(error: Exception, reason: Reason) -> None:
    fact = probe("/etc/place", raising(error))
    assert (fact.value, fact.reason) == (None, reason)
    assert fact.source.startswith("/etc/place")
    assert (failure(error) in fact.source) == (reason is Reason.FAILED)
    assert "Errno" not in fact.source


def test_a_fault_of_our_own_is_not_taken_for_a_reading() -> None:
    with pytest.raises(KeyError):
        probe("a source", raising(KeyError("x")))


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_found_is_told_as_none_here(nothing: str | None) -> None:
    assert probe("a source", lambda: nothing).reason is Reason.NONE_HERE


def test_a_text_too_long_for_any_screen_has_failed() -> None:
    assert known("x" * LONGEST_TEXT, "a source").value == "x" * LONGEST_TEXT
    fact = known("x" * (LONGEST_TEXT + 1), "a source")
    assert (fact.reason, fact.source) == (Reason.FAILED, "a source: longer than 8192 characters")


@given(any_text, any_text)
def test_every_fact_can_be_encoded(value: str, source: str) -> None:
    for fact in (known(value, source), absent(Reason.FAILED, source)):
        str(fact.value).encode("utf-8")
        fact.source.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "told"), [(True, "true"), (False, "false"), (0, "0"), (2**60, str(2**60)), ("<b>", "<b>"), ("", "")]
)
def test_a_value_is_shown_as_it_is_written(value: Value, told: str) -> None:
    assert written(value) == told
    assert known(value, "a source").words == told


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_of_its_own(reason: Reason) -> None:
    assert absent(reason, "a source").words == REASONS[reason]
    assert [each for each in Reason if REASONS[each] == REASONS[reason]] == [reason]
    assert REASONS[reason].isprintable()


def test_that_nothing_tells_a_fact_is_no_word_about_the_device() -> None:
    assert (
        f"Laptop, desktop or tablet: {REASONS[Reason.NONE_HERE]}" == "Laptop, desktop or tablet: nothing here tells it"
    )
