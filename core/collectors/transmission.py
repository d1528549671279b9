"""How it is sent: the protocol, which the product's endpoint decides."""

from __future__ import annotations

from core.product import Product
from core.reading import Reading, known
from core.wording.readings import PRACTICE


def read(product: Product) -> Reading:
    """Return the protocol: `HTTPS`, or `HTTP` to this computer only."""
    endpoint = product.endpoint
    where = PRACTICE if endpoint.practice else endpoint.address
    return {"protocol": known(endpoint.scheme.upper(), f"{product.file.name}, endpoint: {where}")}
