"""Row 3: the power fails. The sweep is in power_cut; here is what the driver asks of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults import power_cut
from tests.faults.row import Found

WAY = "kept"
# Rounds of deciding, queueing, sending, settling and erasing; images are made at each call of each.
MANY, FEW, LONG = 12, 3, 10_000


def sweep(n: int, seed: int) -> Found:
    """About so many images of a disk after a cut."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        calls = power_cut.record(folder / "home", MANY if n >= LONG else FEW, WAY)
        found = power_cut.sweep(folder, calls, n, seed)
    figure = f"{found.images} images, {found.acknowledged} acknowledged: lost {found.lost}, unsound {found.unsound}"
    return Found(found.images, figure, not found.lost and not found.unsound and found.acknowledged > 0)
