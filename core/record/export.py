"""The whole record as a file that any program can read."""

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import apsw
import msgspec

from core import clock
from core.errors import Code, Refused
from core.record import events, tiles
from core.record.receipt import Receipt, Tree
from core.record.store import Store
from core.record.submission import COLUMNS, LEAF, SIGNATURE, Submission, of_row
from core.text import failure


def write_export(store: Store, path: Path) -> int:
    """Write events, then submissions, one JSON object a line; how many. Secrets stay: they are the right to delete.

    Raises Refused where something is there already, or nothing can be written.
    """
    # O_EXCL: neither a file that is there is overwritten, nor a link followed.
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError as error:
        raise Refused(Code.EXPORT_EXISTS, file=path) from error
    except OSError as error:
        raise Refused(Code.EXPORT_UNWRITABLE, file=path, why=failure(error)) from error
    count = 0
    # One state of the file, which keeps nobody from writing.
    with os.fdopen(handle, "wb") as file, store.reading() as connection:
        for line in chain(_events(connection), _submissions(connection)):
            file.write(msgspec.json.encode(line) + b"\n")
            count += 1
    return count


def _events(connection: apsw.Connection) -> Iterator[dict[str, object]]:
    """Decisions and events in the order of their numbers. Details as text: it is what the hashes were made of."""
    query = f"SELECT {events.COLUMNS} FROM decision ORDER BY number"
    decisions: list[Any] = connection.execute(query).fetchall()
    rows: list[Any] = connection.execute("SELECT decision, submissions FROM left_out").fetchall()
    left_out: dict[int, int] = dict(rows)
    told = 0
    for number, at, kind, of, digest, detail in connection.execute(
        f"SELECT {tiles.COLUMNS} FROM event ORDER BY number"
    ):
        while told < len(decisions) and decisions[told][5] < number:
            yield _decision(decisions[told], left_out)
            told += 1
        fields = {"number": number + told, "at": clock.stamp_of(at), "kind": kind, "of": of}
        yield {"event": {**fields, "sha256": _hexadecimal(digest), "detail": detail}}
    yield from (_decision(row, left_out) for row in decisions[told:])


def _decision(row: events.Row, left_out: Mapping[int, int]) -> dict[str, object]:
    """The decision's own fields; of one that notices what was left out, how many that were on its day."""
    number, at, kind, category, detail, count, root, link = row
    fields = {"number": number, "at": clock.stamp_of(at), "kind": kind, "category": category, "detail": detail}
    more = {"left_out": left_out[number]} if number in left_out else {}
    return {"event": {**fields, **more, "events": count, "root": root.hex(), "link": link.hex()}}


def _submissions(connection: apsw.Connection) -> Iterator[dict[str, object]]:
    receipts = _Receipts(connection)
    before = [count for (count,) in connection.execute("SELECT events FROM decision ORDER BY number")]
    for row in connection.execute(f"SELECT {COLUMNS} FROM submission ORDER BY number"):
        each = of_row(row)
        words = connection.execute("SELECT event, text FROM words WHERE of = ? ORDER BY event", (each.number,))
        told = [{"event": event + bisect_left(before, event), "text": text} for event, text in words]
        yield {"submission": {**_fields(each), "receipt": receipts.text(each), "words": told}}


def _fields(each: Submission) -> dict[str, object]:
    return {
        "number": each.number,
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
        "site": each.site or None,
        "body": None if each.body is None else each.body.decode("utf-8", "backslashreplace"),
    }


class _Receipts:
    """Reads receipts; what the many of one request have in common is read once."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._request: int | None = None
        self._signed: tuple[bytes | None, Tree | None] = None, None

    def text(self, of: Submission) -> str | None:
        """The receipt as JSON that anybody can check; None where there is none."""
        if of.received is None or of.known_id is None:
            return None
        if of.request != self._request:
            self._request, self._signed = of.request, self._read(of.request)
        (key, tree), leaf = self._signed, of.row[LEAF]
        receipt = Receipt(of.received, of.row[SIGNATURE] or b"", key, None if leaf is None else tree, leaf)
        return receipt.text(of.known_id, of.sha256)

    def _read(self, request: int | None) -> tuple[bytes | None, Tree | None]:
        query = "SELECT key, root, signature, leaves FROM request WHERE number = ?"
        key, root, signature, leaves = self._connection.execute(query, (request,)).fetchone() or (None,) * 4
        return key, None if root is None else Tree(root, signature or b"", leaves or b"")


def _hexadecimal(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()
