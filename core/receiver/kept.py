"""What a receiver keeps: bodies as they came, receipts, the numbers of what was deleted, and the key it signs with."""

import hashlib
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from core.errors import Code, Refused, Unavailable
from core.receiver.contract import Judged
from core.wording.receiver import DELETED, OTHER_BYTES

NAME = "received.db"
KEY = "key.pem"
_LARGEST_KEY_FILE = 4096
# "Vitp": tells our file from any other SQLite file.
APPLICATION_ID = 0x56697470
VERSION = 2
BUSY_SECONDS = 10.0

_SCHEMA = (
    """CREATE TABLE submission (
        number    INTEGER PRIMARY KEY,
        id        TEXT NOT NULL UNIQUE,
        sha256    TEXT NOT NULL,
        body      BLOB NOT NULL,
        received  TEXT NOT NULL
    ) STRICT""",
    "CREATE TABLE tombstone (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE signer (one INTEGER PRIMARY KEY CHECK (one = 1), public BLOB NOT NULL) STRICT",
)
# From version 1: it kept a signature for each submission. All of an answer are signed together now, and anew each time.
_UPGRADE = "ALTER TABLE submission DROP COLUMN signature"
_INSERT = "INSERT INTO submission (id, sha256, body, received) VALUES (?, ?, ?, ?)"
_AMONG = "id IN (SELECT value FROM json_each(?))"
# By name: the number, the hash and the time; or the number and the reason why it is not kept.
Told: TypeAlias = dict[str, str]


class Kept:
    """The receiver's file. Threads and processes may share it; what a call has returned is on the disk."""

    def __init__(self, folder: Path) -> None:
        """Make or check the file in `folder`. Raises Refused for a foreign, damaged or newer file, OSError."""
        self.path = folder.absolute() / NAME
        # SQLite's own lock is not fair: many threads waiting on it could starve one of them.
        self._turn = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The key is made only after the tables: beside a key, an empty file has lost what it held.
        if (folder / KEY).exists() and self.path.exists() and not self.path.stat().st_size:
            raise Refused(Code.RECEIVED_EMPTY, file=self.path)
        if self.path.is_symlink():
            raise Refused(Code.RECEIVED_LINK, file=self.path)
        self.path.touch(mode=0o600)
        with self._told(), self._connect() as connection:
            self._check(connection)

    def keep(self, judged: Sequence[Judged], received: str) -> tuple[list[Told], list[Told]]:
        """Keep what was found good, all in one transaction. Returns what was received, each with the stamp `received`
        or, if it was here already, that of the first time; and what is refused, each with a reason."""
        receipts, refused, new = list[Told](), list[Told](), list[tuple[str, str, bytes, str]]()
        numbers = msgspec.json.encode([line.submission for line in judged]).decode()
        with self.transaction() as connection:
            query = f"SELECT id, sha256, received FROM submission WHERE {_AMONG}"
            known = {number: rest for number, *rest in connection.execute(query, (numbers,))}
            deleted = {
                number for (number,) in connection.execute(f"SELECT id FROM tombstone WHERE {_AMONG}", (numbers,))
            }
            for line in judged:
                number, sha256 = line.submission or "", hashlib.sha256(line.body).hexdigest()
                problem = line.problem or (DELETED if number in deleted else "")
                if not problem and number not in known:
                    known[number] = [sha256, received]
                    new.append((number, sha256, line.body, received))
                if problem or known[number][0] != sha256:
                    refused.append({"submission": number, "reason": problem or OTHER_BYTES})
                else:
                    receipts.append({"submission": number, "sha256": sha256, "received": known[number][1]})
            connection.executemany(_INSERT, new)
        return receipts, refused

    def delete(self, submission: str) -> bool:
        """Erase a submission and remember its number for ever. Returns False if it was not here."""
        with self.transaction() as connection:
            found = connection.execute("DELETE FROM submission WHERE id = ?", (submission,)).rowcount
            connection.execute("INSERT OR IGNORE INTO tombstone VALUES (?)", (submission,))
        return bool(found)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A writing transaction: committed on leaving, rolled back by an exception. Raises OSError, Refused."""
        with self._turn, self._told(), self._connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        # mode=rw: a file that was taken away meanwhile is an error, not a new and empty one.
        address = f"{self.path.as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            for setting in ("trusted_schema=OFF", "synchronous=EXTRA", "secure_delete=ON"):
                connection.execute(f"PRAGMA {setting}")
            yield connection

    def _check(self, connection: sqlite3.Connection) -> None:
        """Fill an empty file, and bring one of an older Vitrine up to date: all or nothing of it, whoever is killed."""
        connection.execute("BEGIN IMMEDIATE")
        if not _pragma(connection, "application_id") and not _pragma(connection, "schema_version"):
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={VERSION}")
            for table in _SCHEMA:
                connection.execute(table)
        if _pragma(connection, "application_id") != APPLICATION_ID:
            raise Refused(Code.RECORD_NOT_OURS, file=self.path)
        if (version := _pragma(connection, "user_version")) > VERSION:
            raise Refused(Code.RECORD_NEWER, file=self.path)
        if (found := _pragma(connection, "quick_check(1)")) != "ok":
            raise sqlite3.DatabaseError(found)
        if version < VERSION:
            connection.execute(_UPGRADE)
            connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors as ours: what cannot be written is an OSError, what is damaged is Refused."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise Unavailable(Code.RECORD_UNUSABLE, file=self.path, why=str(error)) from error
        except sqlite3.DatabaseError as error:
            raise Refused(Code.RECORD_DAMAGED, file=self.path, why=str(error)) from error


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def signing_key(folder: Path, kept: Kept) -> Ed25519PrivateKey:
    """The folder's key; made where there is neither a key nor a receipt. Raises Refused if it is missing, damaged or
    another one than before: receipts given once must stay true."""
    path = folder / KEY
    # Under the lock of the database: of two receivers that start at once, one makes the key and both use it.
    with kept.transaction() as connection:
        row = connection.execute("SELECT public FROM signer").fetchone()
        if row and not path.exists():
            raise Refused(Code.SIGNING_KEY_LOST, file=path)
        if not path.exists():
            _make_key(path)
        key = _read_key(path)
        public = key.public_key().public_bytes_raw()
        if row and row[0] != public:
            raise Refused(Code.SIGNING_KEY_OTHER, file=path)
        connection.execute("INSERT OR IGNORE INTO signer VALUES (1, ?)", (public,))
    return key


def _make_key(path: Path) -> None:
    """Whole or not at all, on the disk before it is used, and readable by its owner only (mkstemp makes it so)."""
    written = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, name = tempfile.mkstemp(prefix=".key-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def _read_key(path: Path) -> Ed25519PrivateKey:
    try:
        with path.open("rb") as file:
            key = load_pem_private_key(file.read(_LARGEST_KEY_FILE), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused(Code.SIGNING_KEY_DAMAGED, file=path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(Code.SIGNING_KEY_UNFIT, file=path)
    return key
