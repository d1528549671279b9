"""Row 30, broken: something of this installation is among what payment sites are told."""

from __future__ import annotations

import hashlib
import secrets
import socket
from dataclasses import replace

from core import envelope
from core.collectors import payment
from core.product import Product
from core.reading import Reading, known
from tests.faults.guards.patch import PATCH


def numbered() -> None:
    """Each telling has a number of its own, as submissions have."""

    def told(reading: Reading) -> bytes:
        return envelope.told({**reading, "submission": known(secrets.token_hex(16), "a test")})

    PATCH.setattr("core.engine.told", told)


def named() -> None:
    """The extension's number is one of this machine."""
    before = payment.reading

    def reading(product: Product, plugin_id: str, mode: payment.Mode) -> Reading:
        machine = hashlib.sha256(socket.gethostname().encode()).hexdigest()[: len(plugin_id)]
        found = before(product, plugin_id, mode)
        return {**found, "plugin_id": replace(found["plugin_id"], value=machine)}

    PATCH.setattr(payment, "reading", reading)


def rounded() -> None:
    """One bit of the machine is enough to be too much."""
    before = payment.reading

    def reading(product: Product, plugin_id: str, mode: payment.Mode) -> Reading:
        bit = hashlib.sha256(socket.gethostname().encode()).digest()[0] % 2
        found = before(product, plugin_id, mode)
        return {**found, "browser_mode": known(("regular", "safe")[bit], "a test")}

    PATCH.setattr(payment, "reading", reading)
