"""Wherever bytes are shown, counted, copied or printed, they are those that went, to the last one."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

EXCHANGES = 21


def test_every_place_that_shows_bytes_shows_those_that_went() -> None:
    found = swept(38, EXCHANGES)
    assert found.held, found.figure
    assert found.n == EXCHANGES


@pytest.mark.parametrize("guard", ROWS[38].guards)
def test_the_exchanges_find_a_place_that_shows_something_else(guard: str) -> None:
    assert not swept(38, ROWS[38].few, guard=guard).held
