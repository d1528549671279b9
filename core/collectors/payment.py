"""Payment protection: what a listed site would be told about the product; the rest comes with a visit."""

from __future__ import annotations

from core.collectors.stated import software
from core.product import Product
from core.reading import Reading, Reason, absent

PRODUCT_KEYS = ("software_name", "software_version", "customization", "plugin_id")


def read(product: Product) -> Reading:
    """As long as no listed site was opened."""
    facts = {key: software(product, key) for key in PRODUCT_KEYS}
    return {**facts, "browser_mode": absent(Reason.NOTHING_YET, "no listed site was opened")}
