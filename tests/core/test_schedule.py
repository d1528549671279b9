"""Snapshots go by schedule, can be read before, and are never doubled by two Vitrines."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core import clock
from core.clock import stamp
from core.errors import Changed, Code
from core.record.submission import State
from tests.engines import build_real
from tests.refusals import refuses

AGREED = ["installed_software", "license", "transmission"]


def test_nothing_is_scheduled_before_the_agreement_is_accepted(home: Path) -> None:
    assert build_real(home).engine.schedule() == []
    assert not home.exists() or not (home / "receiver").exists()


def test_each_allowed_snapshot_stands_in_the_outbox_before_it_goes(home: Path) -> None:
    vitrine = build_real(home)
    vitrine.engine.consent.accept("eu", "script")
    assert sorted(vitrine.engine.schedule()) == AGREED
    assert vitrine.engine.schedule() == []
    minutes = vitrine.engine.product.sending.hold_minutes
    for each in vitrine.engine.ledger.history.pending():
        assert (clock.moment(each.due) - clock.moment(each.queued)).total_seconds() >= 60 * minutes - 1
    # Not even "send now" of another group takes them along.
    assert not vitrine.delivery.drain(urgent=True).states
    assert vitrine.engine.ledger.history.counts()[State.WAITING] == 3


def test_unchanged_ones_go_again_after_the_interval_with_a_new_number(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vitrine = build_real(home)
    vitrine.engine.consent.accept("eu", "script")
    vitrine.engine.schedule()
    later = clock.now().timestamp() + 3600 * vitrine.engine.product.sending.interval_hours + 1
    at = clock.now().fromtimestamp(later, clock.now().tzinfo)
    monkeypatch.setattr("core.engine.now", lambda: at)
    assert sorted(vitrine.engine.schedule()) == AGREED
    assert stamp(at) > max(each.queued for each in vitrine.engine.ledger.history.pending())
    assert len({each.id for each in vitrine.engine.ledger.history.pending()}) == 6


def test_two_vitrines_that_schedule_at_once_queue_each_group_once(home: Path) -> None:
    build_real(home).engine.consent.accept("eu", "script")
    threads = [threading.Thread(target=build_real(home).engine.schedule) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pending = build_real(home).engine.ledger.history.pending()
    assert sorted(each.category for each in pending) == AGREED


def test_what_another_one_queued_meanwhile_is_not_queued_again(home: Path) -> None:
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    before = stamp(clock.now())
    build_real(home).engine.schedule()
    shown = engine.show("license").envelope
    assert shown is not None
    with refuses(Code.QUEUED_ALREADY, Changed):
        engine.ledger.queue(shown, engine.consent.choices().permit, before, unless_since=before)
    engine.ledger.queue(shown, engine.consent.choices().permit, before)
