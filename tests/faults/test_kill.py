"""A sender that is killed loses nothing, doubles nothing, and never says of anything that it surely did not leave."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, SEED, swept

KILLS = 20
FEW, AGAIN = 12, 4


def test_nothing_is_lost_or_doubled_by_kills_while_sending() -> None:
    found = swept(1, KILLS)
    assert found.held, found.figure
    assert found.n == KILLS


@pytest.mark.parametrize("guard", ROWS[1].guards)
def test_the_kills_find_a_program_that_does_not_keep_this(guard: str) -> None:
    # Where a kill falls is chance, and a busy computer has less of it: the broken guard is looked for a few times.
    assert any(not swept(1, FEW, SEED + again, guard).held for again in range(AGAIN))
