"""What the operating system says. One contract; each system has a module of its own."""

import sys
from typing import Protocol

from core.reading import Fact, Reason, absent, probe
from core.wording import readings

# Of a declared item that its source has no line for.
UNSAID = absent(Reason.FAILED, readings.UNSAID)
_PYTHON = "Python"


class System(Protocol):
    """An operating system, read without opening an internet socket, starting a program or waiting."""

    # What is said of an item of the group “environment” that the system has no line for.
    untold: Fact

    def environment(self) -> dict[str, Fact]:
        """Facts of the group “environment”, by the items' keys."""

    def os_type(self) -> Fact:
        """`server`, `workstation` or `domain_controller`."""


def this_system() -> System:
    """The system this program runs on."""
    if sys.platform == "linux":
        from core.sources.linux import Linux

        return Linux()
    return Other()


class Other:
    """Any other: of what it did not look at it says `not_checked`, which is neither “there is none” nor “failed”."""

    def __init__(self) -> None:
        self.untold = absent(Reason.NOT_CHECKED, readings.UNREAD_SYSTEM.format(system=sys.platform))

    def environment(self) -> dict[str, Fact]:
        """The system's family and the type of its processor."""
        import platform

        facts = {
            "os_family": probe(f"{_PYTHON}, platform.system()", platform.system),
            "hardware_platform": probe(f"{_PYTHON}, platform.machine()", platform.machine),
        }
        if sys.platform != "win32":
            facts["device_guard_enabled"] = absent(Reason.OTHER_OS, readings.DEVICE_GUARD)
        return facts

    def os_type(self) -> Fact:
        """Say that it is not checked."""
        return self.untold
