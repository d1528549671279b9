"""What the operating system says. One contract; each system has a module of its own."""

from __future__ import annotations

import sys
from typing import Protocol

from core.reading import Fact

# The items of the group “environment”, in the catalogue's order.
ENVIRONMENT = (
    "device_guard_enabled",
    "os_family",
    "os_version",
    "os_build",
    "os_update",
    "os_edition",
    "os_edition_extended",
    "hardware_platform",
    "os_features",
    "device_type",
    "mac_prefix",
)


class System(Protocol):
    """An operating system, read without opening an internet socket, starting a program or waiting."""

    def environment(self) -> dict[str, Fact]:
        """Exactly the items of ENVIRONMENT."""

    def os_type(self) -> Fact:
        """`server`, `workstation` or `domain_controller`."""


def this_system() -> System:
    """The system this program runs on."""
    if sys.platform == "linux":
        from core.sources.linux import Linux

        return Linux()
    from core.sources.other import Other

    return Other()
