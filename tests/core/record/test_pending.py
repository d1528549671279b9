"""What stands in the Outbox, read again and again: only what changed is another object, and all that changed is."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.record.ledger import Ledger
from core.record.submission import Outcome, State
from tests.core.record.desk import attempt, edit, permitted, queued, settle


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def test_what_did_not_change_is_the_same_object(ledger: Ledger) -> None:
    permit = permitted(ledger)
    first, second, third = queued(ledger, permit, "a", "b", "c")
    before = {each.id: each for each in ledger.history.pending()}
    attempt(ledger, [second], permit)
    settle(ledger, {second.id: Outcome(State.UNCONFIRMED, "no answer")})
    ledger.cancel(third.id)
    after = {each.id: each for each in ledger.history.pending()}
    assert list(after) == [first.id, second.id]
    assert after[first.id] is before[first.id]
    assert after[second.id].state is State.UNCONFIRMED


def test_what_was_edited_in_the_file_is_read_as_it_stands_there(ledger: Ledger, tmp_path: Path) -> None:
    [made] = queued(ledger, permitted(ledger), "a")
    [before] = ledger.history.pending()
    edit(tmp_path, "UPDATE submission SET body = x'7b7d'")
    [after] = ledger.history.pending()
    assert before.intact
    assert after.body == b"{}" != made.body
    assert not after.intact
