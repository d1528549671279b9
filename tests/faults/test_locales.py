"""What is sent is the same in every language and time zone."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

RUNS = 24


def test_one_reading_is_the_same_bytes_in_every_language_and_time_zone() -> None:
    found = swept(37, RUNS)
    assert found.held, found.figure
    assert "distinct hashes 1," in found.figure


@pytest.mark.parametrize("guard", ROWS[37].guards)
def test_the_languages_find_bytes_that_follow_them(guard: str) -> None:
    assert not swept(37, ROWS[37].few, guard=guard).held
