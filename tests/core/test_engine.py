"""The way data takes: only what is declared passes, and one object is shown, wired and kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import nullcontext

import pytest

from core import paths
from core.catalogue import Catalogue, load_catalogue
from core.engine import Engine, sample, sample_bytes
from core.product import load_product
from core.reading import Fact, Reason, known
from core.record.ledger import Ledger
from core.sending.request import request


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(paths.resources() / "catalogue", frozenset(["environment"]))


def engine(catalogue: Catalogue, category: str, reading: Mapping[str, Fact]) -> Engine:
    product = load_product(paths.resources() / "product.toml", paths.resources())
    return Engine(catalogue, product, {category: lambda: reading}, Ledger(None), nullcontext, nullcontext)


def test_a_key_that_is_not_in_the_catalogue_is_never_sealed(catalogue: Catalogue) -> None:
    reading = {"protocol": known("HTTPS", "here"), "user_name": known("somebody", "here")}
    shown = engine(catalogue, "transmission", reading).show("transmission")
    assert list(shown.reading) == ["protocol"]
    assert shown.envelope is not None
    assert b"somebody" not in shown.envelope.body


def test_a_value_of_another_type_or_not_declared_has_failed_and_is_not_sealed(catalogue: Catalogue) -> None:
    reading = {
        "device_guard_enabled": known("yes", "here"),
        "device_type": known("toaster", "here"),
        "os_family": known(7, "here"),
    }
    shown = engine(catalogue, "environment", reading).show("environment")
    assert {fact.reason for fact in shown.reading.values()} == {Reason.FAILED}
    assert shown.envelope is not None
    assert json.loads(shown.envelope.body)["items"] == {}
    assert any("toaster" in problem for problem in shown.problems)


def test_a_missing_item_is_told_as_failed_and_never_left_out(catalogue: Catalogue) -> None:
    shown = engine(catalogue, "environment", {}).show("environment")
    assert list(shown.reading) == [item.key for item in catalogue.categories["environment"].items]
    assert shown.reading["os_family"].reason is Reason.FAILED


def test_an_event_group_has_no_envelope_and_no_request_before_it_happens(catalogue: Catalogue) -> None:
    built = engine(catalogue, "web_request", {})
    shown = built.show("web_request")
    assert (shown.state, shown.envelope, built.wire(shown)) == ("nothing_yet", None, None)


def test_the_request_carries_the_body_of_the_envelope_shown(catalogue: Catalogue) -> None:
    built = engine(catalogue, "transmission", {"protocol": known("HTTPS", "here")})
    shown = built.show("transmission")
    wired = built.wire(shown)
    assert shown.envelope is not None
    assert wired is not None
    assert wired.body == shown.envelope.body
    assert wired == request([shown.envelope], built.product.endpoint)
    head = wired.head.decode("ascii").split("\r\n")
    assert head[0] == "POST /v1/submissions HTTP/1.1"
    assert head[1] == "Host: receiver.practice.invalid"
    assert f"Content-Length: {len(wired.body)}" in head
    assert head[-2:] == ["", ""]


def test_a_sample_is_of_every_item_and_holds_no_number(catalogue: Catalogue) -> None:
    for category in catalogue.categories.values():
        assert list(sample(category)) == [item.key for item in category.items]
        assert set(json.loads(sample_bytes(category))) == {item.key for item in category.items}
