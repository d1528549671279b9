"""What changed between two agreements is told from what was agreed to, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from core.catalogue import Catalogue
from core.consent import terms
from core.consent.consent import Consent
from core.product import Product
from core.record.ledger import Ledger
from tests.core.test_consent import catalogue, consent, product

TITLES = {"os_version": "Version", "mac_prefix": "Network adapter number, first 5 of 6 bytes"}


def elsewhere(of: Product) -> Product:
    return msgspec.structs.replace(of, endpoint=msgspec.structs.replace(of.endpoint, host="there.example"))


def shorter(of: Catalogue) -> Catalogue:
    """Without the last fact of the device, and with more left out of its first."""
    device = of.categories["environment"]
    first = msgspec.structs.replace(device.items[0], left_out="nearly everything")
    device = msgspec.structs.replace(device, items=[first, *device.items[1:-1]])
    return msgspec.structs.replace(of, categories={**of.categories, "environment": device})


def differing(home: Path, of: Product, held: Catalogue) -> dict[str, list[str]]:
    return dict(consent(home, of, held).choices().differing)


def test_nothing_differs_from_what_was_accepted(home: Path) -> None:
    consent(home).accept("eu", "window")
    assert differing(home, product(), catalogue(product())) == {}


def test_what_is_new_or_gone_or_otherwise_is_named(home: Path) -> None:
    now = product()
    before = Consent(Ledger(home), shorter(catalogue(now)), now)
    before.accept("eu", "window")
    before.choose("environment", True, "window")
    last, first = (catalogue(now).categories["environment"].items[place] for place in (-1, 0))
    told = differing(home, now, catalogue(now))
    assert told == {"environment": [f"“{first.title}”: other what is left out.", f"New: “{last.title}”."]}
    home_after = home / "later"
    later = consent(home_after)
    later.accept("eu", "window")
    later.choose("environment", True, "window")
    told = differing(home_after, now, shorter(catalogue(now)))
    assert told["environment"][-1] == f"No longer: “{last.key}”."


def test_another_address_is_told_with_both(home: Path) -> None:
    consent(home, elsewhere(product())).accept("eu", "window")
    told = differing(home, product(), catalogue(product()))
    assert sorted(told) == ["installed_software", "license", "transmission"]
    [line] = told["license"]
    was, now = (each.endpoint.address for each in (elsewhere(product()), product()))
    assert line == f"The address it goes to: was “{was}”, now “{now}”."


def test_a_text_that_is_not_what_was_decided_on_tells_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(terms, "sha256", lambda _: "0" * 64)
        consent(home, elsewhere(product())).accept("eu", "window")
    choices = consent(home).choices()
    assert choices.changed == {"installed_software", "license", "transmission"}
    assert set(map(tuple, choices.differing.values())) == {()}


@pytest.mark.parametrize("before", ["", "[]", "{}", "[[1],[]]", '[["a"],[["a"]]]', "\u202e"])
def test_what_is_no_terms_tells_nothing(before: str) -> None:
    held = catalogue(product())
    now = terms.text(held, product(), held.categories["license"])
    assert terms.differences(before, now, TITLES) == []


def test_what_somebody_wrote_into_the_record_is_shown_letter_for_letter_and_bounded() -> None:
    held = catalogue(product())
    now = terms.text(held, product(), held.categories["license"])
    about, items = msgspec.json.decode(now)
    about[-2] = "\u202e<b>" + "x" * 100_000
    [line] = terms.differences(msgspec.json.encode([about, items]).decode(), now, TITLES)
    assert "<U+202E><b>x" in line
    assert len(line) < 500


def listing(*sites: str) -> Product:
    return msgspec.structs.replace(product(), payment_sites=sites)


def test_a_payment_site_that_is_new_in_the_product_s_list_is_told_nothing_before_the_user_decides_anew(
    home: Path,
) -> None:
    before = consent(home, listing("bank.example", "pay.example"))
    before.accept("eu", "window")
    before.choose("payment", True, "window")
    assert consent(home, listing("pay.example", "bank.example")).choices().changed == frozenset()
    choices = consent(home, listing("pay.example", "tracker.example")).choices()
    assert choices.changed == {"payment"}
    assert "payment" not in choices.permit.categories
    assert choices.differing["payment"] == [
        "New payment sites: “tracker.example”.",
        "No longer payment sites: “bank.example”.",
    ]


def test_the_product_s_list_of_payment_sites_is_no_part_of_any_other_decision() -> None:
    held = catalogue(product())
    texts = [
        {key: terms.text(held, listing(site), each) for key, each in held.categories.items()}
        for site in ("bank.example", "pay.example")
    ]
    assert [key for key in held.categories if texts[0][key] != texts[1][key]] == ["payment"]
