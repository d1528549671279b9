"""The one SQLite file that keeps what must outlive the program."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from core.errors import Code, Refused, Unavailable

NAME = "vitrine.db"
# "Vitr": tells our file from any other SQLite file.
APPLICATION_ID = 0x56697472
VERSION = 4
BUSY_SECONDS = 5.0
# DELETE with EXTRA: the journal's removal is synced too, so a power cut cannot bring it back and undo what was
# acknowledged. tests/faults/power_cut.py shows what the faster ways lose.
JOURNAL = "delete"
SETTINGS = ("trusted_schema=OFF", "synchronous=EXTRA", "secure_delete=ON")

_DRAFT = """
CREATE TABLE draft (
    category TEXT PRIMARY KEY,
    body     BLOB NOT NULL,
    secret   BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT, WITHOUT ROWID
"""
_EVENT = """
CREATE TABLE event (
    number   INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL,
    category TEXT,
    sha256   TEXT,
    detail   TEXT NOT NULL,
    chain    TEXT NOT NULL
) STRICT
"""
# Filed under the number of the event that queued it. Body, ID, secret and receipt are null once erased. What a payment
# site was told has no ID and no secret, and names the site where others have a receipt (core.record.submission).
# `wait_…`: no new attempt for so many seconds of the monotonic clock; `asked`: the receiver said so.
_SUBMISSION = """
CREATE TABLE submission (
    number       INTEGER PRIMARY KEY,
    sha256       TEXT NOT NULL,
    id           TEXT UNIQUE,
    category     TEXT NOT NULL,
    body         BLOB,
    secret       BLOB,
    receipt      TEXT,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    queued       TEXT NOT NULL,
    due          TEXT NOT NULL,
    finished     TEXT,
    attempts     INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    drafted      INTEGER NOT NULL,
    exposed      INTEGER NOT NULL,
    erased       INTEGER NOT NULL,
    wait_boot    TEXT,
    wait_from    REAL,
    wait_seconds REAL,
    wait_asked   INTEGER NOT NULL DEFAULT 0
) STRICT
"""
# What may still be tried, in the words of core.record.ledger.OPEN, or SQLite does not see that the index fits.
_OPEN = """
CREATE INDEX submission_open ON submission (number, bytes)
WHERE state IN ('waiting', 'sending', 'unconfirmed') AND finished IS NULL
"""
# What could be erased, by when it was finished.
_WHOLE = """
CREATE INDEX submission_whole ON submission (finished)
WHERE erased = 0 AND finished IS NOT NULL
"""
# The latest time of day this computer was ever seen to have.
_SEEN = """
CREATE TABLE seen (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at  TEXT NOT NULL
) STRICT
"""
# What each version added, oldest first: a new file takes all steps, an older one those it lacks.
STEPS: dict[int, tuple[str, ...]] = {
    1: (_DRAFT,),
    2: (
        _EVENT,
        "CREATE INDEX event_kind ON event (kind)",
        "CREATE INDEX event_sha256 ON event (sha256) WHERE sha256 IS NOT NULL",
        _SUBMISSION,
        "CREATE INDEX submission_sha256 ON submission (sha256)",
        _OPEN,
        "CREATE INDEX submission_state ON submission (state)",
        "CREATE INDEX submission_category ON submission (category)",
    ),
    3: (_SEEN,),
    4: (_WHOLE,),
}


class Store:
    """The state file, one connection a call: short-lived, so threads and processes need nothing but SQLite's locks.

    Checked when first used, and again after trouble or when another file lies in its place.
    """

    def __init__(self, folder: Path | None, settings: Sequence[str] = ()) -> None:
        """`folder` holds the file, which the first writing makes. None: nothing is kept, and all is empty.

        `settings`: SQLite's; others than the usual ones only where nothing needs to outlive the program.
        """
        self.folder, self._settings = folder, settings or SETTINGS
        self._known: tuple[int, int] | None = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A writing transaction: committed on leaving, rolled back by an exception. Raises OSError, Refused."""
        if self.folder is None:
            raise Unavailable(Code.RECORD_NOT_KEPT)
        with self._told(self.folder / NAME) as path:
            if not path.exists():
                _make(path)
            with self._connected(path) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                finally:
                    # Some errors have rolled back already.
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; empty where there is no file yet. Raises OSError, Refused."""
        if self.folder is None or not (self.folder / NAME).exists():
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
                _build(connection, 0)
                yield connection
            return
        with self._told(self.folder / NAME) as path, self._connected(path) as connection:
            yield connection

    @contextmanager
    def _connected(self, path: Path) -> Iterator[sqlite3.Connection]:
        # mode=rw: a file moved away between two calls must not come back as an empty one.
        address = f"file://{'' if path.as_posix().startswith('/') else '/'}{quote(path.as_posix())}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        with closing(connection):
            for setting in self._settings:
                connection.execute(f"PRAGMA {setting}")
            planted = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
            if planted:
                # It could swallow what is written here, and nothing would show.
                raise Refused(Code.RECORD_PLANTED, file=path, name=planted[0])
            found = path.stat()
            if self._known != (found.st_dev, found.st_ino):
                _prepare(connection, path)
                self._known = (found.st_dev, found.st_ino)
            yield connection

    @contextmanager
    def _told(self, path: Path) -> Iterator[Path]:
        """SQLite's errors as ours: what cannot be written is an OSError, what is damaged is Refused."""
        try:
            if path.is_symlink():
                raise Refused(Code.RECORD_LINK, file=path)
            if path.exists() and not path.is_file():
                raise Refused(Code.RECORD_NOT_FILE, file=path)
            yield path
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.OperationalError as error:
            self._known = None
            raise Unavailable(Code.RECORD_UNUSABLE, file=path, why=str(error)) from error
        except sqlite3.DatabaseError as error:
            self._known = None
            raise Refused(Code.RECORD_DAMAGED, file=path, why=str(error)) from error


def _make(path: Path) -> None:
    """An empty file that only its user may read, in a folder that outlives a power cut."""
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in missing if os.name == "posix" else ():
        handle = os.open(folder.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    # Never through a link that somebody planted in our place.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Check that the file is ours, whole and of a version we know; fill an empty one, upgrade an older one."""
    if _is_new(connection):
        _upgrade(connection)
        path.chmod(0o600)
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise Refused(Code.RECORD_NOT_OURS, file=path)
    if (version := int(_pragma(connection, "user_version"))) > VERSION:
        raise Refused(Code.RECORD_NEWER, file=path)
    if version < VERSION:
        _upgrade(connection)
    if _pragma(connection, "journal_mode") != JOURNAL:
        # Somebody's tool changed it.
        _pragma(connection, f"journal_mode={JOURNAL}")
    if (found := _pragma(connection, "quick_check(1)")) != "ok":
        raise sqlite3.DatabaseError(found)


def _is_new(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return not tables and _pragma(connection, "application_id") == 0


def _upgrade(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Looked at under the lock: another process may have done it while this one waited.
        if _is_new(connection) or _pragma(connection, "application_id") == APPLICATION_ID:
            _build(connection, int(_pragma(connection, "user_version")))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _build(connection: sqlite3.Connection, version: int) -> None:
    for number, steps in STEPS.items():
        for step in steps if number > version else ():
            connection.execute(step)
    if version < VERSION:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
