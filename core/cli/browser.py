"""vitrinectl browser: tell the browsers here where Vitrine is, look at it, take it back; open the protected one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.assembly import build
from core.browser import extension, safe
from core.browser.registration import File, Registration
from core.browser.sites import Sites
from core.cli import add_actions, add_json, print_json
from core.text import visible
from core.wording import commands
from core.wording import terminal_browser as words

WIDTH = 16


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "browser")
    actions["install"].add_argument("--take-over", action="store_true", help=commands.BROWSER_TAKE_OVER)
    actions["safe"].add_argument("url", metavar="URL")
    add_json(parser, *(actions[name] for name in ("install", "remove", "status")))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; status exits 1 if something was changed by somebody."""
    vitrine = build()
    product = vitrine.engine.product
    if arguments.action == "safe":
        sites = [site.host for site in Sites(vitrine.home, product.payment_sites).all()]
        return safe.start(arguments.url, vitrine.home, product.software.plugin_id, sites, os.environ)
    registration = Registration(vitrine.home, product.software.plugin_id)
    match arguments.action:
        case "install":
            _installed(registration.install(take_over=arguments.take_over), as_json=arguments.json)
        case "remove":
            _removed([str(path) for path in registration.remove()], registration.others(), as_json=arguments.json)
        case _:
            return _status(registration, as_json=arguments.json)
    return 0


def _installed(written: Sequence[File], *, as_json: bool) -> None:
    if as_json:
        print_json({"files": _files(written), "extension": _extension()})
    else:
        _print_files(words.WRITTEN, written)


def _removed(paths: Sequence[str], others: Mapping[Path, str], *, as_json: bool) -> None:
    if as_json:
        left = [{"path": str(path), "program": program} for path, program in others.items()]
        print_json({"removed": paths, "left": left})
        return
    for path in paths:
        print(words.REMOVED.format(file=visible(path)))
    for entry, program in others.items():
        print(words.LEFT.format(file=visible(str(entry)), program=visible(program)))
    print(words.NONE_TOLD)


def _status(registration: Registration, *, as_json: bool) -> int:
    standings, found = registration.standings(), list(registration.files())
    if as_json:
        browsers = [{"name": each.place.name, "state": each.state, "why": each.why} for each in standings]
        print_json({"browsers": browsers, "files": _files(found), "extension": _extension()})
    else:
        for each in standings:
            print(f"{each.place.name:<{WIDTH}} {words.STATES[each.state].format(why=visible(each.why))}")
        _print_files(words.THERE_IS, found)
    return 1 if any(each.state == "changed" for each in standings) else 0


def _print_files(message: str, files: Sequence[File]) -> None:
    """Print each file with its hash, then where the extension lies and how a browser loads it."""
    for file in files:
        print(message.format(file=visible(str(file.path))))
        print(f"  {words.HASH.format(sha256=file.sha256) if file.sha256 else words.NO_HASH}")
    found = _extension()
    print(words.EXTENSION.format(**{**found, "folder": visible(found["folder"])}))


def _extension() -> dict[str, str]:
    return {
        "folder": str(extension.folder()),
        "chromium": extension.chromium_id(),
        "firefox": extension.firefox_id(),
    }


def _files(found: Sequence[File]) -> list[dict[str, str]]:
    return [{"path": str(file.path), "sha256": file.sha256} for file in found]
