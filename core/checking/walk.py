"""The files in folders: listed in order, never through a link, and not without end."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import Code, Refused
from core.inspectors.regular import unreadable
from core.inspectors.worker import GoOn, always

# Somebody waits for the list before the first file is checked; so many take a second or two.
MOST_FILES = 10_000
# Whatever a folder holds beside files is looked at too.
MOST_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What there is to check; and what could not be listed, or not to its end, and why."""

    files: list[Path]
    unread: dict[Path, Refused]


def listing(paths: Iterable[Path], go_on: GoOn = always, most: int = MOST_FILES) -> Listing:
    """List the files that were named, and those in folders that were. A link that was named is followed."""
    walk = FolderWalk(go_on)
    found: dict[Path, None] = {}
    for path in paths:
        for file in walk.below(path) if is_folder(path) else [path]:
            if len(found) >= most and file not in found:
                return Listing(list(found), {**walk.unread, path: Refused(Code.CHECKED_TOO_MANY, most=most)})
            found[file] = None
    return Listing(list(found), walk.unread)


class FolderWalk:
    """One walk through folders, which ends however much they hold."""

    def __init__(self, go_on: GoOn) -> None:
        self._go_on = go_on
        self._looked_at = 0
        self.unread: dict[Path, Refused] = {}

    def below(self, folder: Path) -> Iterator[Path]:
        """Yield the folder's files, then those of its folders, each in the order of their names."""
        waiting = [folder]
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


def is_folder(path: Path) -> bool:
    """Whether it is a folder, as far as that can be known."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _leads_down(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, and neither a link nor Windows' other kind of link."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return junction is None or getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) != junction
