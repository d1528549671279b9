"""A user goes to web sites while their addresses are told, and while they are not; what is queued is printed.

For a network and mounts of its own, where every IPv4 address is this computer's, and names lead where a file says:
`unshare --net --mount python -m tests.browsers.addresses chromium|firefox`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import apsw

from core.record.store import NAME
from tests.browsers.chromium import Chromium
from tests.browsers.devtools import Browser, soon, until
from tests.browsers.firefox import Firefox
from tests.browsers.pages import FRAME, Pages
from tests.browsers.user import User
from tests.browsers.visits import opened
from tests.fakes.authority import Authority
from tests.faults.loopback import be_everywhere, bring_up

# On the internet, as far as this network goes.
PLACES = {"shop.example": "8.8.8.8", "bank.example": "8.8.4.4", "last.example": "1.1.1.1", "home.example": "10.0.0.1"}
LAST = "https://last.example"
READY = "document.body.ariaBusy === 'false'"


@contextmanager
def servers(folder: Path, authority: Authority) -> Iterator[dict[str, Pages]]:
    """At the usual port of every place, and the shop without TLS too."""
    certificates = folder / "certificates"
    certificates.mkdir()
    with ExitStack() as stack:
        found = {
            name: stack.enter_context(Pages(name, authority.server(certificates, name), (place, 443)))
            for name, place in PLACES.items()
        }
        found["plain"] = stack.enter_context(Pages("shop.example", place=(PLACES["shop.example"], 80)))
        yield found


def lead(folder: Path) -> None:
    """Names lead to these places, for every program that is started from here."""
    bring_up()
    be_everywhere()
    hosts = folder / "hosts"
    hosts.write_text("".join(f"{place} {name}\n" for name, place in PLACES.items()), encoding="ascii")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)


def begun(name: str, somebody: User) -> Browser:
    """A browser that was not allowed anything."""
    return Chromium(somebody.folder, names=PLACES) if name == "chromium" else Firefox(somebody.folder, ())


def watching(name: str, somebody: User, browser: Browser) -> Browser:
    """The same browser, allowed to notice addresses: in Firefox that is clicked."""
    if name == "chromium":
        browser.close()
        return Chromium(somebody.folder, watching=True, names=PLACES)
    popup = browser.popup()
    until(popup, READY)
    popup.click("#notice-act")
    until(popup, f"document.getElementById('notice-act').textContent.startsWith('Stop') && {READY}")
    return browser


def queued(somebody: User) -> list[dict[str, Any]]:
    """The facts of everything in the state file, the oldest first; as anybody can look into it."""
    with closing(apsw.Connection(str(somebody.home / NAME))) as connection:
        bodies: list[Any] = connection.execute("SELECT body FROM submission ORDER BY number").fetchall()
    return [json.loads(body)["items"] for (body,) in bodies]


def visit(browser: Browser) -> None:
    """Every kind of page."""
    opened(browser, "https://somebody:secret@shop.example:443/novels?page=2#reviews")
    opened(browser, f"https://bank.example{FRAME}https://shop.example/framed")
    opened(browser, "http://shop.example/plain")
    opened(browser, "https://home.example/private-network")
    private = browser.private_page()
    private.open("https://shop.example/private-window")
    page = opened(browser, "https://shop.example/again")
    page.run("history.pushState(null, '', '/within')")


def end(somebody: User, browser: Browser, before: int) -> list[dict[str, Any]]:
    """What is queued more than `before`, once a last address is: it comes after all that was on its way."""
    opened(browser, LAST)
    return soon(lambda: is_last(queued(somebody)[before:]))[:-1]


def is_last(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All of it, if the last address is there."""
    return found if found and found[-1]["url"].startswith(LAST) else []


def seen(somebody: User, browser: Browser) -> list[dict[str, Any]]:
    """What is queued of such visits."""
    before = len(queued(somebody))
    visit(browser)
    return end(somebody, browser, before)


def main(name: str) -> dict[str, Any]:
    """What is queued: while the group is off, while the browser notices nothing, while both are on, and with paths."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder, authority = Path(place), Authority()
        lead(folder)
        stack.enter_context(servers(folder, authority))
        somebody = User(folder / "user", authority)
        browser = begun(name, somebody)
        somebody.switches("web_request", on=True)
        visit(browser)
        browser = stack.enter_context(closing(watching(name, somebody, browser)))
        found["unnoticed"] = end(somebody, browser, 0)
        found["on"] = seen(somebody, browser)
        assert somebody.does("settings", "set", "send_paths", "true").code == 0
        found["paths"] = seen(somebody, browser)
        somebody.switches("web_request", on=False)
        before = len(queued(somebody))
        visit(browser)
        somebody.switches("web_request", on=True)
        found["off"] = end(somebody, browser, before)
        found["verified"] = somebody.does("history", "verify").code == 0
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
