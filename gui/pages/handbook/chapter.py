"""One page of the handbook as it lies in its folder: its text, and the pictures in it. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage

from core.wording import handbook as wording

# The page that lists all others.
CONTENTS = "README"
# Where pictures may lie beside the handbook itself.
GALLERY = "gallery"
_LINK = re.compile(r"([A-Za-z_-]+)\.md")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([\w./-]+\.png)\)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the handbook. `key`: the page of the window it is about; `pictures` by their names in the text."""

    key: str
    text: str
    pictures: Mapping[str, QImage] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The chapter's heading."""
        return self.text.partition("\n")[0].removeprefix("#").strip()


def read(folder: Path, key: str) -> Chapter:
    """Read a page of the handbook from its folder; return `absent` where it is not there. For a worker."""
    try:
        text = (folder / f"{key}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return absent(key)
    places = {name: _place(folder, name) for name in _PICTURE.findall(text)}
    return Chapter(key, text, {name: QImage(str(place)) for name, place in places.items() if place is not None})


def absent(key: str) -> Chapter:
    """Return the page that says that one is missing."""
    return Chapter(key, f"# {wording.NAME}\n\n{wording.ABSENT}\n")


def leads_to(link: str) -> str:
    """Return the page of the handbook that a link leads to, "" where it leads anywhere else."""
    found = _LINK.fullmatch(link)
    return found[1] if found else ""


def _place(folder: Path, name: str) -> Path | None:
    """Where a picture lies; None outside the handbook and the gallery beside it."""
    whole, home = (folder / name).resolve(), folder.resolve()
    return whole if whole.parent in (home, home.parent / GALLERY) else None
