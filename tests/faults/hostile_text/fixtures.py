"""Row 31, the fixtures: a program, and its demo, of which everything that comes from outside is hostile.

Each place where a text comes in is given it with a mark of its own, and says on which pages it must come out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

import apsw
import pytest
from msgspec.structs import replace as changed

from core.assembly import Vitrine
from core.catalogue import Category, Item
from core.checking.addresses import CheckedAddress
from core.checking.files import Checked, FileCheck
from core.clock import now, stamp
from core.collectors import payment, web_request
from core.demo import invented
from core.demo.hand import Hand
from core.doctor import Check
from core.engine import TOLD, Engine
from core.envelope import seal
from core.errors import Code, Refused
from core.inspectors.address import Special
from core.inspectors.finding import Detection, DetectionEngine, Inspection, Server, Signature
from core.inspectors.worker import GoOn, Worker, always
from core.reading import Fact, Reading, Reason, absent, known
from core.record.store import NAME
from core.record.submission import id_bytes
from gui.state.components import Component
from tests.core.license.vendor import Vendor
from tests.engines import read_by
from tests.fakes.receiver import Answering, Receiver, receipts
from tests.fakes.server import answer
from tests.faults.desk import product, vitrine
from tests.faults.hostile_text.values import LONGEST, MILLION, Marks, file_name, raw_name, seen, utf8, value, written

SNAPSHOTS = ("installed_software", "transmission", "environment", "license")
FILES, ADDRESSES = "processed_object", "web_request"
RECORDS = ("outbox", "history")
# An address that is asked about first.
PRIVATE = "https://private.example"
# As much as the product's file and a license let in.
NAME_LETTERS, TEXT_LETTERS, LICENSE_LETTERS = 100, 400, 50
# A server's answer has one line for another address, a byte a letter; of its body so much is read for a reason.
LOCATION_LETTERS, REASON_LETTERS = 300, 2000
# Each text of the product's file that is shown, by its section, and the pages that show it.
PRODUCT: Mapping[tuple[str, str], Sequence[str]] = {
    ("", "name"): ("overview", "agreement", "license-status", "about"),
    ("vendor", "name"): ("overview", "agreement", "license-status", "about", "connection", *SNAPSHOTS),
    **{("software", key): (TOLD,) for key in ("software_name", "software_version", "customization")},
    **{("agreement", key): ("agreement",) for key in ("id", "title", "published")},
    **{("stated", key): ("agreement",) for key in ("contact", "legal_basis", "retention", "countries", "rights")},
}
# What is read as an item of a group, the key of which is that of its page.
Made: TypeAlias = Callable[[Item, str, Marks], Fact]
# What changes in the demo goes on doing so: the states that tell of changes need it.
CHANGING = frozenset({*invented.EARLIER, "days_remaining"})
# Columns of the state file that somebody writes a text into: what the history shows then, what it does not show any
# more, because events say otherwise; and those that take none: hashes, IDs and times.
EDITED, REFUSED = ("received", "body"), ("category", "reason")
NO_TEXT = ("sha256", "queued", "id")


def furnish(folder: Path, marks: Marks, port: int) -> Vitrine:
    """Return the program with hostile product, license, readings and findings; it sends to a port of this computer."""
    home = folder / marks.put("the folder of the records", "support", shape=file_name)
    home.mkdir()
    built = vitrine(home, _product(folder, marks, port))
    for key in SNAPSHOTS:
        read(built, key, marks, hostile)
    built.licensing.status()
    return replace(built, file_check=lambda: FileCheck(built.engine, Inspector(marks)))


def _product(folder: Path, marks: Marks, port: int) -> Path:
    """Write a product whose names hold what a file of ours lets in, and whose agreement may hold anything."""
    path, agreement = product(folder, f"http://127.0.0.1:{port}"), folder / "agreement.txt"
    section, lines = "", []
    for line in path.read_text(encoding="utf-8").partition("[license]")[0].splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        key, is_set, held = line.partition(" = ")
        if pages := PRODUCT.get((section, key), ()):
            shape = seen(TEXT_LETTERS if section == "stated" else NAME_LETTERS)
            held = json.dumps(marks.put(f"{section or 'product'} {key}", *pages, shape=shape), ensure_ascii=False)
        lines.append(f"{key}{is_set}{json.dumps(str(agreement)) if key == 'file' else held}")
    # Its lines end as they should: nothing is to be marked about that.
    text = marks.put("the text of the agreement", "agreement", shape=lambda text: text[:TEXT_LETTERS].replace("\n", ""))
    agreement.write_text(text, encoding="utf-8", errors="backslashreplace")
    fields = ("partner_name", "retail_item_id")
    told = {key: marks.put(f"license {key}", "license-status", shape=seen(LICENSE_LETTERS)) for key in fields}
    vendor = Vendor()
    licensed = vendor.product(folder, bundled=vendor.license(**told)).read_text(encoding="utf-8")
    path.write_text("\n".join(lines) + "\n[license]" + licensed.partition("[license]")[2], encoding="utf-8")
    return path


def read(built: Vitrine, key: str, marks: Marks, fact: Made) -> None:
    """Let a group be read from now on as what was made for each of its items."""
    read_by(built.engine, {key: partial(dict, readings(built.engine.catalogue.categories[key], marks, fact))})


def readings(category: Category, marks: Marks, fact: Made) -> Reading:
    """Return a fact for each item."""
    return {item.key: fact(item, category.key, marks) for item in category.items}


def hostile(item: Item, page: str, marks: Marks) -> Fact:
    """Return a hostile value where the item's type takes it, and where it was read."""
    source = marks.put(f"where {page}.{item.key} was read", page)
    return known(marks.put(f"{page}.{item.key}", page, shape=value) if item.type == "text" else item.example, source)


def endless(item: Item, page: str, marks: Marks) -> Fact:
    """Return a million letters as a value, and as the place where it was read."""
    letters = "W" * MILLION
    text = marks.put(f"a million letters in {item.key}", shape=lambda _: letters)
    return known(text, marks.put(f"where {item.key} was read", page, shape=lambda text: text + letters))


def longest(item: Item, page: str, marks: Marks) -> Fact:
    """Return a value as long as it may be, of letters each of which takes twelve to be written down."""
    letters = "\U0010ffff" * LONGEST
    return known(marks.put(f"the longest {item.key}", page, shape=lambda text: value(text + letters)), "a test")


def failing(item: Item, page: str, marks: Marks) -> Fact:
    """Return no value: it could not be read, or is of another type."""
    told = marks.put(f"{page}.{item.key}, which failed", page, shape=value)
    return absent(Reason.FAILED, told) if item.type == "text" else known(told, "a test")


def kept(item: Item, page: str, marks: Marks) -> Fact:
    """Return what happened, as the record keeps it: without where it was learnt."""
    return known(item.example if item.values else marks.put(f"{page}.{item.key}", page, shape=value), "a test")


def live(built: Vitrine, marks: Marks, receiver: Receiver) -> None:
    """Agree to everything. Then one submission is confirmed, one refused, one sent elsewhere, one waits; events
    happen, a site is told."""
    engine = built.engine
    engine.consent.accept("eu", "script")
    for key in ("environment", FILES, ADDRESSES, TOLD):
        engine.choose(key, True, "script")
    answers = {"license": receipts, "installed_software": refusal(marks), "transmission": elsewhere(marks)}
    for key, receiver.answering in answers.items():
        engine.queue(engine.show(key), stamp(now()))
        built.delivery.drain(urgent=True)
    engine.queue(engine.show("environment"), stamp(now() + timedelta(hours=1)))
    for key in (FILES, ADDRESSES):
        engine.happened(key, [readings(engine.catalogue.categories[key], marks, kept)])
    site, number = marks.put("a site that was told", TOLD, shape=written), marks.put("a number", TOLD, shape=value)
    engine.tell(payment.reading(engine.product, number, "safe"), site, lambda _: None)


def refusal(marks: Marks) -> Answering:
    """Return a receiver that refuses, and says why at length."""
    reason = marks.put("why a receiver refuses", *RECORDS, shape=lambda text: utf8(text[:REASON_LETTERS]))

    def refuse(lines: Sequence[bytes]) -> bytes:
        refused = [{"submission": json.loads(line)["submission"], "reason": reason} for line in lines]
        return answer(202, json.dumps({"receipts": [], "refused": refused}).encode())

    return refuse


def elsewhere(marks: Marks) -> Answering:
    """Return a receiver that names another address, which is not followed."""

    def as_header(text: str) -> str:
        plain = text[:LOCATION_LETTERS].replace("\0", "").encode("latin-1", "replace").decode("latin-1")
        return " ".join(plain.split())

    place = marks.put("another address", *RECORDS, shape=as_header)
    return lambda _: answer(307, b"", {"Location": place})


def edit(built: Vitrine, marks: Marks) -> None:
    """Write into the state file what pages show all the same. Events stay as they were, so that what was decided still
    holds."""
    engine = built.engine
    body = {"items": {marks.put("a key in an edited body", "license", "history", shape=written): 1}}
    edits = [("body", engine.ledger.history.newest()["license"].id, json.dumps(body))]
    for column in EDITED:
        pages = RECORDS if column != "received" else ("history",)
        edits.append((column, _one_more(engine), utf8(marks.put(f"an edited {column}", *pages))))
    with closing(apsw.Connection(str(built.home / NAME))) as connection, connection:
        for column, number, text in edits:
            _edit(connection, column, number, text)


@contextmanager
def edited(built: Vitrine, marks: Marks) -> Iterator[None]:
    """Write into the state file what the history refuses to show, and the Outbox shows; take it back afterwards."""
    edits = [(column, _one_more(built.engine), marks.put(f"an edited {column}", "outbox")) for column in REFUSED]
    with closing(apsw.Connection(str(built.home / NAME))) as connection:
        before = [_edit(connection, column, number, utf8(text)) for column, number, text in edits]
        yield
        for (column, number, _), text in zip(edits, before, strict=True):
            _edit(connection, column, number, text)


def _one_more(engine: Engine) -> str:
    """Queue another one; its ID."""
    made = seal(ADDRESSES, {"url": known("https://0.example", "a test")}, engine.catalogue.statement.id)
    engine.ledger.queue(made, engine.consent.choices().permit, stamp(now() + timedelta(hours=2)))
    return made.id


def _edit(connection: apsw.Connection, column: str, identifier: str, text: str) -> str:
    """Write a text into this column, and into none that takes none, which SQLite sees to; what stood there."""
    number = id_bytes(identifier)
    for other in NO_TEXT:
        with pytest.raises(apsw.ConstraintError):
            connection.execute(f"UPDATE submission SET {other} = ? WHERE id = ?", (text, number))
    before = connection.execute(f"SELECT {column} FROM submission WHERE id = ?", (number,)).get
    held = text.encode() if column == "body" else text
    connection.execute(f"UPDATE submission SET {column} = ? WHERE id = ?", (held, number))
    assert connection.changes() == 1
    return str(before)


class Inspector(Worker):
    """Finds hostile texts in one file after the other, by the number that its name ends with; starts no process."""

    def __init__(self, marks: Marks) -> None:
        super().__init__()
        why, limit = marks.several("of a checked file,", FILES, "why it was not read", "which limit was met")
        limited = Inspection(Signature("none"), (), (DetectionEngine("clamav", "not_fully_scanned", limit),))
        self._found = [_signed(marks), Inspection(Signature("failed", why=why)), limited]

    def start(self) -> None:
        pass

    def inspect(self, path: Path, go_on: GoOn = always) -> Inspection:
        return self._found[int(path.suffix[1:])]


def files(folder: Path, marks: Marks) -> list[Path]:
    """Write a file for each finding, with a hostile name, in a folder with one."""
    place = folder / marks.put("the folder of a checked file", FILES, shape=raw_name)
    place.mkdir()
    found = [place / f"{marks.put('the name of a checked file', FILES, shape=raw_name)}.{n}" for n in range(3)]
    for each in found:
        each.write_bytes(b"nothing in it")
    return found


def _signed(marks: Marks) -> Inspection:
    names = marks.several("in a chain, name", FILES, "0", "1", "2")
    at, key, fingerprint = marks.several("a signature’s", FILES, "time", "public key", "fingerprint")
    signature = Signature(
        "good", signer=names[0], chain=tuple(names), signed_at=at, public_key=key, fingerprint=fingerprint
    )
    name, number, kind, at, why = marks.several("a detection’s", FILES, "name", "number", "kind", "time", "silence")
    detection = Detection("yara", name, number, kind, at, "record")
    return Inspection(signature, (detection,), (DetectionEngine("clamav", "not_checked", why),))


@contextmanager
def found_elsewhere(marks: Marks) -> Iterator[None]:
    """Let servers, this system and the installed libraries tell hostile things of themselves."""
    told = marks.several("a server’s", ADDRESSES, "address", "name", "letters", "word", "IPv4")
    server = Server(told[0], told[1], told[2], (), told[3], told[4])

    def check_address(text: str, *, with_path: bool = False, allow_private: bool = False) -> CheckedAddress:
        if text == PRIVATE:
            raise Special(Code.ADDRESS_NOT_PUBLIC, host=special, special=special)
        return CheckedAddress(server, web_request.reading(server))

    [special] = marks.several("where it", ADDRESSES, "leads")
    part = Component(*marks.several("a library’s", "about", "name", "version", "license"))
    [system] = marks.several("the system’s", "support", "name")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gui.state.checks.check_address", check_address)
        patch.setattr("gui.state.components.parts", lambda: [part])
        patch.setattr("gui.state.support.system", lambda: ("System", system))
        yield


def check(marks: Marks) -> Check:
    """Return one finding of the doctor's, all of it hostile."""
    key, found, meaning, advice = marks.several("a check’s", "support", "key", "found", "meaning", "advice")
    return Check(key, ok=False, found=found, meaning=meaning, next=advice)


@contextmanager
def invented_anew(marks: Marks, folder: Path) -> Iterator[None]:
    """Put hostile texts into all that the demo invents, which knows every state that a page can be in."""
    why = marks.put("why the demo’s record is not read", "overview", shape=value)
    replaced: dict[str, object] = {
        "core.demo.invented.snapshot": _snapshots(marks),
        "core.demo.invented.FOLDER": folder / marks.put("the demo’s folder", FILES, shape=file_name),
        "core.demo.hand.REFUSED": marks.put("why the demo’s receiver refuses", "outbox", shape=written),
        "gui.screenshots.scenes.AWAY": marks.put("why it is offline", "overview", "outbox", shape=seen(NAME_LETTERS)),
        "gui.screenshots.scenes.UNREAD": Refused(Code.RECORD_DAMAGED, file="vitrine.db", why=why),
        **_made(marks),
    }
    for name in ("TOOLS", "TEST_FILE", "REMOTE_HELP", "LARGE", "LOCKED"):
        replaced[f"core.demo.invented.{name}"] = _inspected(getattr(invented, name), marks, name)
    with pytest.MonkeyPatch.context() as patch:
        for place, thing in replaced.items():
            patch.setattr(place, thing)
        yield


def _made(marks: Marks) -> dict[str, object]:
    """Return what makes the demo's servers, licenses, told sites and checked files, hostile in one word each."""
    server, tell, license_of = invented.server, Hand.tell, invented._held
    url = marks.put("an address of the demo’s", ADDRESSES, shape=value)
    site = marks.put("a site of the demo’s", "payment", shape=written)
    dealer = marks.put("a dealer of the demo’s", "license-status", "overview", shape=seen(NAME_LETTERS))
    name = marks.put("a file of the demo’s", FILES, shape=file_name)

    return {
        "core.demo.invented.server": lambda number: changed(server(number), url=url),
        "core.demo.invented._held": lambda *given, **more: changed(license_of(*given, **more), partner_name=dealer),
        "core.demo.hand.Hand.tell": lambda hand, reading, _site: tell(hand, reading, site),
        "core.demo.life.Checked": lambda path, *found: Checked(path.with_name(f"{path.name} {name}"), *found),
    }


def _snapshots(marks: Marks) -> Callable[[Category, datetime], dict[str, Fact]]:
    """Return the demo's snapshots, with a hostile text wherever an item takes one that does not change."""
    honest = invented.snapshot
    text = cache(lambda category, key: marks.put(f"the demo’s {key}", category, shape=value))

    def snapshot(category: Category, at: datetime) -> dict[str, Fact]:
        found = honest(category, at)
        for item in category.items if category.key in SNAPSHOTS else ():
            if item.type == "text" and item.key not in CHANGING:
                found[item.key] = known(text(category.key, item.key), invented.SOURCE)
        return found

    return snapshot


def _inspected(honest: Inspection, marks: Marks, name: str) -> Inspection:
    """Return what was found in a file, each word of it that the demo has a hostile one."""

    def put(text: str, word: str) -> str:
        return marks.put(f"the {word} of the demo’s {name}", FILES, shape=value) if text else ""

    signature = honest.signature
    signature = changed(signature, signer=put(signature.signer, "signer"), why=put(signature.why, "trouble"))
    found = [changed(each, name=put(each.name, "find")) for each in honest.detections]
    engines = [changed(each, why=put(each.why, "limit")) for each in honest.engines]
    return Inspection(signature, tuple(found), tuple(engines))
