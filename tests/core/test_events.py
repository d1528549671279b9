"""What happens is shown as it is sealed, and queued at once or never: switching a group on sends nothing of before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from core.assembly import Vitrine
from core.clock import moment, now, stamp
from core.engine import Engine, Shown, sample
from core.envelope import Envelope
from core.errors import Code
from core.reading import Fact, Reason, absent, known
from core.record.submission import State
from core.wording.readings import NOT_KEPT, RECALLED
from tests.commands import another_product, vitrinectl
from tests.core.record.desk import edit, happened
from tests.engines import build_real
from tests.refusals import refuses

GROUP = "processed_object"


def found(name: str = "EICAR-Test-File", more: Mapping[str, Fact] = MappingProxyType({})) -> dict[str, Fact]:
    """A reading of one detection in a file that nobody signed."""
    built = sample(build_real(Path("/nonexistent")).engine.catalogue.categories[GROUP])
    unsigned = {key: absent(Reason.NOT_SIGNED, "a test") for key in built if "certificate" in key}
    return {**built, **unsigned, "detection_name": known(name, "a test"), **more}


def envelopes(shown: list[Shown]) -> list[Envelope]:
    return [each.envelope for each in shown if each.envelope is not None]


def pending(engine: Engine) -> list[Envelope | None]:
    return [each.envelope for each in engine.ledger.history.pending()]


@pytest.fixture
def built(tmp_path: Path) -> Vitrine:
    return build_real(tmp_path)


@pytest.fixture
def engine(built: Vitrine) -> Engine:
    """Everything is accepted; the group is still off."""
    built.engine.consent.accept("eu", "script")
    return built.engine


def switch(engine: Engine, on: bool) -> None:
    engine.choose(GROUP, on, "script")


def test_what_happens_while_the_group_is_on_is_queued_with_the_very_bytes_shown(engine: Engine) -> None:
    switch(engine, on=True)
    before = now()
    shown = engine.happened(GROUP, [found("one"), found("two")])
    assert pending(engine) == envelopes(shown)
    for each, kept in zip(shown, engine.ledger.history.pending(), strict=True):
        assert (each.state, each.due, each.trouble) == ("last_event", kept.due, "")
        assert moment(kept.due) >= before + timedelta(minutes=engine.product.sending.hold_minutes, seconds=-1)
    written = [event.sha256 for event in happened(engine.ledger, "queued")]
    assert written == [each.sha256 for each in envelopes(shown)]
    assert engine.ledger.history.verify().ok


def test_nothing_goes_before_it_could_be_read_and_cancelled(built: Vitrine, engine: Engine) -> None:
    switch(engine, on=True)
    first, second = envelopes(engine.happened(GROUP, [found("one"), found("two")]))
    assert built.delivery.drain(urgent=True).states == {}
    assert engine.ledger.cancel(first.id)
    assert pending(engine) == [second]


def declined(engine: Engine) -> None:
    engine.decline("script")


def withdrawn(engine: Engine) -> None:
    switch(engine, on=True)
    engine.withdraw("script")


def paused(engine: Engine) -> None:
    switch(engine, on=True)
    engine.pause("script")


def off_again(engine: Engine) -> None:
    switch(engine, on=True)
    switch(engine, on=False)


def never_on(_: Engine) -> None:
    pass


@pytest.mark.parametrize("decide", [declined, withdrawn, paused, off_again, never_on])
def test_what_happened_while_it_was_not_sent_is_only_shown_and_never_sent_later(
    engine: Engine, decide: Callable[[Engine], None]
) -> None:
    decide(engine)
    [shown] = engine.happened(GROUP, [found()])
    assert (shown.due, shown.trouble) == ("", "")
    assert shown.envelope is not None
    engine.consent.accept("eu", "script")
    engine.resume("script")
    switch(engine, on=True)
    engine.schedule()
    assert shown.envelope not in pending(engine)
    assert engine.show(GROUP).envelope == shown.envelope


def test_a_decision_in_the_same_moment_keeps_it_from_being_queued(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch(engine, on=True)
    choices = engine.consent.choices()
    switch(engine, on=False)
    monkeypatch.setattr(engine.consent, "choices", lambda: choices)
    [shown] = engine.happened(GROUP, [found()])
    assert shown.due == ""
    assert "changed meanwhile" in shown.trouble
    assert pending(engine) == []


def test_the_last_event_is_shown_with_its_very_bytes_also_after_a_restart(engine: Engine, tmp_path: Path) -> None:
    switch(engine, on=True)
    shown = engine.happened(GROUP, [found("one"), found("two")])[-1]
    here, there = engine.show(GROUP), build_real(tmp_path).engine.show(GROUP)
    assert (here.state, here.envelope, here.reading) == ("last_event", shown.envelope, shown.reading)
    assert (there.state, there.envelope) == ("last_event", shown.envelope)
    values = {key: fact.value for key, fact in shown.reading.items()}
    assert {key: fact.value for key, fact in there.reading.items()} == values
    assert there.reading["detection_name"].source == RECALLED
    assert there.reading["certificate_public_key"] == absent(Reason.NOT_CHECKED, NOT_KEPT)
    assert there.problems == []


def test_the_request_of_the_last_event_carries_its_body(engine: Engine) -> None:
    [shown] = engine.happened(GROUP, [found()])
    request = engine.wire(engine.show(GROUP))
    assert request is not None
    assert shown.envelope is not None
    assert request.body == shown.envelope.body


def test_what_was_only_shown_is_in_no_file_and_gone_after_a_restart(engine: Engine, tmp_path: Path) -> None:
    engine.happened(GROUP, [found("seen by nobody else")])
    assert b"seen by nobody else" not in (tmp_path / "vitrine.db").read_bytes()
    assert build_real(tmp_path).engine.show(GROUP).state == "nothing_yet"


def test_what_another_process_queued_later_is_shown_instead(engine: Engine, tmp_path: Path) -> None:
    switch(engine, on=True)
    engine.happened(GROUP, [found("here")])
    [there] = build_real(tmp_path).engine.happened(GROUP, [found("there")])
    assert engine.show(GROUP).envelope == there.envelope
    [again] = engine.happened(GROUP, [found("here again")])
    assert engine.show(GROUP).envelope == again.envelope


def test_an_event_that_was_erased_or_edited_is_not_shown_again(engine: Engine, tmp_path: Path) -> None:
    switch(engine, on=True)
    erased, edited = envelopes(engine.happened(GROUP, [found("one"), found("two")]))
    edit(tmp_path, f"UPDATE submission SET body = CAST('{{}}' AS BLOB) WHERE id = x'{edited.id.replace('-', '')}'")
    assert build_real(tmp_path).engine.show(GROUP).state == "nothing_yet"
    engine.ledger.cancel(erased.id)
    engine.ledger.cancel(edited.id)
    engine.ledger.erase([erased.id, edited.id])
    assert build_real(tmp_path).engine.show(GROUP).state == "nothing_yet"


def test_a_full_outbox_is_told_and_what_waits_stays(tmp_path: Path) -> None:
    product = another_product(tmp_path, "most_submissions = 10000", "most_submissions = 2")
    engine = build_real(tmp_path / "home", VITRINE_PRODUCT=str(product)).engine
    engine.consent.accept("eu", "script")
    switch(engine, on=True)
    kept = envelopes(engine.happened(GROUP, [found("one"), found("two")]))
    [shown] = engine.happened(GROUP, [found("three")])
    assert shown.due == ""
    assert "full" in shown.trouble
    assert pending(engine) == kept
    assert engine.show(GROUP).envelope == shown.envelope


def test_a_record_that_cannot_be_read_is_told_and_the_event_still_shown(tmp_path: Path) -> None:
    (tmp_path / "vitrine.db").write_bytes(b"no database" * 100)
    engine = build_real(tmp_path).engine
    [shown] = engine.happened(GROUP, [found()])
    assert shown.trouble
    assert engine.show(GROUP).envelope == shown.envelope
    assert (tmp_path / "vitrine.db").read_bytes() == b"no database" * 100


def test_what_is_not_declared_is_in_no_event(engine: Engine) -> None:
    more = {"file_name": known("secret.exe", "a test"), "record_type": known(7, "a test")}
    [shown] = engine.happened(GROUP, [found(more=more)])
    assert shown.envelope is not None
    assert b"secret.exe" not in shown.envelope.body
    assert shown.reading["record_type"].reason is Reason.FAILED


def test_nothing_that_happened_is_nothing_to_show(engine: Engine) -> None:
    assert engine.happened(GROUP, []) == []
    assert engine.show(GROUP).state == "nothing_yet"


def test_an_event_is_never_queued_a_second_time_by_hand(home: Path) -> None:
    engine = build_real(home).engine
    engine.consent.accept("eu", "script")
    switch(engine, on=True)
    [event] = envelopes(engine.happened(GROUP, [found()]))
    with refuses(Code.GROUP_OF_EVENTS):
        engine.queue(engine.show(GROUP), stamp(now()))
    by_name = vitrinectl(home, "send", GROUP)
    assert (by_name.code, "events" in by_name.line) == (1, True)
    everything = vitrinectl(home, "send")
    assert everything.code == 1
    assert re.search(r": 1 held until \d\d:\d\d \S+, to be read or cancelled before they go", everything.line)
    kept = engine.ledger.history.submission(event.id)
    assert kept is not None
    assert (kept.state, kept.attempts) == (State.WAITING, 0)
    assert vitrinectl(home, "show", GROUP, "--bytes").out == event.body
