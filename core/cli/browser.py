"""vitrinectl browser: tell the browsers here where Vitrine is, look at it, take it back; open the protected one."""

import argparse
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from core.assembly import build
from core.browser import extension, safe
from core.browser.registration import Registration
from core.browser.sites import Sites
from core.cli import add_actions, add_json, print_either
from core.text import visible
from core.wording import commands
from core.wording import terminal as words

WIDTH = 16


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = add_actions(parser, "browser")
    actions["install"].add_argument("--take-over", action="store_true", help=commands.BROWSER_TAKE_OVER)
    actions["safe"].add_argument("url", metavar=commands.URL)
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
            written = registration.install(take_over=arguments.take_over)
            about = {"files": _files(written), "extension": _extension()}
            print_either(about, _file_lines(words.WRITTEN, written), as_json=arguments.json)
        case "remove":
            removed = [str(path) for path in registration.remove()]
            others = {str(path): program for path, program in registration.others().items()}
            lines = [words.REMOVED.format(file=visible(path)) for path in removed]
            lines += [words.LEFT_THERE.format(file=visible(path), program=visible(of)) for path, of in others.items()]
            left = [{"path": path, "program": program} for path, program in others.items()]
            print_either({"removed": removed, "left": left}, [*lines, words.NONE_TOLD], as_json=arguments.json)
        case _:
            return _status(registration, as_json=arguments.json)
    return 0


def _status(registration: Registration, *, as_json: bool) -> int:
    standings, found = [registration.standing(place) for place in registration.places], registration.files()
    browsers = [{"name": each.place.name, "state": each.state, "why": each.why} for each in standings]
    about = {"browsers": browsers, "files": _files(found), "extension": _extension()}
    lines = [
        f"{each.place.name:<{WIDTH}} {words.BROWSERS[each.state].format(why=visible(each.why))}" for each in standings
    ]
    print_either(about, [*lines, *_file_lines(words.THERE_IS, found)], as_json=as_json)
    return 1 if any(each.state == "changed" for each in standings) else 0


def _file_lines(message: str, files: Mapping[Path, str]) -> Iterator[str]:
    """Each file with its hash, then where the extension lies and how a browser loads it."""
    for file, sha256 in files.items():
        yield message.format(file=visible(str(file)))
        yield f"  {words.HASH.format(sha256=sha256) if sha256 else words.NO_HASH}"
    found = _extension()
    yield words.EXTENSION.format(**{**found, "folder": visible(found["folder"])})


def _extension() -> dict[str, str]:
    return {"folder": str(extension.folder()), "chromium": extension.chromium_id(), "firefox": extension.firefox_id()}


def _files(found: Mapping[Path, str]) -> list[dict[str, str]]:
    return [{"path": str(path), "sha256": sha256} for path, sha256 in found.items()]
