"""Machines as data: the files of a root folder, the adapters, and what is to be told of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from core.reading import Reason, Value
from core.sources.linux import Linux

ROUTES = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
SECURE_BOOT = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
UNAME = os.uname_result(("Linux", "not-to-be-told", "6.1.0-18-amd64", "#1 SMP 6.1.76-1", "x86_64"))


def route(name: str, metric: int = 0, to: str = "00000000", mask: str = "00000000", flags: str = "0003") -> str:
    """A line of /proc/net/route."""
    return f"{name}\t{to}\t010200C0\t{flags}\t0\t0\t{metric}\t{mask}\t0\t0\t0\n"


def route6(name: str, metric: str = "00000400", to: str = "0" * 32 + " 00", flags: str = "00000003") -> str:
    """A line of /proc/net/ipv6_route."""
    return f"{to} {'0' * 32} 00 {'0' * 32} {metric} 00000001 00000000 {flags} {name:>8}\n"


@dataclass(frozen=True)
class Machine:
    """A root folder's files, adapters, and the facts expected; items not named are `none_here`."""

    files: dict[str, str | bytes]
    facts: dict[str, Value | Reason]
    adapters: dict[str, str] = field(default_factory=dict)

    def linux(self, root: Path) -> Linux:
        """This machine, written below `root`."""
        for name, content in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Linux(root, lambda: self.adapters, lambda: UNAME)


KERNEL: dict[str, Value | Reason] = {
    "device_guard_enabled": Reason.OTHER_OS,
    "os_family": "Linux",
    "os_build": "6.1.0-18-amd64",
    "hardware_platform": "x86_64",
}

DEBIAN_LAPTOP = Machine(
    files={
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\n'
        'VERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n',
        "etc/debian_version": "12.5\n",
        "run/systemd/system/.keep": "",
        "sys/kernel/security/lsm": "lockdown,capability,yama,apparmor,one_machine_s_own",
        SECURE_BOOT: b"\x06\x00\x00\x00\x01",
        "sys/class/dmi/id/chassis_type": "10\n",
        "proc/net/route": ROUTES
        + route("wlan0", 600)
        + route("eth0", 100)
        + route("usb0", 0, to="000200C0", mask="00FFFFFF"),
        "usr/share/wayland-sessions/gnome.desktop": "",
    },
    adapters={"wlan0": "00-00-5E-00-01", "eth0": "00-00-5E-00-02", "usb0": "00-00-5E-00-03"},
    facts={
        **KERNEL,
        "os_version": "12",
        "os_update": "12.5",
        "os_edition": "Debian GNU/Linux",
        "os_edition_extended": "bookworm",
        "os_features": "apparmor, capability, efi, lockdown, secure_boot, systemd, yama",
        "device_type": "laptop",
        "mac_prefix": "00-00-5E-00-02",
        "os_type": "workstation",
    },
)
UBUNTU_DESKTOP = Machine(
    files={
        "etc/os-release": 'NAME="Ubuntu"\nVERSION_ID="22.04"\nVERSION="22.04.4 LTS (Jammy Jellyfish)"\n'
        "VERSION_CODENAME=jammy\nID=ubuntu\nID_LIKE=debian\n",
        "etc/debian_version": "bookworm/sid\n",
        "sys/class/dmi/id/chassis_type": "3\n",
        SECURE_BOOT: b"\x06\x00\x00\x00\x00",
        "proc/net/ipv6_route": route6("lo", "ffffffff", flags="00200200")
        + route6("eth1", "00000800")
        + route6("eth0")
        + route6("eth2", "00000001", to="2001" + "0" * 28 + " 40"),
        "usr/share/xsessions/xfce.desktop": "",
    },
    adapters={"eth0": "00-00-5E-00-01", "eth1": "00-00-5E-00-02", "eth2": "00-00-5E-00-03"},
    facts={
        **KERNEL,
        "os_version": "22.04",
        "os_update": "22.04.4",
        "os_edition": "Ubuntu",
        "os_edition_extended": "jammy",
        "os_features": "efi",
        "device_type": "desktop",
        "mac_prefix": "00-00-5E-00-01",
        "os_type": "workstation",
    },
)
FEDORA_TABLET = Machine(
    files={
        "usr/lib/os-release": "NAME='Fedora \\$ Linux'\nVERSION=\"39 (Silverblue)\"\nVERSION_ID=39\n"
        'VARIANT="Silver\\"blue\\""\nIMAGE_VERSION=39.20240310.0\n# BUILD_ID=7\n',
        "proc/device-tree/chassis-type": b"tablet\0",
        "sys/kernel/security/lsm": "selinux",
        "proc/net/route": ROUTES + route("wg0"),
        "sys/class/net/eth1/device/vendor": "",
    },
    adapters={"br0": "00-00-5E-00-01", "eth1": "00-00-5E-00-02"},
    facts={
        **KERNEL,
        "os_version": "39",
        "os_update": "39.20240310.0",
        "os_edition": "Fedora \\$ Linux",
        "os_edition_extended": 'Silver"blue"',
        "os_features": "selinux",
        "device_type": "tablet",
        "mac_prefix": "00-00-5E-00-02",
        "os_type": "server",
    },
)
SAMBA_IN_A_RACK = Machine(
    files={
        "etc/os-release": "NAME=Rolling\nBUILD_ID=rolling\n",
        "etc/samba/smb.conf": "; server role = member\n[homes]\nserver role = member server\n[Global]\n"
        "\tServerRole = active directory \\\n  domain  Controller\n[x]\nserver role = auto\n",
        "usr/share/xsessions/gnome.desktop": "",
        "sys/class/dmi/id/chassis_type": "23\n",
        "proc/net/route": ROUTES + route("eth0", flags="0201") + route("eth0", mask="00000080"),
    },
    adapters={"eth0": "00-00-5E-00-01"},
    facts={**KERNEL, "os_edition": "Rolling", "os_update": "rolling", "os_type": "domain_controller"},
)
BARE_CONTAINER = Machine(files={".dockerenv": ""}, facts={**KERNEL, "os_features": "container", "os_type": "server"})
NOTHING_AT_ALL = Machine(files={}, facts={**KERNEL, "os_type": "server"})
HOSTILE = Machine(
    files={
        "etc/os-release": b'VERSION_ID="1\x002"\nNAME="\xff\xfe"\n=\nA B=C\n'
        b"VARIANT=\xe2\x80\xae\xe2\x80\xa8evil\n"
        b"VERSION='1\x002.3 $(reboot) `id`'\n",
        "etc/debian_version": b"\xff" * 100,
        "sys/class/dmi/id/chassis_type": "\uff11\uff10",
        "sys/kernel/security/lsm": "\0,,\u202eapparmor\n",
        SECURE_BOOT: b"",
        "proc/net/route": "\n\0\n" + route("eth0", flags="zz") + "a b\n",
        "proc/net/ipv6_route": b"\xff" * 1000,
        "etc/samba/smb.conf": b"[global\nserver role\n= dc\n[[global]]\nserver role = \xff",
    },
    adapters={"eth0": "00-00-5E-00-01"},
    facts={
        **KERNEL,
        "os_version": "1\x002",
        "os_update": "1\x002.3",
        "os_edition": "\\xff\\xfe",
        "os_edition_extended": "\u202e\u2028evil",
        "os_features": "efi",
        "device_type": Reason.FAILED,
        "os_type": "server",
    },
)
NO_POINT_RELEASE = Machine(
    files={"etc/os-release": 'VERSION_ID="22.04"\nVERSION=22.04.4beta', "etc/debian_version": "22.04.x"},
    facts={**KERNEL, "os_version": "22.04", "os_edition_extended": "22.04.4beta", "os_type": "server"},
)
VERSION_LIKE_A_PATTERN = Machine(
    files={"etc/os-release": 'VERSION_ID=".*("\nVERSION=".*(.1"', "etc/debian_version": "12.5"},
    facts={
        **KERNEL,
        "os_version": ".*(",
        "os_update": ".*(.1",
        "os_edition_extended": ".*(.1",
        "os_type": "server",
    },
)
LONG_LINES = Machine(
    files={
        "etc/os-release": "NAME=" + "x" * 1024 * 1024,
        "etc/debian_version": "1" * 60_000,
        "sys/class/dmi/id/chassis_type": "1" * 60_000,
        "etc/samba/smb.conf": "#" * 1024 * 1024,
        "proc/net/route": ROUTES + route("eth0") + route("tun0", to="000200C0") * 100_000,
    },
    adapters={"eth0": "00-00-5E-00-01"},
    facts={
        **KERNEL,
        **dict.fromkeys(("os_version", "os_update", "os_edition", "os_edition_extended"), Reason.FAILED),
        "device_type": Reason.FAILED,
        "mac_prefix": "00-00-5E-00-01",
        "os_type": Reason.FAILED,
    },
)
LONG_NAME = Machine(
    files={"etc/os-release": "NAME=" + "x" * 9000},
    facts={**KERNEL, "os_edition": Reason.FAILED, "os_type": "server"},
)
MACHINES = {
    "debian laptop": DEBIAN_LAPTOP,
    "ubuntu desktop": UBUNTU_DESKTOP,
    "fedora tablet behind a tunnel": FEDORA_TABLET,
    "samba in a rack": SAMBA_IN_A_RACK,
    "bare container": BARE_CONTAINER,
    "nothing at all": NOTHING_AT_ALL,
    "hostile values": HOSTILE,
    "no point release": NO_POINT_RELEASE,
    "a version like a pattern": VERSION_LIKE_A_PATTERN,
    "long lines": LONG_LINES,
    "a long name": LONG_NAME,
}
