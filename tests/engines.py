"""Engines that read what a test gives them: everything else about them is as the program builds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from core.assembly import Vitrine, build
from core.engine import Engine, sample
from core.reading import Reading
from core.record.ledger import Ledger


def engine(
    home: Path, *, keeps: bool = False, collectors: Mapping[str, Callable[[], Reading]] = MappingProxyType({})
) -> Engine:
    """An engine whose groups have sample values, but for these collectors. Unless it `keeps`, nothing is in `home`."""
    made = build("real", {"VITRINE_HOME": str(home)}).engine
    samples = {key: partial(sample, category) for key, category in made.catalogue.categories.items()}
    read_by(made, {**samples, **collectors})
    held = made.catalogue, made.product, made._collectors
    return made if keeps else Engine(*held, Ledger(None), made._lock, made._telling)


def build_real(home: Path, **more: str) -> Vitrine:
    """The program as a user has it, with a home of the test's own."""
    return build("real", {"VITRINE_HOME": str(home), **more})


def read_by(engine: Engine, collectors: Mapping[str, Callable[[], Reading]]) -> None:
    """From now on these groups are read by these collectors."""
    engine._collectors = {**engine._collectors, **collectors}
