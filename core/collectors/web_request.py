"""Web addresses: nothing, until an address is asked about; then the inspectors make the reading."""

from __future__ import annotations

from core.reading import Reading, Reason, absent

KEYS = ("url", "ipv4", "certificate_type")


def read() -> Reading:
    """As long as no address was asked about."""
    return dict.fromkeys(KEYS, absent(Reason.NOTHING_YET, "no address was asked about"))
