"""What a payment site is told: in the record before it is handed out; erased, the site is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from core import clock
from core.assembly import Vitrine
from core.collectors import payment
from core.engine import Engine
from core.errors import Code
from core.reading import Reading, known
from core.record.ledger import Ledger
from core.record.submission import COLUMNS, State, Submission
from tests.commands import vitrinectl
from tests.core.record.desk import edit, happened, on_disk
from tests.engines import build_real
from tests.refusals import refuses

SITE = "a-site-nobody-else-opens.example"


@pytest.fixture
def built(home: Path) -> Vitrine:
    return build_real(home)


@pytest.fixture
def engine(built: Vitrine) -> Engine:
    built.engine.consent.accept("eu", "script")
    built.engine.choose("payment", True, "script")
    return built.engine


def facts(engine: Engine) -> Reading:
    return payment.reading(engine.product, "abcdefghijklmnopabcdefghijklmnop", "regular")


def keep(_body: bytes) -> None:
    """A browser that takes what it is handed."""


def told(engine: Engine, site: str = SITE) -> Submission:
    assert engine.tell(facts(engine), site, keep) is not None
    return engine.ledger.history.submissions(limit=1)[0]


def test_a_site_is_told_the_declared_facts_and_no_number_of_this_installation(engine: Engine) -> None:
    body = engine.tell({**facts(engine), "user_name": known("somebody", "a test")}, SITE, keep)
    software = engine.product.software
    assert json.loads(body or b"") == {
        "software_name": software.software_name,
        "software_version": software.software_version,
        "customization": software.customization,
        "plugin_id": "abcdefghijklmnopabcdefghijklmnop",
        "browser_mode": "regular",
    }


def test_what_a_site_is_told_is_in_the_record_before_it_is_handed_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "tell", lambda *_: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="the disk is full"):
        engine.tell(facts(engine), SITE, keep)


def test_history_has_the_very_bytes_and_the_site_and_no_secret(engine: Engine, home: Path) -> None:
    body = engine.tell(facts(engine), SITE, keep)
    [kept] = engine.ledger.history.submissions()
    assert (kept.state, kept.body, kept.site, kept.id) == (State.TOLD, body, SITE, f"event-{kept.number}")
    assert (kept.known_id, kept.secret, kept.receipt, kept.envelope, kept.intact) == (None, None, None, None, True)
    assert vitrinectl(home, "history", "show", kept.id, "--bytes").out == body
    assert vitrinectl(home, "show", "payment", "--bytes").out == body
    [row] = json.loads(vitrinectl(home, "history", "--json").out)["submissions"]
    assert (row["id"], row["state"], row["site"], row["sha256"]) == (kept.id, "told", SITE, kept.sha256)
    shown = engine.show("payment")
    assert (shown.state, shown.body, shown.envelope, engine.wire(shown)) == ("last_event", body, None, None)
    assert vitrinectl(home, "show", "payment", "--wire").line.endswith("there is no request to show.")


def test_what_was_told_stands_in_no_outbox_and_is_never_sent(built: Vitrine, engine: Engine, home: Path) -> None:
    kept = told(engine)
    assert engine.ledger.history.pending() == []
    assert not engine.ledger.cancel(kept.id)
    assert built.delivery.drain(urgent=True).states == {}
    assert vitrinectl(home, "outbox", "cancel", kept.id).code == 1
    assert engine.ledger.history.submissions() == [kept]


def test_nobody_can_queue_for_the_vendor_what_goes_to_sites(engine: Engine) -> None:
    with refuses(Code.GROUP_TO_SITES):
        engine.happened("payment", [facts(engine)])


@pytest.mark.parametrize("decide", ["never", "off", "pause", "withdraw"])
def test_off_means_that_nothing_is_told_nor_written_down(built: Vitrine, engine: Engine, decide: str) -> None:
    if decide == "off":
        engine.choose("payment", False, "script")
    if decide == "pause":
        engine.pause("script")
    if decide in ("withdraw", "never"):
        engine.withdraw("script")
    if decide == "never":
        engine.consent.accept("eu", "script")
    assert engine.tell(facts(engine), SITE, keep) is None
    assert engine.ledger.history.submissions() == []
    assert happened(engine.ledger, "told") == []


def test_a_decision_in_the_same_moment_keeps_it_from_being_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = engine.consent.choices()
    engine.choose("payment", False, "script")
    monkeypatch.setattr(engine.consent, "choices", lambda: choices)
    assert engine.tell(facts(engine), SITE, keep) is None
    assert engine.ledger.history.submissions() == []


def test_each_visit_stands_alone_though_the_bytes_are_the_same(engine: Engine) -> None:
    first, second = told(engine), told(engine)
    assert (first.body, first.sha256) == (second.body, second.sha256)
    assert engine.ledger.erase([first.id]) == 1
    assert [each.body is None for each in engine.ledger.history.submissions()] == [False, True]
    assert engine.ledger.history.verify().ok
    assert engine.ledger.erase([first.id]) == 0


def test_erased_the_site_is_in_the_file_no_more_and_the_record_holds(engine: Engine, home: Path) -> None:
    kept = told(engine)
    assert SITE.encode() in on_disk(home)
    assert engine.ledger.erase([kept.id]) == 1
    assert SITE.encode() not in on_disk(home)
    again = engine.ledger.history.submission(kept.id)
    assert again is not None
    assert (again.state, again.body, again.site, again.life.erased) == (State.TOLD, None, "", True)
    assert engine.ledger.history.verify().ok
    assert engine.show("payment").state == "nothing_yet"


def test_the_record_does_not_tell_that_two_visits_were_of_one_site(engine: Engine) -> None:
    told(engine)
    told(engine)
    first, second = happened(engine.ledger, "told")
    assert first.detail["site"] != second.detail["site"]


def test_what_is_erased_by_age_includes_what_sites_were_told(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    told(engine)
    assert engine.ledger.erase_older(3) == 0
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert engine.ledger.erase_older(3) == 1
    assert engine.show("payment").state == "nothing_yet"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submission SET site = replace(site, 'a-site', 'b-site')",
        "UPDATE submission SET site = NULL",
        "UPDATE submission SET body = CAST('{}' AS BLOB)",
        "UPDATE submission SET id = zeroblob(16)",
        "UPDATE submission SET secret = zeroblob(32)",
        "UPDATE submission SET state = 'waiting', finished = NULL",
        "DELETE FROM submission",
        f"INSERT INTO submission ({COLUMNS}) SELECT number + 1, {COLUMNS.removeprefix('number, ')} FROM submission",
    ],
)
def test_an_edit_of_what_was_told_is_found(engine: Engine, home: Path, statement: str) -> None:
    number = told(engine).number
    assert engine.ledger.history.verify().ok
    edit(home, statement)
    verdict = engine.ledger.history.verify()
    assert not verdict.ok
    assert verdict.first_bad in (number, number + 1)
