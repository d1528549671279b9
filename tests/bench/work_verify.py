"""The check of the record, and what it cannot be quicker than: one pass of SHA-256 over every row of the file."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.assembly import build
from core.record.verification import verify
from tests.bench.built import RECORD
from tests.bench.receipts import KEY

# So many signatures are checked for all that there are.
SAMPLE = 2_000
TEXT = b"x" * 170
AT_ONCE = 256


def work(what: str, home: str) -> Callable[[], object]:
    """`hashes`: all but the signatures; `signatures`: what these take; `pass` and `bare`: the floor of each."""
    return {"hashes": _hashes, "signatures": _signatures, "pass": _pass, "bare": _bare}[what](home)


def _hashes(home: str) -> Callable[[], object]:
    count_checks(lambda _key, *_: None)
    return lambda: _verify(home)


def _signatures(home: str) -> Callable[[], object]:
    """Hands back seconds of CPU, and how many were checked: all of them here, where they can be counted."""
    patch.object(verify, "LARGE", sys.maxsize).start()
    checks = count_checks(lambda key, *given: key.verify(*given))

    def check() -> tuple[float, float]:
        before = checks.seconds, checks.count
        _verify(home)
        return checks.seconds - before[0], checks.count - before[1]

    return check


def _verify(home: str) -> None:
    assert build(environment={"VITRINE_HOME": home}).engine.ledger.history.verify().ok


class Checks:
    """How many signatures were checked, and how long that took."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.count += 1
        self.seconds += seconds


def count_checks(check: Callable[..., object]) -> Checks:
    """From now on, whoever reads a public key gets one that counts, and checks signatures in this way."""
    usual, checks = Ed25519PublicKey.from_public_bytes, Checks()

    class Counting:
        def __init__(self, raw: bytes) -> None:
            self._key = usual(raw)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._key, name)

        def verify(self, signature: bytes, data: bytes) -> None:
            start = time.thread_time()
            check(self._key, signature, data)
            checks.add(time.thread_time() - start)

    patch.object(Ed25519PublicKey, "from_public_bytes", Counting).start()
    return checks


def _pass(home: str) -> Callable[[], object]:
    """Whatever tables there are: rows are packed, so that their bytes lie one after the other, and hashed."""
    pack = msgspec.msgpack.Encoder().encode

    def read() -> None:
        digest = hashlib.sha256()
        with closing(sqlite3.connect(Path(home, RECORD))) as connection:
            # One without pages of its own stands for others that have some.
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
            for (table,) in tables.fetchall():
                rows = connection.execute(f'SELECT * FROM "{table}"')
                while some := rows.fetchmany(AT_ONCE):
                    digest.update(pack(some))

    return read


def _bare(_home: str) -> Callable[[], object]:
    key = KEY.public_key()
    signed = [(KEY.sign(data), data) for data in (b"%d%b" % (number, TEXT) for number in range(SAMPLE))]

    def check() -> None:
        for signature, data in signed:
            key.verify(signature, data)

    return check
