"""Whoever follows one value through core changes files no more often than can be kept in mind."""

from __future__ import annotations

import pytest

from tests.architecture.trace import MOST, Entry, figures, moves, walks


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Entry]]:
    return walks(tmp_path_factory.mktemp("trace") / "home")


@pytest.mark.parametrize("name", MOST)
def test_a_value_changes_files_no_more_often_than_can_be_followed(found: dict[str, list[Entry]], name: str) -> None:
    made = moves(found[name])
    assert len(made) <= MOST[name], "\n".join(f"{one} → {other}" for one, other in made)


@pytest.mark.parametrize(("name", "end"), [("send", "Ledger.settle"), ("show", "seal")])
def test_each_walk_is_whole_and_nothing_but_the_walk(found: dict[str, list[Entry]], name: str, end: str) -> None:
    functions = [entry.function for entry in found[name]]
    assert functions[0] == "Engine.show"
    assert [each for each in functions if each.endswith(".environment")], "the source was not asked"
    assert end in functions
    assert "<module>" not in functions


def test_a_move_counts_once_however_often_it_is_made() -> None:
    back = [Entry("b", "ask", "a"), Entry("a", "gate", "b")]
    walk = [Entry("a", "begin", ""), Entry("a", "inner", "a"), *back, *back, Entry("b", "tell", "a")]
    assert {pair: dict(into) for pair, into in moves(walk).items()} == {
        ("a", "b"): {"ask": 2, "tell": 1},
        ("b", "a"): {"gate": 2},
    }
    assert list(figures(walk).values()) == [2, 2, 1, 5, 5, 2, 3]
