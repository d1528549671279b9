"""What is found by which words, and in which order: of lists, without a window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import paths
from core.catalogue import Catalogue, load_catalogue
from core.clock import milliseconds
from core.engine import Shown, sample
from core.envelope import seal
from core.reading import known
from core.record.submission import State, Submission, id_bytes, of_row
from gui.state import search
from gui.state.search import MOST, Destination, Findable, FoundKind, find, fold
from gui.state.sections import clause
from gui.state.snapshot import SnapshotState, group_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)


def entry(title: str, more: str = "", words: str = "", starts: tuple[str, ...] = ()) -> Findable:
    return Findable(FoundKind.PAGE, title, more, Destination(title), words, starts)


def titles(entries: Sequence[Findable], query: str) -> list[str]:
    return [each.title for each in find(entries, query).entries]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(paths.resources() / "catalogue", frozenset())


def test_case_accents_and_spaces_do_not_matter() -> None:
    assert fold("  Straße\tÉclair ") == "strasse eclair"
    for query in ("Über", "UBER", "uber", "u\u0308ber", "  über "):
        assert titles([entry("Über alles"), entry("Other")], query) == ["Über alles"]


def test_all_words_must_match_wherever_they_stand() -> None:
    entries = [entry("Your device", "Build number"), entry("Your files", "none"), entry("A device", words="build")]
    assert titles(entries, "build device") == ["Your device", "A device"]
    assert titles(entries, "device build nothing") == []


def test_the_best_comes_first() -> None:
    inside, word, title_word, title = (
        entry("a", "unlicensed"),
        entry("b", "the license"),
        entry("The license"),
        entry("License"),
    )
    assert titles([inside, word, title_word, title], "licens") == ["License", "The license", "b", "a"]
    assert titles([entry("my_license"), entry("mylicense")], "license") == ["my_license", "mylicense"]


def test_a_whole_word_comes_before_a_longer_one() -> None:
    assert titles([entry("No. 129"), entry("No. 12 · x")], "no. 12") == ["No. 12 · x", "No. 129"]


def test_alike_ones_stay_in_their_order() -> None:
    entries = [entry(f"row {number}") for number in range(20)]
    assert titles(entries, "row") == [each.title for each in entries]


def test_at_most_fifty_are_listed_and_all_are_counted() -> None:
    found = find([entry(f"row {number}") for number in range(412)], "ROW")
    assert (len(found.entries), found.total, MOST) == (50, 412, 50)


def test_without_a_word_nothing_is_found() -> None:
    assert [find([entry("x")], query).total for query in ("", "   ", "\t")] == [0, 0, 0]


def test_an_id_is_found_by_its_beginning_alone() -> None:
    entries = [entry("No. 7", starts=("5F0C1F0E-7c1e",)), entry("other")]
    assert titles(entries, "5f0c") == titles(entries, "5F0C1F0E-7C") == ["No. 7"]
    assert titles(entries, "7c1e") == []


@given(st.lists(st.tuples(WORDS, WORDS), max_size=12), WORDS)
def test_whatever_is_typed_exactly_what_has_all_words_is_found(texts: list[tuple[str, str]], query: str) -> None:
    entries = [entry(title, more) for title, more in texts]
    words = fold(query).split()
    wanted = [each for each in entries if words and all(word in each.folded for word in words)]
    found = find(entries, query)
    assert found.total == len(found.entries) == len(wanted)
    assert sorted(map(id, found.entries)) == sorted(map(id, wanted))


def test_each_fact_is_found_by_title_key_and_clause(catalogue: Catalogue) -> None:
    facts = search.facts(catalogue)
    assert len(facts) == sum(len(category.items) for category in catalogue.categories.values())
    for category in catalogue.categories.values():
        for item in category.items:
            place = Destination(category.key, item.key)
            for query in (item.title, item.key, f"{category.title} {clause(catalogue, category, item)}"):
                assert place in [each.place for each in find(facts, query, 500).entries], query


def test_each_page_is_found_by_its_name_first_and_by_what_people_call_it(catalogue: Catalogue) -> None:
    names = [("overview", "Overview", ""), ("settings", "Settings", "More"), ("support", "Support", "More")]
    pages = search.pages(names, catalogue)
    assert [find(pages, title).entries[0].place.page for _, title, _ in names] == [key for key, _, _ in names]
    assert find(pages, "dark theme").entries[0].place.page == "settings"
    assert find(pages, "doctor").entries[0].place.page == "support"


def test_values_are_found_as_they_are_shown(catalogue: Catalogue) -> None:
    category = catalogue.categories["environment"]
    reading = {**sample(category), "os_version": known("12.0\u202e1", "a test")}
    live = SnapshotState({"environment": group_of(Shown(category, reading, "live", None), None)})
    found = search.values(live)
    assert len(found) == len(category.items)
    [version] = find(found, "12.0<U+202E>1").entries
    assert (version.place, version.title) == (Destination("environment", "os_version"), "12.0<U+202E>1")
    assert all(each.kind is FoundKind.VALUE for each in found)


def submission(number: int, state: State = State.CONFIRMED) -> Submission:
    """One of the device’s, queued and finished on two days."""
    envelope = seal("environment", {"os_version": known(str(number), "a test")}, "s@1")
    queued, finished = (milliseconds(f"2026-11-{day}T12:00:00.000Z") for day in (21, 23))
    row = (number, "environment", state.value, 0, queued, queued, None if state is State.WAITING else finished, 0, 0, 0)
    bare = (
        len(envelope.body),
        "",
        bytes.fromhex(envelope.sha256),
        id_bytes(envelope.id),
        envelope.body,
        envelope.secret,
    )
    return of_row((*row, *bare, None, None, None, None, None))


@pytest.mark.parametrize(
    "query",
    ["1283", "No. 1283", "no 1283", "your device 1283", "1283 confirmed", "1283 2026-11-21", "1283 23 Nov 2026"],
)
def test_a_submission_is_found_by_number_group_state_and_day(catalogue: Catalogue, query: str) -> None:
    known_ones = [submission(1283), submission(1284, State.WAITING), submission(77)]
    found = find(search.submissions(known_ones, catalogue, {1284}, NOW), query).entries
    assert [each.place.submission for each in found] == [known_ones[0]]
    assert found[0].place.page == "history"


def test_a_submission_is_found_by_its_id_and_what_waits_lies_in_the_outbox(catalogue: Catalogue) -> None:
    waiting = submission(1284, State.WAITING)
    entries = search.submissions([waiting, submission(3)], catalogue, {1284}, NOW)
    [found] = find(entries, waiting.id[:13]).entries
    assert found.place == Destination("outbox", submission=waiting)
    assert find(entries, "waiting").entries == [found]


def test_what_the_file_was_made_to_say_is_still_found_by_its_number(catalogue: Catalogue) -> None:
    of = submission(9)
    odd = of_row((of.number, "<b>\u202e", *of.row[2:]))
    [found] = find(search.submissions([odd], catalogue, set(), NOW), "9").entries
    assert found.title == "No. 9 · <b><U+202E>"
