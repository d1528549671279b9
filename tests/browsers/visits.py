"""What a test does in a browser, and what it looks for in the history."""

from __future__ import annotations

from typing import Any

from tests.browsers.devtools import Browser, Page
from tests.browsers.pages import Site
from tests.browsers.user import User

Rows = list[dict[str, Any]]


def opened(browser: Browser, address: str) -> Page:
    """A new tab with this page."""
    page = browser.page()
    page.open(address)
    return page


def told(browser: Browser, server: Site) -> str:
    """What a listed site is told, which is opened now."""
    [text] = opened(browser, f"{server.origin}/").run("heard(1)")
    assert isinstance(text, str)
    return text


def new(somebody: User, earlier: Rows) -> list[str]:
    """The sites that were told since, the first one first; everything else in the history is as it was."""
    found = somebody.history()
    more = found[: len(found) - len(earlier)]
    assert found[len(more) :] == earlier
    assert all((each["category"], each["state"]) == ("payment", "told") for each in more)
    return [each["site"] for each in reversed(more)]
