"""What Linux says, on machines written as data and on the one these tests run on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from core.reading import Fact, Reason
from core.sources import System, this_system
from core.sources.linux import Linux, by_number
from tests.catalogues import ENVIRONMENT
from tests.core.linux.machines import (
    DEBIAN_LAPTOP,
    FEDORA_TABLET,
    KERNEL,
    MACHINES,
    NOTHING_AT_ALL,
    ROUTES,
    SAMBA_IN_A_RACK,
    UNAME,
    Machine,
    route,
)
from tests.core.sources_contract import SystemContract

FROM_FILES = {*ENVIRONMENT} - {*KERNEL}
NOBODY = 65534
REPOSITORY = Path(__file__).parents[3]


def everything(system: Linux) -> dict[str, Fact]:
    """All it says."""
    return {**system.environment(), "os_type": system.os_type()}


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Nothing in `folder` can be read meanwhile, not even by root."""
    user = os.geteuid()
    folder.chmod(0)
    os.seteuid(NOBODY if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o700)


class TestEveryMachine(SystemContract):
    """The contract holds on every machine of the table."""

    @pytest.fixture(autouse=True, params=MACHINES)
    def _built(self, request: pytest.FixtureRequest, tmp_path: Path) -> None:
        self.machine = MACHINES[request.param]
        self.built = self.machine.linux(tmp_path)

    def system(self) -> System:
        return self.built

    def test_it_tells_every_declared_item(self) -> None:
        assert {*self.built.environment()} == {*ENVIRONMENT}

    def test_it_tells_the_expected_facts(self) -> None:
        facts = self.facts()
        expected = {key: self.machine.facts.get(key, Reason.NONE_HERE) for key in facts}
        told = {key: fact.reason if fact.value is None else fact.value for key, fact in facts.items()}
        assert told == expected

    def test_the_machine_s_own_name_is_never_told(self) -> None:
        assert UNAME.nodename not in repr(self.facts())


def test_this_system_is_linux() -> None:
    assert isinstance(this_system(), Linux)


def test_sources_name_the_file_and_the_line(tmp_path: Path) -> None:
    facts = everything(FEDORA_TABLET.linux(tmp_path))
    assert facts["os_version"].source == "/usr/lib/os-release, VERSION_ID"
    assert facts["os_edition_extended"].source == "/usr/lib/os-release, VARIANT"
    assert facts["os_update"].source == "/usr/lib/os-release, IMAGE_VERSION"
    assert facts["device_type"].source == "/proc/device-tree/chassis-type"
    assert facts["mac_prefix"].source.startswith("the first device of /sys/class/net")


def test_a_casing_of_another_kind_is_named_beside_the_reason(tmp_path: Path) -> None:
    fact = SAMBA_IN_A_RACK.linux(tmp_path).environment()["device_type"]
    assert fact.source == "/sys/class/dmi/id/chassis_type: 23, neither laptop, desktop nor tablet"


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("laptop", [8, 9, 10, 14, 31]),
        ("tablet", [11, 30, 32]),
        ("desktop", [3, 4, 5, 6, 7, 13, 15, 16, 35, 36]),
        (None, [0, 1, 2, 12, 17, 18, 23, 24, 28, 29, 33, 34, 37, 138, 999]),
    ],
)
def test_every_number_of_a_casing(name: str | None, numbers: list[int]) -> None:
    assert {by_number(str(number)) for number in numbers} == {name}


def test_where_nothing_may_be_read_each_fact_says_so(tmp_path: Path) -> None:
    root = tmp_path / "root"
    linux = DEBIAN_LAPTOP.linux(root)
    with without_rights(root):
        facts = everything(linux)
    for key in (*FROM_FILES, "os_type"):
        assert facts[key].reason is Reason.NOT_PERMITTED, key


def test_features_tell_what_could_not_be_read_beside_what_could(tmp_path: Path) -> None:
    linux = DEBIAN_LAPTOP.linux(tmp_path)
    modules = tmp_path / "sys/kernel/security/lsm"
    modules.unlink()
    modules.mkdir()
    fact = linux.environment()["os_features"]
    assert fact.value == "efi, secure_boot, systemd"
    assert fact.source.endswith("; not readable: /sys/kernel/security/lsm: not a regular file")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["fifo", "folder"])
@pytest.mark.parametrize(
    ("place", "keys"),
    [
        ("etc/os-release", {"os_version", "os_update", "os_edition", "os_edition_extended"}),
        ("etc/debian_version", {"os_update"}),
        ("sys/kernel/security/lsm", {"os_features"}),
        ("sys/class/dmi/id/chassis_type", {"device_type"}),
        ("proc/net/route", {"mac_prefix"}),
        ("etc/samba/smb.conf", {"os_type"}),
    ],
)
def test_what_is_no_file_fails_at_once(
    tmp_path: Path, make: Callable[[Path], None], place: str, keys: set[str]
) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    make(tmp_path / place)
    began = time.monotonic()
    facts = everything(NOTHING_AT_ALL.linux(tmp_path))
    assert time.monotonic() - began < 1
    assert {key for key, fact in facts.items() if fact.reason is Reason.FAILED} == keys


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    linux = NOTHING_AT_ALL.linux(tmp_path)
    (tmp_path / "etc").mkdir()
    with (tmp_path / "etc/os-release").open("wb") as file:
        file.truncate(1 << 40)
    fact = linux.environment()["os_version"]
    assert fact.reason is Reason.FAILED
    assert "larger than 64 KiB" in fact.source


NAMED_BY_ITS_NUMBER = "enx00005e0053af"


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch) -> None:
    """One adapter whose sixth byte is af, and whose name quotes it, as names of USB adapters do."""
    address = SimpleNamespace(family=psutil.AF_LINK, address="00:00:5e:00:53:af")
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {NAMED_BY_ITS_NUMBER: [address]})


def reached_by_a_route(root: Path) -> None:
    Machine({"proc/net/route": ROUTES + route(NAMED_BY_ITS_NUMBER)}, {}).linux(root)


def a_device(root: Path) -> None:
    Machine({f"sys/class/net/{NAMED_BY_ITS_NUMBER}/device": ""}, {}).linux(root)


def an_unreadable_device(root: Path) -> None:
    loop = root / "sys/class/net" / NAMED_BY_ITS_NUMBER / "device"
    loop.parent.mkdir(parents=True)
    loop.symlink_to(loop)


@pytest.mark.parametrize(
    ("build", "told"),
    [(reached_by_a_route, "00-00-5E-00-53"), (a_device, "00-00-5E-00-53"), (an_unreadable_device, None)],
)
def test_the_sixth_byte_is_in_no_fact(
    tmp_path: Path, canary: None, build: Callable[[Path], None], told: str | None
) -> None:
    build(tmp_path)
    facts = everything(Linux(tmp_path))
    assert facts["mac_prefix"].value == told
    assert "53af" not in re.sub("[-:]", "", repr(facts)).lower()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(5, "broken"), Reason.FAILED),
        (RuntimeError("broken"), Reason.FAILED),
        (PermissionError(13, "no"), Reason.NOT_PERMITTED),
    ],
)
def test_a_failing_list_of_adapters_fails_one_fact_only(tmp_path: Path, error: Exception, reason: Reason) -> None:
    def broken() -> Mapping[str, str]:
        raise error

    facts = Linux(tmp_path, broken, lambda: UNAME).environment()
    assert facts["mac_prefix"].reason is reason
    assert facts["os_family"].value == "Linux"


def test_a_reading_takes_under_three_milliseconds() -> None:
    linux = Linux()
    linux.environment()
    durations = []
    for _ in range(30):
        began = time.perf_counter()
        linux.environment()
        durations.append(time.perf_counter() - began)
    assert min(durations) < 0.003


def traced_sockets(tmp_path: Path, code: str) -> list[str]:
    """Every socket that running `code` opens."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    command = [strace, "-f", "-qq", "-e", "trace=socket", "-o", str(trace), sys.executable, "-c", code]
    subprocess.run(command, cwd=REPOSITORY, check=True, timeout=60)
    return [line for line in trace.read_text().splitlines() if "socket(" in line]


def test_a_reading_opens_no_internet_socket(tmp_path: Path) -> None:
    code = "from core.sources import this_system as s; s().environment(); s().os_type()"
    assert not [line for line in traced_sockets(tmp_path, code) if "AF_INET" in line]


def test_the_trace_would_see_an_internet_socket(tmp_path: Path) -> None:
    sockets = traced_sockets(tmp_path, "import psutil; psutil.net_if_addrs(); psutil.net_if_stats()")
    assert [line for line in sockets if "AF_INET" in line]
