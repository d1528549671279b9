"""A system without a module of its own: the little Python itself can tell, and the rest said to be unread."""

from __future__ import annotations

import platform
import sys

from core.reading import Fact, Reason, absent, probe
from core.sources import ENVIRONMENT


class Other:
    """Claims nothing of what it did not look at: `not_checked` is neither “there is none” nor “failed”."""

    def environment(self) -> dict[str, Fact]:
        """Family and processor type; all else is not checked."""
        facts = dict.fromkeys(ENVIRONMENT, _unread())
        facts["os_family"] = probe("Python, platform.system()", platform.system)
        facts["hardware_platform"] = probe("Python, platform.machine()", platform.machine)
        if sys.platform != "win32":
            facts["device_guard_enabled"] = absent(Reason.OTHER_OS, "Device Guard, which only Windows has")
        return facts

    def os_type(self) -> Fact:
        """Not checked."""
        return _unread()


def _unread() -> Fact:
    return absent(Reason.NOT_CHECKED, f"nothing: not read on this operating system yet ({sys.platform})")
