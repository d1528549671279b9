"""Real browsers: where one is missing, or the tool that makes them trust the tests' authority, nothing is collected."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.browsers import chromium, firefox, user
from tests.browsers.chromium import Chromium
from tests.browsers.devtools import Browser, until
from tests.browsers.firefox import Firefox
from tests.browsers.pages import Pages
from tests.browsers.user import User
from tests.fakes.authority import Authority
from tests.faults.driver import network


def has_networks() -> bool:
    """Whether a command may have a network and mounts of its own here."""
    tools = ("unshare", "mount")
    command = [*network(), "--mount", "mount", "--bind", "/etc/hosts", "/etc/hosts"]
    return all(map(shutil.which, tools)) and subprocess.run(command, capture_output=True, check=False).returncode == 0


NEEDED = (chromium.PROGRAM, firefox.PROGRAM, user.CERTUTIL)
are_here = sys.platform == "linux" and all(map(shutil.which, NEEDED))
collect_ignore_glob = [] if are_here else ["test_*.py"]
collect_ignore = [] if are_here and has_networks() else ["test_web_request.py"]

# Listed by the product, listed too, and not listed.
LISTED, ALSO, OTHER = "pay.example", "bank.example", "shop.example"
# The popup shows what Vitrine says, and the browser has taken the list over.
READY = "document.body.ariaBusy === 'false'"
NAMES = (LISTED, ALSO, OTHER)


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Whom the browsers of the tests trust."""
    return Authority()


@pytest.fixture(scope="session")
def servers(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Pages]]:
    """A server for each name, and one that speaks plain http, in the name of the listed site."""
    folder = tmp_path_factory.mktemp("certificates")
    with ExitStack() as stack:
        found = {name: stack.enter_context(Pages(name, authority.server(folder, name))) for name in NAMES}
        found["plain"] = stack.enter_context(Pages(LISTED))
        yield found


@pytest.fixture(scope="module")
def somebody(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> User:
    """The user of one module's tests."""
    return User(tmp_path_factory.mktemp("user"), authority)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, somebody: User) -> Iterator[Browser]:
    """One after the other, with leave to tell the listed sites, and no other."""
    with closing(begun(request.param, somebody, LISTED, ALSO)) as made:
        yield made


def begun(name: str, somebody: User, *hosts: str) -> Browser:
    """A browser that may tell these listed sites; in Firefox that is clicked."""
    if name == "chromium":
        granted = Chromium(somebody.folder, hosts)
        until(granted.popup(), READY)
        return granted
    made = Firefox(somebody.folder, NAMES)
    for host in hosts:
        allow(made, host)
    return made


def allow(browser: Browser, host: str) -> None:
    """Click “Allow” beside this site in the popup, and wait until it is allowed."""
    popup = browser.popup()
    button = f".allow[aria-label='Allow {host} to be told']"
    until(popup, f'document.querySelector("{button}")')
    popup.click(button)
    until(popup, f'document.querySelector("{button}").hidden && {READY}')
