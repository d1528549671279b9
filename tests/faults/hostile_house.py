"""A program of which everything that comes from outside is hostile: each place has the text, with a mark of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from core.assembly import Vitrine
from core.catalogue import Category, Item
from core.engine import TOLD
from core.reading import Fact, Reading, Reason, absent, known
from tests.core.license.vendor import Vendor
from tests.engines import read_by
from tests.faults.desk import product, vitrine
from tests.faults.hostile_words import MILLION, VALUE_LETTERS, Marks, file_name, seen, value

SNAPSHOTS = ("installed_software", "transmission", "environment", "license")
FILES, ADDRESSES = "processed_object", "web_request"
GROUPS = (*SNAPSHOTS, FILES, ADDRESSES, TOLD)
# As much as the product's file and a license let in.
NAME_LETTERS, TEXT_LETTERS, LICENSE_LETTERS = 100, 400, 50
# Each text of the product's file that is shown, by its section, and the pages that show it.
PRODUCT: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("", "name"): ("overview", "agreement", "license-status", "about"),
    ("vendor", "name"): ("overview", "agreement", "license-status", "about", "connection", *SNAPSHOTS),
    **{("software", key): (TOLD,) for key in ("software_name", "software_version", "customization")},
    **{("agreement", key): ("agreement",) for key in ("id", "title", "published")},
    **{("stated", key): ("agreement",) for key in ("contact", "legal_basis", "retention", "countries", "rights")},
}
LICENSE = ("partner_name", "retail_item_id")


def furnish(folder: Path, marks: Marks, port: int) -> Vitrine:
    """The program, with its product, license and readings; it would send to that port of this computer."""
    home = folder / marks.put("the folder of the records", "support", shape=file_name)
    home.mkdir()
    built = vitrine(home, _product(folder, marks, port))
    read(built, {key: reading(built.engine.catalogue.categories[key], marks) for key in SNAPSHOTS})
    built.licensing.status()
    return built


def decide(built: Vitrine) -> None:
    """Everything is agreed to, and switched on."""
    built.engine.consent.accept("eu", "script")
    for key in ("environment", FILES, ADDRESSES, TOLD):
        built.engine.choose(key, True, "script")


def read(built: Vitrine, facts: Mapping[str, Reading]) -> None:
    """From now on these groups hold these facts."""
    read_by(built.engine, {key: partial(dict, held) for key, held in facts.items()})


def reading(category: Category, marks: Marks) -> Reading:
    """A value for each item, a hostile one wherever its type takes it; and where it was read."""
    return {item.key: _fact(category, item, marks) for item in category.items}


def endless(category: Category, marks: Marks) -> Reading:
    """A million letters where a value is expected, and where it was read."""
    letters = "W" * MILLION
    found: dict[str, Fact] = {}
    for item in category.items:
        text = marks.put(f"a million letters in {item.key}", shape=lambda _: letters)
        place = marks.put(f"where {item.key} was read", category.key, shape=lambda text: text + letters)
        found[item.key] = known(text, place)
    return found


def longest(category: Category, marks: Marks) -> Reading:
    """A value as long as it may be, of letters each of which takes twelve to be written down."""
    return {
        item.key: known(marks.put(f"the longest {item.key}", category.key, shape=_longest), "a test")
        for item in category.items
    }


def failing(category: Category, marks: Marks) -> Reading:
    """No item has a value: some could not be read, of some it is of another type."""
    found: dict[str, Fact] = {}
    for item in category.items:
        told = marks.put(f"{category.key}.{item.key}, which failed", category.key, shape=value)
        found[item.key] = absent(Reason.FAILED, told) if item.type == "text" else known(told, "a test")
    return found


def _longest(text: str) -> str:
    return value(text[:VALUE_LETTERS] + "\U0010ffff" * VALUE_LETTERS)


def _fact(category: Category, item: Item, marks: Marks) -> Fact:
    name = f"{category.key}.{item.key}"
    source = marks.put(f"where {name} was read", category.key)
    if item.type != "text":
        return known(item.example, source)
    return known(marks.put(name, category.key, shape=value), source)


def _product(folder: Path, marks: Marks, port: int) -> Path:
    """Names and texts with whatever a file of ours lets in; the agreement itself may hold anything."""
    path = product(folder, f"http://127.0.0.1:{port}")
    section, lines = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        key = line.partition(" = ")[0]
        pages = PRODUCT.get((section, key), ())
        most = TEXT_LETTERS if section == "stated" else NAME_LETTERS
        name = f"{section or 'product'} {key}"
        text = json.dumps(marks.put(name, *pages, shape=seen(most)), ensure_ascii=False) if pages else ""
        lines.append(f"{key} = {text}" if pages else line)
    whole = re.sub('file = "statement/[^"]*"', f"file = {json.dumps(str(_agreement(folder, marks)))}", "\n".join(lines))
    path.write_text(whole.partition("[license]")[0] + _license(folder, marks), encoding="utf-8")
    return path


def _agreement(folder: Path, marks: Marks) -> Path:
    path = folder / "agreement.txt"
    text = marks.put("the text of the agreement", "agreement", shape=_lines)
    path.write_bytes(text.encode("utf-8", "backslashreplace"))
    return path


def _lines(text: str) -> str:
    """Its lines end as they should: nothing is to be marked about that."""
    return text[:TEXT_LETTERS].replace("\n", "")


def _license(folder: Path, marks: Marks) -> str:
    """A good license, sold by a hostile dealer."""
    vendor = Vendor()
    told = {key: marks.put(f"license {key}", "license-status", shape=seen(LICENSE_LETTERS)) for key in LICENSE}
    made = vendor.product(folder, bundled=vendor.license(**told))
    return "[license]" + made.read_text(encoding="utf-8").partition("[license]")[2]
