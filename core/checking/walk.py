"""The files in folders: listed in order, never through a link, and not without end; and those new in a watched one."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from core.errors import Code, Refused
from core.inspectors.regular import unreadable
from core.inspectors.worker import GoOn, always

# Somebody waits for the list before the first file is checked; so many take a second or two.
MOST_FILES = 10_000
# Whatever a folder holds beside files is looked at too.
MOST_ENTRIES = 100_000
# Size and time of the last change.
Mark: TypeAlias = tuple[int, int]


class Listing:
    """The files that were named, and those in folders that were; a link that was named is followed. `unread`: what
    could not be listed, or not to its end, and why."""

    def __init__(self, paths: Iterable[Path], go_on: GoOn = always, most: int = MOST_FILES) -> None:
        """`go_on` is asked all the time; False ends it."""
        self._go_on, self._looked_at = go_on, 0
        self.unread: dict[Path, Refused] = {}
        found: dict[Path, None] = {}
        for named, file in ((path, file) for path in paths for file in self._of(path)):
            if len(found) >= most and file not in found:
                self.unread[named] = Refused(Code.CHECKED_TOO_MANY, most=most)
                break
            found[file] = None
        self.files = list(found)

    def _of(self, path: Path) -> Iterator[Path]:
        """The folder's files, then those of its folders, each in the order of their names; what is no folder itself."""
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where nobody may look
            yield path
            return
        waiting = [path]
        while waiting and self._go_on():
            entries = self._entries(waiting.pop())
            yield from (Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False))
            waiting += [Path(entry.path) for entry in reversed(entries) if _leads_down(entry)]

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        found = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if self._looked_at >= MOST_ENTRIES:
                        self.unread[folder] = Refused(Code.CHECKED_TOO_MANY, most=MOST_ENTRIES)
                        break
                    self._looked_at += 1
                    found.append(entry)
        except OSError as error:
            self.unread[folder] = unreadable(error)
        return sorted(found, key=lambda entry: entry.name)


def _leads_down(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, and neither a link nor Windows' other kind of link."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return junction is None or getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) != junction


class Watch:
    """A folder, looked at again and again. What lies there at the first look is not new; nothing is kept on disk."""

    def __init__(self, folder: Path, most: int = MOST_FILES) -> None:
        self._folder, self._most = folder, most
        self._known: dict[Path, Mark] | None = None
        self._moving: dict[Path, Mark] = {}
        self.trouble: Refused | None = None

    def look(self) -> list[Path]:
        """Return the files that are new or changed, and that were as they are at the look before: nobody writes to them
        any more. `trouble` is then why something was not seen, None where all was."""
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
        if not os.path.isdir(self._folder):  # noqa: PTH112 - as above
            self.trouble = Refused(Code.FOLDER_GONE)
            return None
        found = Listing([self._folder], most=self._most)
        self.trouble = next(iter(found.unread.values()), None)
        marks: dict[Path, Mark] = {}
        for path in found.files:
            with suppress(OSError):
                about = path.lstat()
                marks[path] = about.st_size, about.st_mtime_ns
        return marks
