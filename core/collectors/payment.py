"""Payment protection: what a listed site is told when it is opened; until then, what of it is known already."""

from __future__ import annotations

from typing import Literal, TypeAlias

from core.collectors.stated import software
from core.product import Product
from core.reading import Fact, Reading, Reason, absent, known

PRODUCT_KEYS = ("software_name", "software_version", "customization", "plugin_id")
Mode: TypeAlias = Literal["safe", "regular"]
MODES: dict[Mode, str] = {
    "safe": "the browser, which Vitrine started with a profile of its own",
    "regular": "the browser, which Vitrine did not start",
}


def read(product: Product) -> Reading:
    """As long as no listed site was opened."""
    return {**_stated(product), "browser_mode": absent(Reason.NOTHING_YET, "no listed site was opened")}


def reading(product: Product, plugin_id: str, mode: Mode) -> Reading:
    """What a site is told. `plugin_id`: the extension that asks, as the browser names it."""
    named = known(plugin_id, "the browser, which names the extension that asks")
    return {**_stated(product), "plugin_id": named, "browser_mode": known(mode, MODES[mode])}


def _stated(product: Product) -> dict[str, Fact]:
    return {key: software(product, key) for key in PRODUCT_KEYS}
