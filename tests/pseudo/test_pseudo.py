"""A language half as long again runs through every page and command: nothing fails, and nothing stays English."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.pseudo.__main__ import LIST, escaped, give_commands, listed, walk
from tests.pseudo.data import Data
from tests.pseudo.words import english, is_nested

Found = dict[str, Any]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What the walk through the window found, and what the terminal said in both languages."""
    with ThreadPoolExecutor(2) as pool:
        runs = {
            "window": pool.submit(walk, tmp_path_factory.mktemp("window")),
            "terminal": pool.submit(give_commands, tmp_path_factory.mktemp("terminal"), "pseudo"),
            "english": pool.submit(give_commands, tmp_path_factory.mktemp("english"), "en"),
        }
        return {name: run.result() for name, run in runs.items()}


@pytest.fixture
def window(found: dict[str, Found]) -> Found:
    return found["window"]


@pytest.fixture
def said(found: dict[str, Found]) -> list[Found]:
    """What each command wrote in the pseudo-language."""
    return list(found["terminal"]["said"])


def test_every_page_tab_and_state_of_the_window_goes_without_an_exception(window: Found) -> None:
    assert window["failed"] == []


def test_every_text_of_the_window_is_a_message_or_data(window: Found) -> None:
    assert window["escaped"] == {}


def test_no_message_of_the_window_is_taken_to_pieces(window: Found) -> None:
    assert window["broken"] == []


def test_what_is_cut_in_the_window_is_listed(window: Found) -> None:
    """Whatever is not on the list is cut anew, and whatever is no longer cut must leave it: see its first lines."""
    assert LIST.read_text(encoding="utf-8").splitlines() == listed(window["cut"]).splitlines()


def test_every_command_goes_without_an_exception_and_ends_as_in_english(found: dict[str, Found]) -> None:
    pseudo, plain = found["terminal"], found["english"]
    assert (pseudo["failed"], plain["failed"]) == ([], [])
    codes, expected = ([(each["typed"], each["code"]) for each in run["said"]] for run in (pseudo, plain))
    assert codes == expected
    assert {code for _, code in codes} == {0, 1, 2}


def test_every_word_of_the_terminal_is_a_message_data_or_read_by_scripts(said: list[Found]) -> None:
    assert escaped(said) == {}


def test_no_message_of_the_terminal_is_taken_to_pieces(said: list[Found]) -> None:
    assert [each["typed"] for each in said if not (is_nested(each["out"]) and is_nested(each["error"]))] == []


def test_what_every_command_says_is_in_the_pseudo_language(said: list[Found]) -> None:
    """A walk in English would find nothing either."""
    helps = [each["out"] for each in said if each["typed"].endswith("--help")]
    assert helps
    assert all("⟦" in each for each in helps)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("⟦Ñöţĥîñğ···· îš· šéñţ··.⟧", ""),
        ("⟦Ñöţĥîñğ···· îš· šéñţ··: vitrinectl consent list⟧", ""),
        ("Practice receiver", "practice receiver"),
        ("⟦Ñöţĥîñğ···· îš· šéñţ··.⟧ Try again", "try again"),
        ("⟦Ñöţĥîñğ···· îš· šéñţ··, because paused.⟧", "because paused"),
        ("vitrinectl: nothing is sent", "nothing is sent"),
        ("/home/sample/file.txt https://stats.example 12:7e41ed78… SHA-256", ""),
    ],
)
def test_a_literal_that_escaped_is_found(text: str, left: str) -> None:
    assert Data().left(text) == left


def test_a_message_is_read_back_as_it_stands_in_the_source() -> None:
    assert english("⟦Ŵĥåţ·· ğöéš·· · 3 ğŕöûpš···⟧") == "What goes · 3 groups"
    assert not is_nested("⟦Ñöţĥîñğ")
    assert not is_nested("ñöţĥîñğ⟧ ⟦")
