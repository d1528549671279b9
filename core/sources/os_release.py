"""The file os-release: which distribution this is, in the form of shell assignments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.reading import Fact, probe

# The standard names both, in this order, and reads exactly one of them.
PLACES = ("/etc/os-release", "/usr/lib/os-release")

_LINE = re.compile(r"([A-Z][A-Z0-9_]*)=([\"']?)(.*)\2", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\$\"'`])")


@dataclass(frozen=True, slots=True)
class OsRelease:
    """The assignments read, or why none could be."""

    place: str
    fields: Mapping[str, str] = field(default_factory=dict)
    error: OSError | None = None

    def fact(self, *names: str) -> Fact:
        """The first of these fields that is set."""
        name = next((name for name in names if self.fields.get(name)), " or ".join(names))
        return probe(f"{self.place}, {name}", lambda: self._get(name))

    def _get(self, name: str) -> str | None:
        if self.error:
            raise self.error
        return self.fields.get(name)


def read(text: Callable[[str], str]) -> OsRelease:
    """Find and read the file; `text` reads a place. Never raises: an error is kept for the facts."""
    missing: OSError | None = None
    for place in PLACES:
        try:
            return OsRelease(place, parse(text(place)))
        except FileNotFoundError as error:
            missing = error
        except OSError as error:
            return OsRelease(place, error=error)
    return OsRelease(" or ".join(PLACES), error=missing)


def parse(text: str) -> dict[str, str]:
    """The assignments; a line that is none is passed over, and of two with one name the later holds."""
    # Not splitlines: it also splits at U+2028 and other signs that may stand inside a value.
    lines = (_LINE.fullmatch(line.strip(" \t\r")) for line in text.split("\n"))
    return {line[1]: line[3] if line[2] == "'" else _ESCAPED.sub(r"\1", line[3]) for line in lines if line}
