"""What the catalogue promises: everything the statement lists, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from core import paths
from core.catalogue import Catalogue, Category, Item, fits, load_catalogue
from core.product import Product, load_product
from core.text import visible

FOLDER = paths.resources() / "catalogue"
# Group, number of facts, heading of its clause; in the statement's order.
GROUPS = [
    ("installed_software", 14, "Information about the installed software"),
    ("transmission", 1, "Other information"),
    ("environment", 11, "Information about the user environment"),
    ("processed_object", 7, "Information about the processed object"),
    ("web_request", 3, "Information about web service requests"),
    ("license", 5, "Information about the license and other agreements"),
    ("payment", 5, "Payments on the internet (a paragraph without a heading)"),
]
WHOLE_LIST = ["protection", "operation", "errors", "counting"]
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?![a-z0-9.])", re.IGNORECASE)
IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")


@pytest.fixture(scope="module")
def product() -> Product:
    return load_product(paths.resources() / "product.toml", paths.resources())


@pytest.fixture(scope="module")
def catalogue(product: Product) -> Catalogue:
    return load_catalogue(FOLDER, product.choices, product.vendor.name, product.name)


def _items(catalogue: Catalogue) -> Iterator[tuple[Category, Item]]:
    return ((group, item) for group in catalogue.categories.values() for item in group.items)


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from (text for pair in data.items() for part in pair for text in _texts(part))
    elif isinstance(data, list):
        yield from (text for part in data for text in _texts(part))


def test_all_seven_groups_and_46_facts_stand_at_their_place_in_the_statement(catalogue: Catalogue) -> None:
    assert [(key, len(group.items), group.clause) for key, group in catalogue.categories.items()] == GROUPS
    assert sum(1 for _ in _items(catalogue)) == 46
    for group in catalogue.categories.values():
        assert sorted(item.position for item in group.items) == list(range(1, len(group.items) + 1))


def test_no_purpose_is_claimed_that_the_statement_does_not_give(catalogue: Catalogue) -> None:
    assert list(catalogue.purposes) == [*WHOLE_LIST, "payments"]
    for key, group in catalogue.categories.items():
        assert group.purposes == (["payments"] if key == "payment" else WHOLE_LIST)
        assert catalogue.purpose_of(group).startswith("No purpose of its own is stated.")


def test_only_payment_goes_to_the_site_and_every_recipient_has_a_name(catalogue: Catalogue) -> None:
    to_site = [key for key, group in catalogue.categories.items() if group.recipient == "site"]
    assert to_site == ["payment"]
    names = {catalogue.recipient_of(group) for group in catalogue.categories.values()}
    assert names == {"Example Software", "the payment site you open"}


def test_every_field_of_a_body_is_declared_in_its_order(catalogue: Catalogue) -> None:
    keys = [field.key for field in catalogue.delivery]
    assert keys == ["agreement", "category", "format", "items", "submission"]


def test_every_fact_says_all_there_is_to_say(catalogue: Catalogue) -> None:
    for _group, item in _items(catalogue):
        assert fits(item, item.example), item.key
        for sentence in (item.read_from, item.left_out, item.points_why):
            assert sentence.endswith("."), (item.key, sentence)


def test_no_two_facts_of_a_group_look_alike(catalogue: Catalogue) -> None:
    for group in catalogue.categories.values():
        titles = [item.title.casefold() for item in group.items]
        assert len(set(titles)) == len(titles), group.key


def test_texts_hold_no_markup_nothing_invisible_and_no_placeholder_left_over(catalogue: Catalogue) -> None:
    for text in _texts(msgspec.to_builtins(catalogue)):
        assert "<" not in visible(text), text
        assert "{" not in text, text


def test_examples_name_no_real_host_address_or_adapter(catalogue: Catalogue, product: Product) -> None:
    examples = [item.example for _group, item in _items(catalogue)]
    for text in _texts([*examples, *msgspec.to_builtins((product.software, product.stated))]):
        assert all(host.endswith(".example") for host in HOST.findall(text)), text
        assert all(address.startswith("192.0.2.") for address in IPV4.findall(text)), text
    adapter = next(item for _group, item in _items(catalogue) if item.key == "mac_prefix")
    assert adapter.example == "00-00-5E-00-53"


def test_what_the_product_says_of_itself_fits_the_catalogue(catalogue: Catalogue, product: Product) -> None:
    software: dict[str, str] = msgspec.to_builtins(product.software)
    said = [item for _group, item in _items(catalogue) if item.key in software]
    assert {item.key for item in said} == software.keys()
    assert [item.key for item in said if not fits(item, software[item.key])] == []


def test_the_agreement_names_every_group_and_tells_that_it_is_a_demonstration(
    catalogue: Catalogue, product: Product
) -> None:
    lines = product.text.splitlines()
    assert all(group.title in lines for group in catalogue.categories.values())
    assert "This is a demonstration." in product.text
    assert product.agreement.id in product.text
    assert max(map(len, lines)) <= 78
