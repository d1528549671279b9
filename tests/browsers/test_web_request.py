"""Where the user has switched it on, and let the browser notice it, each https server gone to is told; nothing more."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.commands import REPOSITORY
from tests.faults.driver import network

SHOP = {"certificate_type": "unknown", "ipv4": "8.8.8.8", "url": "https://shop.example"}
BANK = {"certificate_type": "unknown", "ipv4": "8.8.4.4", "url": "https://bank.example"}


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_only_servers_of_whole_https_pages_are_queued_and_only_while_it_is_on(browser: str) -> None:
    done = subprocess.run(
        [*network(), "--mount", sys.executable, "-m", "tests.browsers.addresses", browser],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    # No frame, no http, no private network, no private window, no step within a page.
    assert found["on"] == [SHOP, BANK, SHOP]
    ways = ("/novels", "/frame", "/again")
    assert found["paths"] == [{**each, "url": each["url"] + way} for each, way in zip(found["on"], ways, strict=True)]
    assert (found["unnoticed"], found["off"], found["verified"]) == ([], [], True)
