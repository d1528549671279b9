"""Linux: what its files and its kernel say. Any of it may be missing, forbidden or hostile."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from core.reading import Fact, Reason, absent, known, probe
from core.sources import adapter, chassis, os_release, routes, small_file
from core.sources.os_release import OsRelease

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
    "active directory domain controller",
    "domain controller",
    "dc",
    "classic primary domain controller",
    "classic backup domain controller",
    "netbios backup domain controller",
}


class Linux:
    """A Linux under `root`; `adapters` gives what adapter.prefixes gives, `uname` what os.uname gives."""

    def __init__(
        self,
        root: Path = Path("/"),
        adapters: Callable[[], Mapping[str, str]] = adapter.prefixes,
        uname: Callable[[], os.uname_result] = os.uname,
    ) -> None:
        self._root = root
        self._adapters = adapters
        self._uname = uname

    def environment(self) -> dict[str, Fact]:
        """Exactly the items of ENVIRONMENT."""
        release = os_release.read(self._text)
        return {
            "device_guard_enabled": absent(Reason.OTHER_OS, "Device Guard, which only Windows has"),
            "os_family": probe("uname, sysname", lambda: self._uname().sysname),
            "os_version": release.fact("VERSION_ID"),
            "os_build": probe("uname, release", lambda: self._uname().release),
            "os_update": self._update(release),
            "os_edition": release.fact("NAME"),
            "os_edition_extended": release.fact("VARIANT", "VERSION_CODENAME", "VERSION"),
            "hardware_platform": probe("uname, machine", lambda: self._uname().machine),
            "os_features": self._features(),
            "device_type": _attempt(chassis.DMI, lambda: chassis.device_type(self._text_if_any)),
            "mac_prefix": _attempt("the network adapters and routes", self._mac_prefix),
        }

    def os_type(self) -> Fact:
        """`domain_controller` by Samba's role, else `workstation` where a desktop session can be begun."""
        controller = probe(_SAMBA, lambda: _role(self._text(_SAMBA)) in _CONTROLLERS)
        if controller.reason in (Reason.NOT_PERMITTED, Reason.FAILED):
            return controller
        if controller.value:
            return known("domain_controller", f"{_SAMBA}, [global] server role")
        return _attempt(" and ".join(_SESSIONS), self._by_session)

    def _by_session(self) -> Fact:
        for place in _SESSIONS:
            if any(name.endswith(".desktop") for name in self._names(place)):
                return known("workstation", f"a desktop session in {place}")
        return known("server", f"no desktop session in {' or '.join(_SESSIONS)}, no domain controller in {_SAMBA}")

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
        return Fact(None, image.reason, f"{_DEBIAN}; {image.source}, or a point in VERSION")

    def _features(self) -> Fact:
        """What could be seen; a place that could not be read is told beside it."""
        facts = [
            probe(_MODULES, lambda: _modules(self._text(_MODULES))),
            probe(_SECURE_BOOT, lambda: _secure_boot(small_file.start(self._path(_SECURE_BOOT)))),
            *(probe(place, partial(self._mark, place)) for place in _MARKS),
        ]
        unread = [fact for fact in facts if fact.reason in (Reason.NOT_PERMITTED, Reason.FAILED)]
        seen = {name for fact in facts if isinstance(fact.value, str) for name in fact.value.split(",")}
        if not seen:
            return unread[0] if unread else absent(Reason.NONE_HERE, ", ".join((_MODULES, *_MARKS)))
        source = ", ".join(fact.source for fact in facts if fact.value is not None)
        return known(", ".join(sorted(seen)), "; not readable: ".join([source, *(f.source for f in unread)]))

    def _mark(self, place: str) -> str:
        self._path(place).stat()
        return _MARKS[place]

    def _mac_prefix(self) -> Fact:
        # No source names the adapter: “enx00005e005301” is the whole number.
        prefixes = self._adapters()
        ranked: dict[str, Callable[[], Iterable[str]]] = {
            routes.IPV4: lambda: routes.defaults_ipv4(self._start_if_any(routes.IPV4)),
            routes.IPV6: lambda: routes.defaults_ipv6(self._start_if_any(routes.IPV6)),
            "/sys/class/net": lambda: self._physical(prefixes),
        }
        for place, names in ranked.items():
            for name in names():
                if name in prefixes:
                    what = "the first device" if place == "/sys/class/net" else "the default route's adapter"
                    return known(prefixes[name], f"{what} of {place}, first 5 of its number's 6 bytes")
        return absent(Reason.NONE_HERE, f"{', '.join(ranked)}: no adapter with a number of its own")

    def _physical(self, prefixes: Mapping[str, str]) -> Iterator[str]:
        for name in sorted(prefixes):
            try:
                self._path(f"/sys/class/net/{name}/device").stat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                # Without the path, which ends in the adapter's name.
                raise OSError(error.errno, error.strerror) from None
            yield name

    def _path(self, place: str) -> Path:
        return self._root / place.lstrip("/")

    def _text(self, place: str) -> str:
        return small_file.text(self._path(place))

    def _text_if_any(self, place: str) -> str:
        try:
            return self._text(place)
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def _start_if_any(self, place: str) -> str:
        # A router's table can be long; the kernel writes the default route near its beginning.
        try:
            return small_file.start(self._path(place)).decode("utf-8", "backslashreplace")
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def _names(self, place: str) -> list[str]:
        try:
            return [entry.name for entry in self._path(place).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []


def _attempt(source: str, read: Callable[[], Fact]) -> Fact:
    """Like probe, for a reading that tells its own source; `source` stands for it where it could not."""
    facts: list[Fact] = []
    failure = probe(source, lambda: facts.append(read()))
    return facts[0] if facts else failure


def _point(version: str, text: str) -> str | None:
    """The point release of `version` at the start of `text`: `22.04.4` of `22.04.4 LTS`."""
    found = re.match(re.escape(version) + r"(?:\.[0-9]+)+(?![^\s,])", text)
    return found[0] if found else None


def _modules(text: str) -> str:
    return ",".join(name for name in text.strip().split(",") if name in _KNOWN_MODULES)


def _secure_boot(variable: bytes) -> str | None:
    # Four bytes of attributes stand before the value, one byte: 1 is on.
    return "secure_boot" if variable[4:] == b"\x01" else None


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
