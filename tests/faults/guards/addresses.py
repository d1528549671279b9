"""Row 28, broken: whom a web address leads to is not judged."""

from __future__ import annotations

from msgspec import structs

from core.inspectors import certificate
from core.inspectors.address import Address
from core.inspectors.finding import Server
from core.network.connection import Connection
from tests.faults.guards.patch import PATCH


def judging() -> None:
    """Wherever an address leads counts as a place on the internet."""
    for module in ("address", "certificate"):
        PATCH.setattr(f"core.inspectors.{module}.special", lambda _: "")


def judged_address() -> None:
    """The name is looked up once more, to connect."""
    before = certificate._asked

    def asked(server: Server, address: Address, way: certificate.Way, connection: Connection) -> Server:
        again = server.ipv4 if address.ip else way.resolve(address.host)[0]
        return before(structs.replace(server, ipv4=again), address, way, connection)

    PATCH.setattr("core.inspectors.certificate._asked", asked)
