"""What every operating system's source promises; each inherits this and says which system it is."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from core.reading import Fact
from core.sources import System
from tests.catalogues import ENVIRONMENT

OS_TYPES = {"server", "workstation", "domain_controller"}
DEVICE_TYPES = {"laptop", "desktop", "tablet"}


class SystemContract(ABC):
    """The promises."""

    @abstractmethod
    def system(self) -> System:
        """The system under test."""

    def facts(self) -> dict[str, Fact]:
        """What is said of every declared item, whether it has a line for it or not."""
        system = self.system()
        return {**dict.fromkeys(ENVIRONMENT, system.untold), **system.environment(), "os_type": system.os_type()}

    def test_it_says_nothing_but_declared_items(self) -> None:
        assert {*self.system().environment()} <= {*ENVIRONMENT}

    def test_every_item_has_a_value_or_a_reason_and_never_both(self) -> None:
        for key, fact in self.facts().items():
            assert (fact.value is None) != (fact.reason is None), key
            assert fact.value != "", key

    def test_every_item_tells_where_it_was_looked_for(self) -> None:
        for key, fact in self.facts().items():
            assert fact.source.strip(), key

    def test_an_adapter_number_has_five_bytes(self) -> None:
        prefix = self.facts()["mac_prefix"].value
        assert prefix is None or re.fullmatch(r"[0-9A-F]{2}(-[0-9A-F]{2}){4}", str(prefix))

    def test_memory_protection_is_yes_or_no(self) -> None:
        assert self.facts()["device_guard_enabled"].value in (None, True, False)

    def test_device_and_role_are_of_the_declared_ones(self) -> None:
        facts = self.facts()
        assert facts["device_type"].value in {None, *DEVICE_TYPES}
        assert facts["os_type"].value in {None, *OS_TYPES}

    def test_it_says_the_same_twice(self) -> None:
        assert self.facts() == self.facts()
