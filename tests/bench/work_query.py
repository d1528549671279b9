"""What a command or the window asks of the record, without the program around it: nothing of this computer is read.

What a process does but once is done each time by the first of them; the window asks again and again with what it has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from core.assembly import build
from core.engine import Engine
from core.lock import SenderLock, TellingLock
from core.reading import Reading
from core.record.ledger import Ledger
from gui.state.snapshot import read

TIMES, PAGE = 10, 200


def work(name: str, home: str) -> Callable[[], object]:
    """So many times what is asked under this name."""
    fresh = _engines(Path(home))
    long_there = fresh()
    asked: Callable[[], object] = {
        "show": lambda: _show(fresh()),
        "consent list": lambda: fresh().choices(),
        "history list": lambda: fresh().ledger.history.submissions(limit=PAGE),
        "a reading": lambda: read(long_there),
    }[name]

    def ask() -> None:
        for _ in range(TIMES):
            asked()

    return ask


def _show(engine: Engine) -> None:
    engine.show_all()
    engine.choices()


def _engines(home: Path) -> Callable[[], Engine]:
    """What makes an engine that has asked its record nothing so far, and has read this computer already."""
    engine = build(environment={"VITRINE_HOME": str(home)}).engine
    readings: dict[str, Reading] = {each.category.key: each.reading for each in engine.show_all()}
    collectors = {key: partial(readings.__getitem__, key) for key in readings}
    locks = partial(SenderLock, home), partial(TellingLock, home)
    return lambda: Engine(engine.catalogue, engine.product, collectors, Ledger(home), *locks)
