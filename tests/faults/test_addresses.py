"""However a web address is written and wherever its name leads, nobody private is asked unasked."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

ADDRESSES = 600


def test_nobody_private_is_asked() -> None:
    found = swept(28, ADDRESSES)
    assert found.held, found.figure
    assert found.n == ADDRESSES


@pytest.mark.parametrize("guard", ROWS[28].guards)
def test_the_count_finds_a_program_that_asks_anybody(guard: str) -> None:
    found = swept(28, ROWS[28].few, guard=guard)
    assert not found.held
    assert "private connections 0" not in found.figure
