"""Hostile texts in what is checked: in the names of files, in what inspectors find, in what a server shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.assembly import Vitrine
from core.checking.addresses import CheckedAddress
from core.checking.files import FileCheck
from core.collectors import web_request
from core.doctor import Check
from core.inspectors.address import Special
from core.inspectors.finding import Detection, DetectionEngine, Inspection, Server, Signature
from core.inspectors.worker import GoOn, Worker, always
from gui.state.components import Component
from tests.faults.hostile_house import ADDRESSES, FILES
from tests.faults.hostile_words import Marks, raw_name, value

# An address that is asked about first.
PRIVATE = "https://private.example"


class Inspector(Worker):
    """Finds whatever hostile texts it was given, in one file after the other."""

    def __init__(self, marks: Marks) -> None:
        super().__init__()
        self._found = [_signed(marks), _failed(marks), _limited(marks)]

    def start(self) -> None:
        """It is ready."""

    def inspect(self, path: Path, go_on: GoOn = always) -> Inspection:
        """The next finding."""
        return self._found[int(path.suffix.removeprefix("."))]

    def close(self) -> None:
        """Nothing is under way."""


def files(folder: Path, marks: Marks) -> list[Path]:
    """Three files of hostile names, in a folder with one."""
    place = folder / marks.put("the folder of a checked file", FILES, shape=raw_name)
    place.mkdir()
    found = [place / f"{marks.put('the name of a checked file', FILES, shape=raw_name)}.{n}" for n in range(3)]
    for each in found:
        each.write_bytes(b"nothing in it")
    return found


def inspecting(built: Vitrine, marks: Marks) -> Vitrine:
    """The program, with another inspector."""
    return replace(built, file_check=lambda: FileCheck(built.engine, Inspector(marks)))


@contextmanager
def found_elsewhere(marks: Marks) -> Iterator[None]:
    """What servers, this system and the installed libraries tell of themselves."""
    server = _server(marks)

    def check_address(text: str, *, with_path: bool = False, allow_private: bool = False) -> CheckedAddress:
        if text == PRIVATE:
            raise Special(special)
        return CheckedAddress(server, web_request.reading(server))

    special = marks.put("where a name leads", ADDRESSES, shape=value)
    part = Component(*_told(marks, "a library’s", "about", ("name", "version", "license")))
    system = marks.put("the system’s name", "support", shape=value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gui.state.checks.check_address", check_address)
        patch.setattr("gui.state.components.parts", lambda: [part])
        patch.setattr("gui.state.support.system", lambda: ("System", system))
        yield


def check(marks: Marks) -> Check:
    """One finding of the doctor's, all of it hostile."""
    key, found, meaning, advice = _told(marks, "a check’s", "support", ("key", "found", "meaning", "advice"))
    return Check(key, ok=False, found=found, meaning=meaning, next=advice)


def _signed(marks: Marks) -> Inspection:
    names = [marks.put(f"name {n} in a chain", FILES, shape=value) for n in range(3)]
    signature = Signature(
        state="good",
        signer=names[0],
        chain=tuple(names),
        signed_at=marks.put("when it was signed", FILES, shape=value),
        public_key=marks.put("a public key", FILES, shape=value),
        fingerprint=marks.put("a fingerprint", FILES, shape=value),
    )
    name, number, kind, at = _told(marks, "a detection’s", FILES, ("name", "number", "kind", "time"))
    silent = DetectionEngine("clamav", "not_checked", marks.put("why an engine is silent", FILES, shape=value))
    return Inspection(signature, (Detection("yara", name, number, kind, at, "record"),), (silent,))


def _failed(marks: Marks) -> Inspection:
    return Inspection(Signature("failed", why=marks.put("why a file was not read", FILES, shape=value)))


def _limited(marks: Marks) -> Inspection:
    why = marks.put("which limit was met", FILES, shape=value)
    return Inspection(Signature("none"), (), (DetectionEngine("clamav", "not_fully_scanned", why),))


def _server(marks: Marks) -> Server:
    url, host, letters, why, ipv4 = _told(
        marks, "a server’s", ADDRESSES, ("address", "name", "letters", "word", "IPv4")
    )
    return Server(url, host, letters, (), why, ipv4)


def _told(marks: Marks, whose: str, page: str, words: Sequence[str]) -> list[str]:
    return [marks.put(f"{whose} {word}", page, shape=value) for word in words]
