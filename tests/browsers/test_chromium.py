"""What only Chromium has: pages made ready in advance, and extensions of other people that ask."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.browser import NAME
from tests.browsers.chromium import Chromium, here
from tests.browsers.conftest import ALSO, LISTED, READY
from tests.browsers.devtools import soon, until
from tests.browsers.pages import AHEAD, Site
from tests.browsers.user import User
from tests.browsers.visits import new, opened, told

Servers = dict[str, Site]
STRANGER = {"manifest_version": 3, "name": "A stranger", "version": "1", "permissions": ["nativeMessaging"]}
ASK = f"""new Promise((resolve) => {{
  const port = chrome.runtime.connectNative("{NAME}");
  port.onMessage.addListener((answer) => resolve(["answered", answer]));
  port.onDisconnect.addListener(() => resolve(["ended", chrome.runtime.lastError.message]));
  port.postMessage({{ ask: "state" }});
}})"""


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extension of somebody else."""
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "manifest.json").write_text(json.dumps(STRANGER), encoding="utf-8")
    (folder / "page.html").write_text("<!doctype html><title>A stranger</title>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser(somebody: User, stranger: Path) -> Iterator[Chromium]:
    """With leave to tell the listed sites, and a stranger beside."""
    with closing(Chromium(somebody.folder, [LISTED, ALSO], beside=[stranger], names=here(somebody.https))) as made:
        until(made.popup(), READY)
        yield made


def test_a_page_made_ready_in_advance_is_told_when_the_user_opens_it(
    browser: Chromium, somebody: User, servers: Servers
) -> None:
    somebody.switches("payment", on=True)
    earlier, server = somebody.history(), servers[LISTED]
    page = opened(browser, f"{server.origin}{AHEAD}/next")
    page.run("heard(1)")
    soon(lambda: "/next" in server.asked)
    told(browser, servers[ALSO])
    assert new(somebody, earlier) == [LISTED, ALSO]
    page.click("a")
    soon(lambda: page.run("location.pathname === '/next'"))
    assert len(page.run("heard(1)")) == 1
    assert server.asked.count("/next") == 1
    assert new(somebody, earlier) == [LISTED, ALSO, LISTED]


def test_no_other_extension_is_answered_even_where_somebody_lets_it_ask(
    browser: Chromium, somebody: User, stranger: Path
) -> None:
    page = opened(browser, f"chrome-extension://{unpacked_id(stranger)}/page.html")
    assert page.run(ASK) == ["ended", "Access to the specified native messaging host is forbidden."]
    entry = somebody.folder / ".config" / "chromium" / "NativeMessagingHosts" / f"{NAME}.json"
    told_before = entry.read_bytes()
    allowed = {**json.loads(told_before), "allowed_origins": [f"chrome-extension://{unpacked_id(stranger)}/"]}
    entry.write_text(json.dumps(allowed), encoding="utf-8")
    assert page.run(ASK) == ["ended", "Native host has exited."]
    status = somebody.does("browser", "status")
    assert (status.code, b"NOT as this Vitrine wrote it" in status.out) == (1, True)
    assert somebody.does("browser", "install").code == 0
    assert entry.read_bytes() == told_before


def unpacked_id(folder: Path) -> str:
    """What Chromium calls an extension that has no key: it follows from where it lies."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:32])
