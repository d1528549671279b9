"""A password that is to be forgotten is gone from the keyring, or it is said that it is not."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from core import secrets
from core.errors import Refused
from core.record.ledger import Ledger
from core.secrets import FAILED, Secrets
from core.settings import SettingsStore
from tests.fakes.keyrings import Keeping, Stubborn, offered

USED = "http://somebody@proxy.example:3128"


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsStore:
    """With a proxy, and its password in a keyring that deletes only while it is not locked."""
    offered(monkeypatch, "Stubborn")
    monkeypatch.setattr(Stubborn, "locked", False)
    made = SettingsStore(tmp_path, Secrets("a test"), Ledger(tmp_path), nullcontext)
    made.change("proxy", USED)
    assert made.set_password("a password") == "set, in the keyring"
    return made


def test_a_password_that_the_keyring_does_not_let_go_is_never_said_to_be_forgotten(
    preferences: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stubborn, "locked", True)
    with pytest.raises(Refused, match="may still lie there") as refused:
        preferences.set_password("")
    assert FAILED in str(refused.value)
    assert Keeping.kept
    monkeypatch.setattr(Stubborn, "locked", False)
    assert preferences.set_password("") == "not set"
    assert Keeping.kept == {}


@pytest.mark.parametrize("text", ["", "http://proxy.example:3128"])
def test_without_a_proxy_that_asks_who_there_is_no_password_left(preferences: SettingsStore, text: str) -> None:
    preferences.change("proxy", text)
    assert Keeping.kept == {}


def test_a_proxy_is_cleared_even_where_its_password_cannot_be_and_that_is_said(
    preferences: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stubborn, "locked", True)
    with pytest.raises(Refused, match="The proxy was changed") as refused:
        preferences.change("proxy", "")
    assert "may still lie there" in str(refused.value)
    assert preferences.load().proxy == ""


def test_nothing_is_asked_of_a_keyring_for_a_proxy_without_a_user(
    tmp_path: Path, preferences: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences.change("proxy", "http://proxy.example:3128")
    monkeypatch.setattr(Stubborn, "locked", True)
    assert preferences.change("proxy", "").proxy == ""


def test_without_a_keyring_what_was_in_memory_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "has_bus", lambda: False)
    monkeypatch.setattr(secrets, "BACKENDS", {})
    made = SettingsStore(tmp_path, Secrets("a test"), Ledger(tmp_path), nullcontext)
    made.change("proxy", USED)
    assert made.set_password("a password").startswith("set. This computer offers no keyring")
    assert made.set_password("") == "not known. This computer offers no keyring."
    with pytest.raises(Refused, match="nothing was sent"):
        made.proxy()
