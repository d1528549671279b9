"""License and dealer: what the license that is held says, and how many days of it are left."""

from __future__ import annotations

from collections.abc import Callable

from core.catalogue import Category
from core.license import words
from core.license.status import Status
from core.reading import Reading, Reason, absent, known
from core.wording.readings import LICENSE_FILE


def read(category: Category, status: Callable[[], Status]) -> Reading:
    """Read the license that is held; `status` judges it as of now."""
    found = status()
    facts = {key: known(value, LICENSE_FILE) for key, value in found.facts.items()}
    untold = absent(Reason.NONE_HERE if facts else Reason.NO_LICENSE, words.title(found))
    return {item.key: facts.get(item.key, untold) for item in category.items}
