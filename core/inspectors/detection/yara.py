"""YARA-X: the rules that come with Vitrine, and those of the user."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import yara_x

from core.errors import Refused
from core.files import read_text
from core.inspectors.detection.contract import Detector, NoAnswer, answer, stamp, told
from core.inspectors.finding import Detection, EngineName, Precision, Scan
from core.text import failure
from core.wording import files as wording
from core.wording.errors import sentence

MOST_FILES = 1000
# More of one pattern would only fill the memory; the rules' header tells the user.
MOST_MATCHES = 100_000
# Where there is no name for an open file, it is read into memory, up to here.
MOST_READ = 512 * 1024**2
DESCRIPTORS = Path("/proc/self/fd")
ENDINGS = (".yar", ".yara")
# How the names of namespaces begin: each file has one.
OURS, OF_USER = "vitrine", "user"


@dataclass(frozen=True)
class Compiled:
    """What came of the rule files. `dates`: by namespace, each file's; `refused`: what cannot be used, and why."""

    rules: yara_x.Rules
    dates: dict[str, str]
    refused: tuple[str, ...]

    @cached_property
    def database(self) -> str:
        """The date of the newest rule; "" if there is none."""
        return max((self.date(rule)[0] for rule in self.rules), default="")

    def date(self, rule: yara_x.Rule) -> tuple[str, Precision]:
        """The rule's date, else that of its file."""
        try:
            return stamp(datetime.fromisoformat(_text(dict(rule.metadata), "date"))), "record"
        except (ValueError, OverflowError):
            return self.dates[rule.namespace], "database"

    def detection(self, rule: yara_x.Rule) -> Detection:
        """Return a match of this rule, with what its metadata say."""
        meta = dict(rule.metadata)
        name, number = _text(meta, "name") or rule.identifier, _text(meta, "id") or rule.identifier
        kind = _text(meta, "kind") or " ".join(rule.tags)
        timestamp, precision = self.date(rule)
        of_user = rule.namespace.startswith(OF_USER)
        return Detection("yara", told(name), told(number), told(kind), timestamp, precision, of_user)


class Yara(Detector):
    """Rules from these folders, and those of the user, compiled once."""

    name: EngineName = "yara"

    def __init__(self, folders: Sequence[Path], of_user: Path | None = None, descriptors: Path = DESCRIPTORS) -> None:
        """`of_user`: the user's own folder, if there is one; what its rules find is marked."""
        self._folders, self._of_user = folders, of_user
        self._descriptors = descriptors if descriptors.is_dir() else None

    def warm(self) -> None:
        """Compile the rules, and scan nothing once: the library's first scan is its slowest."""
        yara_x.Scanner(self._compiled.rules).scan(b"")

    @cached_property
    def _compiled(self) -> Compiled:
        """The rules in the folders, compiled; what cannot be used is left out."""
        # An include could name any file of this computer.
        compiler = yara_x.Compiler(includes_enabled=False)
        dates: dict[str, str] = {}
        refused: list[str] = []
        files = [(OURS, path) for folder in self._folders for path in _files(folder, refused)]
        files += [(OF_USER, path) for path in _files(self._of_user, refused)] if self._of_user else []
        for number, (whose, path) in enumerate(files):
            namespace = f"{whose}{number}"
            try:
                source, dates[namespace] = read_text(path), stamp(path.stat().st_mtime)
                compiler.new_namespace(namespace)
                # Of a file with a mistake, the rules that have none are used; what is wrong is asked for below.
                with suppress(yara_x.CompileError):
                    compiler.add_source(source, origin=path.name)
            except (Refused, OSError) as error:
                refused.append(told(sentence(error)))
        refused += [_mistake(each) for each in compiler.errors()]
        return Compiled(compiler.build(), dates, tuple(refused))

    def _scan(self, file: BinaryIO, path: Path, until: float) -> Scan:  # noqa: ARG002 - the file is open
        found = self._compiled
        if not found.database:
            raise NoAnswer(_few(found.refused) or wording.NO_RULES)
        # The library counts whole seconds; some microseconds of a whole one are always gone by now.
        seconds = int(until - time.monotonic() + 0.1)
        if seconds < 1:
            raise TimeoutError
        # Made anew for each scan, which takes no time: it works only in the thread that made it.
        scanner = yara_x.Scanner(found.rules)
        scanner.set_timeout(seconds)
        scanner.max_matches_per_pattern(MOST_MATCHES)
        scanner.fast_scan(True)
        try:
            results, whole = self._results(scanner, file)
        except yara_x.TimeoutError as error:
            raise TimeoutError from error
        detections = [found.detection(rule) for rule in results.matching_rules]
        if not whole:
            why = wording.FIRST_BYTES.format(mebibytes=MOST_READ // 1024**2)
            return answer("yara", "not_fully_scanned", why, found.database, detections)
        return answer("yara", "checked", _few(found.refused), found.database, detections)

    def _results(self, scanner: yara_x.Scanner, file: BinaryIO) -> tuple[yara_x.ScanResults, bool]:
        if self._descriptors:
            # The very file that was opened; the library maps it where it is large.
            return scanner.scan_file(str(self._descriptors / str(file.fileno()))), True
        file.seek(0)
        data = file.read(MOST_READ)
        return scanner.scan(data), not file.read(1)


def _files(folder: Path, refused: list[str]) -> Iterator[Path]:
    try:
        names = sorted(islice((path for path in folder.iterdir() if path.suffix in ENDINGS), MOST_FILES + 1))
    except OSError as error:
        refused.append(told(f"{folder}: {failure(error)}"))
        return
    if len(names) > MOST_FILES:
        refused.append(told(wording.MORE_RULE_FILES.format(folder=folder, most=MOST_FILES)))
    yield from names[:MOST_FILES]


def _mistake(error: dict[str, Any]) -> str:
    place = (error.get("labels") or [{}])[0]
    file, line = place.get("code_origin"), error.get("line")
    return told(wording.RULE_MISTAKE.format(file=file, line=line, mistake=error.get("title")))


def _few(refused: Sequence[str]) -> str:
    if not refused:
        return ""
    form = wording.NOT_USED if len(refused) == 1 else wording.NOT_USED_MORE
    return form.format(first=refused[0], count=len(refused) - 1)


def _text(meta: dict[str, Any], key: str) -> str:
    value = meta.get(key)
    if isinstance(value, bytes):
        # So a text comes that was written with escapes.
        return value.decode("utf-8", "backslashreplace")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
