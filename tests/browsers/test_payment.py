"""A listed payment site is told the exact bytes that Vitrine shows and keeps; whoever else looks sees nothing at all.

Where nothing may come, another page is opened afterwards and told: what had been on its way would have come before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.browsers.conftest import ALSO, LISTED, OTHER, PLAIN, PORT
from tests.browsers.devtools import Browser
from tests.browsers.pages import FRAME, Site
from tests.browsers.user import User
from tests.browsers.visits import Rows, new, opened, told

Servers = dict[str, Site]


@pytest.fixture
def earlier(somebody: User) -> Iterator[Rows]:
    """What is in the history before; payment protection is on."""
    somebody.switches("payment", on=True)
    yield somebody.history()
    somebody.switches("payment", on=False)


def test_a_listed_site_is_told_exactly_the_bytes_that_vitrine_shows_and_keeps(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    text = told(browser, servers[LISTED])
    assert new(somebody, earlier) == [LISTED]
    [newest, *_] = somebody.history()
    assert text.encode("ascii") == somebody.does("show", "payment", "--bytes").out == somebody.body(newest["id"])
    assert json.loads(text) == {
        "browser_mode": "regular",
        "customization": "standard",
        "plugin_id": browser.plugin_id,
        "software_name": "Example Security",
        "software_version": "4.2.0",
    }
    assert somebody.does("history", "verify").code == 0


def test_each_visit_is_in_the_history_with_its_site(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    assert told(browser, servers[LISTED]) == told(browser, servers[ALSO]) == told(browser, servers[LISTED])
    assert new(somebody, earlier) == [LISTED, ALSO, LISTED]


def test_a_site_that_is_not_listed_is_told_nothing(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[OTHER].origin}/{LISTED}?{servers[LISTED].origin}")
    page.run("ask()")
    told(browser, servers[LISTED])
    assert page.run("told") == []
    assert new(somebody, earlier) == [LISTED]


def test_a_listed_site_over_plain_http_is_told_nothing(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[PLAIN].origin}/")
    page.run("ask()")
    told(browser, servers[LISTED])
    assert page.run("told") == []
    assert new(somebody, earlier) == [LISTED]


def test_what_answers_at_another_port_of_a_listed_site_is_told_nothing(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[PORT].origin}/")
    page.run("ask()")
    told(browser, servers[LISTED])
    assert page.run("told") == []
    assert new(somebody, earlier) == [LISTED]


def test_a_listed_site_inside_another_page_is_told_nothing(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[OTHER].origin}{FRAME}{servers[LISTED].origin}/")
    told(browser, servers[ALSO])
    assert page.run("[told, framed]") == [[], []]
    assert new(somebody, earlier) == [ALSO]


def test_of_a_listed_site_only_the_page_itself_is_told_and_no_frame_in_it(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[LISTED].origin}{FRAME}{servers[ALSO].origin}/")
    page.run("heard(1)")
    told(browser, servers[ALSO])
    assert (len(page.run("told")), page.run("framed")) == (1, [])
    assert new(somebody, earlier) == [LISTED, ALSO]


def test_in_a_private_window_nothing_is_told(browser: Browser, somebody: User, servers: Servers, earlier: Rows) -> None:
    page = browser.private_page()
    page.open(f"{servers[LISTED].origin}/")
    page.run("ask()")
    told(browser, servers[ALSO])
    assert page.run("told") == []
    assert new(somebody, earlier) == [ALSO]


def test_a_page_that_listens_late_may_ask_for_the_same_text_and_each_telling_is_in_the_history(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[LISTED].origin}/")
    page.run("heard(1)")
    page.run("ask()")
    first, second = page.run("heard(2)")
    assert first == second
    assert new(somebody, earlier) == [LISTED, LISTED]


def test_switched_off_a_page_that_was_told_gets_nothing_again(
    browser: Browser, somebody: User, servers: Servers, earlier: Rows
) -> None:
    page = opened(browser, f"{servers[LISTED].origin}/")
    page.run("heard(1)")
    somebody.switches("payment", on=False)
    # Asked often: one that got through would be seen.
    page.run("Array.from({length: 20}, ask)")
    off = opened(browser, f"{servers[ALSO].origin}/")
    somebody.switches("payment", on=True)
    told(browser, servers[LISTED])
    assert (len(page.run("told")), off.run("told")) == (1, [])
    assert new(somebody, earlier) == [LISTED, LISTED]


def test_while_it_is_off_no_page_can_tell_that_the_extension_is_there(
    browser: Browser, somebody: User, servers: Servers
) -> None:
    somebody.switches("payment", on=False)
    before = somebody.history()
    listed, other = (opened(browser, f"{servers[name].origin}/") for name in (LISTED, OTHER))
    listed.run("ask()")
    somebody.switches("payment", on=True)
    told(browser, servers[ALSO])
    assert listed.run("told") == []
    assert listed.run("seen()") == other.run("seen()")
    assert new(somebody, before) == [ALSO]
