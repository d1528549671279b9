"""A system without a module of its own: the little Python itself can tell, and the rest said to be unread."""

from __future__ import annotations

import platform
import sys

from core.reading import Fact, Reason, absent, probe
from core.wording import readings as wording

_PYTHON = "Python"


class Other:
    """Claims nothing of what it did not look at: `not_checked` is neither “there is none” nor “failed”."""

    def __init__(self) -> None:
        self.untold = absent(Reason.NOT_CHECKED, wording.UNREAD_SYSTEM.format(system=sys.platform))

    def environment(self) -> dict[str, Fact]:
        """The system's family and the type of its processor."""
        facts = {
            "os_family": probe(f"{_PYTHON}, platform.system()", platform.system),
            "hardware_platform": probe(f"{_PYTHON}, platform.machine()", platform.machine),
        }
        if sys.platform != "win32":
            facts["device_guard_enabled"] = absent(Reason.OTHER_OS, wording.DEVICE_GUARD)
        return facts

    def os_type(self) -> Fact:
        """Say that it is not checked."""
        return self.untold
