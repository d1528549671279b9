"""Row 22, broken: a withdrawal does not stop what is under way."""

from __future__ import annotations

import socket
import struct
from collections.abc import Collection

from core.engine import Engine
from core.network.connection import Connection
from core.record.events import Event
from tests.faults.guards.patch import PATCH


def reset() -> None:
    """The connection is closed, as programs do, and the kernel goes on with what it has."""
    before = Connection.reset

    def closed(self: Connection) -> None:
        if self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))
        before(self)

    PATCH.setattr("core.network.connection.Connection.reset", closed)


def lock() -> None:
    """A withdrawal returns without having waited for the sender."""

    def stop(self: Engine, decided: Event, _ending: Collection[str] | None) -> None:
        self.ledger.append("stopped", detail={"of": decided.number})

    PATCH.setattr("core.engine.Engine._stop", stop)
