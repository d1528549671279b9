"""Tells browsers where Vitrine is, looks whether they still are told so, and takes it back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from core import files
from core.browser import NAME, extension, launcher, registry
from core.browser.places import BrowserPlace, Kind, places
from core.errors import Code, Refused
from core.wording import browser as wording

FOLDER = "browser"
# What stands in a browser's entry is compared byte for byte, so it is in one language.
DESCRIPTION = "Vitrine answers its own extension, and nobody else."
# changed: something is there, and it is not what Vitrine would write; not_found: no such browser here.
State: TypeAlias = Literal["registered", "not_registered", "changed", "not_found"]
_READABLE, _RUNNABLE = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class File:
    """A file of ours, its hash "" where it cannot be read."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class RegistrationState:
    """One browser: whether it is told where Vitrine is; `why` it is not as it should be."""

    place: BrowserPlace
    state: State
    why: str = ""


class Registration:
    """Tells this user's browsers of one home and one product."""

    def __init__(self, home: Path, plugin_id: str, environment: Mapping[str, str] = os.environ) -> None:
        self._plugin_id, self._environment = plugin_id, environment
        self.launcher = launcher.path(home / FOLDER, "regular")
        self.places = places(home, environment)

    def install(self, *, take_over: bool = False) -> list[File]:
        """Tell every browser that is here, and return what was written.

        Raises Refused, before anything is written, where a link is in the way, or where a browser is told of another
        Vitrine, unless it is to be taken over.
        """
        here = [place for place in self.places if place.is_here]
        if not here:
            raise Refused(Code.BROWSER_NOT_FOUND)
        for program in self.others().values():
            if not take_over:
                raise Refused(Code.BROWSER_OF_OTHER, program=program)
        for path in (self.launcher, *(place.manifest for place in here)):
            files.refuse_links(path)
        written = {self.launcher: (launcher.text("regular", self._environment).encode(), _RUNNABLE)}
        written |= {place.manifest: (self.manifest(place.kind), _READABLE) for place in here}
        for path, (data, mode) in written.items():
            files.replace(path, data, mode)
        for place in here:
            if place.registry:
                registry.set_entry(place.registry, str(place.manifest))
        return [File(path, hashlib.sha256(data).hexdigest()) for path, (data, _) in written.items()]

    def remove(self) -> list[Path]:
        """Tell no browser of this home any more; return what was removed: a link itself, never what it leads to."""
        others = self.others()
        for place in self.places:
            if place.registry and _entry(place) not in others:
                registry.remove_entry(place.registry)
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

    def standings(self) -> list[RegistrationState]:
        """Return how it stands with each browser."""
        return [self._standing(place) for place in self.places]

    def files(self) -> Iterator[File]:
        """Yield what is there of ours now, each with its SHA-256."""
        for path in dict.fromkeys([self.launcher, *(place.manifest for place in self.places)]):
            if os.path.lexists(path):
                data = _read(path)
                yield File(path, "" if data is None else hashlib.sha256(data).hexdigest())

    def manifest(self, kind: Kind) -> bytes:
        """The entry for one kind of browser: which program, and which extension may ask it."""
        return manifest(kind, self.launcher, self._plugin_id)

    def _standing(self, place: BrowserPlace) -> RegistrationState:
        if not os.path.lexists(place.manifest):
            return RegistrationState(place, "not_registered" if place.is_here else "not_found")
        if place.registry and registry.entry(place.registry) != str(place.manifest):
            return RegistrationState(place, "not_registered" if place.is_here else "not_found")
        expected = {
            place.manifest: self.manifest(place.kind),
            self.launcher: launcher.text("regular", self._environment).encode(),
        }
        for path, data in expected.items():
            if path.is_symlink():
                return RegistrationState(place, "changed", wording.IS_LINK.format(file=path))
            if _read(path) != data:
                return RegistrationState(place, "changed", wording.IS_CHANGED.format(file=path))
        return RegistrationState(place, "registered")


def manifest(kind: Kind, program: Path, plugin_id: str) -> bytes:
    """A browser's entry for `program`, as JSON."""
    found: dict[str, Any] = {"name": NAME, "description": DESCRIPTION, "path": str(program), "type": "stdio"}
    if kind == "chromium":
        found["allowed_origins"] = [extension.origin(plugin_id)]
    else:
        found["allowed_extensions"] = [extension.firefox_id()]
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def _entry(place: BrowserPlace) -> Path:
    """Where this browser is told of a program now, or would be."""
    return Path((place.registry and registry.entry(place.registry)) or place.manifest)


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
