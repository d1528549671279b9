"""What somebody who helps needs to know: the checks in words, the programs, and all of it as one text."""

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import PySide6
from PySide6.QtCore import QSysInfo, qVersion

from core import __version__, paths
from core.clock import stamp
from core.doctor import Check
from core.reading import encodable
from core.text import visible
from core.wording import support as words

# What a message quotes may come from a file, quotes and all; so may what follows where it was cut.
QUOTES, CUT = re.compile(r"[“”\"'`]"), "…"
# What is no folder of anybody’s own: it would stand for everything.
NOBODYS = re.compile(r"(?:~|[A-Za-z]:)?[/\\]*")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, by which programs, and when."""

    checks: list[Check]
    programs: list[tuple[str, str]]
    at: datetime


def findings(checks: Sequence[Check], at: datetime, *, sample: bool = False) -> Findings:
    """Return what is not in order first; in the sample nothing of this computer. Blocks: for the worker."""
    found = programs() if sample else [*programs(), system()]
    return Findings(sorted(checks, key=lambda check: check.ok), found, at)


def programs() -> list[tuple[str, str]]:
    """Return Vitrine and what it is made of, by name and version; nothing of this computer."""
    qt = f"{qVersion()}, PySide6 {PySide6.__version__}"
    return [("Vitrine", __version__), ("Python", platform.python_version()), ("Qt", qt)]


def system() -> tuple[str, str]:
    """Return the operating system as it names itself."""
    kernel = f"{QSysInfo.kernelType()} {QSysInfo.kernelVersion()}"
    return words.SYSTEM, f"{QSysInfo.prettyProductName()}, {kernel}, {QSysInfo.currentCpuArchitecture()}"


def title(check: Check) -> str:
    """Return what was checked, in a word or two."""
    return words.TITLES.get(check.key, visible(check.key))


def state(check: Check) -> str:
    """Return `ok` or `wrong`."""
    return words.OK if check.ok else words.WRONG


def summary(checks: Sequence[Check]) -> str:
    """Return all of it in one sentence."""
    return words.summary(sum(not check.ok for check in checks), len(checks))


def plain(line: str, found: Findings, folder: Path, user: str) -> str:
    """Return all of it as plain text, for a letter: without what files hold, and with ~ for the folder `user`.

    `line` is the line for support, `folder` where the records lie.
    """
    told = [line, words.CHECKED.format(at=stamp(found.at), summary=summary(found.checks)), ""]
    places = (str(folder), str(paths.resources()))
    for check in found.checks:
        told.append(f"{words.OK if check.ok else words.WRONG.upper():<{len(words.WRONG)}} {title(check)}")
        texts = [text if check.ok else unquoted(text, places) for text in (check.found, check.meaning)]
        told += [f"    {text}" for text in [*texts, check.next and words.NEXT.format(advice=check.next)] if text]
    told += ["", *(f"{name} {version}" for name, version in found.programs)]
    told += [words.RECORDS.format(folder=encodable(str(folder)))]
    return "\n".join(visible(without_home(text, user)) for text in told) + "\n"


def unquoted(text: str, places: tuple[str, ...]) -> str:
    """Return `text` without what lies between its first quote and its last; names below our own `places` stay."""
    forms = "|".join(re.escape(form) for place in places for form in _forms(place))
    known = re.compile(rf"([“\"'`])(?:{forms})[^“”\"'`…]*[”\"'`]")
    first = QUOTES.search(text)
    while first and (ours := known.match(text, first.start())):
        first = QUOTES.search(text, ours.end())
    if not first:
        return text
    *_, last = QUOTES.finditer(text, first.start())
    end = "”" if first[0] == "“" else first[0]
    whole = last.start() > first.start() and last[0] == end and CUT not in text[last.end() :]
    return f"{text[: first.end()]}…{end}{text[last.end() :] if whole else ''}"


def without_home(text: str, user: str) -> str:
    """Return `text` with ~ wherever it names the user’s own folder, `user`."""
    if NOBODYS.fullmatch(user):
        return text
    forms = "|".join(map(re.escape, _forms(user)))
    return re.sub(rf"(?:{forms})(?![\w-]|\.\w)", "~", text, flags=re.IGNORECASE)


def _forms(path: str) -> list[str]:
    """The ways in which messages write a path, the longest first."""
    bare = path.rstrip("/\\")
    made = {bare, encodable(bare), bare.replace("\\", "\\\\"), bare.replace("\\", "/")}
    return sorted(made, key=len, reverse=True)
