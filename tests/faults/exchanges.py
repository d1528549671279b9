"""Row 38: what is shown against what is sent, on readings nobody chose."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from tests.faults.row import Found
from tests.wire.exchange import exchange
from tests.wire.readings import SNAPSHOTS, readings


def sweep(n: int, number: int) -> Found:
    """So many readings shown, sent and compared at four places."""
    different: list[str] = []
    sent = 0
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    quiet = settings(
        max_examples=n, database=None, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck)
    )
    with tempfile.TemporaryDirectory() as folder, exchange(Path(folder), application) as made:

        def one(data: st.DataObject) -> None:
            nonlocal sent
            key = data.draw(st.sampled_from(SNAPSHOTS))
            different.extend(made.send(key, data.draw(readings(key))).differences())
            sent += 1

        seed(number)(quiet(given(data=st.data())(one)))()
    figure = f"{sent} sent, differences {len(different)}{': ' if different else ''}{', '.join(sorted(set(different)))}"
    return Found(sent, figure, not different and sent > 0)
