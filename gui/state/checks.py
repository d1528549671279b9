"""Has files and addresses checked on workers, and keeps what this window saw; the record knows the rest."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.checking.addresses import CheckedAddress, check_address
from core.checking.files import GROUP as FILES
from core.checking.files import Checked, FileCheck
from core.checking.walk import Watch
from core.clock import now
from core.engine import Engine, Shown
from core.inspectors.address import Special
from core.log import Log
from core.settings import Settings
from core.text import visible
from core.wording import checks as words
from core.wording.errors import failed, sentence
from gui.bridge import Bridge
from gui.state import happenings
from gui.state.happenings import ADDRESSES, Happening

# More rows than anybody reads; the record keeps what was sent.
MOST_KEPT = 2_000


class Checks(QObject):
    """One check at a time in each group; files never wait behind addresses."""

    happened = Signal(str)  # of which group
    progressed = Signal(str, int, int)  # the file in hand, how many before it, of how many
    ended = Signal(str, str, bool)  # of which group, what it came to, whether that is a failure
    asks_first = Signal(str, str)  # the address, and where it leads: nothing was asked

    def __init__(
        self,
        engine: Engine,
        file_check: Callable[[], FileCheck],
        log: Log,
        parent: QObject | None = None,
        settings: Callable[[], Settings] = Settings,
        seen: Sequence[tuple[datetime, Checked]] = (),
    ) -> None:
        """`settings` reads what is set now, on a worker; `log` is told of errors that nobody foresaw; `seen`: files
        that were checked already, each with its time."""
        super().__init__(parent)
        self._engine, self._build, self._settings = engine, file_check, settings
        self._watch: tuple[str, Watch] | None = None
        self._trouble = ""
        self._files: FileCheck | None = None
        self._file_bridge, self._address_bridge = Bridge(log, self), Bridge(log, self)
        self._stopped = threading.Event()
        # What came while others were checked, and how many of those were.
        self._waiting: list[Path] = []
        self._count = 0
        files = [row for at, checked in seen for row in happenings.of_file(checked, at)]
        self._rows: dict[str, list[Happening]] = {FILES: files, ADDRESSES: []}
        self.is_busy = False

    def rows(self, key: str) -> Sequence[Happening]:
        """Return what this window saw of a group, oldest first."""
        return self._rows.get(key, [])

    def queued(self, key: str) -> list[str]:
        """Return the IDs of what this window saw being queued; may be asked on any thread."""
        shown = [row.shown for row in self.rows(key)]
        return [each.envelope.id for each in shown if each and each.due and each.envelope]

    def clear(self, key: str) -> None:
        """Forget what this window saw of a group."""
        self._rows[key] = []
        self.happened.emit(key)

    def check_files(self, paths: Sequence[Path]) -> None:
        """Check these files, and those in these folders, after those that are under way."""
        self._waiting += paths
        if not self.is_busy:
            self._begin()

    def stop(self) -> None:
        """End the check of files under way; of the file in hand nothing is told."""
        self._waiting.clear()
        self._stopped.set()

    def look(self) -> None:
        """Check what is new in the watched folder, if there is one."""
        if not self.is_busy:
            self._file_bridge.run(self._look, self._take_found, self._miss)

    def check_address(self, text: str, *, allow_private: bool = False) -> None:
        """Check this address by asking its server. Its path belongs to it where the user set that."""

        def ask() -> tuple[CheckedAddress, list[Shown]]:
            # First: what is decided during the check holds for the next one.
            permit, with_path = self._engine.permit(), self._settings().send_paths
            checked = check_address(text, with_path=with_path, allow_private=allow_private)
            return checked, self._engine.happened(ADDRESSES, checked.events, permit)

        def fail(error: BaseException) -> None:
            if isinstance(error, Special):
                self.asks_first.emit(text, failed(error))
            else:
                self.ended.emit(ADDRESSES, failed(error), True)

        self._address_bridge.run(ask, self._take_address, fail)

    def close(self) -> None:
        """End what is under way, and the process that inspects."""
        self._stopped.set()
        for bridge in (self._file_bridge, self._address_bridge):
            bridge.close()
        if self._files is not None:
            self._files.close()

    def _look(self) -> tuple[list[Path], str]:
        folder = self._settings().watched_folder
        if self._watch is None or self._watch[0] != folder:
            # What lies there when it is first looked at is not new.
            self._watch = folder, Watch(Path(folder))
        watch = self._watch[1]
        if not folder:
            return [], ""
        return watch.look(), sentence(watch.trouble) if watch.trouble else ""

    def _take_found(self, found: tuple[list[Path], str]) -> None:
        paths, trouble = found
        if trouble and trouble != self._trouble:
            self.ended.emit(FILES, visible(words.WATCHED.format(why=trouble)), True)
        self._trouble = trouble
        self.check_files(paths)

    def _checking(self) -> FileCheck:
        """Built when first asked for, on the worker."""
        if self._files is None:
            self._files = self._build()
        return self._files

    def _begin(self) -> None:
        """Check what waits, if something does."""
        self.is_busy = bool(self._waiting)
        if self.is_busy:
            self._stopped.clear()
            paths, self._waiting = self._waiting, []
            self._file_bridge.run(partial(self._check, paths), self._end_files, self._fail_files)

    def _check(self, paths: Sequence[Path]) -> int:
        count = 0
        for checked in self._checking().check(paths, lambda: not self._stopped.is_set(), self._tell):
            count += 1
            self._file_bridge.tell(partial(self._add, FILES, happenings.of_file(checked, now())))
        return count

    def _tell(self, path: Path, turn: int, of: int) -> None:
        # A name need not be text, and a signal carries only that.
        self._file_bridge.tell(lambda: self.progressed.emit(visible(path.name), turn, of))

    def _take_address(self, found: tuple[CheckedAddress, list[Shown]]) -> None:
        self._add(ADDRESSES, happenings.of_address(*found, now()))
        self.ended.emit(ADDRESSES, visible(happenings.asked(found[0])), False)

    def _add(self, key: str, rows: Sequence[Happening]) -> None:
        self._rows[key] = [*self._rows[key], *rows][-MOST_KEPT:]
        self.happened.emit(key)

    def _end_files(self, count: int) -> None:
        self._count += count
        stopped = self._stopped.is_set()
        if stopped or not self._waiting:
            count, self._count = self._count, 0
            self.ended.emit(FILES, words.done(count, stopped=stopped), False)
        self._begin()

    def _fail_files(self, error: BaseException) -> None:
        self._count = 0
        self._miss(error)
        self._begin()

    def _miss(self, error: BaseException) -> None:
        self.ended.emit(FILES, failed(error), True)
