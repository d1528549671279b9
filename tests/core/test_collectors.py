"""What is promised of the collectors: every declared item and no other, in order, and never an exception."""

from __future__ import annotations

from pathlib import Path
from typing import Never, get_args

import msgspec
import pytest

from core import paths
from core.catalogue import fits
from core.collectors import Collector, Report, collectors, guarded
from core.collectors.payment import Mode
from core.inspectors.finding import EngineName
from core.license.status import Status
from core.product import Product, load_product, parse_endpoint
from core.reading import Fact, Reason, absent, known
from core.sources import UNSAID, System, this_system
from core.sources.install_record import NAME
from core.wording import files
from core.wording import readings as wording
from tests.catalogues import CATALOGUE, ENVIRONMENT


class FakeSystem:
    """A system that knows everything."""

    untold = UNSAID

    def environment(self) -> dict[str, Fact]:
        return {key: known(key, "fake") for key in ENVIRONMENT}

    def os_type(self) -> Fact:
        return known("server", "fake")


class BrokenSystem:
    """A system whose source has a fault nobody thought of; its words quote what was to be left out."""

    untold = UNSAID

    def environment(self) -> Never:
        raise KeyError("00-00-5E-00-53-AF")

    def os_type(self) -> Never:
        raise ZeroDivisionError("00-00-5E-00-53-AF")


@pytest.fixture(scope="module")
def product() -> Product:
    """The real one."""
    return load_product(paths.resources() / "product.toml", paths.resources())


def built(product: Product, folder: Path, system: System, report: Report | None = None) -> dict[str, Collector]:
    """The collectors, with `folder` as the only place of an install record."""
    return collectors(product, CATALOGUE, [folder / NAME], system, lambda: Status(state="none"), report)


@pytest.mark.parametrize("system", [this_system(), FakeSystem(), BrokenSystem()])
def test_every_declared_item_has_a_collector_and_every_collected_item_is_declared(
    product: Product, tmp_path: Path, system: System
) -> None:
    made = built(product, tmp_path, system)
    declared = {key: [item.key for item in group.items] for key, group in CATALOGUE.categories.items()}
    assert {key: list(read()) for key, read in made.items()} == declared
    assert list(made) == list(CATALOGUE.categories)


def test_every_value_is_of_the_declared_type(product: Product, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(
        '{"format":1,"localization":"en","install_status":"installed","install_error_code":0,'
        '"install_type":"new","install_seconds":9,"install_interrupted":false,"software_update_id":"1"}'
    )
    for key, read in built(product, tmp_path, this_system()).items():
        facts = read()
        for item in CATALOGUE.categories[key].items:
            value = facts[item.key].value
            assert value is None or fits(item, value), item.key


def test_a_broken_source_takes_down_its_own_items_only(product: Product, tmp_path: Path) -> None:
    made = built(product, tmp_path, BrokenSystem())
    assert {fact.reason for fact in made["environment"]().values()} == {Reason.FAILED}
    installed = made["installed_software"]()
    assert installed["os_type"].reason is Reason.FAILED
    assert installed["software_name"].value == product.software.software_name
    assert installed["install_type"].reason is Reason.NO_RECORD


def test_a_broken_source_s_words_are_not_passed_on(product: Product, tmp_path: Path) -> None:
    made = built(product, tmp_path, BrokenSystem())
    told = repr(made["environment"]()) + repr(made["installed_software"]())
    assert "53-AF" not in told
    assert "KeyError" in told


def test_what_broke_a_source_is_reported_once_however_often_it_is_read(product: Product, tmp_path: Path) -> None:
    reported: list[BaseException] = []
    made = built(product, tmp_path, BrokenSystem(), reported.append)
    for _ in range(3):
        made["environment"]()
    assert [type(each) for each in reported] == [KeyError]
    assert reported[0].__traceback__


def test_what_a_source_leaves_out_has_failed_and_what_it_adds_is_dropped() -> None:
    one, *others = (item.key for item in CATALOGUE.categories["web_request"].items)
    fact = known("1", "fake")
    facts = guarded(CATALOGUE.categories["web_request"], [lambda: {one: fact, "undeclared": fact}])()
    assert list(facts) == [one, *others]
    assert facts[one] == fact
    assert {facts[key].reason for key in others} == {Reason.FAILED}


def test_each_reading_is_made_anew(product: Product, tmp_path: Path) -> None:
    read = built(product, tmp_path, FakeSystem())["installed_software"]
    assert read()["install_type"].reason is Reason.NO_RECORD
    (tmp_path / NAME).write_text('{"format":1,"install_type":"new"}')
    assert read()["install_type"].value == "new"


@pytest.mark.parametrize(
    ("endpoint", "protocol", "told"),
    [
        ("embedded:", "HTTP", "practice"),
        ("http://127.0.0.1:8080", "HTTP", "http://127.0.0.1:8080"),
        ("https://receiver.example/in", "HTTPS", "https://receiver.example/in"),
    ],
)
def test_the_protocol_is_the_endpoint_s(
    product: Product, tmp_path: Path, endpoint: str, protocol: str, told: str
) -> None:
    changed = msgspec.structs.replace(product, endpoint=parse_endpoint(endpoint))
    fact = built(changed, tmp_path, FakeSystem())["transmission"]()["protocol"]
    assert fact.value == protocol
    assert told in fact.source


def test_what_the_product_file_leaves_empty_the_product_has_not(product: Product, tmp_path: Path) -> None:
    software = msgspec.structs.replace(product.software, rebranding_id="")
    made = built(msgspec.structs.replace(product, software=software), tmp_path, FakeSystem())
    assert made["installed_software"]()["rebranding_id"] == absent(
        Reason.NONE_HERE, "product.toml, [software] rebranding_id"
    )


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        ("processed_object", Reason.NOTHING_YET),
        ("web_request", Reason.NOTHING_YET),
        ("license", Reason.NO_LICENSE),
    ],
)
def test_a_group_without_an_event_says_that_nothing_has_happened(
    product: Product, tmp_path: Path, group: str, reason: Reason
) -> None:
    facts = built(product, tmp_path, FakeSystem())[group]()
    assert {fact.reason for fact in facts.values()} == {reason}


def test_a_payment_site_would_be_told_what_the_product_knows(product: Product, tmp_path: Path) -> None:
    facts = built(product, tmp_path, FakeSystem())["payment"]()
    assert facts["plugin_id"].value == product.software.plugin_id
    assert facts["browser_mode"].reason is Reason.NOTHING_YET


def test_all_that_is_said_by_a_token_is_there() -> None:
    assert {*wording.REASONS} == {*Reason}
    assert {*wording.BROWSER_MODES} == {*get_args(Mode)}
    assert {*wording.DATABASES} == {*files.ENGINES} == {*get_args(EngineName)}
