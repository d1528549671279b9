"""What is promised of every system: the contract, and no adapter's sixth byte."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import psutil
import pytest

from core.errors import Code, Unavailable
from core.reading import Reason
from core.sources import Other, System, linux, this_system
from core.wording.errors import sentence
from tests.catalogues import ENVIRONMENT
from tests.core.sources_contract import SystemContract


class TestThisSystem(SystemContract):
    """The machine these tests run on."""

    def system(self) -> System:
        return this_system()

    def test_a_real_machine_tells_its_family_and_processor(self) -> None:
        facts = self.facts()
        assert facts["os_family"].value
        assert facts["hardware_platform"].value


class TestSystemWithoutItsOwnModule(SystemContract):
    """Any system nobody has written a module for."""

    def system(self) -> System:
        return Other()

    def test_what_nobody_looked_at_is_not_claimed_to_be_missing_or_failed(self) -> None:
        facts = self.facts()
        unread = set(ENVIRONMENT) - {"os_family", "hardware_platform", "device_guard_enabled"} | {"os_type"}
        assert {facts[key].reason for key in unread} == {Reason.NOT_CHECKED}


@pytest.mark.parametrize("platform", ["plan9", "freebsd14"])
def test_a_system_nobody_wrote_a_module_for_is_told_honestly(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert isinstance(this_system(), Other)


@pytest.mark.parametrize(
    ("number", "prefix"),
    [
        ("00:00:5e:00:53:af", "00-00-5E-00-53"),
        ("00-00-5E-00-53-AF", "00-00-5E-00-53"),
        ("00:00:00:00:00:01", "00-00-00-00-00"),
        ("02:00:5e:10:00:00", "02-00-5E-10-00"),
        ("00:00:00:00:00:00", None),
        ("01:00:5e:00:53:af", None),
        ("ff:ff:ff:ff:ff:ff", None),
        ("00:00:5e:00:53", None),
        ("80:00:02:08:fe:80:00:00:00:00:00:00:00:00:5e:00:53:af:00:01", None),
        ("192.0.2.1", None),
        ("", None),
    ],
)
def test_five_of_six_bytes_of_a_device_s_own_number(number: str, prefix: str | None) -> None:
    assert linux.first_five(number) == prefix


def test_adapters_without_a_number_of_their_own_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(*numbers: str) -> list[SimpleNamespace]:
        address = SimpleNamespace(family=2, address="192.0.2.1")
        return [address, *(SimpleNamespace(family=psutil.AF_LINK, address=number) for number in numbers)]

    fakes = {
        "lo": listed("00:00:00:00:00:00"),
        "eth0": listed("00:00:5e:00:53:af", "02:00:5e:00:53:af"),
        "tun0": listed(),
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: fakes)
    assert linux.prefixes() == {"eth0": "00-00-5E-00-53"}


@pytest.mark.parametrize("error", [psutil.Error("af"), OSError(5, "af"), ValueError("af"), KeyError("af")])
def test_whatever_psutil_raises_its_words_are_not_passed_on(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(psutil, "net_if_addrs", broken)
    with pytest.raises(Unavailable) as told:
        linux.prefixes()
    assert told.value.code is Code.SOURCE_BROKE_OFF
    assert "af" not in str(told.value) + sentence(told.value)


def test_a_list_of_adapters_that_is_forbidden_stays_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden() -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(psutil, "net_if_addrs", forbidden)
    with pytest.raises(PermissionError):
        linux.prefixes()
