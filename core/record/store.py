"""The one SQLite file that keeps what must outlive the program: how it is opened, checked, written and left."""

import errno
import os
import random
import stat
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

import apsw

from core.errors import Code, Refused, Unavailable
from core.record import tiles
from core.record.migration import migrate
from core.record.schema import APPLICATION_ID, BEFORE_TILES, LETTER, TABLES, VERSION

NAME = "vitrine.db"
BUSY_SECONDS = 5.0
# Whoever erases, or gives a file its log, waits so long for those who have it open just then.
IN_THE_WAY_SECONDS = 0.3
# What could not be emptied is tried again no more often than this.
TRY_AGAIN_SECONDS = 1.0
# More are open only while more are needed at once.
MOST_IDLE = 4
# A reader never blocks a decision. EXTRA is FULL where there is a log, which is synced at each commit; while somebody's
# tool keeps us from having one, the journal's removal is synced too. tests/faults/power_cut.py shows what less loses.
JOURNAL = "wal"
SETTINGS: Sequence[str] = ("trusted_schema=OFF", "cell_size_check=ON", "synchronous=EXTRA", "secure_delete=ON")
# Beside the file: what was written last, and what a transaction of an older Vitrine would be undone with; and the index
# of the first, which nobody needs any more when all have closed the file.
LOG, UNDO, INDEX = "-wal", "-journal", "-shm"
# Of apsw's errors: the file cannot be used now. Those of wrong use (_MISUSE) are ours, every other one is damage.
_NO_PLACE = (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError, apsw.FullError)
_NOT_NOW = (
    *(apsw.BusyError, apsw.LockedError, apsw.PermissionsError, apsw.AuthError, apsw.NoMemError),
    *(apsw.ProtocolError, apsw.InterruptError, *_NO_PLACE),
)
_MISUSE = (apsw.ThreadingViolationError, apsw.BindingsError, apsw.ConnectionClosedError, apsw.MisuseError)

Connection: TypeAlias = apsw.Connection
# A file's device and inode.
Place: TypeAlias = tuple[int, int]


class Store:
    """The state file. Connections are kept and lent, each to one caller at a time, from whatever thread.

    Each is checked when it is opened and whenever the tables changed; none is used again after trouble, when another
    file lies in its place, or in a forked process.
    """

    def __init__(self, folder: Path | None, settings: Sequence[str] = ()) -> None:
        """`folder` holds the file, which the first writing makes. None: nothing is kept, and all is empty.

        `settings`: SQLite's; others than the usual ones only where nothing needs to outlive the program.
        """
        self.folder, self._settings = folder, settings or SETTINGS
        self._idle = Idle()
        # The log may hold what was erased: a reader was in the way, or it was left by a program that was killed.
        self._owed, self._again_at = True, 0.0
        # When nobody has the store any more, and at the end of the program.
        weakref.finalize(self, self._idle.close)

    def close(self) -> None:
        """Close what is not lent out. The last one to leave the file moves its log into it and removes that."""
        self._idle.close()

    def touched(self) -> str:
        """When the file and the log beside it were written last, and their sizes: another text after any change."""
        found = []
        for path in (self.folder / NAME, self.folder / f"{NAME}{LOG}") if self.folder else ():
            with suppress(OSError):
                there = path.stat()
                found.append((there.st_ino, there.st_mtime_ns, there.st_size))
        return str(found)

    @contextmanager
    def transaction(self, *, emptying: float | None = None) -> Iterator[Connection]:
        """A writing transaction: committed on leaving, rolled back by an exception. Raises OSError, Refused.

        `emptying`: the log is emptied into the file afterwards, so what was taken out is gone from there too, and the
        file alone holds all. While somebody reads that cannot be; that is waited for so many seconds. Else it is done
        as soon as nobody reads, or by the last who leaves the file.
        """
        if self.folder is None:
            raise Unavailable(Code.RECORD_NOT_KEPT)
        path = self.folder.absolute() / NAME
        with _told(path):
            if (place := _place(path)) is None:
                self._idle.take(None)
                place = _make(path)
            with self._lent(path, place, writing=True) as lent:
                lent.connection.execute("BEGIN IMMEDIATE")
                try:
                    lent.check(wholly=True)
                    yield lent.connection
                    lent.connection.execute("COMMIT")
                finally:
                    lent.undo()
                self._owed |= emptying is not None
                self._empty_log(lent, emptying or 0)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading, to which the file stands still; empty where there is none.

        Raises OSError, Refused.
        """
        path = self.folder.absolute() / NAME if self.folder else None
        if path is None or (place := _place(path)) is None:
            if path is not None:
                self._idle.take(None)
                _check_beside(path)
            with closing(apsw.Connection(":memory:")) as connection:
                _build(connection)
                yield connection
            return
        with _told(path), self._lent(path, place) as lent:
            lent.connection.execute("BEGIN")
            try:
                lent.check()
                yield lent.connection
            finally:
                lent.undo()
            # Whoever erased may have been kept from it by this very reading.
            self._owed |= bool(_size(path, LOG))
            self._empty_log(lent)
            self._empty_log(lent)

    @contextmanager
    def _lent(self, path: Path, place: Place, *, writing: bool = False) -> Iterator["Lent"]:
        lent = self._idle.take(place) or _opened(path, place, self._settings, writing=writing)
        lent.connection.set_busy_handler(Patience())
        try:
            yield lent
        except apsw.Error:
            # A transaction that could not be synced lies behind the log's end: it must not come back after a power cut.
            self._owed, self._again_at = True, 0.0
            lent.close()
            raise
        except BaseException as error:
            if type(error) is Refused:
                # What it holds is not as it was written.
                lent.leave()
            self._idle.give(lent)
            raise
        self._idle.give(lent)

    def _empty_log(self, lent: "Lent", seconds: float = 0) -> None:
        """Do it if that is owed. What was asked for is done by now, so no error of this is one of that."""
        if not self._owed or not lent.kept or (not seconds and time.monotonic() < self._again_at):
            return
        try:
            self._owed = not _emptied(lent.connection, seconds)
        except _NOT_NOW:
            lent.kept = False
        self._again_at = time.monotonic() + TRY_AGAIN_SECONDS


class Patience:
    """Waits while another one writes, so long. SQLite's own way to wait looks up so rarely that whoever writes without
    a pause leaves no other one a chance."""

    def __init__(self) -> None:
        self._until = 0.0

    def __call__(self, times: int) -> bool:
        """Whether to try again, after so many times."""
        if times == 0:
            self._until = time.monotonic() + BUSY_SECONDS
        if time.monotonic() > self._until:
            return False
        # By chance, so that two who wait do not always come at the same time.
        time.sleep(random.uniform(0.0005, 0.002))
        return True


class Lent:
    """One open connection, and the file it is open on. Not `kept`: it is closed after it was used once."""

    def __init__(self, connection: Connection, path: Path, place: Place, *, kept: bool) -> None:
        self.connection, self.place, self.kept = connection, place, kept
        self._path, self._schema = path, -1

    def check(self, *, wholly: bool = False) -> None:
        """Compare the file's tables with ours, to the letter, where they changed; `wholly`: even where nobody said so,
        and SQLite has not read them again. Raises Refused."""
        cookie = _pragma(self.connection, "schema_version")
        if cookie == self._schema and not wholly:
            return
        try:
            _check_ours(self.connection, self._path)
        except (Refused, apsw.Error):
            self.leave()
            raise
        self._schema = cookie

    def leave(self) -> None:
        """It is not used again; and closing it moves no log into a file that is not sound."""
        self.kept = False
        with suppress(apsw.Error):
            self.connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)

    def undo(self) -> None:
        """Roll back what is not committed. Some errors have done so already."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close it, whatever state it is in."""
        with suppress(apsw.Error):
            self.connection.close()


class Idle:
    """The connections that are open and not lent."""

    def __init__(self) -> None:
        self._idle: list[Lent] = []
        self._guard = threading.Lock()
        _EVERY.add(self)

    def take(self, place: Place | None) -> Lent | None:
        """One that is open on this very file. Those on a file that lay there before are closed."""
        found, moved = None, []
        with self._guard:
            while self._idle and found is None:
                lent = self._idle.pop()
                found = lent if lent.place == place else None
                moved += [] if found else [lent]
        for lent in moved:
            # Its log has the name that the new file's would have, and belongs to the old one, wherever that is now.
            with suppress(apsw.Error):
                _emptied(lent.connection)
            lent.close()
        return found

    def give(self, lent: Lent) -> None:
        """Keep it for the next one; unless a query is still being walked through, for which the file stands still."""
        resting = lent.connection.txn_state("main") == apsw.SQLITE_TXN_NONE
        with self._guard:
            kept = lent.kept and resting and len(self._idle) < MOST_IDLE
            self._idle += [lent] if kept else []
        if not kept:
            lent.close()

    def close(self) -> None:
        """Close them all."""
        with self._guard:
            idle, self._idle = self._idle, []
        for lent in idle:
            lent.close()

    def forget(self) -> None:
        """In a forked process: they are the other one's, to use and to close."""
        _FORKED.extend(self._idle)
        self._idle, self._guard = [], threading.Lock()


_EVERY: "weakref.WeakSet[Idle]" = weakref.WeakSet()
_FORKED: list[Lent] = []


def _forget_all() -> None:
    for each in list(_EVERY):
        each.forget()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget_all)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors as ours: what cannot be used now is an OSError, what is damaged is Refused."""
    try:
        yield
    except _MISUSE:
        raise
    except _NOT_NOW as error:
        raise Unavailable(Code.RECORD_UNUSABLE, file=path, why=str(error)) from error
    except (apsw.Error, UnicodeDecodeError, OverflowError) as error:
        raise Refused(Code.RECORD_DAMAGED, file=path, why=str(error)) from error


def _place(path: Path) -> Place | None:
    """Where a file is; None where there is none. Raises Refused where there is something else."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(found.st_mode):
        raise Refused(Code.RECORD_LINK, file=path)
    if not stat.S_ISREG(found.st_mode):
        raise Refused(Code.RECORD_NOT_FILE, file=path)
    return found.st_dev, found.st_ino


def _size(path: Path, beside: str = "") -> int:
    """In bytes; 0 where there is none."""
    try:
        return Path(f"{path}{beside}").lstat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _check_beside(path: Path) -> None:
    """Raise Refused where something was planted beside the file, or a log is there without it: it is of a file that was
    moved away, and SQLite would remove it."""
    for beside in (LOG, UNDO, INDEX):
        _place(Path(f"{path}{beside}"))
    if _size(path, LOG) and not _size(path):
        raise Refused(Code.RECORD_LOG_ALONE, file=Path(f"{path}{LOG}"))


def _make(path: Path) -> Place:
    """An empty file that only its user may read, in a folder that outlives a power cut."""
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _check_beside(path)
    # Never through a link, and never one that is there: closing it here would take the locks of those who have it open.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    for folder in (path.parent, *(folder.parent for folder in missing)) if os.name == "posix" else ():
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    if (place := _place(path)) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return place


def _opened(path: Path, place: Place, settings: Sequence[str], *, writing: bool) -> Lent:
    """Open the file, to write if that can be."""
    _check_beside(path)
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        try:
            # Never made here: a file moved away between two calls must not come back as an empty one.
            return _checked(_connected(path, apsw.SQLITE_OPEN_READWRITE), path, place, settings, kept=True)
        except _NO_PLACE:
            # A full disk, or rules that os.access does not know.
            if writing:
                raise
    elif writing:
        raise Unavailable(Code.RECORD_UNUSABLE, file=path, why=os.strerror(errno.EACCES))
    return _opened_to_read(path, place, settings)


def _opened_to_read(path: Path, place: Place, settings: Sequence[str]) -> Lent:
    """Open a file beside which nothing can be written. What an earlier program left there is read if SQLite can; where
    it left nothing, SQLite is told that nobody changes the file, or it would want to write there."""
    left = next((beside for beside in (LOG, UNDO) if _size(path, beside)), None)
    try:
        connection = _connected(path, apsw.SQLITE_OPEN_READONLY, "" if left else "?immutable=1")
        return _checked(connection, path, place, settings, kept=False)
    except _NO_PLACE as error:
        if left:
            # Without it, what was decided last would be missing.
            raise Unavailable(Code.RECORD_LOG_UNREAD, file=path, log=Path(f"{path}{left}")) from error
        raise


def _connected(path: Path, flags: int, options: str = "") -> Connection:
    # A link on the way to the folder is the user's own; the file itself is never opened through one.
    plain = Path(os.path.realpath(path.parent), path.name).as_posix()
    address = f"file://{'' if plain.startswith('/') else '/'}{quote(os.fsencode(plain), safe='/:')}{options}"
    return apsw.Connection(address, flags=flags | apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_NOFOLLOW)


def _checked(connection: Connection, path: Path, place: Place, settings: Sequence[str], *, kept: bool) -> Lent:
    """Set it up and check that the file is ours, of today and whole; fill an empty one, migrate an older one."""
    left = _size(path, LOG)
    try:
        # What turns out not to be ours is left as it is, and its log beside it.
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.set_busy_handler(Patience())
        for setting in settings:
            _pragma(connection, setting)
        if not kept and _is_older(connection, path):
            connection = _copied(connection)
        _prepare(connection, path, logged=kept and not any(each.startswith("journal_mode") for each in settings))
        lent = Lent(connection, path, place, kept=kept)
        connection.execute("BEGIN")
        lent.check()
        if (found := _pragma(connection, "quick_check('decision')")) != "ok":
            raise apsw.CorruptError(found)
        if left:
            _check_log_fits(connection)
        connection.execute("ROLLBACK")
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
    except BaseException:
        connection.close()
        raise
    if kept:
        _close_to_others(path)
    return lent


def _check_log_fits(connection: Connection) -> None:
    """The log may be of another time than the file, if somebody put back one without the other: then decisions and
    events are not of one time either. Raises Refused."""
    tiles.check_end(connection)
    for events, root in connection.execute("SELECT events, root FROM decision ORDER BY number DESC LIMIT 1"):
        if tiles.root_at(connection, events) != root:
            raise Refused(Code.EVENTS_EDITED)


def _copied(connection: Connection) -> Connection:
    """In memory, where it can be made one of today though the file cannot be written."""
    copy = apsw.Connection(":memory:")
    with closing(connection), copy.backup("main", connection, "main") as backup:
        backup.step()
    return copy


def _close_to_others(path: Path) -> None:
    """Only its user may read what is there; it may have come back from a backup with other rights."""
    for beside in ("", LOG, UNDO, INDEX) if os.name == "posix" else ():
        each = Path(f"{path}{beside}")
        # Somebody else's file is not ours to close.
        with suppress(OSError):
            if each.lstat().st_mode & 0o077:
                each.chmod(0o600)


def _prepare(connection: Connection, path: Path, *, logged: bool) -> None:
    if _is_older(connection, path) and _upgrade(connection):
        # What the older tables held was overwritten; the file only stays larger if this cannot be done.
        with suppress(*_NOT_NOW):
            connection.execute("VACUUM")
    if logged:
        _keep_log(connection)


def _is_older(connection: Connection, path: Path) -> bool:
    """Whether it must be filled or migrated first. Raises Refused where it is not ours, or newer than we know."""
    if _is_new(connection):
        return True
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise Refused(Code.RECORD_NOT_OURS, file=path)
    if (version := int(_pragma(connection, "user_version"))) > VERSION:
        raise Refused(Code.RECORD_NEWER, file=path)
    return version < VERSION


def _check_ours(connection: Connection, path: Path) -> None:
    if _is_older(connection, path):
        raise Refused(Code.RECORD_NOT_OURS, file=path)
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    if len(found) != len(LETTER) or set(found) != LETTER:
        odd = [row for row in found if row not in LETTER] or list(LETTER - set(found)) or found
        raise Refused(Code.RECORD_PLANTED, file=path, name=str(odd[0][1]))


def _keep_log(connection: Connection) -> None:
    """Give the file its log, for which nobody else may have it open. Without it nothing is lost, so that can wait."""
    until = time.monotonic() + IN_THE_WAY_SECONDS
    connection.set_busy_timeout(0)
    while _pragma(connection, "journal_mode") != JOURNAL:
        try:
            if _pragma(connection, f"journal_mode={JOURNAL}") != JOURNAL:
                # A file system that cannot have one.
                break
        except apsw.BusyError:
            if time.monotonic() > until:
                break
            time.sleep(0.005)


def _is_new(connection: Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").get
    return not tables and _pragma(connection, "application_id") == 0


def _upgrade(connection: Connection) -> bool:
    """Fill an empty file, or migrate an older one; whether it was that."""
    migrated = False
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Looked at under the lock: another process may have done it while this one waited.
        if _is_new(connection):
            _build(connection)
        elif _pragma(connection, "application_id") == APPLICATION_ID:
            if migrated := (version := int(_pragma(connection, "user_version"))) <= BEFORE_TILES:
                migrate(connection, version)
            _pragma(connection, f"user_version={VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return migrated


def _build(connection: Connection) -> None:
    for table in TABLES:
        connection.execute(table)
    _pragma(connection, f"application_id={APPLICATION_ID}")
    _pragma(connection, f"user_version={VERSION}")


def _emptied(connection: Connection, seconds: float = 0) -> bool:
    """Move all of the log into the file and cut it to nothing; whether that could be, within so long. Meanwhile nobody
    waits for us: others write between two tries."""
    until = time.monotonic() + seconds
    connection.set_busy_timeout(0)
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]:
        if time.monotonic() >= until:
            return False
        time.sleep(0.01)
    return True


def _pragma(connection: Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").get
