"""Checked files: nothing, until a file is checked; then the inspectors make the reading."""

from __future__ import annotations

from core.reading import Reading, Reason, absent

KEYS = (
    "certificate_public_key",
    "certificate_fingerprint",
    "fingerprint_algorithm",
    "detection_name",
    "record_timestamp",
    "record_id",
    "record_type",
)


def read() -> Reading:
    """As long as no file was checked."""
    return dict.fromkeys(KEYS, absent(Reason.NOTHING_YET, "no file was checked"))
