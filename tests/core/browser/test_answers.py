"""What the extension is answered: decided anew at each question, and nothing that nobody asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core import clock
from core.assembly import Vitrine
from core.browser import answers as module
from core.browser import sites, visits
from core.browser.answers import MOST_TOLD, Answers
from core.browser.questions import (
    Answer,
    AskAddSite,
    AskPayment,
    AskRemoveSite,
    AskState,
    AskWebRequest,
    Facts,
    No,
    State,
    Taken,
)
from core.browser.visits import Visits
from core.checking.addresses import CheckedAddress
from core.collectors import web_request
from core.inspectors.address import Special, reduced
from core.inspectors.finding import Server
from core.ledger.ledger import Ledger
from tests.core.browser.asking import SITE
from tests.engines import build_real

ID = "abcdefghijklmnopabcdefghijklmnop"


class Checks:
    """In place of the internet: servers that are found at once, and how often each was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> CheckedAddress:
        self.asked.append(text)
        address = reduced(text)
        if address.host.startswith("home"):
            raise Special("it is inside a private network.")
        found = Server(address.url, address.host, address.host, (), "", ipv4="8.8.8.8", certificate_type="DV")
        return CheckedAddress(found, web_request.reading(found))


class Desk:
    """A user's Vitrine with everything on, and what a browser gets of it."""

    def __init__(self, home: Path) -> None:
        self.built: Vitrine = build_real(home)
        self.engine = self.built.engine
        self.engine.consent.accept("eu", "script")
        for key in ("payment", "web_request"):
            self.engine.choose(key, True, "script")
        self.checks = Checks()
        self.visits = Visits(self.engine, self.checks)
        self.to: Callable[..., Answer] = Answers(self.built, ID, "regular", self.visits).to

    @property
    def state(self) -> State:
        """What the extension is told of the switches and the list."""
        found = self.to(AskState())
        assert isinstance(found, State)
        return found

    def queued(self) -> list[str]:
        """The addresses that are queued, the oldest first, once all that waited was looked at."""
        self.visits.finish()
        pending = self.engine.ledger.history.pending()
        return [json.loads(each.body or b"")["items"]["url"] for each in pending]


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home)


def told(desk: Desk, url: str = f"https://{SITE}") -> str | None:
    answer = desk.to(AskPayment(url))
    return answer.facts if isinstance(answer, Facts) else None


def visit(desk: Desk, url: str, *, private: bool = False) -> Answer:
    return desk.to(AskWebRequest(url, private))


@pytest.mark.parametrize(
    "url",
    [
        *("http://pay.example", "https://shop.example", "https://sub.pay.example", "https://pay.example.shop.example"),
        *(
            "https://127.0.0.1",
            "https://xn--pay-.example",
            "ftp://pay.example",
            "pay.example",
            "",
            "https://pay.example:x",
        ),
        *("https://pay.example/path", "https://pay.example?query", "https://a@pay.example", "https://pay.example#part"),
    ],
)
def test_whoever_is_not_listed_or_says_more_than_where_it_is_is_told_nothing(desk: Desk, url: str) -> None:
    assert told(desk) is not None
    assert told(desk, url) is None
    assert len(desk.engine.ledger.history.submissions()) == 1


def test_a_listed_site_may_be_at_another_port(desk: Desk) -> None:
    assert told(desk, f"https://{SITE}:8443") == told(desk)


def test_nothing_is_told_that_cannot_be_recorded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Ledger, "tell", full)
    assert desk.to(AskPayment(f"https://{SITE}")) == No("the disk is full")


def test_a_site_that_loads_itself_over_and_over_fills_no_record(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = [clock.monotonic()]
    monkeypatch.setattr(clock, "monotonic", lambda: at[0])
    desk = Desk(desk.built.home)
    assert [told(desk) is not None for _ in range(MOST_TOLD + 5)] == [True] * MOST_TOLD + [False] * 5
    at[0] += 10
    assert [told(desk) is not None for _ in range(10)] == [True] * 5 + [False] * 5
    assert len(desk.engine.ledger.history.submissions()) == MOST_TOLD + 5


@pytest.mark.parametrize(
    ("decide", "why"),
    [
        (lambda engine: engine.choose("payment", False, "script"), "off"),
        (lambda engine: engine.pause("script"), "paused"),
        (lambda engine: engine.withdraw("script"), "withdrawn"),
    ],
)
def test_off_is_off_at_the_very_next_question_and_says_why(
    desk: Desk, decide: Callable[[object], None], why: str
) -> None:
    assert (desk.state.payment.on, told(desk) is not None) == (True, True)
    decide(desk.engine)
    assert (desk.state.payment.on, desk.state.payment.why, told(desk)) == (False, why, None)
    assert len(desk.engine.ledger.history.submissions()) == 1


def test_each_page_s_server_is_queued_and_asked_once_in_a_while(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: at)
    pages = ["https://shop.example", "https://bank.example:8443", "https://shop.example"]
    assert [visit(desk, each) for each in pages] == [Taken(taken=True)] * 3
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
    assert visit(desk, "https://shop.example") == Taken(taken=False)
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


def test_when_too_many_wait_the_next_is_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST_WAITING", 1)
    desk.visits = Visits(desk.engine, desk.checks)
    monkeypatch.setattr("core.browser.visits.Thread.start", lambda _: None)
    address = reduced("https://shop.example")
    assert [desk.visits.take(address), desk.visits.take(address)] == [True, False]


def listed(desk: Desk) -> list[tuple[str, bool]]:
    return [(site.host, site.own) for site in desk.state.sites]


def test_the_user_adds_sites_and_takes_any_off_the_list(desk: Desk) -> None:
    assert listed(desk) == [("bank.example", False), ("pay.example", False)]
    assert told(desk, "https://shop.example") is None
    assert isinstance(desk.to(AskAddSite("shop.example")), State)
    assert listed(desk)[-1] == ("shop.example", True)
    assert told(desk, "https://shop.example") is not None
    for host in ("shop.example", SITE, SITE, "not-there.example"):
        assert isinstance(desk.to(AskRemoveSite(host)), State)
    assert listed(desk) == [("bank.example", False)]
    assert (told(desk), told(desk, "https://shop.example")) == (None, None)
    desk.to(AskAddSite(SITE))
    assert listed(desk) == [("bank.example", False), (SITE, False)]


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            "shop",
            "localhost",
            "127.0.0.1",
            "[::1]",
            "2130706433",
            "shop.example:443",
            "shop.example/x",
            "*.example",
        ),
        *(
            "SHOP.example",
            "shop.example.",
            "a b.example",
            "sh\u00f6p.example",
            "a@shop.example",
            "https://shop.example",
        ),
        *("shop.example\n", "shop.example#", "xn--shop-.example", "\u202eshop.example"),
    ],
)
def test_only_the_exact_name_of_a_server_is_put_on_the_list(desk: Desk, host: str) -> None:
    assert isinstance(desk.to(AskAddSite(host)), No)
    assert not (desk.built.home / sites.FILE).exists()


def test_the_list_has_an_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "MOST", 3)
    found = [desk.to(AskAddSite(f"shop-{number}.example")) for number in range(4)]
    assert [isinstance(each, No) for each in found] == [False, False, False, True]
    assert len(listed(desk)) == 5


def test_a_list_that_was_spoilt_or_planted_tells_nobody_anything_and_stays(desk: Desk, tmp_path: Path) -> None:
    path, elsewhere = desk.built.home / sites.FILE, tmp_path / "elsewhere"
    path.write_text('{"added": ["pay.example/"], "removed": []}', encoding="utf-8")
    assert isinstance(desk.to(AskState()), No)
    assert told(desk) is None
    path.unlink()
    path.symlink_to(elsewhere)
    assert isinstance(desk.to(AskAddSite("shop.example")), No)
    assert told(desk) is None
    assert not os.path.lexists(elsewhere)
    assert module.MORE
