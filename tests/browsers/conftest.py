"""Real browsers: where one is missing, or the tool that makes them trust the tests' authority, nothing is collected."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.browsers import chromium, firefox, user
from tests.browsers.chromium import Chromium
from tests.browsers.devtools import Browser, until
from tests.browsers.firefox import Firefox
from tests.browsers.pages import Pages, Site
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
PORT, PLAIN = "another port", "plain"


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Whom the browsers of the tests trust."""
    return Authority()


@pytest.fixture(scope="session")
def door(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Answers in every name, with that name's certificate; browsers that go to the usual port are led to it."""
    folder = tmp_path_factory.mktemp("certificates")
    contexts = {name: authority.server(folder, name) for name in NAMES}

    def turn(connection: ssl.SSLObject, name: str | None, _first: ssl.SSLContext) -> None:
        connection.context = contexts.get(name or "", contexts[LISTED])

    contexts[LISTED].sni_callback = turn
    with Pages(LISTED, contexts[LISTED]) as found:
        yield found


@pytest.fixture(scope="session")
def servers(door: Pages) -> Iterator[dict[str, Site]]:
    """Each name at the usual port; and in the name of the listed site another port, and one that speaks plain http."""
    with Pages(LISTED) as plain:
        found = {name: Site(f"https://{name}", door.asked) for name in NAMES}
        yield {**found, PORT: Site(door.origin, door.asked), PLAIN: Site(plain.origin, plain.asked)}


@pytest.fixture(scope="module")
def somebody(authority: Authority, door: Pages, tmp_path_factory: pytest.TempPathFactory) -> User:
    """The user of one module's tests."""
    return User(tmp_path_factory.mktemp("user"), authority, door.server_port)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, somebody: User) -> Iterator[Browser]:
    """One after the other, with leave to tell the listed sites, and no other."""
    with closing(begun(request.param, somebody, LISTED, ALSO)) as made:
        yield made


def begun(name: str, somebody: User, *hosts: str) -> Browser:
    """A browser that may tell these listed sites; in Firefox that is clicked."""
    if name == "chromium":
        granted = Chromium(somebody.folder, hosts, names=chromium.here(somebody.https))
        until(granted.popup(), READY)
        return granted
    made = Firefox(somebody.folder, NAMES, somebody.https)
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
