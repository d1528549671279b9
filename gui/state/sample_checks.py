"""The files that were checked in the demo: they are there from the start, and nothing more can be checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from PySide6.QtCore import QObject

from core.checking.files import GROUP as FILES
from core.checking.files import Checked
from core.engine import Engine
from gui.state import happenings
from gui.state.checks import Checks


class SampleChecks(Checks):
    """Rows as if this window had seen them happen, each at its time."""

    def __init__(self, engine: Engine, seen: Sequence[tuple[datetime, Checked]], parent: QObject | None = None) -> None:
        super().__init__(engine, _no_check, parent)
        self._rows[FILES] = [row for at, checked in seen for row in happenings.of_file(checked, at)]


def _no_check() -> NoReturn:
    raise AssertionError("nothing is ever checked in the demo")
