"""A license is activated or removed as a whole or not at all; and what the keyring still holds is said."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import pytest

from core.errors import Code, Coded, Refused
from core.license.licensing import Licensing
from core.product import load_product
from core.record.ledger import Ledger
from core.secrets import Secrets
from tests.commands import REPOSITORY
from tests.core.license.vendor import Vendor
from tests.fakes.keyrings import Keeping, Stubborn, offered

VENDOR = Vendor()
ONE = VENDOR.license(number="T-1", term_days=3650, partner_name="Example One GmbH")
OTHER = VENDOR.license(number="T-2", term_days=3650, partner_name="Example Two GmbH")


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that keeps, and deletes only while it is not locked."""
    offered(monkeypatch, "Stubborn")
    monkeypatch.setattr(Stubborn, "locked", False)


def licensing(folder: Path) -> Licensing:
    """As each process builds it."""
    product = load_product(VENDOR.product(folder), REPOSITORY / "resources")
    return Licensing(Ledger(folder / "home"), Secrets("test"), product)


def text_kept() -> str | None:
    """The license's text in the keyring."""
    return Keeping.kept.get(("test", "license"))


def held_by_the_next(folder: Path) -> str:
    """The dealer of the license that the next process holds."""
    found = licensing(folder).status().license
    return found.partner_name if found else ""


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("before", [ONE, ""])
def test_an_activation_that_cannot_be_written_down_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, lasting: bool
) -> None:
    monkeypatch.setattr("core.record.store.BUSY_SECONDS", 0.1)
    mine = licensing(tmp_path)
    if before:
        mine.activate(before, "script")
    else:
        mine.status()
        Ledger(tmp_path / "home").append("noticed")
    with closing(apsw.Connection(str(tmp_path / "home" / "vitrine.db"))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OSError, match="locked"):
            mine.activate(OTHER, "script", lasting=lasting)
        other.execute("ROLLBACK")
    assert text_kept() == (before or None)
    assert held_by_the_next(tmp_path) == ("Example One GmbH" if before else "")


@pytest.mark.parametrize("before", [ONE, ""])
def test_an_activation_that_fails_at_its_very_end_puts_back_what_was_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    mine = licensing(tmp_path)
    if before:
        mine.activate(before, "script")

    def full(self: Licensing, text: str, lasting: bool) -> None:
        keep(self, text, lasting)
        assert text_kept() == OTHER
        raise OSError("the disk is full")

    keep = Licensing._keep
    monkeypatch.setattr(Licensing, "_keep", full)
    with pytest.raises(OSError, match="full"):
        mine.activate(OTHER, "script")
    assert text_kept() == (before or None)
    assert held_by_the_next(tmp_path) == ("Example One GmbH" if before else "")


def test_a_removal_that_cannot_be_written_down_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.record.store.BUSY_SECONDS", 0.1)
    mine = licensing(tmp_path)
    mine.activate(ONE, "script")
    with closing(apsw.Connection(str(tmp_path / "home" / "vitrine.db"))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OSError, match="locked"):
            mine.remove("script")
        other.execute("ROLLBACK")
    assert text_kept() == ONE
    assert held_by_the_next(tmp_path) == "Example One GmbH"


def test_of_a_removed_license_that_the_keyring_did_not_let_go_it_is_said_that_it_still_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = licensing(tmp_path)
    mine.activate(ONE, "script")
    monkeypatch.setattr(Stubborn, "locked", True)
    status = mine.remove("script")
    assert (status.state, text_kept()) == ("none", ONE)
    assert status.place_why == Coded(Code.LICENSE_LEFT, why=Code.KEYRING_FAILED)
    # The next process does not take it for a license, and removing once more is what helps.
    later = licensing(tmp_path)
    assert later.status().state == "none"
    with pytest.raises(Refused) as refused:
        later.remove("script")
    assert refused.value == Refused(Code.LICENSE_NONE_BUT_LEFT, why=Code.KEYRING_FAILED)
    monkeypatch.setattr(Stubborn, "locked", False)
    status = licensing(tmp_path).remove("script")
    assert (status.state, status.place_why, text_kept()) == ("none", None, None)
    with pytest.raises(Refused) as refused:
        licensing(tmp_path).remove("script")
    assert refused.value.code is Code.LICENSE_NONE
