"""Installed software: the product's own facts, what its installer wrote down, and the machine's role."""

from __future__ import annotations

from functools import partial

import msgspec

from core.product import Product
from core.reading import Fact, probe
from core.sources import System


def software(product: Product) -> dict[str, Fact]:
    """What the product file says under [software], by key; of what is left empty there, the product has none."""
    written: dict[str, str] = msgspec.structs.asdict(product.software)
    return {key: probe(f"{product.file.name}, [software] {key}", partial(written.get, key)) for key in written}


def role(system: System) -> dict[str, Fact]:
    """The machine's role, as the operating system tells it."""
    return {"os_type": system.os_type()}
