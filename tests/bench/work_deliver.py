"""Ours: sealed, queued, sent, and every receipt kept, each time in a home of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from core.assembly import Vitrine, build
from core.clock import now, stamp
from core.envelope import Envelope, seal
from core.reading import known
from core.record.submission import State
from tests.bench.records import text

GROUP, READ_FROM = "web_request", "bench"
# What else stands in a body.
AROUND = 141
# As many are queued together as OpenTelemetry sends together.
BATCH = 512


def work(port: str, total: str, folder: str, product: str, times: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """So many records in all, in so many homes, until the last receipt is kept. What is prepared is that a home was
    agreed to, and holds nothing else."""
    del port  # the product names it
    made: list[Vitrine] = []

    def prepare() -> None:
        made.clear()
        shutil.rmtree(folder, ignore_errors=True)
        for number in range(int(times)):
            home = str(Path(folder, str(number)))
            made.append(build(environment={"VITRINE_HOME": home, "VITRINE_PRODUCT": product}))
            made[-1].engine.consent.accept("eu", "script")
            made[-1].engine.consent.choose(GROUP, True, "script")

    def deliver() -> None:
        for vitrine in made:
            queue(vitrine, int(total) // int(times))
            states = vitrine.delivery.drain().states
            assert list(states.values()) == [State.CONFIRMED] * (int(total) // int(times))

    return prepare, deliver


def queue(vitrine: Vitrine, count: int) -> None:
    """Queue so many, due now."""
    engine, due = vitrine.engine, stamp(now())
    permit, statement = engine.consent.choices().permit, engine.catalogue.statement.id
    for start in range(0, count, BATCH):
        batch = [sealed(number, statement) for number in range(start, min(start + BATCH, count))]
        engine.ledger.queue(batch, permit, due)


def sealed(number: int, statement: str) -> Envelope:
    """One that is like no other."""
    return seal(GROUP, {"url": known(text(number, AROUND), READ_FROM)}, statement)
