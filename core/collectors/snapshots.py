"""The groups that tell how things stand, by what the product, the system and the license that is held say."""

from collections.abc import Callable
from functools import partial

import msgspec

from core.catalogue import Category
from core.license import words
from core.license.status import Status
from core.product import Product
from core.reading import Fact, Reading, Reason, absent, known, probe
from core.wording.readings import LICENSE_FILE, PRACTICE


def software(product: Product) -> dict[str, Fact]:
    """What the product file says under [software], by key; of what is left empty there, the product has none."""
    written: dict[str, str] = msgspec.structs.asdict(product.software)
    return {key: probe(f"{product.file.name}, [software] {key}", partial(written.get, key)) for key in written}


def transmission(product: Product) -> Reading:
    """How it is sent, which the product's endpoint decides: `HTTPS`, or `HTTP` to this computer only."""
    endpoint = product.endpoint
    where = PRACTICE if endpoint.practice else endpoint.address
    return {"protocol": known(endpoint.scheme.upper(), f"{product.file.name}, endpoint: {where}")}


def license_held(category: Category, status: Callable[[], Status]) -> Reading:
    """What the license that is held says, and how many days of it are left; `status` judges it as of now."""
    found = status()
    facts = {key: known(value, LICENSE_FILE) for key, value in found.facts.items()}
    untold = absent(Reason.NONE_HERE if facts else Reason.NO_LICENSE, words.title(found))
    return {item.key: facts.get(item.key, untold) for item in category.items}
