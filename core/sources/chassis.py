"""Laptop, desktop or tablet: by the number or word the maker wrote into the firmware."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.reading import Fact, Reason, absent, known

DMI = "/sys/class/dmi/id/chassis_type"
DEVICE_TREE = "/proc/device-tree/chassis-type"

# SMBIOS 3.7, table 17. Numbers left out are servers, racks, blades, or say nothing (1, other; 2, unknown).
_NUMBERS = {
    "laptop": (8, 9, 10, 14, 31),
    "tablet": (11, 30, 32),
    "desktop": (3, 4, 5, 6, 7, 13, 15, 16, 35, 36),
}
# The Devicetree Specification, property chassis-type of the root node.
_WORDS = {
    "laptop": "laptop",
    "convertible": "laptop",
    "tablet": "tablet",
    "handset": "tablet",
    "desktop": "desktop",
}


def device_type(text: Callable[[str], str]) -> Fact:
    """The type; `text` reads a place and gives nothing where there is none. Raises OSError, ValueError."""
    if number := text(DMI).strip():
        return _told(by_number(number), DMI, number)
    if word := text(DEVICE_TREE).strip("\0 \n"):
        return _told(_WORDS.get(word), DEVICE_TREE, word)
    return absent(Reason.NONE_HERE, f"{DMI} or {DEVICE_TREE}")


def by_number(number: str) -> str | None:
    """The type of an SMBIOS number; none where it is neither. Raises ValueError for what is no number."""
    if not re.fullmatch(r"[0-9]{1,3}", number):
        raise ValueError("not a number")
    return next((name for name, numbers in _NUMBERS.items() if int(number) in numbers), None)


def _told(name: str | None, place: str, found: str) -> Fact:
    if name is None:
        return absent(Reason.NONE_HERE, f"{place}: {found[:32]}, neither laptop, desktop nor tablet")
    return known(name, place)
