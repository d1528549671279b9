"""Installed software: the product's own facts, what its installer wrote down, and the machine's role."""

from __future__ import annotations

from collections.abc import Callable

from core.collectors.stated import software
from core.product import Product
from core.reading import Reading

KEYS = (
    "software_name",
    "software_version",
    "software_update_id",
    "software_type",
    "install_status",
    "install_error_code",
    "software_id",
    "rebranding_id",
    "rebranding_code",
    "localization",
    "os_type",
    "install_type",
    "install_seconds",
    "install_interrupted",
)


def read(product: Product, record: Callable[[], Reading], os_type: Callable[[], Reading]) -> Reading:
    """Each item from the one source that has it."""
    gathered = {**record(), **os_type()}
    return {key: gathered[key] if key in gathered else software(product, key) for key in KEYS}
