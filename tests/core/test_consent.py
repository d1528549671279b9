"""Nothing is allowed but what was decided, for exactly these terms."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import msgspec
import pytest

from core import paths
from core.catalogue import Catalogue, load_catalogue
from core.consent.consent import Consent
from core.errors import Code, Refused
from core.product import Endpoint, Product, load_product
from core.record.ledger import Ledger
from core.record.store import NAME
from tests.refusals import refuses

AGREED = {"installed_software", "transmission", "license"}


def product() -> Product:
    return load_product(paths.resources() / "product.toml", paths.resources())


def catalogue(of: Product) -> Catalogue:
    return load_catalogue(paths.resources() / "catalogue", of.choices, of.vendor.name, of.name)


def consent(home: Path, of: Product | None = None, held: Catalogue | None = None) -> Consent:
    of = of or product()
    return Consent(Ledger(home), held or catalogue(of), of)


def test_nothing_is_allowed_before_the_agreement_is_accepted(home: Path) -> None:
    choices = consent(home).choices()
    assert (choices.standing, choices.permit.categories) == ("open", frozenset())
    assert not home.exists()


def test_accepting_allows_the_agreed_groups_and_no_choice(home: Path) -> None:
    consent(home).accept("eu", "window")
    choices = consent(home).choices()
    assert (choices.standing, choices.region) == ("accepted", "eu")
    assert choices.permit.categories == AGREED


@pytest.mark.parametrize("region", ["other", "", "mars", "\u202eeu"])
def test_a_region_the_statement_does_not_cover_cannot_be_accepted(home: Path, region: str) -> None:
    with pytest.raises(Refused):
        consent(home).accept(region, "terminal")
    assert consent(home).choices().standing == "open"


def test_without_the_text_or_a_key_nothing_can_be_accepted(home: Path) -> None:
    with refuses(Code.AGREEMENT_EMPTY):
        consent(home, msgspec.structs.replace(product(), text=" \n")).accept("eu", "terminal")
    real = Endpoint(scheme="https", host="stats.example.com", path="", practice=False)
    with refuses(Code.RECEIVER_KEY_MISSING):
        consent(home, msgspec.structs.replace(product(), endpoint=real)).accept("eu", "terminal")


def test_a_choice_is_off_until_switched_on_and_off_again_after_withdrawal(home: Path) -> None:
    held = consent(home)
    with refuses(Code.AGREEMENT_NOT_ACCEPTED):
        held.choose("environment", True, "window")
    held.accept("uk", "window")
    held.choose("environment", True, "window")
    assert held.choices().permit.categories == AGREED | {"environment"}
    held.choose("environment", False, "window")
    assert held.choices().permit.categories == AGREED
    held.choose("environment", True, "window")
    held.withdraw("terminal")
    assert held.choices().permit.categories == frozenset()
    held.accept("uk", "window")
    assert held.choices().permit.categories == AGREED


def test_an_agreed_group_has_no_switch_and_says_how_to_stop_it(home: Path) -> None:
    held = consent(home)
    held.accept("eu", "window")
    for on in (True, False):
        with refuses(Code.GROUP_AGREED):
            held.choose("license", on, "terminal")
    with refuses(Code.GROUP_UNKNOWN):
        held.choose("nothing", True, "terminal")


def test_paused_allows_nothing_and_resuming_what_was_allowed_before(home: Path) -> None:
    held = consent(home)
    held.accept("eu", "window")
    held.pause(True, "window")
    assert (held.choices().paused, held.choices().permit.categories) == (True, frozenset())
    held.accept("eu", "window")
    assert held.choices().paused
    held.pause(False, "window")
    assert held.choices().permit.categories == AGREED


def test_each_decision_ends_every_permit_before_it(home: Path) -> None:
    held, ledger = consent(home), Ledger(home)
    held.accept("eu", "window")
    permit = held.choices().permit
    assert ledger.current(permit)
    held.pause(True, "script")
    assert not ledger.current(permit)
    permit = held.choices().permit
    held.choose("payment", False, "script")
    assert not ledger.current(permit)
    permit = held.choices().permit
    held.withdraw("script")
    assert not ledger.current(permit)


def other_endpoint(of: Product) -> Product:
    return msgspec.structs.replace(of, endpoint=Endpoint("http", "127.0.0.1:9", "", False))


def other_key(of: Product) -> Product:
    return msgspec.structs.replace(other_endpoint(of), receiver_key=bytes(32))


def other_agreement(of: Product) -> Product:
    return msgspec.structs.replace(of, agreement=msgspec.structs.replace(of.agreement, id="another"))


@pytest.mark.parametrize("change", [other_endpoint, other_key, other_agreement])
def test_consent_holds_for_these_terms_only(home: Path, change: Callable[[Product], Product]) -> None:
    consent(home).accept("eu", "window")
    choices = consent(home, change(product())).choices()
    assert not choices.permit.categories
    assert choices.changed == AGREED
    assert consent(home).choices().permit.categories == AGREED


def test_an_item_more_or_less_left_out_needs_a_new_decision(home: Path) -> None:
    consent(home).accept("eu", "window")
    held = catalogue(product())
    group = held.categories["license"]
    item = msgspec.structs.replace(group.items[0], left_out="Something else.")
    changed = msgspec.structs.replace(group, items=[item, *group.items[1:]])
    other = msgspec.structs.replace(held, categories={**held.categories, "license": changed})
    choices = consent(home, held=other).choices()
    assert choices.changed == {"license"}
    assert choices.permit.categories == AGREED - {"license"}


def test_who_decided_how_is_written_down_with_the_terms(home: Path) -> None:
    held = consent(home)
    held.accept("br", "window")
    event = Ledger(home).events("accepted")[0]
    assert event.detail["how"] == "window"
    assert event.detail["terms"]["license"] == held.terms("license")
    assert len(event.detail["text"]) == 64


@pytest.mark.parametrize(
    "detail",
    ["{}", "[]", '{"region":"other","terms":{}}', '{"region":7}', '{"region":"eu","terms":[1]}', '{"region":"mars"}'],
)
def test_a_forged_event_allows_nothing(home: Path, detail: str) -> None:
    consent(home).accept("eu", "window")
    with closing(apsw.Connection(str(home / NAME))) as connection:
        connection.execute("UPDATE decision SET detail = ?", (detail,))
    try:
        allowed = consent(home).choices().permit.categories
    except Refused:
        allowed = frozenset()
    assert not allowed
    assert json.loads(detail) is not None
