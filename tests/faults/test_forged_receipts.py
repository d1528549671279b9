"""Whatever is put in a receipt's place is never shown as proof, and found by the check."""

from __future__ import annotations

import pytest

from tests.faults.driver import ROWS, swept

RECEIPTS = 300


def test_no_forged_receipt_is_shown_as_proof_and_each_is_found() -> None:
    found = swept(43, RECEIPTS)
    assert found.held, found.figure
    assert found.n == RECEIPTS


@pytest.mark.parametrize("guard", ROWS[43].guards)
def test_the_forgeries_find_a_program_that_believes_receipts(guard: str) -> None:
    assert not swept(43, ROWS[43].few, guard=guard).held
