"""Whatever a text from outside holds, every widget shows it letter by letter, marked, and with an end."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept
from tests.faults.hostile_text import ROUND


def test_every_widget_shows_a_hostile_text_letter_by_letter() -> None:
    found = swept(31, ROUND)
    assert found.held, found.figure


@pytest.mark.parametrize("guard", ROWS[31].guards)
def test_the_texts_find_a_window_that_interprets(guard: str) -> None:
    assert not swept(31, ROWS[31].few, guard=guard).held
