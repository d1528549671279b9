"""The whole record as a file that any program can read."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec

from core.errors import Code, Refused
from core.record.events import COLUMNS
from core.record.store import Store
from core.record.submission import Submission, select
from core.text import failure

PAGE = 500
Line: TypeAlias = tuple[int, dict[str, object]]
Read: TypeAlias = Callable[[sqlite3.Connection, int], Iterator[Line]]


def write_export(store: Store, path: Path) -> int:
    """Write events, then submissions, one JSON object a line. Secrets stay here: they are the right to delete."""
    # O_EXCL: neither a file that is there is overwritten, nor a link followed.
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError as error:
        raise Refused(Code.EXPORT_EXISTS, file=path) from error
    except OSError as error:
        raise Refused(Code.EXPORT_UNWRITABLE, file=path, why=failure(error)) from error
    with os.fdopen(handle, "wb") as file:
        return _write(store, file)


def _write(store: Store, file: BinaryIO) -> int:
    count = 0
    for read in (_events, _submissions):
        last = 0
        # Page by page, so that a long export keeps nobody from writing.
        while lines := _page(store, read, last):
            file.writelines(msgspec.json.encode(line) + b"\n" for _, line in lines)
            last, count = lines[-1][0], count + len(lines)
    return count


def _page(store: Store, read: Read, last: int) -> list[Line]:
    with store.reading() as connection:
        return list(read(connection, last))


def _events(connection: sqlite3.Connection, last: int) -> Iterator[Line]:
    names = COLUMNS.split(", ")
    query = f"SELECT {COLUMNS} FROM event WHERE number > ? ORDER BY number LIMIT ?"
    for row in connection.execute(query, (last, PAGE)):
        fields = dict(zip(names, row, strict=True))
        # As text: it is what the links were made of, also where somebody broke it.
        yield row[0], {"event": fields}


def _submissions(connection: sqlite3.Connection, last: int) -> Iterator[Line]:
    for each in select(connection, "WHERE number > ? ORDER BY number LIMIT ?", (last, PAGE)):
        yield each.number, {"submission": _fields(each)}


def _fields(each: Submission) -> dict[str, object]:
    return {
        "id": each.id,
        "category": each.category,
        "state": each.state,
        "reason": each.reason,
        "sha256": each.sha256,
        "bytes": each.bytes,
        "queued": each.queued,
        "due": each.due,
        "finished": each.finished,
        "attempts": each.attempts,
        "receipt": each.receipt,
        "site": each.site or None,
        "body": None if each.body is None else each.body.decode("utf-8", "backslashreplace"),
    }
