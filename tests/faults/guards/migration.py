"""Rows 39 and 50, broken: an older record is made into one of today in two transactions."""

from __future__ import annotations

from core.record import migration
from tests.faults.guards.patch import PATCH


def in_parts() -> None:
    """What is done so far is kept before the submissions are taken over."""
    before = migration._Events.take_all

    def take_all(self: migration._Events) -> None:
        before(self)
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    PATCH.setattr("core.record.migration._Events.take_all", take_all)
