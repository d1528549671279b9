"""Row 42, broken: a record is opened although its definitions are not ours."""

from __future__ import annotations

from pathlib import Path

import apsw

from core.errors import Code, Refused
from core.record import store
from tests.faults.guards.patch import PATCH


def letter() -> None:
    """Only triggers and views are looked for, as earlier versions did."""

    def check(connection: apsw.Connection, path: Path) -> None:
        query = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
        if planted := connection.execute(query).get:
            raise Refused(Code.RECORD_PLANTED, file=path, name=planted)

    PATCH.setattr("core.record.store._check_ours", check)


def between() -> None:
    """They are compared when the file is opened, and never again."""
    before = store.Lent.check

    def check(self: store.Lent, *, wholly: bool = False) -> None:
        if self._schema == -1:
            before(self, wholly=wholly)

    PATCH.setattr("core.record.store.Lent.check", check)
