"""Row 37: one reading and one ID in every language and time zone are the same bytes.

Locales are made from their sources for the sweep, so that it does not matter which ones this computer has.
"""

from __future__ import annotations

import hashlib
import locale
import os
import random
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product as pairs
from pathlib import Path

from core import clock, paths
from core.catalogue import Category, load_catalogue
from core.engine import sample
from core.envelope import seal, told
from core.product import load_product
from core.reading import Reading, known
from core.sending.request import request
from tests.faults.forks import Forks
from tests.faults.row import Found

# With commas for points, other digits and calendars, letters that change otherwise, and encodings of their own.
LOCALES = (
    *("C", "aa_ET", "am_ET", "ar_EG", "ar_SA", "as_IN", "az_AZ.UTF-8", "be_BY.CP1251", "bg_BG.CP1251", "bn_BD"),
    *("cs_CZ.ISO-8859-2", "da_DK", "de_CH", "de_DE.ISO-8859-1", "dz_BT", "el_GR.ISO-8859-7", "en_DK", "en_US", "es_ES"),
    *("et_EE.ISO-8859-15", "fa_IR", "fi_FI", "fr_FR.ISO-8859-15", "he_IL.ISO-8859-8", "hi_IN", "hu_HU", "id_ID"),
    *("ja_JP.EUC-JP", "ko_KR.EUC-KR", "lt_LT.ISO-8859-13", "my_MM", "ne_NP", "pl_PL", "ps_AF", "pt_BR", "ru_RU.KOI8-R"),
    *("th_TH.TIS-620", "tr_TR.ISO-8859-9", "ur_PK", "zh_CN.GB18030"),
)
ZONES = (
    *("UTC", "Asia/Kathmandu", "Pacific/Apia", "Asia/Tehran", "America/St_Johns", "Europe/Istanbul"),
    *("Australia/Lord_Howe", "Antarctica/Troll"),
)
SECRET = bytes(range(32))
# The night in which Samoa skipped a day, and one in which clocks are put back in Europe.
TIMES = (datetime(2011, 12, 30, 10, 30, 0, 123_000, UTC), datetime(2026, 10, 25, 1, 30, 0, 999_000, UTC))
# Of Turkish, German, Greek, Arabic and Persian digits, Thai, Hebrew between marks, an emoji.
LETTERS = (
    "I\u0131i\u0130 \u00df\u1e9e \u03c2 \u0661\u066b\u0665 \u06f1\u066b\u06f5 \u0e44 \u05e0\u200f\u05d1\u202e\U0001f600"
)
LARGE = 1_234_567


def sealed(folder: str, name: str, zone: str) -> list[str]:
    """What runs in a language and a time zone: the one that could be set, and the SHA-256 of all that would leave."""
    os.environ.update(LOCPATH=folder, LC_ALL=name, LANG=name, LANGUAGE=name.partition(".")[0], TZ=zone)
    time.tzset()
    digest = hashlib.sha256()
    found = locale.setlocale(locale.LC_ALL, "")
    resources = paths.resources()
    product = load_product(resources / "product.toml", resources)
    catalogue = load_catalogue(resources / "catalogue", product.choices, product.vendor.name, product.name)
    for key, category in catalogue.categories.items():
        envelope = seal(key, reading(category), catalogue.statement.id, secret=SECRET)
        made = request([envelope], product.endpoint)
        digest.update(b"\0".join((envelope.id.encode(), envelope.body, made.head, made.body, told(reading(category)))))
    for moment in TIMES:
        stamp = clock.stamp(moment)
        digest.update(f"{stamp} {clock.milliseconds(stamp)} {clock.stamp_of(clock.milliseconds(stamp))}".encode())
    return [found, digest.hexdigest()]


def reading(category: Category) -> Reading:
    """The examples of a group, with letters and a number that languages disagree on."""
    found = {}
    for key, fact in sample(category).items():
        value = f"{fact.value} {LETTERS}" if isinstance(fact.value, str) else fact.value
        found[key] = known(LARGE if type(value) is int else value, fact.source) if value is not None else fact
    return found


@dataclass(slots=True)
class Count:
    """What came of it."""

    runs: int = 0
    failed: int = 0
    locales: set[str] = field(default_factory=set)
    zones: set[str] = field(default_factory=set)
    hashes: Counter[str] = field(default_factory=Counter)

    @property
    def found(self) -> Found:
        """In words."""
        figure = (
            f"{self.runs} runs in {len(self.locales)} locales and {len(self.zones)} time zones: "
            f"distinct hashes {len(self.hashes)}, failed {self.failed}"
        )
        return Found(self.runs, figure, len(self.hashes) == 1 and not self.failed and len(self.locales) > 1)


def sweep(n: int, seed: int) -> Found:
    """So many of all pairs of a locale and a time zone, drawn at random."""
    every = list(pairs(LOCALES, ZONES))
    random.Random(seed).shuffle(every)
    count = Count()
    with tempfile.TemporaryDirectory() as folder, Forks(sealed) as forks:
        for name, zone in (every * -(-n // len(every)))[:n]:
            made = _made(Path(folder), name)
            forks.start(folder, made, zone)
            killed, returned = forks.end(60)
            count.runs += 1
            if killed or returned is None:
                count.failed += 1
                continue
            count.locales.add(returned[0])
            count.zones.add(zone)
            count.hashes[returned[1]] += 1
    return count.found


def _made(folder: Path, name: str) -> str:
    """A locale, made from its source where it was not yet; its name there."""
    language, _, encoding = name.partition(".")
    if name != "C" and not (folder / name).exists():
        command = ["localedef", "--force", "--quiet", "-i", language, "-f", encoding or "UTF-8", str(folder / name)]
        # Warnings about the source are no trouble; without a result the fork fails, which is counted.
        subprocess.run(command, capture_output=True, check=False)
    return name
