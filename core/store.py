"""The one SQLite file that keeps what must outlive the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from core.strict import Refused

NAME = "vitrine.db"
# "Vitr": tells our file from any other SQLite file.
APPLICATION_ID = 0x56697472
VERSION = 1
BUSY_SECONDS = 5.0

_DRAFT = """
CREATE TABLE draft (
    category TEXT PRIMARY KEY,
    body     BLOB NOT NULL,
    secret   BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT, WITHOUT ROWID
"""


class Store:
    """The state file, one connection a call: short-lived, so threads and processes need nothing but SQLite's locks."""

    def __init__(self, folder: Path) -> None:
        """Make or check the file in `folder`. Raises Refused for a foreign, damaged or newer file; OSError where
        nothing can be written and no file exists."""
        self.path = folder / NAME
        if not self.path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._told(), self.connect() as connection:
            self._check(connection)

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit mode; begin transactions yourself."""
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            # DELETE with EXTRA: the journal's removal is synced too, so a power cut cannot bring it back.
            for setting in ("trusted_schema=OFF", "synchronous=EXTRA", "secure_delete=ON"):
                connection.execute(f"PRAGMA {setting}")
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A writing transaction: committed on leaving, rolled back by an exception. Raises OSError, Refused."""
        with self._told(), self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading. Raises OSError, Refused."""
        with self._told(), self.connect() as connection:
            yield connection

    def _check(self, connection: sqlite3.Connection) -> None:
        if self._is_new(connection):
            self._create(connection)
        if _pragma(connection, "application_id") != APPLICATION_ID:
            raise Refused(f"{self.path} is a file of another program. Move it away; nothing in it was changed.")
        if int(_pragma(connection, "user_version")) > VERSION:
            raise Refused(f"{self.path} was written by a newer Vitrine. Use that one; nothing in it was changed.")
        if (found := _pragma(connection, "quick_check(1)")) != "ok":
            raise sqlite3.DatabaseError(found)

    def _is_new(self, connection: sqlite3.Connection) -> bool:
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        return not tables and _pragma(connection, "application_id") == 0

    def _create(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have made it while this one waited for the lock.
        if self._is_new(connection):
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={VERSION}")
            connection.execute(_DRAFT)
        connection.execute("COMMIT")
        self.path.chmod(0o600)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors as ours: what cannot be written is an OSError, what is damaged is Refused."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OSError(f"{self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise Refused(f"{self.path} is damaged ({error}). Move it away; nothing in it was changed.") from error


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
