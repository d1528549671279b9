"""The protected browser: its pages are told that it is one, nobody else can claim it, and nothing of it is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.browser import extension
from tests.browsers import chromium
from tests.browsers.chromium import ChromiumPage, devtools, resolving, targets
from tests.browsers.conftest import LISTED, OTHER, begun
from tests.browsers.devtools import SECONDS, Wire, ending, soon
from tests.browsers.pages import Site
from tests.browsers.user import User
from tests.browsers.visits import new, told
from tests.commands import command, environment

Servers = dict[str, Site]


@contextmanager
def protected(somebody: User, address: str, place: Path) -> Iterator[tuple[Wire, ChromiumPage]]:
    """`vitrinectl browser safe`, until its window is closed; Chromium is started as this machine needs it."""
    program = place / chromium.PROGRAM
    flags = " ".join(f"'{flag}'" for flag in (*chromium.FLAGS, resolving(chromium.here(somebody.https))))
    program.write_text(f'#!/bin/sh\nexec {shutil.which(chromium.PROGRAM)} {flags} "$@"\n', encoding="ascii")
    program.chmod(0o700)
    path = f"{place}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        command("core", "browser", "safe", address),
        env=environment(somebody.home, HOME=str(somebody.folder), PATH=path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with ending(process), closing(Wire(devtools(profile(somebody, process.pid)))) as wire:
        try:
            page = ChromiumPage(wire, target(wire, address))
            soon(lambda: page.run("typeof told === 'object'"))
            yield wire, page
        finally:
            wire.call("Browser.close")
            assert process.wait(SECONDS) == 0


def profile(somebody: User, pid: int) -> Path:
    """Of the protected browser that this process has just started."""
    return soon(lambda: list(somebody.home.glob(f"safe-browser/{pid}-*/profile")))[0]


def target(wire: Wire, address: str) -> str:
    """The tab that shows this address."""
    found = soon(lambda: [each for each in targets(wire) if (each["type"], each["url"]) == ("page", address)])
    return str(found[0]["targetId"])


def test_a_listed_site_is_told_which_of_the_browsers_is_the_protected_one(
    somebody: User, servers: Servers, tmp_path: Path
) -> None:
    somebody.switches("payment", on=True)
    earlier = somebody.history()
    with protected(somebody, f"{servers[LISTED].origin}/", tmp_path) as (_, page):
        [text] = page.run("heard(1)")
        assert json.loads(text)["browser_mode"] == "safe"
        with closing(begun("chromium", somebody, LISTED)) as regular:
            assert json.loads(told(regular, servers[LISTED]))["browser_mode"] == "regular"
        page.open(f"{servers[LISTED].origin}/again")
        assert page.run("heard(1)") == [text]
    assert new(somebody, earlier) == [LISTED] * 3
    assert [somebody.body(each["id"]) for each in somebody.history()[:3:2]] == [text.encode("ascii")] * 2
    assert list((somebody.home / "safe-browser").iterdir()) == []


def test_the_protected_browser_tells_no_other_site_and_brings_no_other_extension(
    somebody: User, servers: Servers, tmp_path: Path
) -> None:
    somebody.switches("payment", on=True)
    earlier = somebody.history()
    with protected(somebody, f"{servers[OTHER].origin}/", tmp_path) as (wire, page):
        page.run("ask()")
        listed = ChromiumPage(wire, wire.call("Target.createTarget", {"url": "about:blank"})["targetId"])
        listed.open(f"{servers[LISTED].origin}/")
        assert len(listed.run("heard(1)")) == 1
        assert page.run("told") == []
        extensions = {each["url"] for each in targets(wire) if each["url"].startswith("chrome-extension://")}
        assert {url.split("/")[2] for url in extensions} == {extension.chromium_id()}
    assert new(somebody, earlier) == [LISTED]


def test_what_is_no_https_address_is_not_opened(somebody: User) -> None:
    for address in ("http://pay.example/", "--version", "file:///etc/passwd", "javascript:1"):
        assert somebody.does("browser", "safe", "--", address).code == 1
    assert not list(somebody.home.glob("safe-browser/*"))


def test_what_a_killed_one_left_is_swept_away_by_the_next(somebody: User, servers: Servers, tmp_path: Path) -> None:
    left = somebody.home / "safe-browser" / "4194305-left"
    (left / "profile").mkdir(parents=True)
    with protected(somebody, f"{servers[OTHER].origin}/", tmp_path):
        assert not left.exists()
