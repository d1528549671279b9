"""What the product file says of the product itself."""

from __future__ import annotations

import msgspec

from core.product import Product
from core.reading import Fact, probe


def software(product: Product, key: str) -> Fact:
    """One of the product file's [software] facts; left empty there, the product has none."""
    words: dict[str, str] = msgspec.structs.asdict(product.software)
    return probe(f"{product.file.name}, [software] {key}", lambda: words[key])
