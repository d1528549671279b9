"""Which servers the user goes to are queued: never more of an address than was chosen, and under no later decision."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event

import pytest

from core import clock
from core.browser import visits
from core.browser.answers import Answers
from core.browser.questions import (
    AskWebRequest,
    No,
    TakenAnswer,
)
from core.browser.visits import Visits
from core.checking.addresses import CheckedAddress
from core.inspectors.address import reduced
from core.record.submission import State as Ended
from tests.core.browser.desk import ID, Desk, visit
from tests.core.record.desk import happened


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home)


def test_each_page_s_server_is_queued_and_asked_once_in_a_while(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: at)
    pages = ["https://shop.example", "https://bank.example:8443", "https://shop.example"]
    assert [visit(desk, each) for each in pages] == [TakenAnswer(taken=True)] * 3
    assert desk.queued() == pages
    assert desk.checks.asked == pages[:2]


def test_a_server_that_was_asked_long_ago_is_asked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "REMEMBERED_SECONDS", 0.0)
    visit(desk, "https://shop.example")
    visit(desk, "https://shop.example")
    assert desk.queued() == desk.checks.asked == ["https://shop.example"] * 2


@pytest.mark.parametrize(
    ("url", "private"),
    [
        *(("https://shop.example", True), ("http://shop.example", False), ("https://home.example", False)),
        *(("https://shop.example/path", False), ("https://shop.example?q", False), ("https://a:b@shop.example", False)),
        *(("ftp://shop.example", False), ("", False), ("https://shop.example\u202e", False)),
    ],
)
def test_no_private_window_no_http_no_private_place_and_no_more_of_an_address_is_queued(
    desk: Desk, url: str, private: bool
) -> None:
    visit(desk, url, private=private)
    visit(desk, "https://last.example")
    assert desk.queued() == ["https://last.example"]


def test_the_path_belongs_to_it_only_by_the_second_choice(desk: Desk) -> None:
    assert desk.state.paths is False
    assert isinstance(visit(desk, "https://shop.example/novels"), No)
    desk.built.preferences.change("send_paths", "true")
    assert desk.state.paths is True
    visit(desk, "https://shop.example/novels")
    assert isinstance(visit(desk, "https://shop.example/novels?page=2"), No)
    visit(desk, "https://shop.example/poems")
    assert desk.queued() == ["https://shop.example/novels", "https://shop.example/poems"]
    assert desk.checks.asked == ["https://shop.example"]


def test_switched_off_no_server_is_asked(desk: Desk) -> None:
    desk.engine.choose("web_request", False, "script")
    assert visit(desk, "https://shop.example") == TakenAnswer(taken=False)
    desk.visits.finish()
    assert desk.checks.asked == []


def test_switched_off_while_it_waited_a_server_is_not_queued(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.checks.__call__

    def late(text: str) -> CheckedAddress:
        desk.engine.choose("web_request", False, "script")
        return before(text)

    monkeypatch.setattr(desk.visits, "_check", late)
    visit(desk, "https://shop.example")
    assert desk.queued() == []


def test_what_was_visited_before_a_withdrawal_is_never_asked_nor_queued_under_a_later_consent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, asked, go_on = desk.checks.__call__, Event(), Event()

    def slow(text: str) -> CheckedAddress:
        asked.set()
        assert go_on.wait(20)
        return before(text)

    monkeypatch.setattr(desk.visits, "_check", slow)
    for name in ("first", "second", "third"):
        assert visit(desk, f"https://{name}.example") == TakenAnswer(taken=True)
    assert asked.wait(20)
    desk.engine.withdraw("script")
    desk.engine.consent.accept("eu", "script")
    desk.engine.choose("web_request", True, "script")
    visit(desk, "https://fourth.example")
    go_on.set()
    assert desk.queued() == ["https://fourth.example"]
    assert desk.checks.asked == ["https://first.example", "https://fourth.example"]


def test_switched_off_no_path_leaves_that_waits_or_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.checks.__call__
    desk.built.preferences.change("send_paths", "true")
    visit(desk, "https://shop.example/novels")
    visit(desk, "https://bank.example")
    assert desk.queued() == ["https://shop.example/novels", "https://bank.example"]

    def late(text: str) -> CheckedAddress:
        desk.built.preferences.change("send_paths", "false", "script")
        return before(text)

    late_visits = Visits(desk.engine, late)
    answers = Answers(desk.built, ID, "regular", late_visits)
    answers.to(AskWebRequest("https://last.example/secret", private=False))
    late_visits.finish()
    [kept] = desk.engine.ledger.history.pending()
    assert json.loads(kept.body or b"")["items"]["url"] == "https://bank.example"
    [_, ended] = desk.engine.ledger.history.submissions()
    assert (ended.state, ended.reason) == (Ended.CANCELLED, "paths_off")
    decided, stopped = desk.engine.ledger.events()[-2:]
    assert [decided.kind, stopped.kind] == ["paths_off", "stopped"]
    assert decided.detail == {"how": "script", "ends": ["web_request/path"]}
    [cancelled] = happened(desk.engine.ledger, "cancelled")
    assert (cancelled.at, cancelled.of) == (decided.at, ended.number)
    assert desk.state.web_request.on
    assert desk.engine.ledger.history.verify().ok


def test_a_path_that_cannot_be_ended_stays_switched_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("the disk is full")

    desk.built.preferences.change("send_paths", "true")
    monkeypatch.setattr("core.record.ledger._end", full)
    with pytest.raises(OSError, match="the disk is full"):
        desk.built.preferences.change("send_paths", "false")
    assert desk.built.preferences.load().send_paths
    assert desk.engine.ledger.events("paths_off") == []


def test_when_too_many_wait_the_next_is_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST_WAITING", 1)
    desk.visits = Visits(desk.engine, desk.checks)
    monkeypatch.setattr("core.browser.visits.Thread.start", lambda _: None)
    visited = reduced("https://shop.example"), desk.engine.choices().permit
    assert [desk.visits.take(*visited), desk.visits.take(*visited)] == [True, False]


def test_what_nobody_foresaw_ends_one_visit_and_is_reported(home: Path) -> None:
    made, reported = Desk(home), list[BaseException]()

    def check(text: str) -> CheckedAddress:
        if "broken" in text:
            raise ZeroDivisionError
        return made.checks(text)

    visits, permit = Visits(made.engine, check, reported.append), made.engine.choices().permit
    for host in ("broken.example", "bank.example"):
        visits.take(reduced(f"https://{host}"), permit)
    visits.finish()
    assert [type(each) for each in reported] == [ZeroDivisionError]
    assert made.queued() == ["https://bank.example"]
