"""Invented values: snapshots as they stood at a time, web servers, files that were checked, and licenses."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.catalogue import Category
from core.engine import sample
from core.errors import Code, Refused
from core.inspectors.finding import CertificateType, Detection, DetectionEngine, Inspection, Server, Signature
from core.license.license import License
from core.license.status import Circumstances, State, Status, judge
from core.reading import Fact, Value, known

SOURCE = "invented for this sample"
# Where a program of this computer would keep what it keeps, and where the files lie that were checked.
HOME, FOLDER = Path("/home/sample/.local/share/Vitrine"), Path("/home/sample/Downloads")
# Where such a computer would have the program's own files.
RESOURCES = Path("/opt/vitrine/resources")
# The first day on which the invented license no longer holds.
LICENSE_ENDS = date(2027, 6, 30)
# What was another value earlier: from when on which one, oldest first. Else the catalogue's example.
EARLIER: Mapping[str, tuple[tuple[datetime, Value], ...]] = {
    "os_update": (
        (datetime(2026, 6, 1, tzinfo=UTC), "4249"),
        (datetime(2026, 10, 14, 8, tzinfo=UTC), "4290"),
        (datetime(2026, 11, 11, 8, tzinfo=UTC), "4317"),
        (datetime(2026, 11, 23, 11, tzinfo=UTC), "4351"),
    ),
    "software_version": (
        (datetime(2026, 6, 1, tzinfo=UTC), "4.1.3"),
        (datetime(2026, 11, 9, 12, tzinfo=UTC), "4.2.0"),
    ),
    "software_update_id": (
        (datetime(2026, 6, 1, tzinfo=UTC), "EX-4.1.3-U7"),
        (datetime(2026, 11, 9, 12, tzinfo=UTC), "EX-4.2.0-U1"),
        (datetime(2026, 11, 19, 12, tzinfo=UTC), "EX-4.2.0-U3"),
    ),
}


def snapshot(category: Category, at: datetime) -> dict[str, Fact]:
    """Return a group's values as they stood at this time."""
    return {key: _then(key, fact, at) for key, fact in sample(category).items()}


def _then(key: str, fact: Fact, at: datetime) -> Fact:
    if key == "days_remaining":
        return known((LICENSE_ENDS - at.date()).days, SOURCE)
    values = [value for since, value in EARLIER.get(key, ()) if since <= at]
    return known(values[-1], SOURCE) if values else fact


_CERTIFICATES: tuple[CertificateType, ...] = ("DV", "OV", "DV", "EV", "DV", "DV", "IV", "OV", "DV")
_NAMES = (
    *("bookshop", "news", "weather", "library", "recipes", "trains", "cinema", "garden", "museum"),
    *("school", "maps", "music", "forum", "clinic", "hotel", "theatre", "bicycles"),
)


def server(number: int) -> Server:
    """Return the web server that was asked as the `number`th, counted from 0; their names repeat."""
    turn = number % len(_NAMES)
    host, kind = f"{_NAMES[turn]}.example", _CERTIFICATES[turn % len(_CERTIFICATES)]
    if host == "museum.example":
        # Of names without an IPv4 address nobody is asked.
        return Server(f"https://{host}", host, host, (), "the name has no IPv4 address")
    address = f"192.0.2.{11 + turn}"
    return Server(f"https://{host}", host, host, (), "it proved who it is", address, kind, trusted=True)


def _signed(signer: str, signed_at: str) -> Signature:
    """Unchanged, and vouched for."""
    mark = hashlib.sha256(signer.encode())
    return Signature(
        state="good",
        signer=signer,
        digest_ok=True,
        chain=(signer, "Example Code Signing CA", "Example Root"),
        signed_at=signed_at,
        public_key=base64.b64encode(bytes.fromhex("302a300506032b6570032100") + mark.digest()).decode(),
        fingerprint=hashlib.sha256(mark.digest()).hexdigest(),
    )


YARA, CLAMAV = DetectionEngine(name="yara", state="checked"), DetectionEngine(name="clamav", state="checked")
LIMIT = "the file is larger than it looks at (MaxFileSize)"
UNSIGNED = Signature("none", "There is no signature inside the file.")
DEFENDER = DetectionEngine(name="defender", state="absent")
ENGINES = (YARA, CLAMAV, DEFENDER)
WRITTEN = "2026-10-02T00:00:00Z"
EICAR = Detection("yara", "EICAR-Test-File", "vitrine-0001", "test file", WRITTEN, "record")
PACKED = Detection("yara", "Packed-Program-UPX", "vitrine-0002", "packed program", WRITTEN, "record")
TOOLS = Inspection(_signed("Example Tools Ltd", "2026-09-08T10:12:44Z"), (), ENGINES)
TEST_FILE = Inspection(UNSIGNED, (EICAR,), ENGINES)
REMOTE_HELP = Inspection(_signed("Example Remote Ltd", "2026-07-21T07:30:05Z"), (PACKED,), ENGINES)
PLAIN = Inspection(UNSIGNED, (), ENGINES)
LARGE = Inspection(UNSIGNED, (), (YARA, DetectionEngine(name="clamav", state="not_fully_scanned", why=LIMIT), DEFENDER))
LOCKED = Inspection(Signature("failed", why="you are not permitted to read it"))

# The license in each of its states, all of one day: for the demo and for pictures.
PRODUCT = "EX-SEC-4"
TODAY = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
# How many days ago the license began.
BEGAN: dict[State, int] = {"active": 146, "ending": 353, "grace": 368, "expired": 400, "not_yet_valid": -5}


def samples() -> dict[State, Status]:
    """Return every state of a license once, each judged by the same rules as a real license."""
    usual = Circumstances(now=TODAY, latest=TODAY, product=PRODUCT, grace_days=14)
    found: dict[State, Status] = {"none": Status(state="none", place="keyring")}
    for state, days in BEGAN.items():
        found[state] = judge(_held(TODAY.date() - timedelta(days=days)), usual)
    held = _held(TODAY.date() - timedelta(days=BEGAN["active"]))
    found["in_doubt"] = judge(held, replace(usual, now=TODAY - timedelta(days=1)))
    found["wrong_product"] = judge(_held(held.starts, product="EX-OTHER-1"), usual)
    found["revoked"] = judge(held, replace(usual, revoked=frozenset({held.mark})))
    found["invalid"] = Status(state="invalid", why=Refused(Code.SIGNED_CHANGED, kind="license"))
    return {state: replace(status, place="keyring") for state, status in found.items()}


def _held(starts: date, product: str = PRODUCT) -> License:
    return License(
        number="EX-0001",
        product=product,
        retail_item_id="EX-ART-1001",
        type="commercial",
        issued=min(starts, TODAY.date()),
        starts=starts,
        partner_name="Example Distribution GmbH",
        term_days=365,
    )
