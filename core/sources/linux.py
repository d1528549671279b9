"""Linux: what its files and its kernel say. Any of it may be missing, forbidden or hostile."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.errors import Code, Unavailable
from core.reading import Fact, Reason, absent, known, probe
from core.sources import UNSAID
from core.wording import readings as wording

# The largest honest small file, a long smb.conf, has some 20 KB.
LARGEST = 64 * 1024
# The standard names both, in this order, and reads exactly one of them.
_RELEASES = ("/etc/os-release", "/usr/lib/os-release")
_ASSIGNMENT = re.compile(r"([A-Z][A-Z0-9_]*)=([\"']?)(.*)\2", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\$\"'`])")
_UNAME = "uname"
_DEBIAN = "/etc/debian_version"
_SAMBA = "/etc/samba/smb.conf"
_SESSIONS = ("/usr/share/wayland-sessions", "/usr/share/xsessions")
_MODULES = "/sys/kernel/security/lsm"
# The kernel's own. A name outside this list could be one machine's only, so it is left out.
_KNOWN_MODULES = {
    *("apparmor", "selinux", "smack", "tomoyo", "landlock", "lockdown", "yama", "capability"),
    *("bpf", "evm", "ima", "integrity", "ipe", "loadpin", "safesetid"),
}
# The variable's name holds the ID that the UEFI specification gives its owner.
_SECURE_BOOT = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
_MARKS = {
    "/run/systemd/system": "systemd",
    "/sys/firmware/efi": "efi",
    "/.dockerenv": "container",
    "/run/.containerenv": "container",
    "/run/systemd/container": "container",
}
# Samba's own names of the roles that make a machine a domain controller, old and new.
_CONTROLLERS = {
    *("active directory domain controller", "domain controller", "dc", "classic primary domain controller"),
    *("classic backup domain controller", "netbios backup domain controller"),
}
_DMI = "/sys/class/dmi/id/chassis_type"
_DEVICE_TREE = "/proc/device-tree/chassis-type"
# SMBIOS 3.7, table 17. Numbers left out are servers, racks, blades, or say nothing (1, other; 2, unknown).
_CASINGS = {"laptop": (8, 9, 10, 14, 31), "tablet": (11, 30, 32), "desktop": (3, 4, 5, 6, 7, 13, 15, 16, 35, 36)}
# The Devicetree Specification, property chassis-type of the root node.
_CASING_WORDS = {"laptop": ("laptop", "convertible"), "tablet": ("tablet", "handset"), "desktop": ("desktop",)}
# Tables of routes, as the kernel's documentation of /proc has them.
_IPV4 = "/proc/net/route"
_IPV6 = "/proc/net/ipv6_route"
_UP = 0x0001
_REJECT = 0x0200
_IPV4_COLUMNS = 8
_IPV6_COLUMNS = 10
_NETWORK = "/sys/class/net"
_SIX_BYTES = re.compile(r"[0-9A-F]{2}(?:-[0-9A-F]{2}){5}")
_GROUP_BIT = 0x01

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class OsRelease:
    """The assignments of the file os-release, which tell the distribution; or why none could be read."""

    place: str
    fields: Mapping[str, str] = field(default_factory=dict)
    error: OSError | None = None

    def fact(self, *names: str) -> Fact:
        """The first of these fields that is set, as a fact."""
        name = next((name for name in names if self.fields.get(name)), wording.OR.join(names))
        return probe(f"{self.place}, {name}", lambda: self._get(name))

    def _get(self, name: str) -> str | None:
        if self.error:
            raise self.error
        return self.fields.get(name)


def os_release(text: Callable[[str], str]) -> OsRelease:
    """Find and read os-release; `text` reads a place. Never raises: an error is kept for the facts."""
    missing: OSError | None = None
    for place in _RELEASES:
        try:
            return OsRelease(place, _assignments(text(place)))
        except FileNotFoundError as error:
            missing = error
        except OSError as error:
            return OsRelease(place, error=error)
    return OsRelease(wording.OR.join(_RELEASES), error=missing)


def _assignments(text: str) -> dict[str, str]:
    """The assignments; a line that is none is passed over, and of two with one name the later holds."""
    # Not splitlines: it also splits at U+2028 and other signs that may stand inside a value.
    lines = (_ASSIGNMENT.fullmatch(line.strip(" \t\r")) for line in text.split("\n"))
    return {line[1]: line[3] if line[2] == "'" else _ESCAPED.sub(r"\1", line[3]) for line in lines if line}


class Linux:
    """A Linux whose files lie under `root`; `adapters` gives what `prefixes` gives, `uname` what os.uname gives."""

    untold = UNSAID

    def __init__(
        self,
        root: Path = Path("/"),
        adapters: Callable[[], Mapping[str, str]] | None = None,
        uname: Callable[[], os.uname_result] = os.uname,
    ) -> None:
        self._root = root
        self._adapters = adapters or prefixes
        self._uname = uname

    def environment(self) -> dict[str, Fact]:
        """A fact for each item of the group “environment”."""
        release = os_release(self._text)
        return {
            "device_guard_enabled": absent(Reason.OTHER_OS, wording.DEVICE_GUARD),
            "os_family": probe(f"{_UNAME}, sysname", lambda: self._uname().sysname),
            "os_version": release.fact("VERSION_ID"),
            "os_build": probe(f"{_UNAME}, release", lambda: self._uname().release),
            "os_update": self._update(release),
            "os_edition": release.fact("NAME"),
            "os_edition_extended": release.fact("VARIANT", "VERSION_CODENAME", "VERSION"),
            "hardware_platform": probe(f"{_UNAME}, machine", lambda: self._uname().machine),
            "os_features": self._features(),
            "device_type": probe(_DMI, self._device_type),
            "mac_prefix": probe(wording.ADAPTERS, self._mac_prefix),
        }

    def os_type(self) -> Fact:
        """`domain_controller` by Samba's role, else `workstation` where a desktop session can be begun."""
        controller = probe(_SAMBA, lambda: _role(self._text(_SAMBA)) in _CONTROLLERS)
        if controller.reason in (Reason.NOT_PERMITTED, Reason.FAILED):
            return controller
        if controller.value:
            return known("domain_controller", f"{_SAMBA}, [global] server role")
        return probe(wording.AND.join(_SESSIONS), self._by_session)

    def _by_session(self) -> Fact:
        for place in _SESSIONS:
            if any(name.endswith(".desktop") for name in self._names(place)):
                return known("workstation", wording.DESKTOP.format(place=place))
        return known("server", wording.NO_DESKTOP.format(places=wording.OR.join(_SESSIONS), file=_SAMBA))

    def _update(self, release: OsRelease) -> Fact:
        """The point release, which most distributions tell in a place of their own."""
        debian = probe(_DEBIAN, lambda: self._text(_DEBIAN).strip())
        version = release.fields.get("VERSION_ID", "")
        if isinstance(debian.value, str) and version and debian.value == _point(version, debian.value):
            return debian
        if version and (point := _point(version, release.fields.get("VERSION", ""))):
            return known(point, f"{release.place}, VERSION")
        image = release.fact("IMAGE_VERSION", "BUILD_ID")
        if image.value is not None:
            return image
        if debian.reason in (Reason.NOT_PERMITTED, Reason.FAILED):
            return debian
        return Fact(None, image.reason, wording.NO_POINT.format(file=_DEBIAN, image=image.source))

    def _features(self) -> Fact:
        """What could be seen; a place that could not be read is told beside it."""
        facts = [
            probe(_MODULES, lambda: ",".join(_KNOWN_MODULES.intersection(self._text(_MODULES).strip().split(",")))),
            # Four bytes of attributes stand before the value, one byte: 1 is on.
            probe(_SECURE_BOOT, lambda: "secure_boot" if _start(self._path(_SECURE_BOOT))[4:] == b"\x01" else None),
            *(probe(place, partial(self._mark, place)) for place in _MARKS),
        ]
        unread = [fact for fact in facts if fact.reason in (Reason.NOT_PERMITTED, Reason.FAILED)]
        seen = {name for fact in facts if isinstance(fact.value, str) for name in fact.value.split(",")}
        if not seen:
            return unread[0] if unread else absent(Reason.NONE_HERE, ", ".join((_MODULES, *_MARKS)))
        source = ", ".join(fact.source for fact in facts if fact.value is not None)
        for fact in unread:
            source = wording.NOT_READABLE.format(read=source, place=fact.source)
        return known(", ".join(sorted(seen)), source)

    def _mark(self, place: str) -> str:
        self._path(place).stat()
        return _MARKS[place]

    def _device_type(self) -> Fact:
        """`laptop`, `desktop` or `tablet`, by what the maker wrote into the firmware."""
        if number := self._text_if_any(_DMI).strip():
            return _casing(by_number(number), _DMI, number)
        if word := self._text_if_any(_DEVICE_TREE).strip("\0 \n"):
            return _casing(_named(_CASING_WORDS, word), _DEVICE_TREE, word)
        return absent(Reason.NONE_HERE, wording.OR.join((_DMI, _DEVICE_TREE)))

    def _mac_prefix(self) -> Fact:
        # No source names the adapter: “enx00005e005301” is the whole number.
        listed = self._adapters()
        ranked: tuple[tuple[str, str, Callable[[], Iterable[str]]], ...] = (
            (_IPV4, wording.DEFAULT_ROUTE, lambda: defaults_ipv4(self._start_if_any(_IPV4))),
            (_IPV6, wording.DEFAULT_ROUTE, lambda: defaults_ipv6(self._start_if_any(_IPV6))),
            (_NETWORK, wording.FIRST_DEVICE, lambda: self._physical(listed)),
        )
        for place, told, names in ranked:
            for name in names():
                if name in listed:
                    return known(listed[name], told.format(place=place))
        return absent(Reason.NONE_HERE, wording.NO_ADAPTER.format(places=", ".join(place for place, *_ in ranked)))

    def _physical(self, prefixes: Mapping[str, str]) -> Iterator[str]:
        for name in sorted(prefixes):
            try:
                is_there = _if_any(self._path(f"{_NETWORK}/{name}/device").stat) is not None
            except OSError as error:
                # Without the path, which ends in the adapter's name.
                raise OSError(error.errno, error.strerror) from None
            if is_there:
                yield name

    def _path(self, place: str) -> Path:
        return self._root / place.lstrip("/")

    def _text(self, place: str) -> str:
        """The whole small file; what is not UTF-8 is written as `\\xNN`. Raises OSError, also for a larger file."""
        data = _start(self._path(place), LARGEST + 1)
        if len(data) > LARGEST:
            # A cut file could be told as “has no such line”, which nobody has looked at.
            raise Unavailable(Code.SOURCE_TOO_LARGE, kibibytes=LARGEST // 1024)
        return data.decode("utf-8", "backslashreplace")

    def _text_if_any(self, place: str) -> str:
        return _if_any(lambda: self._text(place)) or ""

    def _start_if_any(self, place: str) -> str:
        # A router's table can be long; the kernel writes the default route near its beginning.
        return (_if_any(lambda: _start(self._path(place))) or b"").decode("utf-8", "backslashreplace")

    def _names(self, place: str) -> list[str]:
        return _if_any(lambda: [entry.name for entry in self._path(place).iterdir()]) or []


def _if_any(read: Callable[[], Found]) -> Found | None:
    """What is read, or None where there is nothing. Raises OSError where there is something."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return read()
    return None


def _point(version: str, text: str) -> str | None:
    """The point release of `version` at the start of `text`: `22.04.4` of `22.04.4 LTS`."""
    found = re.match(re.escape(version) + r"(?:\.[0-9]+)+(?![^\s,])", text)
    return found[0] if found else None


def _role(text: str) -> str:
    """The server role of an smb.conf; in its names neither case nor blanks count."""
    section, role = "", ""
    for line in text.replace("\\\n", "").split("\n"):
        name, equals, value = line.strip().partition("=")
        if name.startswith("["):
            section = name.strip("[] ").lower()
        elif equals and section == "global" and "".join(name.split()).lower() == "serverrole":
            role = " ".join(value.split()).lower()
    return role


def by_number(number: str) -> str | None:
    """The type that an SMBIOS number stands for; None where it is none of them. Raises Unavailable: not a number."""
    if not re.fullmatch(r"[0-9]{1,3}", number):
        raise Unavailable(Code.SOURCE_NOT_NUMBER)
    return _named(_CASINGS, int(number))


def _named(names: Mapping[str, tuple[Found, ...]], found: Found) -> str | None:
    return next((name for name, each in names.items() if found in each), None)


def _casing(name: str | None, place: str, found: str) -> Fact:
    if name is None:
        return absent(Reason.NONE_HERE, wording.CASING.format(place=place, found=found[:32]))
    return known(name, place)


def defaults_ipv4(table: str) -> list[str]:
    """The adapters of the default routes in /proc/net/route, the preferred one first.

    Its columns: Iface Destination Gateway Flags RefCnt Use Metric Mask …
    """
    rows = map(str.split, table.split("\n"))
    defaults = (row for row in rows if len(row) >= _IPV4_COLUMNS and row[1] == row[7] == "0" * 8)
    return _preferred((row[3], _number(row[6], 10), row[0]) for row in defaults)


def defaults_ipv6(table: str) -> list[str]:
    """The adapters of the default routes in /proc/net/ipv6_route, the preferred one first.

    Its columns: destination, its length, source, its length, next hop, metric, two counts, flags, name.
    """
    rows = map(str.split, table.split("\n"))
    defaults = (row for row in rows if len(row) == _IPV6_COLUMNS and row[:2] == ["0" * 32, "00"])
    return _preferred((row[8], _number(row[5], 16), row[9]) for row in defaults)


def _preferred(routes: Iterable[tuple[str, int, str]]) -> list[str]:
    """The names of these routes, each of its flags, metric and name, by their metrics."""
    # The kernel keeps an “unreachable” default route on lo, marked as rejecting.
    leading = (route for route in routes if _number(route[0], 16) & (_UP | _REJECT) == _UP)
    return [name for _, _, name in sorted(leading, key=lambda route: route[1:])]


def _number(text: str, base: int) -> int:
    """The number, or one no route has, so that a damaged line comes last or leads nowhere."""
    try:
        return int(text, base)
    except ValueError:
        return _REJECT << 32 | _REJECT


def prefixes() -> dict[str, str]:
    """The network adapters by name, each with the first five of its number's six bytes, as `00-00-5E-00-53`.

    Adapters without a number of their own are left out. Raises OSError. The sixth byte leaves this function in no way.
    """
    try:
        # Late: it costs a tenth of the program's start, and only this group needs it.
        import psutil

        # Not net_if_stats: that one opens an internet socket.
        listed = psutil.net_if_addrs()
    except PermissionError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever psutil raises, its words might quote a number
        raise Unavailable(Code.SOURCE_BROKE_OFF, library="psutil", type=type(error).__name__) from None
    found: dict[str, str] = {}
    for name, addresses in listed.items():
        for address in addresses:
            if address.family == psutil.AF_LINK and (prefix := first_five(address.address)):
                found.setdefault(name, prefix)
    return found


def first_five(number: str) -> str | None:
    """The first five bytes of an adapter's number; None of one that is zero, a group's, or not six bytes long."""
    number = number.upper().replace(":", "-")
    if not _SIX_BYTES.fullmatch(number) or not number.strip("0-"):
        return None
    return None if int(number[:2], 16) & _GROUP_BIT else number[: len("00-00-5E-00-53")]


def _start(path: Path, length: int = LARGEST) -> bytes:
    """The first `length` bytes of a regular file. Raises OSError for anything else: it could stall the program."""
    # Without O_NONBLOCK, opening a FIFO waits until somebody writes to it.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unavailable(Code.SOURCE_NOT_FILE)
        # The files of /proc come in pieces, whatever length is asked for.
        pieces = bytearray()
        while len(pieces) < length and (piece := os.read(descriptor, length - len(pieces))):
            pieces += piece
        return bytes(pieces)
    finally:
        os.close(descriptor)
