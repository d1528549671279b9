"""What the extension is answered: decided anew at each question, and nothing that nobody asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core import clock
from core.browser import sites
from core.browser.answers import MOST_TOLD
from core.browser.questions import (
    AskAddSite,
    AskPayment,
    AskRemoveSite,
    AskState,
    Facts,
    No,
    StateAnswer,
)
from core.record.ledger import Ledger
from tests.core.browser.asking import SITE
from tests.core.browser.desk import Desk


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home)


def told(desk: Desk, url: str = f"https://{SITE}") -> str | None:
    answer = desk.to(AskPayment(url))
    return answer.facts if isinstance(answer, Facts) else None


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


def test_at_another_port_somebody_else_may_be_who_is_told_nothing(desk: Desk) -> None:
    assert told(desk, f"https://{SITE}:8443") is None
    assert told(desk, f"https://{SITE}:443") == told(desk)
    assert len(desk.engine.ledger.history.submissions()) == 2


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


def listed(desk: Desk) -> list[tuple[str, bool]]:
    return [(site.host, site.own) for site in desk.state.sites]


def test_the_user_adds_sites_and_takes_any_off_the_list(desk: Desk) -> None:
    assert listed(desk) == [("bank.example", False), ("pay.example", False)]
    assert told(desk, "https://shop.example") is None
    assert isinstance(desk.to(AskAddSite("shop.example")), StateAnswer)
    assert listed(desk)[-1] == ("shop.example", True)
    assert told(desk, "https://shop.example") is not None
    for host in ("shop.example", SITE, SITE, "not-there.example"):
        assert isinstance(desk.to(AskRemoveSite(host)), StateAnswer)
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
