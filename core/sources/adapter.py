"""Network adapters by name, each with the first five of its number's six bytes. No sixth leaves."""

from __future__ import annotations

import re

_SIX_BYTES = re.compile(r"[0-9A-F]{2}(?:-[0-9A-F]{2}){5}")
_GROUP_BIT = 0x01


def prefixes() -> dict[str, str]:
    """The adapters whose number was given to one device, as `00-00-5E-00-53`. Raises OSError."""
    try:
        # Late: it costs a tenth of the program's start, and only this group needs it.
        import psutil

        # Not net_if_stats: that one opens an internet socket.
        listed = psutil.net_if_addrs()
    except PermissionError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever psutil raises, its words might quote a number
        raise OSError(f"psutil broke off ({type(error).__name__})") from None
    found: dict[str, str] = {}
    for name, addresses in listed.items():
        for address in addresses:
            if address.family == psutil.AF_LINK and (prefix := first_five(address.address)):
                found.setdefault(name, prefix)
    return found


def first_five(number: str) -> str | None:
    """The first five bytes; none of a number that is empty, a group's, or not six bytes long."""
    number = number.upper().replace(":", "-")
    if not _SIX_BYTES.fullmatch(number) or not number.strip("0-"):
        return None
    return None if int(number[:2], 16) & _GROUP_BIT else number[: len("00-00-5E-00-53")]
