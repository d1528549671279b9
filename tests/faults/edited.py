"""Row 7: the record is edited. The sweep is in ledger_edits; here is what the driver asks of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults import ledger_edits
from tests.faults.row import Found


def sweep(n: int, seed: int) -> Found:
    """Every edit to every one of so many events; the seed has nothing to choose."""
    del seed
    with tempfile.TemporaryDirectory() as folder:
        found = ledger_edits.sweep(Path(folder), n)
    figure = f"every edit to {n} events and their submissions, {found.edits} in all: missed {len(found.missed)}"
    return Found(found.edits, figure, not found.missed and found.edits > n)
