"""Row 38: what is shown against what is sent, everywhere, on readings nobody chose."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from core.engine import sample
from core.reading import Fact
from tests.faults.row import Found
from tests.wire.everywhere import GROUPS, Everywhere
from tests.wire.exchange import exchange
from tests.wire.readings import CATALOGUE, readings


def quiet(examples: int) -> settings:
    """So many readings, drawn by the seed alone, however long each takes."""
    every = list(HealthCheck)
    return settings(max_examples=examples, database=None, deadline=None, derandomize=False, suppress_health_check=every)


def sweep(n: int, number: int) -> Found:
    """So many readings sent, told or happened, and looked at wherever their bytes are shown: first a sample of each
    group, then whatever comes."""
    different: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    application = QApplication.instance() or QApplication(["vitrine", "-style", "fusion"])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder, exchange(Path(folder), application) as made:
        everywhere = Everywhere(made)

        def go(key: str, reading: dict[str, Fact]) -> None:
            different.update(everywhere.sent(key, reading))
            sent[key] += 1

        def one(data: st.DataObject) -> None:
            key = data.draw(st.sampled_from(GROUPS))
            go(key, data.draw(readings(key)))

        try:
            for key in GROUPS[:n]:
                go(key, sample(CATALOGUE.categories[key]))
            if n > len(GROUPS):
                seed(number)(quiet(n - len(GROUPS))(given(data=st.data())(one)))()
            different.update(everywhere.exported())
        finally:
            everywhere.close()
    figure = f"{sent.total()} of {len(sent)} groups, {everywhere.looked} looks, differences {different.total()}"
    if different:
        figure += f": {', '.join(name for name, _ in different.most_common(3))}"
    return Found(sent.total(), figure, not different and sent.total() > 0)
