"""Payment protection: what a listed site is told when it is opened; until then, what of it is known already."""

from typing import Literal, TypeAlias

from core.collectors.snapshots import software
from core.product import Product
from core.reading import Reading, Reason, absent, known
from core.wording import readings as wording

Mode: TypeAlias = Literal["safe", "regular"]


def read(product: Product) -> Reading:
    """Return the reading as long as no listed site was opened: what the product knows already."""
    return {**software(product), "browser_mode": absent(Reason.NOTHING_YET, wording.NO_SITE)}


def reading(product: Product, plugin_id: str, mode: Mode) -> Reading:
    """Return what a site is told. `plugin_id`: the extension that asks, as the browser names it."""
    named, told = known(plugin_id, wording.PLUGIN), known(mode, wording.BROWSER_MODES[mode])
    return {**software(product), "plugin_id": named, "browser_mode": told}
