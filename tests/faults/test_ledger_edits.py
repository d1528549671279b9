"""Whoever edits the record without rebuilding its hashes is found out, and the first bad event is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.record.verification.walk import Found
from tests.faults.ledger_edits import lived_in, sweep

EVENTS = 2
# What is believed as it stands, and the row of which not every edit is found then.
BELIEVED = {
    "core.record.verification.checks.PieceChecks._tiles": "event 4",
    "core.record.verification.checks.PieceChecks._nodes": "tile",
    "core.record.verification.walk.Walk._differs": "submission number = 2:",
    "core.record.verification.walk.Walk._receipt_fault": "submission number = 2:",
    "core.record.verification.walk.Walk._tell_of": "words",
    "core.record.verification.checks.PieceChecks._tree_fault": "request",
    "core.record.verification.counts.Counts._request_faults": "request",
    "core.record.verification.counts.Counts._left_out_faults": "left_out",
    "core.record.verification.counts._Sums.first_other": "quarter",
}
ANSWERS = {"_tiles": Found(), "_request_faults": (), "_left_out_faults": ()}


def test_every_edit_to_every_row_is_found_and_the_first_bad_event_named(tmp_path: Path) -> None:
    result = sweep(tmp_path, EVENTS)
    assert result.missed == []
    # Some fifteen edits to each event, thirty to each submission.
    assert result.edits > 1500


@pytest.mark.parametrize("name", BELIEVED)
def test_what_is_believed_as_it_stands_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(name, lambda *_, **__: ANSWERS.get(name.rpartition(".")[2]))
    result = sweep(tmp_path, 2, BELIEVED[name])
    assert result.missed


def test_an_honest_record_holds_and_its_head_is_a_checkpoint(tmp_path: Path) -> None:
    history = lived_in(tmp_path, EVENTS).history
    verdict = history.verify()
    assert (verdict.ok, verdict.first_bad, verdict.why) == (True, None, "")
    assert history.verify(verdict.head).ok
    lived_in(tmp_path, verdict.events + 1)
    later = history.verify(verdict.head)
    assert later.ok
    assert later.events > verdict.events
