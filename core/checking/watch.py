"""A folder that is watched: which files in it are new or changed, once nobody writes to them any more."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from core.checking.walk import MOST_FILES, is_folder, listing
from core.errors import Code, Refused

# Size and time of the last change.
Mark: TypeAlias = tuple[int, int]


class Watch:
    """A folder, looked at again and again. What lies there at the first look is not new; nothing is kept on disk."""

    def __init__(self, folder: Path, most: int = MOST_FILES) -> None:
        self._folder, self._most = folder, most
        self._known: dict[Path, Mark] | None = None
        self._moving: dict[Path, Mark] = {}
        self.trouble: Refused | None = None

    def look(self) -> list[Path]:
        """Return the files that are new or changed, and that were as they are at the look before.

        `trouble` is then why something was not seen, None where all was.
        """
        marks = self._marks()
        if marks is None:
            return []
        if self._known is None:
            self._known = marks
            return []
        fresh = {path: mark for path, mark in marks.items() if self._known.get(path) != mark}
        settled = {path: mark for path, mark in fresh.items() if self._moving.get(path) == mark}
        self._moving = {path: mark for path, mark in fresh.items() if path not in settled}
        # What was not seen this time is not gone, and would otherwise be new when it is seen again.
        kept = self._known if self.trouble else {path: self._known[path] for path in marks if path in self._known}
        self._known = {**kept, **settled}
        return list(settled)

    def _marks(self) -> dict[Path, Mark] | None:
        if not is_folder(self._folder):
            self.trouble = Refused(Code.FOLDER_GONE)
            return None
        found = listing([self._folder], most=self._most)
        self.trouble = next(iter(found.unread.values()), None)
        return {path: mark for path in found.files if (mark := _mark(path)) is not None}


def _mark(path: Path) -> Mark | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
