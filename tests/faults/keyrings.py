"""Row 36: the keyring is absent, locked, null, broken or slow: memory only, told in time, and no secret in a file."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from core import secrets
from core.license.licensing import Licensing
from core.product import load_product
from core.record.ledger import Ledger
from core.secrets import Secrets
from tests.commands import REPOSITORY
from tests.core.license.vendor import Vendor
from tests.fakes.keyrings import Keeping
from tests.faults.row import Found

WAIT = 0.05
# What a busy computer may add to a deadline.
LATE = 1.0
SLOW_SECONDS = 60.0


class Broken(Keeping):
    """Fails, and quotes what it was given."""

    def set_password(self, service: str, name: str, text: str) -> None:
        """As a keyring whose service has died."""
        raise RuntimeError(f"could not keep {text}")


class Sleeping(Keeping):
    """Takes a minute over everything."""

    ended = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.ended.wait(SLOW_SECONDS)
        return super().get_password(service, name)


KINDS = ("Null", "Locked", "Missing", "Broken", "Sleeping", "Keeping", "no bus")


def sweep(n: int, seed: int) -> Found:
    """So many keyrings, one after the other. A real one stands in tests/linux/test_keyring.py."""
    chance, count = random.Random(seed), Counter[str]()
    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    for number in range(n):
        with tempfile.TemporaryDirectory() as folder:
            _one(Path(folder), KINDS[number % len(KINDS)], f"canary-{chance.getrandbits(64):x}", count)
    Sleeping.ended.set()
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    os.environ.update({} if before is None else {"DBUS_SESSION_BUS_ADDRESS": before})
    wrong = ("secrets in files", "too late", "kept untold", "lost", "exceptions")
    figure = ", ".join(f"{what} {count[what]}" for what in wrong)
    return Found(n, f"{figure}; in memory {count['memory']}", not any(count[what] for what in wrong))


def _one(folder: Path, kind: str, canary: str, count: Counter[str]) -> None:
    module = "tests.fakes.keyrings" if hasattr(sys.modules["tests.fakes.keyrings"], kind) else __name__
    secrets.BACKENDS = dict.fromkeys(secrets.BACKENDS, ((module, kind),))
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:" if kind == "no bus" else "unix:path=/nowhere"
    vendor = Vendor()
    product = load_product(vendor.product(folder), REPOSITORY / "resources")
    held = Secrets(str(folder), wait_seconds=WAIT)
    licensing = Licensing(Ledger(folder / "home"), held, product)
    text = vendor.license(number=canary, term_days=36_525)
    try:
        start = time.monotonic()
        licensing.activate(text, "script")
        # Each question has its own deadline; an activation asks a few.
        count["too late"] += time.monotonic() - start > 8 * WAIT + LATE
        count["lost"] += licensing.status().state == "none"
        _judge(held, text, folder, kind, count)
    except Exception:  # noqa: BLE001 - exactly what must not be
        count["exceptions"] += 1


def _judge(held: Secrets, text: str, folder: Path, kind: str, count: Counter[str]) -> None:
    start = time.monotonic()
    count["lost"] += held.read("license") != text
    count["too late"] += time.monotonic() - start > WAIT + LATE
    in_keyring = held.kept == "keyring"
    count["memory"] += not in_keyring
    count["kept untold"] += in_keyring != (kind == "Keeping") or in_keyring == bool(held.why)
    if in_keyring:
        count["kept untold"] += Secrets(str(folder), wait_seconds=WAIT).read("license") != text
    secret = text.splitlines()[2].encode()
    for path in folder.rglob("*"):
        count["secrets in files"] += path.is_file() and secret in path.read_bytes()
