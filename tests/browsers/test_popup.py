"""The extension's popup: says what Vitrine says, and lets the user decide which sites are payment sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.browsers.chromium import Chromium
from tests.browsers.conftest import ALSO, LISTED, OTHER, READY, allow, begun
from tests.browsers.devtools import Browser, Page, until
from tests.browsers.pages import Site
from tests.browsers.user import User
from tests.browsers.visits import new, opened, told

Servers = dict[str, Site]


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, somebody: User) -> Iterator[Browser]:
    """One after the other; in Chromium, the user has allowed the other site before it is listed."""
    somebody.switches("payment", on=True)
    hosts = (LISTED, OTHER) if request.param == "chromium" else (LISTED,)
    with closing(begun(request.param, somebody, *hosts)) as made:
        yield made


def shown(browser: Browser) -> Page:
    """The popup, once it is ready."""
    popup = browser.popup()
    until(popup, READY)
    return popup


def listed(somebody: User) -> dict[str, list[str]]:
    found = json.loads((somebody.home / "payment-sites.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def asked(popup: Page, question: dict[str, str]) -> None:
    """Ask as the popup does."""
    popup.run(f"import('./host.js').then(({{ask}}) => ask({json.dumps(question)}))")


def test_it_says_what_is_on_as_vitrine_has_it(browser: Browser, somebody: User) -> None:
    said = "[...document.querySelectorAll('.pill')].map((each) => each.hidden ? '' : each.textContent)"
    assert shown(browser).run(said) == ["", "on", "off"]
    somebody.switches("payment", on=False)
    popup = shown(browser)
    assert popup.run(said) == ["", "off", "off"]
    assert popup.run("document.getElementById('payment-words').textContent") == "Switched off in Vitrine."
    somebody.switches("payment", on=True)


def test_a_listed_site_that_the_browser_was_not_allowed_to_tell_is_told_nothing(
    browser: Browser, somebody: User, servers: Servers
) -> None:
    before = somebody.history()
    page = opened(browser, f"{servers[ALSO].origin}/")
    page.run("ask()")
    told(browser, servers[LISTED])
    assert page.run("told") == []
    assert new(somebody, before) == [LISTED]
    assert shown(browser).run("[...document.querySelectorAll('.allow')].map((each) => each.hidden)") == [False, True]


def test_a_site_that_the_user_adds_is_told_until_it_is_taken_off_the_list(
    browser: Browser, somebody: User, servers: Servers
) -> None:
    before = somebody.history()
    asked(browser.popup(), {"ask": "add_site", "host": OTHER})
    if isinstance(browser, Chromium):
        shown(browser)
    else:
        allow(browser, OTHER)
    assert listed(somebody) == {"added": [OTHER], "removed": []}
    before_that = opened(browser, f"{servers[OTHER].origin}/")
    before_that.run("heard(1)")
    popup = shown(browser)
    popup.click(f".remove[aria-label='Take {OTHER} off the list']")
    until(popup, f"document.querySelectorAll('li').length === 2 && {READY}")
    assert listed(somebody) == {"added": [], "removed": []}
    page = opened(browser, f"{servers[OTHER].origin}/")
    # The page that was told is still open, and asks for it again.
    before_that.run("ask()")
    told(browser, servers[LISTED])
    assert (len(before_that.run("told")), page.run("told")) == (1, [])
    assert new(somebody, before) == [OTHER, LISTED]
