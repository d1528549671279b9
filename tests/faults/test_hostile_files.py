"""Files made to break whoever reads them end a process at most: the program answers in time, in one line."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

FILES = 60


def test_no_file_breaks_or_delays_the_program() -> None:
    found = swept(26, FILES)
    assert found.held, found.figure
    assert found.n > FILES


@pytest.mark.parametrize("guard", ROWS[26].guards)
def test_the_files_find_a_program_that_does_not_guard_itself(guard: str) -> None:
    assert not swept(26, ROWS[26].few, guard=guard).held
