"""License and dealer: nothing, as long as no license is held."""

from __future__ import annotations

from core.reading import Reading, Reason, absent

KEYS = ("retail_item_id", "license_type", "license_term_days", "days_remaining", "partner_name")


def read() -> Reading:
    """As long as no license file was activated."""
    return dict.fromkeys(KEYS, absent(Reason.NO_LICENSE, "no license file was activated"))
