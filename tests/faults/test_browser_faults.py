"""Whoever speaks in a browser's place gets one error or nothing; sites are told the same on every computer."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

MESSAGES, INSTALLATIONS = 240, 100


def test_what_is_no_question_gets_one_error_and_a_stranger_gets_nothing() -> None:
    found = swept(29, MESSAGES)
    assert found.held, found.figure


def test_sites_are_told_nothing_that_differs_from_computer_to_computer() -> None:
    found = swept(30, INSTALLATIONS)
    assert found.held, found.figure


@pytest.mark.parametrize(("row", "guard"), [(row, guard) for row in (29, 30) for guard in ROWS[row].guards])
def test_the_faults_find_a_program_that_believes_or_tells_too_much(row: int, guard: str) -> None:
    assert not swept(row, ROWS[row].few, guard=guard).held
