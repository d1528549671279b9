"""License and dealer: what the license that is held says, and how many days of it are left."""

from __future__ import annotations

from collections.abc import Callable

from core.license import words
from core.license.status import Status
from core.reading import Reading, Reason, absent, known

KEYS = ("retail_item_id", "license_type", "license_term_days", "days_remaining", "partner_name")
SOURCE = "the license file that is held"


def read(status: Callable[[], Status]) -> Reading:
    """From the license as it stands now."""
    found = status()
    if not found.facts:
        return dict.fromkeys(KEYS, absent(Reason.NO_LICENSE, words.title(found)))
    untold = absent(Reason.NONE_HERE, words.title(found))
    return {key: known(found.facts[key], SOURCE) if key in found.facts else untold for key in KEYS}
