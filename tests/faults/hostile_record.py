"""Hostile texts in the record: as a receiver or a site brings them, and as somebody writes them who edits the file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta

from core.assembly import Vitrine
from core.catalogue import Category, Item
from core.clock import now, stamp
from core.collectors import payment
from core.engine import TOLD
from core.envelope import seal
from core.reading import Reading, known
from core.record.store import NAME
from tests.fakes.receiver import Answering, Receiver, receipts
from tests.fakes.server import answer
from tests.faults.hostile_house import ADDRESSES, FILES
from tests.faults.hostile_words import Marks, encodable, value

RECORDS = ("outbox", "history")
# A server's answer has one line for another address, a byte a letter; of its body so much is read for a reason.
LOCATION_LETTERS, REASON_LETTERS = 300, 2000
# What is edited: column, what it is then, where it is shown.
EDITS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("category", "a group that nobody knows", RECORDS),
    ("sha256", "a hash that is none", RECORDS),
    ("queued", "a time that is none", RECORDS),
    ("receipt", "a receipt that is none", ("history",)),
    ("body", "a body that was edited", RECORDS),
    ("id", "an ID that is none", RECORDS),
    ("reason", "a reason that nobody gave", RECORDS),
)


def fill(built: Vitrine, marks: Marks, receiver: Receiver) -> None:
    """One submission is confirmed, one refused, one sent elsewhere, one waits; events happened, a site was told."""
    engine = built.engine
    refuse, redirect = refusal(marks), elsewhere(marks)
    for key, answering in (("license", receipts), ("installed_software", refuse), ("transmission", redirect)):
        receiver.answering = answering
        engine.queue(engine.show(key), stamp(now()))
        built.delivery.drain(urgent=True)
    engine.queue(engine.show("environment"), stamp(now() + timedelta(hours=1)))
    for key in (FILES, ADDRESSES):
        engine.happened(key, [happening(engine.catalogue.categories[key], marks)])
    site, number = marks.put("a site that was told", TOLD, shape=encodable), marks.put("a number", TOLD, shape=value)
    engine.tell(payment.reading(engine.product, number, "safe"), site, lambda _: None)


def happening(category: Category, marks: Marks) -> Reading:
    """What happened, as the record keeps it: without where it was learnt."""
    return {
        item.key: known(item.example if item.values else _value(marks, category, item), "a test")
        for item in category.items
    }


def _value(marks: Marks, category: Category, item: Item) -> str:
    return marks.put(f"{category.key}.{item.key}", category.key, shape=value)


def refusal(marks: Marks) -> Answering:
    """The receiver refuses, and says why at length."""
    reason = marks.put("why a receiver refuses", *RECORDS, shape=lambda text: encodable(text[:REASON_LETTERS]))

    def refuse(lines: Sequence[bytes]) -> bytes:
        refused = [{"submission": json.loads(line)["submission"], "reason": reason} for line in lines]
        return answer(202, json.dumps({"receipts": [], "refused": refused}).encode())

    return refuse


def elsewhere(marks: Marks) -> Answering:
    """The receiver names another address, which is not followed."""
    place = marks.put("another address", *RECORDS, shape=_as_header)
    return lambda _: answer(307, b"", {"Location": place})


def edit(built: Vitrine, marks: Marks) -> None:
    """Somebody writes into the state file. Events stay as they were, so that what was decided still holds."""
    folder = built.engine.ledger._store.folder
    assert folder is not None
    newest = built.engine.ledger.history.newest()["license"]
    numbers = list(_added(built, len(EDITS)))
    told = json.dumps({"items": {marks.put("a key in an edited body", "license", "history", shape=encodable): 1}})
    with closing(sqlite3.connect(folder / NAME)) as connection, connection:
        for number, (column, name, pages) in zip(numbers, EDITS, strict=True):
            _write(connection, column, number, marks.put(name, *pages))
        _write(connection, "body", newest.number, told)


def _write(connection: sqlite3.Connection, column: str, number: int, text: str) -> None:
    told = text.encode("utf-8", "backslashreplace")
    held = told if column == "body" else told.decode()
    connection.execute(f"UPDATE submission SET {column} = ? WHERE number = ?", (held, number))


def _added(built: Vitrine, count: int) -> Iterator[int]:
    """So many more that wait, by their number."""
    engine, statement = built.engine, built.engine.catalogue.statement.id
    for number in range(count):
        made = seal(ADDRESSES, {"url": known(f"https://{number}.example", "a test")}, statement)
        engine.ledger.queue(made, engine.consent.choices().permit, stamp(now() + timedelta(hours=2)))
        found = engine.ledger.history.submission(made.id)
        assert found is not None
        yield found.number


def _as_header(text: str) -> str:
    plain = text[:LOCATION_LETTERS].replace("\0", "").encode("latin-1", "replace").decode("latin-1")
    return " ".join(plain.split())
