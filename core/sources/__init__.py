"""What the operating system says. One contract; each system has a module of its own."""

from __future__ import annotations

import sys
from typing import Protocol

from core.reading import Fact, Reason, absent
from core.wording.readings import UNSAID as UNSAID_WORDS

# Of a declared item that its source has no line for.
UNSAID = absent(Reason.FAILED, UNSAID_WORDS)


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
    from core.sources.other import Other

    return Other()
