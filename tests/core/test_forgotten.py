"""A password that is to be forgotten is gone from the keyring, or it is said that it is not."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from core import secrets
from core.errors import Code, Refused
from core.record.ledger import Ledger
from core.secrets import Secrets
from core.settings import NotForgotten, SettingsStore
from core.wording.errors import sentence
from core.wording.settings import password
from tests.fakes.keyrings import Keeping, Stubborn, offered

USED = "http://somebody@proxy.example:3128"


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsStore:
    """With a proxy, and its password in a keyring that deletes only while it is not locked."""
    offered(monkeypatch, "Stubborn")
    monkeypatch.setattr(Stubborn, "locked", False)
    made = SettingsStore(tmp_path, Secrets("a test"), Ledger(tmp_path), nullcontext)
    made.change("proxy", USED)
    assert made.set_password("a password") == (True, None)
    return made


def test_a_password_that_the_keyring_does_not_let_go_is_never_said_to_be_forgotten(
    preferences: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stubborn, "locked", True)
    with pytest.raises(NotForgotten) as refused:
        preferences.set_password("")
    assert refused.value == NotForgotten(Code.PASSWORD_NOT_FORGOTTEN, why=Code.KEYRING_FAILED)
    assert Keeping.kept
    monkeypatch.setattr(Stubborn, "locked", False)
    assert preferences.set_password("") == (False, None)
    assert Keeping.kept == {}


@pytest.mark.parametrize("text", ["", "http://proxy.example:3128"])
def test_without_a_proxy_that_asks_who_there_is_no_password_left(preferences: SettingsStore, text: str) -> None:
    preferences.change("proxy", text)
    assert Keeping.kept == {}


def test_a_proxy_is_cleared_even_where_its_password_cannot_be_and_that_is_said(
    preferences: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stubborn, "locked", True)
    with pytest.raises(NotForgotten) as refused:
        preferences.change("proxy", "")
    assert sentence(refused.value) == (
        "The proxy was changed. The proxy’s password was not deleted. The system’s keyring is locked or does not work: "
        "it may still lie there. Try again once the keyring answers."
    )
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
    assert password(*made.set_password("a password")) == (
        "set. This computer offers no keyring, so it is kept in memory only, until Vitrine ends."
    )
    assert password(*made.set_password("")) == "not known. This computer offers no keyring."
    with pytest.raises(Refused) as refused:
        made.proxy()
    assert sentence(refused.value) == (
        "The password for the proxy is not known. This computer offers no keyring, so nothing was sent. "
        "To set it: vitrinectl settings set proxy_password"
    )
