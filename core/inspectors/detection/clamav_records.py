"""ClamAV's databases: in which list of which of them a record stands, for the daemon tells only its name."""

import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from core.inspectors.detection.contract import left, stamp

# What a list's ending says of its records.
_KINDS = {
    **dict.fromkeys((".hdb", ".hsb", ".hdu", ".hsu"), "hash"),
    **dict.fromkeys((".mdb", ".msb", ".mdu", ".msu"), "hash of a section"),
    **dict.fromkeys((".db", ".ndb", ".ndu", ".sdb"), "pattern"),
    **dict.fromkeys((".ldb", ".ldu"), "logical"),
    **dict.fromkeys((".pdb", ".gdb", ".wdb"), "web address"),
    ".imp": "hash of imports",
    ".cdb": "container",
    ".cbc": "bytecode",
    ".yar": "rule",
    ".yara": "rule",
}
# What a name's first two words say, for records that were not found in a list.
_FIRST = {"bc": "bytecode", "heuristics": "heuristic", "pua": "unwanted program", "yara": "rule"}
_SECOND = (
    *("adware", "backdoor", "coinminer", "downloader", "dropper", "exploit", "file", "ircbot", "joke", "keylogger"),
    *("macro", "malware", "packed", "packer", "phishing", "ransomware", "rootkit", "spyware", "test", "tool", "trojan"),
    *("virus", "worm"),
)
_CONTAINERS = (".cvd", ".cld", ".cud")
_HEADER = 512
_BROKEN = (OSError, EOFError, ValueError, LookupError, OverflowError, tarfile.TarError, zlib.error)
_LONGEST_LINE = 1024 * 1024
# So many lines are read between two looks at the clock: some hundredths of a second.
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Record:
    """What a database says of one record. `date`: of the database, "" where it tells none."""

    kind: str
    date: str


def find(folder: Path, name: str, until: float) -> Record | None:
    """The record of this name; None if there is none, or if there was not enough time to find it."""
    with suppress(OSError):
        # The small ones first: a user's own are quickly looked through, ClamAV's hold millions of records.
        paths = sorted(filter(Path.is_file, folder.iterdir()), key=lambda each: each.stat().st_size)
        for path in paths:
            left(until)
            if found := _found(path, name.encode(), until):
                return found
    return None


def _found(path: Path, name: bytes, until: float) -> Record | None:
    with suppress(*_BROKEN), path.open("rb") as file:
        for record, lines in _lists(path, file):
            if _is_in(lines, name, until):
                return record
    return None


def kind_of(name: str) -> str:
    """Return the kind of record that its name alone tells, "" if none."""
    first, _, rest = name.lower().partition(".")
    second = re.split(r"[.-]", rest)[0]
    return _FIRST.get(first) or (second if second in _SECOND else "")


def _lists(path: Path, file: IO[bytes]) -> Iterator[tuple[Record, IO[bytes]]]:
    """Each list in a file of the database: what it says of any record in it, and its lines."""
    if path.suffix in _KINDS:
        yield Record(_KINDS[path.suffix], stamp(path.stat().st_mtime)), file
    elif path.suffix in _CONTAINERS:
        date = _built(file.read(_HEADER))
        with tarfile.open(fileobj=file, mode="r|*") as lists:
            for member in lists:
                kind, lines = _KINDS.get(Path(member.name).suffix), lists.extractfile(member)
                if kind and lines:
                    yield Record(kind, date), lines


def _built(header: bytes) -> str:
    """`ClamAV-VDB:date:version:records:level:MD5:signature:builder:seconds since 1970`, filled up with blanks."""
    with suppress(*_BROKEN):
        return stamp(int(header.split(b":")[8]))
    return ""


def _is_in(lines: IO[bytes], name: bytes, until: float) -> bool:
    for number, line in enumerate(iter(partial(lines.readline, _LONGEST_LINE), b"")):
        if number % _MANY == 0:
            left(until)
        if name in line and name in re.split(rb"[:;\s]", line):
            return True
    return False
