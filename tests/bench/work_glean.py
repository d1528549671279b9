"""Glean, a ping a record: each is on the disk before it is sent.

By itself it sends 15 a minute, from a process of its own. That limit is lifted here, and it sends from where it
records, which is quicker. A ping holds nothing but the record.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.records import counted, text

# The names of the metric, and the braces around it.
AROUND = 43
STEP_SECONDS, MOST_SECONDS = 0.005, 60


def work(port: str, count: str, folder: str) -> Callable[[], object]:
    """So many pings, until the sink has them all. No more than may lie waiting: older ones would be dropped."""
    glean, metrics = importlib.import_module("glean"), importlib.import_module("glean.metrics")
    _lift_limit(importlib.import_module("glean._uniffi"))
    about = {"category": "bench", "name": "address", "lifetime": metrics.Lifetime.PING, "disabled": False}
    address = metrics.StringMetricType(metrics.CommonMetricData(send_in_pings=["record"], **about))
    ping = metrics.PingType("record", False, False, True, False, [], [], [])
    goes = {"server_endpoint": f"http://127.0.0.1:{port}", "allow_multiprocessing": False}
    configuration = glean.Configuration(enable_internal_pings=False, **goes)
    glean.Glean.initialize("bench", "1", True, configuration=configuration, data_dir=Path(folder))

    def deliver() -> None:
        before, late = counted(port), time.monotonic() + MOST_SECONDS
        for number in range(int(count)):
            address.set(text(number, AROUND))
            ping.submit()
        while counted(port) < before + int(count):
            assert time.monotonic() < late
            time.sleep(STEP_SECONDS)

    return deliver


def _lift_limit(core: Any) -> None:
    usual, limit = core.InternalConfiguration, core.PingRateLimit(seconds_per_interval=1, pings_per_interval=1_000_000)
    core.InternalConfiguration = lambda **given: usual(**{**given, "rate_limit": limit})
