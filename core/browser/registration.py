"""Tells browsers where Vitrine is, looks whether they still are told so, and takes it back."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from core import files
from core.browser import NAME, extension, launcher
from core.browser.places import BrowserPlace, Kind, places
from core.errors import Code, Refused
from core.wording import terminal as wording

FOLDER = "browser"
# What stands in a browser's entry is compared byte for byte, so it is in one language.
DESCRIPTION = "Vitrine answers its own extension, and nobody else."
# changed: something is there, and it is not what Vitrine would write; not_found: no such browser here.
State: TypeAlias = Literal["registered", "not_registered", "changed", "not_found"]
_READABLE, _RUNNABLE = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class RegistrationState:
    """One browser: whether it is told where Vitrine is; `why` it is not as it should be."""

    place: BrowserPlace
    state: State
    why: str = ""


class Registration:
    """Tells this user's browsers of one home and one product."""

    def __init__(self, home: Path, plugin_id: str) -> None:
        self._plugin_id = plugin_id
        self.launcher = launcher.path(home / FOLDER, "regular")
        self.places = places(home, os.environ)

    def install(self, *, take_over: bool = False) -> dict[Path, str]:
        """Tell every browser that is here, and return what was written: each file with its SHA-256.

        Raises Refused, before anything is written, where a link is in the way, or where a browser is told of another
        Vitrine, unless it is to be taken over.
        """
        here = [place for place in self.places if place.is_here]
        if not here:
            raise Refused(Code.BROWSER_NOT_FOUND)
        for program in self.others().values():
            if not take_over:
                raise Refused(Code.BROWSER_OF_OTHER, program=program)
        written = self._ours(here)
        for path in written:
            files.refuse_links(path)
        for path, data in written.items():
            files.replace(path, data, _RUNNABLE if path == self.launcher else _READABLE)
        for place in here:
            place.register()
        return {path: hashlib.sha256(data).hexdigest() for path, data in written.items()}

    def remove(self) -> list[Path]:
        """Tell no browser of this home any more; return what was removed: a link itself, never what it leads to."""
        others = self.others()
        for place in self.places:
            if _entry(place) not in others:
                place.unregister()
        paths = dict.fromkeys([*(place.manifest for place in self.places), self.launcher])
        return [path for path in paths if path not in others and files.remove(path)]

    def others(self) -> dict[Path, str]:
        """Return the entries of another Vitrine that is there, each with its program."""
        named = {entry: _program(entry) for entry in map(_entry, self.places)}
        return {
            entry: program
            for entry, program in named.items()
            if program not in ("", str(self.launcher)) and Path(program).exists()
        }

    def files(self) -> dict[Path, str]:
        """Return the files of ours that are there now, each with its SHA-256; "" where it cannot be read."""
        paths = [self.launcher, *(place.manifest for place in self.places)]
        there = {path: _read(path) for path in paths if os.path.lexists(path)}
        return {path: "" if data is None else hashlib.sha256(data).hexdigest() for path, data in there.items()}

    def _ours(self, places: Iterable[BrowserPlace]) -> dict[Path, bytes]:
        """What our files are to hold: the launcher, and the entry of each of these browsers."""
        entries = {place.manifest: manifest(place.kind, self.launcher, self._plugin_id) for place in places}
        return {self.launcher: launcher.text("regular", os.environ).encode(), **entries}

    def standing(self, place: BrowserPlace) -> RegistrationState:
        """Return how it stands with this browser."""
        is_elsewhere = place.registry and place.registered != str(place.manifest)
        if is_elsewhere or not os.path.lexists(place.manifest):
            return RegistrationState(place, "not_registered" if place.is_here else "not_found")
        for path, data in reversed(self._ours([place]).items()):
            if path.is_symlink():
                return RegistrationState(place, "changed", wording.IS_LINK.format(file=path))
            if _read(path) != data:
                return RegistrationState(place, "changed", wording.IS_CHANGED.format(file=path))
        return RegistrationState(place, "registered")


def manifest(kind: Kind, program: Path, plugin_id: str) -> bytes:
    """A browser's entry, as JSON: which program it may start, and which extension may ask that."""
    found: dict[str, Any] = {"name": NAME, "description": DESCRIPTION, "path": str(program), "type": "stdio"}
    if kind == "chromium":
        found["allowed_origins"] = [extension.origin(plugin_id)]
    else:
        found["allowed_extensions"] = [extension.firefox_id()]
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def _entry(place: BrowserPlace) -> Path:
    """Where this browser is told of a program now, or would be."""
    return Path(place.registered or place.manifest)


def _program(entry: Path) -> str:
    """The program that an entry names; "" where it names none, or is a link."""
    try:
        found = msgspec.json.decode(b"" if entry.is_symlink() else _read(entry) or b"")
    except (msgspec.DecodeError, RecursionError):
        return ""
    named = found.get("path") if isinstance(found, dict) else None
    return named if isinstance(named, str) and "\0" not in named else ""


def _read(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None
