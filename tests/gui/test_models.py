"""What the pages show, before any widget: the words, the marks, and what each cell says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from core import paths
from core.catalogue import load_catalogue
from core.consent.consent import Choices
from core.engine import sample
from core.envelope import Envelope, seal
from core.product import parse_endpoint
from core.reading import Fact, Reason, absent, known
from core.record.permit import Permit
from core.record.submission import State
from core.sending.request import request
from core.wording.items import NO_VALUE, ordinal
from core.wording.times import ago
from gui.state import connection, sections, standing
from gui.state.sections import decoded
from gui.state.snapshot import Records, fragments
from gui.tables.items import LONGEST_PILL, VALUE, WHAT, ChangedValues, ItemsTable
from gui.tables.text_table import PlainTable
from gui.theme import Role

CATALOGUE = load_catalogue(paths.resources() / "catalogue", frozenset({"environment"}))
DEVICE = CATALOGUE.categories["environment"]
ITEMS = {item.key: item for item in DEVICE.items}
ENVELOPE = Envelope("environment", b'{"a":1}', b"0" * 32)
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
facts = st.builds(known, any_text | st.integers() | st.booleans(), st.just("here")) | st.builds(
    absent, st.sampled_from(Reason), st.just("here")
)


def known_device(**values: str) -> dict[str, Fact]:
    """A reading of the device with these values."""
    return {**sample(DEVICE), **{key: known(value, "here") for key, value in values.items()}}


def test_the_first_look_marks_nothing() -> None:
    changes = ChangedValues()
    changes.take({"a": known("1", "here"), "b": absent(Reason.NONE_HERE, "here")})
    assert (changes.count, changes.was("a"), changes.was("b"), changes.was("c")) == (0, None, None, None)


def test_a_change_is_marked_until_looked_at_and_tells_what_was_seen_last() -> None:
    changes = ChangedValues()
    for value in ("1", "2", "3"):
        changes.take({"a": known(value, "here")})
    assert (changes.count, changes.was("a")) == (1, "1")
    changes.look("a")
    assert (changes.count, changes.was("a")) == (0, None)
    changes.take({"a": absent(Reason.FAILED, "here")})
    assert changes.was("a") == "3"
    changes.look_at_all()
    changes.take({"a": known("4", "here")})
    assert changes.was("a") == NO_VALUE


def test_a_value_that_changed_back_is_not_marked() -> None:
    changes = ChangedValues()
    for value in ("1", "2", "1"):
        changes.take({"a": known(value, "here")})
    assert changes.count == 0


def test_only_a_change_of_source_is_no_change_of_value() -> None:
    changes = ChangedValues()
    changes.take({"a": known("1", "here")})
    changes.take({"a": known("1", "there")})
    assert changes.count == 0


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), facts), st.dictionaries(st.sampled_from(["a", "b"]), facts))
def test_as_many_are_counted_as_are_marked(before: dict[str, Fact], after: dict[str, Fact]) -> None:
    changes = ChangedValues()
    changes.take(before)
    changes.take(after)
    assert changes.count == sum(changes.was(key) is not None for key in after)


def test_the_table_has_the_items_of_the_catalogue_and_keeps_qts_rules() -> None:
    model, changes = ItemsTable(DEVICE, "Value"), ChangedValues()
    tester = QAbstractItemModelTester(model)
    assert tester.model() is model
    for reading in (known_device(), known_device(os_version="11")):
        changes.take(reading)
        model.show_values(reading, changes)
    assert [model.index(row, WHAT).data() for row in range(model.rowCount())] == [item.title for item in DEVICE.items]
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(column, across) for column in range(2)] == ["What", "Value"]
    assert model.headerData(0, down) == DEVICE.items[0].title


def test_a_row_is_read_out_with_its_mark() -> None:
    model, changes = ItemsTable(DEVICE, "Value"), ChangedValues()
    for version in ("10", "11\u202e" * 50, "12"):
        changes.take(known_device(os_version=version))
        model.show_values(known_device(os_version=version), changes)
        if version != "12":
            changes.look("os_version")
    index = model.index(list(ITEMS).index("os_version"), WHAT)
    mark = index.data(Role.PILL)
    assert mark.startswith("was 11<U+202E>")
    assert mark.endswith("…")
    assert len(mark) <= LONGEST_PILL + 5
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"Version, {mark}"


def test_an_absent_value_is_told_in_grey_words_and_a_value_in_monospace() -> None:
    model = ItemsTable(DEVICE, "Value")
    model.show_values({**known_device(), "os_family": absent(Reason.NOT_PERMITTED, "here")}, ChangedValues())
    away, there = (model.index(list(ITEMS).index(key), VALUE) for key in ("os_family", "os_version"))
    assert (away.data(), away.data(Role.MUTED), away.data(Role.MONO)) == ("not permitted to read it", True, None)
    assert (there.data(), there.data(Role.MUTED), there.data(Role.MONO)) == ("10.0", None, True)


def test_a_coded_value_is_explained_behind_it() -> None:
    assert (decoded(ITEMS["device_guard_enabled"], True), decoded(ITEMS["device_guard_enabled"], False)) == (
        "yes",
        "no",
    )
    for value, meaning in ITEMS["device_type"].values.items():
        # “laptop” explains itself.
        assert decoded(ITEMS["device_type"], value) == ("" if meaning == value else meaning)
    assert decoded(ITEMS["os_version"], "10.0") == ""


@given(st.lists(st.tuples(any_text, any_text, any_text), max_size=4))
def test_a_table_of_texts_shows_them_marked(rows: list[tuple[str, str, str]]) -> None:
    model = PlainTable(("A", "B", "C"))
    model.show(rows)
    shown = [str(model.index(row, column).data()) for row in range(len(rows)) for column in range(3)]
    assert all(text.isprintable() for text in shown)
    assert model.rowCount() == len(rows)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), facts))
def test_each_value_is_shown_as_it_stands_in_the_body(reading: dict[str, Fact]) -> None:
    body = seal("environment", reading, "s@1").body.decode("ascii")
    parts = fragments(reading)
    assert parts.keys() == {key for key, fact in reading.items() if fact.value is not None}
    assert "{" + ",".join(parts[key] for key in sorted(parts)) + "}" in body


@pytest.mark.parametrize("address", ["embedded:", "https://stats.example.com/in", "http://127.0.0.1:8080"])
def test_a_connection_shows_every_header_of_the_request_and_its_address(address: str) -> None:
    endpoint = parse_endpoint(address)
    sent = request([ENVELOPE], endpoint)
    rows = connection.rows(endpoint, sent)
    assert [row[:2] for row in rows[-len(sent.headers) :]] == list(sent.headers)
    assert rows[0][0] == "Your IP address"
    assert all(text.strip() for row in rows for text in row)
    line = sent.head.decode("ascii").split("\r\n")[0]
    assert line in {row[1] for row in rows}


def test_the_details_of_an_item_say_everything_and_leave_no_caption_empty() -> None:
    for category in CATALOGUE.categories.values():
        for item in category.items:
            found = sections.details(CATALOGUE, category, item, absent(Reason.FAILED, "a\u202e"), None)
            told = {caption: text for caption, text, _ in found}
            assert told["Sent as"] == "Nothing: the reading failed."
            assert told["Read from"] == "a<U+202E>"
            assert {"Left out", "Can it point to you?", "Why", "Clause"} <= told.keys()
            assert all(text.strip() for text in told.values())


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_a_place_in_the_clause_is_said_in_english(number: int, text: str) -> None:
    assert ordinal(number) == text


def test_the_line_for_support_finds_a_slip_of_the_tongue_and_says_where_things_go() -> None:
    lines = {
        standing.support_line("1.0.0", name, kind, Records())
        for name in ("Overview", "Your device")
        for kind in ("practice", "real")
    }
    assert len({line.rpartition(" ")[2] for line in lines}) == 4
    assert all(
        re.fullmatch(r".* · no region · (practice|real) · sending off · 0 waiting · code \w{3}-\w{3}", line)
        for line in lines
    )
    on = Choices("accepted", "us-ca", "", permit=Permit(7, frozenset({"license"})))
    told = standing.support_line("1.0.0", "Overview", "real", Records(choices=on, counts={State.WAITING: 3}))
    assert " · US-CA · real · sending on · 3 waiting · code " in told
    off = Choices("accepted", "eu", "", paused=True)
    assert " · EU · real · sending paused · " in standing.support_line("1", "x", "real", Records(choices=off))


@pytest.mark.parametrize(("seconds", "text"), [(0.9, "Read 0 s ago"), (59.9, "Read 59 s ago"), (60, "Read 1 min ago")])
def test_the_age_of_a_reading_is_told(seconds: float, text: str) -> None:
    assert ago(seconds) == text
