"""Row 26, broken: nobody looks at the clock, at what is opened, or at the memory."""

from __future__ import annotations

from tests.faults.guards.patch import PATCH
from tests.faults.hostile_files import ODD


def deadline() -> None:
    """The program waits for its process for as long as that takes."""
    PATCH.setattr("core.inspectors.worker.LATE_SECONDS", 3600.0)


def regular_file() -> None:
    """Whatever has the name of a file is opened and read."""
    PATCH.setattr("core.inspectors.worker.command", lambda: [*ODD, "regular"])


def memory() -> None:
    """Neither the system nor the program limits the process."""
    PATCH.setattr("tests.faults.hostile_files.ODD", [*ODD, "memory"])
    PATCH.setattr("core.inspectors.worker.MOST_MEMORY", 2**60)
