"""The kernel's tables of routes: which adapters lead to the world, the preferred one first."""

from __future__ import annotations

IPV4 = "/proc/net/route"
IPV6 = "/proc/net/ipv6_route"

_UP = 0x0001
_REJECT = 0x0200
_IPV4_COLUMNS = 8
_IPV6_COLUMNS = 10


def defaults_ipv4(table: str) -> list[str]:
    """The adapters of the default routes: Iface Destination Gateway Flags RefCnt Use Metric Mask …"""
    found: list[tuple[int, str]] = []
    for line in table.split("\n"):
        fields = line.split()
        if len(fields) >= _IPV4_COLUMNS and fields[1] == fields[7] == "0" * 8 and _leads(fields[3]):
            found.append((_number(fields[6], 10), fields[0]))
    return [name for _, name in sorted(found)]


def defaults_ipv6(table: str) -> list[str]:
    """The adapters of the default routes: to, length, from, length, next, metric, 2 counts, flags, name."""
    found: list[tuple[int, str]] = []
    for line in table.split("\n"):
        fields = line.split()
        if len(fields) == _IPV6_COLUMNS and fields[:2] == ["0" * 32, "00"] and _leads(fields[8]):
            found.append((_number(fields[5], 16), fields[9]))
    return [name for _, name in sorted(found)]


def _leads(flags: str) -> bool:
    # The kernel keeps an “unreachable” default route on lo, marked as rejecting.
    return _number(flags, 16) & (_UP | _REJECT) == _UP


def _number(text: str, base: int) -> int:
    """The number, or one no route has, so that a damaged line comes last or leads nowhere."""
    try:
        return int(text, base)
    except ValueError:
        return _REJECT << 32 | _REJECT
