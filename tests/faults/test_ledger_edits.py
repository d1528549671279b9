"""Whoever edits the record without rebuilding its chain is found out, and the first bad event is named."""

from __future__ import annotations

from pathlib import Path

from tests.faults.ledger_edits import lived_in, sweep

EVENTS = 60


def test_every_edit_to_every_row_is_found_and_the_first_bad_event_named(tmp_path: Path) -> None:
    result = sweep(tmp_path, EVENTS)
    assert result.missed == []
    # Some twenty edits to each event and each submission.
    assert result.edits > 20 * EVENTS


def test_an_honest_record_holds_and_its_head_is_a_checkpoint(tmp_path: Path) -> None:
    history = lived_in(tmp_path, EVENTS).history
    verdict = history.verify()
    assert (verdict.ok, verdict.first_bad, verdict.why) == (True, None, "")
    assert history.verify(verdict.head).ok
    lived_in(tmp_path, verdict.events + 1)
    later = history.verify(verdict.head)
    assert later.ok
    assert later.events > verdict.events
