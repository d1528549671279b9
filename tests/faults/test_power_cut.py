"""What was acknowledged survives a power cut."""

from __future__ import annotations

import pytest

from tests.faults.power_cut import run

IMAGES, FEW = 600, 100


def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    result = run(IMAGES, "kept")
    assert result.images > IMAGES // 2
    assert (result.lost, result.unsound) == (0, 0)
    assert result.acknowledged > 0


@pytest.mark.parametrize("way", ["normal", "off", "full"])
def test_the_same_cuts_show_what_faster_settings_lose(way: str) -> None:
    assert run(FEW, way).lost > 0
