"""Builds everything once, for a home, a product and a profile."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from core import paths
from core.catalogue import Catalogue, load_catalogue
from core.collectors import collectors
from core.engine import Engine, sample
from core.ledger.drafts import Drafts
from core.product import Product, load_product
from core.reading import Reading
from core.settings import Settings, load_settings
from core.sources import this_system
from core.sources.install_record import places
from core.strict import Refused

Profile = Literal["real", "demo"]


@dataclass(frozen=True, slots=True)
class Vitrine:
    """The built program. Only a way in holds it; what it builds gets the one part it needs."""

    home: Path
    profile: Profile
    settings: Settings
    engine: Engine


def build(profile: Profile = "real", environment: Mapping[str, str] = os.environ) -> Vitrine:
    """Read the product, the catalogue and the settings. Raises Refused for whichever is not usable."""
    home = paths.home(environment)
    if home.exists() and not home.is_dir():
        raise Refused(f"{home} is not a folder. VITRINE_HOME must name one.")
    product = load_product(product_file(environment), paths.resources())
    folder = paths.resources() / "catalogue"
    catalogue = load_catalogue(folder, product.choices, product.vendor.name, product.name)
    kept = home if profile == "real" else None
    engine = Engine(catalogue, product, _collectors(profile, catalogue, product, home), Drafts(kept))
    return Vitrine(home, profile, load_settings(home), engine)


def product_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The product's file: VITRINE_PRODUCT, else the one that came with the program."""
    named = environment.get("VITRINE_PRODUCT")
    return Path(named).absolute() if named else paths.resources() / "product.toml"


def _collectors(
    profile: Profile, catalogue: Catalogue, product: Product, home: Path
) -> Mapping[str, Callable[[], Reading]]:
    if profile == "real":
        return collectors(product, places(home), this_system())
    # The demo shows invented values and reads nothing of this computer.
    return {key: partial(sample, category) for key, category in catalogue.categories.items()}
