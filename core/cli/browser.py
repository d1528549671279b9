"""vitrinectl browser: tell the browsers here where Vitrine is, look at it, take it back; open the protected one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from core.assembly import build
from core.browser import extension, safe
from core.browser.registration import File, Registration, RegistrationState
from core.browser.sites import Sites
from core.text import visible

EXAMPLE = """example:
  vitrinectl browser install                      tell the browsers found here where Vitrine is
  vitrinectl browser status                       whether they still are told so
  vitrinectl browser safe https://pay.example     open a page in the protected browser

The protected browser is Chromium with a profile of its own: fresh each time, without other extensions, and gone when it
is closed. It does not protect from other programs on this computer."""
WORDS = {
    "registered": "told where Vitrine is",
    "not_registered": "not told. To tell it: vitrinectl browser install",
    "changed": "NOT as this Vitrine wrote it: {why}. To write it anew: vitrinectl browser install",
    "not_found": "not found here",
}
WIDTH = 16


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.set_defaults(run=run, action="status")
    actions = parser.add_subparsers(metavar="install|remove|status|safe", dest="action")
    install = actions.add_parser("install", help="tell the browsers found here where Vitrine is")
    install.add_argument("--take-over", action="store_true", help="also where a browser is told of another Vitrine")
    remove = actions.add_parser("remove", help="tell no browser any more")
    status = actions.add_parser("status", help="how it stands with each browser")
    for each in (install, remove, status):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for scripts")
    actions.add_parser("safe", help="open a page in the protected browser").add_argument("url", metavar="URL")


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
        _print_json({"files": _files(written), "extension": _extension()})
        return
    for each in written:
        _print_file("Written", each)
    _print_extension()


def _removed(paths: Sequence[str], others: Mapping[Path, str], *, as_json: bool) -> None:
    if as_json:
        left = [{"path": str(path), "program": program} for path, program in others.items()]
        _print_json({"removed": paths, "left": left})
        return
    for path in paths:
        print(f"Removed: {visible(path)}")
    for entry, program in others.items():
        print(f"Left: {visible(str(entry))}: it tells of another Vitrine, {visible(program)}")
    print("No browser is told where this Vitrine is. The extension itself is removed in the browser.")


def _status(registration: Registration, *, as_json: bool) -> int:
    standings, found = registration.standings(), list(registration.files())
    if as_json:
        browsers = [{"name": each.place.name, "state": each.state, "why": each.why} for each in standings]
        _print_json({"browsers": browsers, "files": _files(found), "extension": _extension()})
    else:
        _print_status(standings, found)
    return 1 if any(each.state == "changed" for each in standings) else 0


def _print_status(standings: Sequence[RegistrationState], found: Sequence[File]) -> None:
    for each in standings:
        print(f"{each.place.name:<{WIDTH}} {WORDS[each.state].format(why=visible(each.why))}")
    for file in found:
        _print_file("There is", file)
    _print_extension()


def _print_file(word: str, file: File) -> None:
    print(f"{word}: {visible(str(file.path))}")
    print(f"  SHA-256 {file.sha256 or 'cannot be read'}")


def _print_extension() -> None:
    found = _extension()
    print(f"The extension lies in {visible(found['folder'])}")
    print("It is in no store, so your browser loads it in its developer mode:")
    print("  Chromium and its kin: chrome://extensions, switch on “Developer mode”, then “Load unpacked”.")
    print(f"    Its ID there: {found['chromium']}")
    print(
        "  Firefox: about:debugging#/runtime/this-firefox, “Load Temporary Add-on”, manifest.json; until Firefox ends."
    )
    print(f"    Its ID there: {found['firefox']}")


def _extension() -> dict[str, str]:
    return {
        "folder": str(extension.folder()),
        "chromium": extension.chromium_id(),
        "firefox": extension.firefox_id(),
    }


def _files(found: Sequence[File]) -> list[dict[str, str]]:
    return [{"path": str(file.path), "sha256": file.sha256} for file in found]


def _print_json(document: dict[str, object]) -> None:
    print(msgspec.json.encode(document).decode())
